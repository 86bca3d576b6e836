#include <array>
#include <ostream>
#include <utility>

#include "cli/chart_options.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_values.hpp"
#include "cli/prior_option.hpp"
#include "cli/progress.hpp"
#include "cli/task_options.hpp"
#include "swarmcast/chart.hpp"
#include "swarmcast/score.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {
namespace {

constexpr auto options =
    joined(task_options, std::array{curve_option, prior_option, jobs_option, svg_option, format_option, strict_option,
                                    quiet_option, color_option, help_option, version_option});

Result<Backtest> scored(const Arguments& arguments, const Console& console, const ToldTasks& told) {
  const auto prior = read_prior_choice(arguments);
  if (!prior) return prior.error();
  const auto jobs = read_jobs(arguments);
  if (!jobs) return jobs.error();
  Progress progress(arguments, console, "tasks");
  return backtest(told.tasks.tasks, *prior,
                  {.jobs = *jobs, .progress = [&](std::size_t done, std::size_t all) { progress.report(done, all); }});
}

int run_backtest(const Arguments& arguments, const Console& console) {
  SvgFile svg;
  if (const auto error = svg.open(arguments)) return refuse(console.err, *error);
  const auto told = read_told_tasks(arguments, console.in, "backtest");
  if (!told) return refuse(console.err, told.error());
  auto result = scored(arguments, console, *told);
  const auto& read_warnings = told->tasks.warnings;
  if (!result) {
    if (!pass_warnings(arguments, read_warnings, console.err)) return exit_refused;
    return refuse(console.err, place_at(result.error(), told->name));
  }
  result->warnings = told->placed(std::move(result->warnings));
  result->warnings.insert(result->warnings.begin(), read_warnings.begin(), read_warnings.end());
  if (!pass_warnings(arguments, result->warnings, console.err)) return exit_refused;
  if (svg.wanted()) {
    if (const auto error = svg.write(write_svg(*result))) return refuse(console.err, *error);
  }
  const auto* format = arguments.value(format_option);
  if (format != nullptr && *format == "json") {
    console.out << write_json(*result);
  } else if (format != nullptr && *format == "csv") {
    console.out << write_csv(*result);
  } else {
    console.out << write_table(*result, console.table_style(arguments));
  }
  const auto left_out = told->tasks.left_out + result->tasks_left_out + result->truths_left_out;
  return left_out == 0 ? exit_answered : exit_no_answer;
}

}  // namespace

const Command backtest_command{
    .name = "backtest",
    .summary = "hide the later readings of past series, project them, and score it",
    .usage =
        "Usage: swarmcast backtest FILE|- [options]\n"
        "\n"
        "How good are the projections? FILE holds past series: whole ones, with a column\n"
        "or key that tells them apart, or tasks in JSON, with \"readings\" and \"later\".\n"
        "What came later is hidden, projected, and compared, also with what simpler\n"
        "methods say. A column or key \"family\" tells which series are alike.\n",
    .options = options,
    .examples =
        "Examples\n"
        "  Past series, a reading a row\n"
        "    swarmcast backtest past.csv\n"
        "  Which prior is better?\n"
        "    swarmcast backtest past.csv --prior mine.json --format json\n"
        "  Every forecast with its scores, for tables of one's own\n"
        "    swarmcast backtest past.csv --format csv\n",
    .run = run_backtest,
};

}  // namespace swarmcast::cli
