#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_values.hpp"
#include "cli/reading_options.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 2> target_choices{"cumulative", "increments"};
constexpr std::array<std::string_view, 2> interval_choices{"wald", "profile"};

constexpr Option curve_option{.group = "Fit",
                              .name = "--curve",
                              .value = "LIST",
                              .help = "only these curves: hill,richards (see: swarmcast curves)"};
constexpr Option target_option{.group = "Fit",
                               .name = "--on",
                               .value = "WHAT",
                               .help =
                                   "cumulative (the default: the counts as typed) or\n"
                                   "increments (those of each interval: sounder errors)",
                               .choices = target_choices};
constexpr Option interval_option{.group = "Fit",
                                 .name = "--interval",
                                 .value = "METHOD",
                                 .help =
                                     "wald (the default: estimate +- t standard errors) or\n"
                                     "profile (where the fit becomes too bad)",
                                 .choices = interval_choices};
constexpr Option level_option{
    .group = "Fit", .name = "--level", .value = "PERCENT", .help = "of the intervals (default: 95)"};

constexpr auto options = joined(
    reading_options, std::array{any_option, curve_option, target_option, interval_option, level_option, title_option,
                                format_option, strict_option, quiet_option, color_option, help_option, version_option});

/// With --any there is no counter whose readings could be differences, or restart.
std::optional<Error> check_any(const Arguments& arguments) {
  if (!arguments.has(any_option)) return std::nullopt;
  for (const Option& option : {since_option, increments_option, hold_option, on_fall_option, target_option}) {
    const auto* value = arguments.value(option);
    if (value == nullptr || (option.name == target_option.name && *value == "cumulative")) continue;
    const auto asked = option.is_flag() ? std::string(option.name) : fmt::format("{} {}", option.name, *value);
    return Error{ErrorCode::usage,
                 fmt::format("{} is about counters, and --any about numbers of any kind: leave one of them out", asked),
                 {}};
  }
  return std::nullopt;
}

Result<FitOptions> read_fit_options(const Arguments& arguments) {
  FitOptions choice;
  if (const auto* list = arguments.value(curve_option)) choice.curves = split_list(*list);
  if (const auto* target = arguments.value(target_option)) {
    choice.target = *target == "increments" ? FitTarget::increments : FitTarget::cumulative;
  }
  if (const auto* interval = arguments.value(interval_option)) {
    choice.interval = *interval == "profile" ? IntervalMethod::profile : IntervalMethod::wald;
  }
  if (const auto* text = arguments.value(level_option)) {
    const auto levels = parse_levels(*text);
    if (!levels) return at_option(levels.error(), level_option, *text);
    if (levels->size() > 1) {
      return at_option({ErrorCode::bad_level, "intervals have one level: write 90 or 95", {}}, level_option, *text);
    }
    choice.level = levels->front();
  }
  return choice;
}

/// A refusal of what no counter does, which knows nothing of --any.
Error offering_any(Error error) {
  const auto says = [&](std::string_view part) { return error.message.find(part) != std::string::npos; };
  const bool below_zero = error.code == ErrorCode::bad_count && says("below zero");
  const bool no_counter = error.code == ErrorCode::falling_count || error.code == ErrorCode::repeated_time ||
                          error.code == ErrorCode::ambiguous_count;
  if (!below_zero && !no_counter) return error;
  if (error.message.starts_with("swarm ")) return error;
  error.message += error.message.ends_with('?') ? " Or, if these are" : "; or, if these are";
  error.message += " no counts of downloads, fit them as they are with --any";
  return error;
}

int run_fit(const Arguments& arguments, const Console& console) {
  if (const auto error = check_any(arguments)) return refuse(console.err, *error);
  auto data = read_fit_data(arguments, console.in);
  if (!data) return refuse(console.err, offering_any(data.error()));
  if (const auto* title = arguments.value(title_option)) data->title = *title;
  const auto choice = read_fit_options(arguments);
  if (!choice) return refuse(console.err, choice.error());
  const auto fitted = fit(*data, *choice);
  if (!fitted) return refuse(console.err, place_at(fitted.error(), std::string(curve_option.name)));
  if (!pass_warnings(arguments, data->warnings, console.err)) return exit_refused;
  const auto* format = arguments.value(format_option);
  if (format != nullptr && *format == "json") {
    console.out << write_json(*fitted);
  } else if (format != nullptr && *format == "csv") {
    console.out << write_csv(*fitted);
  } else {
    console.out << write_table(*fitted, console.table_style(arguments));
  }
  const auto usable = [](const CurveFit& curve) { return curve.usable(); };
  return std::any_of(fitted->curves.begin(), fitted->curves.end(), usable) ? exit_answered : exit_no_answer;
}

}  // namespace

const Command fit_command{
    .name = "fit",
    .summary = "classical least squares: every curve through the readings",
    .usage =
        "Usage: swarmcast fit TIME=COUNT... [options]\n"
        "       swarmcast fit -i FILE [options]\n"
        "\n"
        "Nonlinear least squares of every curve, and of those that textbooks use, with\n"
        "standard errors, intervals, AICc and what each fit implies. No starting values\n"
        "are asked for. It says what other programs would, and is as sure of itself as\n"
        "they are: for a projection there is `swarmcast project`.\n",
    .options = options,
    .examples =
        "Examples\n"
        "  Every curve through five readings\n"
        "    swarmcast fit 5h=60k 10h=200k 20h=750k 30h=1.1M 48h=1.4M\n"
        "  One of them, with intervals that need not be symmetric\n"
        "    swarmcast fit -i log.csv --curve logistic-3 --interval profile\n"
        "  Measurements of any kind, x and y\n"
        "    swarmcast fit -i data.csv --time-column x --count-column y --any\n",
    .run = run_fit,
};

}  // namespace swarmcast::cli
