#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>
#include <utility>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_values.hpp"
#include "cli/prior_option.hpp"
#include "cli/reading_options.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 2> method_choices{"posterior", "least-squares"};
constexpr std::array<std::string_view, 2> band_choices{"prediction", "confidence"};

constexpr Option horizons_option{.group = "Question",
                                 .name = "--at",
                                 .value = "LIST",
                                 .help =
                                     "24h,48h,7d after the release, +12h after the last\n"
                                     "reading, or clock times (default: up to ten times its\n"
                                     "age)"};
constexpr Option level_option{
    .group = "Question", .name = "--level", .value = "LIST", .help = "bands in percent (default: 80,95)"};
constexpr Option reach_option{.group = "Question",
                              .name = "--reach",
                              .value = "COUNT",
                              .help = "when will it get there? May be given more than once",
                              .repeats = true};
constexpr Option against_option{.group = "Question",
                                .name = "--against",
                                .value = "NUMBER:LABEL",
                                .help =
                                    "how many times that number is it? 152000:ratings; may\n"
                                    "be given more than once",
                                .repeats = true};
constexpr Option compare_option{
    .group = "Question", .name = "--compare", .help = "also what simpler methods would say"};
constexpr Option explain_option{.group = "Question",
                                .name = "--explain",
                                .help =
                                    "also what each curve makes of the readings, and which\n"
                                    "next reading would tell most (table and JSON)"};
constexpr Option method_option{.group = "Question",
                               .name = "--method",
                               .value = "NAME",
                               .help =
                                   "posterior (the default), or least-squares: as other\n"
                                   "tools do it, with bands that are too narrow",
                               .choices = method_choices};
constexpr Option band_option{.group = "Question",
                             .name = "--band",
                             .value = "KIND",
                             .help =
                                 "of least squares: prediction (the default: of a new\n"
                                 "count) or confidence (of the curve)",
                             .choices = band_choices};

constexpr auto options = joined(
    reading_options, std::array{horizons_option, level_option, reach_option, against_option, compare_option,
                                explain_option, curve_option, prior_option, method_option, band_option, title_option,
                                format_option, strict_option, quiet_option, color_option, help_option, version_option});

Result<std::vector<double>> read_horizons(const std::string& list, const Series& series) {
  const auto horizons = parse_horizons(list);
  if (!horizons) return horizons.error();
  std::vector<double> hours;
  for (const auto& horizon : *horizons) {
    const auto since_release = horizon.time.since(series.release);
    if (!since_release) return since_release.error();
    hours.push_back(*since_release + (horizon.from_last_reading ? series.readings.back().hours : 0));
  }
  return hours;
}

Result<ProjectionOptions> read_question(const Arguments& arguments, const Series& series) {
  ProjectionOptions question;
  question.narrowing = true;
  question.compare = arguments.has(compare_option);
  question.explain = arguments.has(explain_option);
  if (const auto* list = arguments.value(horizons_option)) {
    auto horizons = read_horizons(*list, series);
    if (!horizons) return at_option(horizons.error(), horizons_option, *list);
    question.horizons = *std::move(horizons);
  }
  if (const auto* list = arguments.value(level_option)) {
    auto levels = parse_levels(*list);
    if (!levels) return at_option(levels.error(), level_option, *list);
    question.levels = *std::move(levels);
  }
  for (const auto& text : arguments.all(reach_option)) {
    const auto count = parse_plain_count(text);
    if (!count) return at_option(count.error(), reach_option, text);
    question.reach.push_back(*count);
  }
  for (const auto& text : arguments.all(against_option)) {
    auto yardstick = parse_yardstick(text);
    if (!yardstick) return at_option(yardstick.error(), against_option, text);
    question.against.push_back(*std::move(yardstick));
  }
  return question;
}

/// What project() refuses, at the option that asked for it.
Error at_question(const Error& error, const Arguments& arguments) {
  for (const auto& [code, option] :
       {std::pair{ErrorCode::bad_horizon, &horizons_option}, std::pair{ErrorCode::bad_level, &level_option},
        std::pair{ErrorCode::bad_reach, &reach_option}}) {
    if (error.code != code) continue;
    const auto values = arguments.all(*option);
    if (values.size() == 1) return at_option(error, *option, values.front());
    return place_at(error, std::string(option->name));
  }
  return error;
}

