#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/input.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 3> fall_choices{"refuse", "correct", "reset"};
constexpr std::array<std::string_view, 3> format_choices{"table", "json", "csv"};

constexpr Option input_option{.group = "Readings",
                              .name = "--input",
                              .letter = "-i",
                              .value = "FILE",
                              .help =
                                  "CSV with the header time,count; - is standard input;\n"
                                  "readings given as arguments are added to it"};
constexpr Option on_fall_option{.group = "Readings",
                                .name = "--on-fall",
                                .value = "WHAT",
                                .help =
                                    "a count falls by over 2 %: refuse (the default),\n"
                                    "correct (trust the later) or reset (counter restarted)",
                                .choices = fall_choices};
constexpr Option at_option{.group = "Question",
                           .name = "--at",
                           .value = "LIST",
                           .help =
                               "24h,48h,7d after the release, or +12h after the last\n"
                               "reading (default: up to ten times its age)"};
constexpr Option level_option{
    .group = "Question", .name = "--level", .value = "LIST", .help = "bands in percent (default: 80,95)"};
constexpr Option reach_option{.group = "Question",
                              .name = "--reach",
                              .value = "COUNT",
                              .help = "when will it get there? May be given more than once",
                              .repeats = true};
constexpr Option curve_option{.group = "Question",
                              .name = "--curve",
                              .value = "LIST",
                              .help = "only these curves: hill,omori (see: swarmcast curves)"};
constexpr Option prior_option{.group = "Question",
                              .name = "--prior",
                              .value = "FILE",
                              .help = "what to expect of a release, in JSON (default: built in)"};
constexpr Option title_option{
    .group = "Output", .name = "--title", .value = "TEXT", .help = "what is counted, for the first sentence"};
constexpr Option format_option{.group = "Output",
                               .name = "--format",
                               .value = "NAME",
                               .help = "table (the default), json or csv",
                               .choices = format_choices};

constexpr std::array options{input_option, on_fall_option, at_option,     level_option, reach_option, curve_option,
                             prior_option, title_option,   format_option, color_option, help_option,  version_option};

constexpr std::size_t readings_limit = std::size_t{1} << 30;  // bytes: some 60 million readings
constexpr std::size_t prior_limit = std::size_t{1} << 24;     // bytes: thousands of times a prior's size

Error place_at(Error error, std::string source) {
  if (error.place.source.empty()) error.place = {.source = std::move(source)};
  return error;
}

/// A word without "=" that names a file, or is "-", was meant for --input.
bool names_input(const std::string& text) {
  std::error_code none;
  return text.find('=') == text.npos && (text == "-" || std::filesystem::is_regular_file(text, none));
}

/// The parts between commas, without the blanks around them.
std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= list.size();) {
    const auto end = std::min(list.find(',', start), list.size());
    parts.emplace_back(trim(list.substr(start, end - start)));
    start = end + 1;
  }
  return parts;
}

Result<std::vector<Reading>> read_readings(const Arguments& arguments, std::istream& in) {
  std::vector<Reading> readings;
  if (const auto* path = arguments.value(input_option)) {
    constexpr std::string_view way_out = "-i takes a CSV file with the header time,count, or - for standard input";
    const std::string name = *path == "-" ? "standard input" : *path;
    const auto bytes =
        *path == "-" ? read_all(in, name, readings_limit, way_out) : read_file(name, readings_limit, way_out);
    if (!bytes) return bytes.error();
    auto rows = read_csv(*bytes, name);
    if (!rows) return place_at(rows.error(), name);
    readings = *std::move(rows);
  }
  for (const auto& word : arguments.words) {
    const auto source = fmt::format("argument {}", word.number);
    if (names_input(word.text)) {
      return Error{ErrorCode::usage,
                   fmt::format("{} is not a reading: to read {}, write -i {}", quote(word.text),
                               word.text == "-" ? "standard input" : "that file", printable(word.text)),
                   {source}};
    }
    const auto reading = parse_reading(word.text);
    if (!reading) return Error{reading.error().code, reading.error().message, {source}};
    readings.push_back(*reading);
  }
  if (!readings.empty()) return readings;
  return Error{ErrorCode::no_readings, "no readings given: write TIME=COUNT, such as 10h=200k, or -i FILE", {}};
}

Result<Series> read_series(const Arguments& arguments, std::istream& in) {
  auto readings = read_readings(arguments, in);
  if (!readings) return readings.error();
  const auto* fall = arguments.value(on_fall_option);
  const auto policy = fall == nullptr || *fall == "refuse" ? FallPolicy::refuse
                      : *fall == "correct"                 ? FallPolicy::correct
                                                           : FallPolicy::reset;
  auto series = make_series(*std::move(readings), policy);
  if (!series) {
    const auto* path = arguments.value(input_option);
    return place_at(series.error(), path != nullptr && *path != "-" && arguments.words.empty() ? *path : std::string());
  }
  if (const auto* title = arguments.value(title_option)) series->title = *title;
  return series;
}

Result<Prior> read_prior_choice(const Arguments& arguments) {
  Prior prior = builtin_prior();
  if (const auto* path = arguments.value(prior_option)) {
    const auto bytes = read_file(*path, prior_limit, "--prior takes a JSON file of the schema swarmcast/prior/1");
    if (!bytes) return bytes.error();
    auto read = read_prior(*bytes, *path);
    if (!read) return place_at(read.error(), *path);
    prior = *std::move(read);
  }
  const auto* list = arguments.value(curve_option);
  if (list == nullptr) return prior;
  auto chosen = with_curves(prior, split_list(*list));
  if (!chosen) return place_at(chosen.error(), std::string(curve_option.name));
  return chosen;
}

Result<ProjectionOptions> read_question(const Arguments& arguments, double last_hours) {
  ProjectionOptions question;
  question.narrowing = true;
  if (const auto* list = arguments.value(at_option)) {
    const auto horizons = parse_horizons(*list);
    if (!horizons) return place_at(horizons.error(), std::string(at_option.name));
    for (const auto& horizon : *horizons) {
      question.horizons.push_back(horizon.time.hours + (horizon.from_last_reading ? last_hours : 0));
    }
  }
  if (const auto* list = arguments.value(level_option)) {
    auto levels = parse_levels(*list);
    if (!levels) return place_at(levels.error(), std::string(level_option.name));
    question.levels = *std::move(levels);
  }
  for (const auto& text : arguments.all(reach_option)) {
    const auto count = parse_count(text);
    if (!count) return place_at(count.error(), std::string(reach_option.name));
    if (count->qualifier != Qualifier::rounded) {
      return Error{ErrorCode::bad_count,
                   fmt::format("{} is not a plain count: write one such as 2M, without ~, +, - or ±", quote(text)),
                   {std::string(reach_option.name)}};
    }
    question.reach.push_back(count->count);
  }
  return question;
}

/// Which option asked for what project() refuses.
std::string option_at_fault(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_horizon:
      return std::string(at_option.name);
    case ErrorCode::bad_level:
      return std::string(level_option.name);
    case ErrorCode::bad_reach:
      return std::string(reach_option.name);
    default:
      return {};
  }
}

int run_project(const Arguments& arguments, const Console& console) {
  const auto series = read_series(arguments, console.in);
  if (!series) return refuse(console.err, series.error());
  const auto prior = read_prior_choice(arguments);
  if (!prior) return refuse(console.err, prior.error());
  const auto question = read_question(arguments, series->readings.back().hours);
  if (!question) return refuse(console.err, question.error());
  const auto projection = project(*series, *prior, *question);
  if (!projection) {
    return refuse(console.err, place_at(projection.error(), option_at_fault(projection.error().code)));
  }
  for (const auto& warning : projection->warnings) {
    console.err << fmt::format("swarmcast: warning: {} ({})\n", printable(warning.text), to_string(warning.code));
  }
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
        "  TIME   since the release: 10h, 90m, 1d12h, 2w, 1.5d; a bare 36 means hours\n"
        "  COUNT  downloads so far: 200000, 200,000, 200k, 1.5M, 2B; ~200k (about),\n"
        "         750k+ (at least), 750k- (at most), 200k+-10% (an error stated)\n",
    .options = options,
    .examples =
        "Examples\n"
        "  The Interview: 200,000 downloads after 10 hours, over 750,000 after 20\n"
        "    swarmcast 10h=200k 20h=750k+ --at 24h,48h,7d\n"
        "  When will it pass two million?\n"
        "    swarmcast 10h=200k 20h=750k+ --reach 2M\n"
        "  Readings from a file, the answer as JSON\n"
        "    swarmcast -i examples/the-interview.csv --format json\n",
    .run = run_project,
};

}  // namespace swarmcast::cli