/// An option that has no part in the method.
std::optional<Error> misplaced_option(const Arguments& arguments, bool least_squares) {
  const auto misplaced = [&](const Option& option, std::string_view way_out) {
    const auto message = fmt::format("{} has no part in this method: leave it out, or {}", option.name, way_out);
    return Error{ErrorCode::usage, message, {}};
  };
  if (!least_squares) {
    if (arguments.has(band_option)) return misplaced(band_option, "choose --method least-squares");
    return std::nullopt;
  }
  for (const auto* option : {&prior_option, &reach_option, &compare_option, &explain_option}) {
    if (arguments.has(*option)) return misplaced(*option, "leave --method out");
  }
  return std::nullopt;
}

Result<Projection> least_squares(const Arguments& arguments, const Series& series, const ProjectionOptions& question) {
  const auto* list = arguments.value(curve_option);
  const auto* band = arguments.value(band_option);
  const auto kind = band != nullptr && *band == "confidence" ? BandKind::confidence : BandKind::prediction;
  auto projection =
      project_by_least_squares(series, list ? split_list(*list) : std::vector<std::string>(), question, kind);
  if (!projection && projection.error().code == ErrorCode::unknown_curve) {
    return place_at(projection.error(), std::string(curve_option.name));
  }
  return projection;
}

Result<Projection> posterior(const Arguments& arguments, const Series& series, const ProjectionOptions& question) {
  const auto prior = read_prior_choice(arguments);
  if (!prior) return prior.error();
  return project(series, *prior, question);
}

int run_project(const Arguments& arguments, const Console& console) {
  const auto* method = arguments.value(method_option);
  const bool by_least_squares = method != nullptr && *method == "least-squares";
  if (const auto error = misplaced_option(arguments, by_least_squares)) return refuse(console.err, *error);
  auto series = read_one_series(arguments, console.in);
  if (!series) return refuse(console.err, series.error());
  if (const auto* title = arguments.value(title_option)) series->title = *title;
  const auto question = read_question(arguments, *series);
  if (!question) return refuse(console.err, question.error());
  const auto projection = (by_least_squares ? least_squares : posterior)(arguments, *series, *question);
  if (!projection) return refuse(console.err, at_question(projection.error(), arguments));
  if (!pass_warnings(arguments, projection->warnings, console.err)) return exit_refused;
  const auto* format = arguments.value(format_option);
  if (format != nullptr && *format == "json") {
    console.out << write_json(*projection);
  } else if (format != nullptr && *format == "csv") {
    console.out << write_csv(*projection);
  } else {
    console.out << write_table(*projection, {.color = console.use_color(arguments), .width = console.terminal.width});
  }
  return exit_answered;
}

}  // namespace

const Command project_command{
    .name = "project",
    .summary = "project a release from its first readings (the default)",
    .usage =
        "Usage: swarmcast [project] TIME=COUNT... [options]\n"
        "       swarmcast [project] -i FILE [options]\n"
        "\n"
        "How many downloads will there be, and how sure is that?\n"
        "  TIME   since the release: 10h, 90m, 1d12h, 2w, 1.5d; a bare 36 means hours;\n"
        "         or by the clock, with --release: 2014-12-25T09:00-05:00\n"
        "  COUNT  downloads so far: 200000, 200,000, 200k, 1.5M, 2B; ~200k (about),\n"
        "         750k+ (at least), 750k- (at most), 200k+-10% (an error stated)\n",
    .options = options,
    .examples =
        "Examples\n"
        "  The Interview: 200,000 downloads after 10 hours, over 750,000 after 20\n"
        "    swarmcast 10h=200k 20h=750k+ --at 24h,48h,7d\n"
        "  When will it pass two million?\n"
        "    swarmcast 10h=200k 20h=750k+ --reach 2M\n"
        "  How many times the 152,000 ratings it has elsewhere?\n"
        "    swarmcast 10h=200k 20h=750k+ --against 152000:ratings\n"
        "  What would simpler methods say?\n"
        "    swarmcast 10h=200k 20h=750k+ --at 48h --compare\n"
        "  Why this answer, and when to count next?\n"
        "    swarmcast 10h=200k 20h=750k+ --explain\n"
        "  By the clock\n"
        "    swarmcast --release 2014-12-24T18:00Z 2014-12-25T04:00Z=200k\n"
        "  Readings from a file, the answer as JSON\n"
        "    swarmcast -i examples/the-interview.csv --format json\n",
    .run = run_project,
};

}  // namespace swarmcast::cli
