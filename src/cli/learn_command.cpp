#include <fmt/format.h>

#include <array>
#include <ostream>
#include <utility>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_values.hpp"
#include "cli/output_file.hpp"
#include "cli/prior_option.hpp"
#include "cli/progress.hpp"
#include "cli/task_options.hpp"
#include "io/sha256.hpp"
#include "swarmcast/learn.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {
namespace {

constexpr Option start_option{.group = "Learning",
                              .name = "--prior",
                              .value = "FILE",
                              .help = "the prior to start from, in JSON (default: built in)"};
constexpr Option learned_curves_option{.group = "Learning",
                                       .name = "--curve",
                                       .value = "LIST",
                                       .help = "only these curves: hill,omori (see: swarmcast curves)"};
constexpr Option absolute_option{.group = "Learning",
                                 .name = "--absolute",
                                 .help =
                                     "timescales in hours, not relative to the last reading:\n"
                                     "for releases that all live at one pace"};
constexpr Option name_option{.group = "Learning",
                             .name = "--name",
                             .value = "TEXT",
                             .help = "of the prior, shown with results (default: learned)"};
constexpr Option date_option{
    .group = "Learning", .name = "--date", .value = "TEXT", .help = "a date to note in the prior (default: none)"};
constexpr Option output_option{.group = "Output",
                               .name = "--output",
                               .letter = "-o",
                               .value = "FILE",
                               .help = "where the prior goes (default: standard output)"};

constexpr auto options =
    joined(task_options,
           std::array{start_option, learned_curves_option, absolute_option, name_option, date_option, jobs_option,
                      output_option, strict_option, quiet_option, color_option, help_option, version_option});

Result<Learned> learned(const Arguments& arguments, const Console& console, const ToldTasks& told, const Prior& start) {
  const auto jobs = read_jobs(arguments);
  if (!jobs) return jobs.error();
  Progress progress(arguments, console, "passes");
  LearnOptions choice{.absolute = arguments.has(absolute_option),
                      .jobs = *jobs,
                      .progress = [&](std::size_t done, std::size_t all) { progress.report(done, all); }};
  if (const auto* name = arguments.value(name_option)) choice.name = *name;
  return learn(told.tasks.tasks, start, choice);
}

int run_learn(const Arguments& arguments, const Console& console) {
  const auto told = read_told_tasks(arguments, console.in, "learn");
  if (!told) return refuse(console.err, told.error());
  const auto start = read_prior_choice(arguments);
  if (!start) return refuse(console.err, start.error());
  OutputFile output;
  const auto* const path = arguments.value(output_option);
  if (path != nullptr) {
    if (const auto error = output.open(*path)) return refuse(console.err, *error);
  }
  auto result = learned(arguments, console, *told, *start);
  const auto& read_warnings = told->tasks.warnings;
  if (!result) {
    if (!pass_warnings(arguments, read_warnings, console.err)) return exit_refused;
    return refuse(console.err, place_at(result.error(), told->name));
  }
  result->warnings = told->placed(std::move(result->warnings));
  result->warnings.insert(result->warnings.begin(), read_warnings.begin(), read_warnings.end());
  if (!pass_warnings(arguments, result->warnings, console.err)) return exit_refused;
  if (result->prior.origin) {
    result->prior.origin->sha256 = sha256(told->file);
    if (const auto* date = arguments.value(date_option)) result->prior.origin->date = *date;
  }
  const std::string prior = write_prior(result->prior);
  if (path != nullptr) {
    if (const auto error = output.write(prior)) return refuse(console.err, *error);
  } else {
    console.out << prior;
  }
  if (!arguments.has(quiet_option)) {
    console.err << write_table(*result, *start, console.table_style(arguments));
  }
  return told->tasks.left_out + result->left_out == 0 ? exit_answered : exit_no_answer;
}

}  // namespace

const Command learn_command{
    .name = "learn",
    .summary = "a prior from your own past releases",
    .usage =
        "Usage: swarmcast learn FILE|- -o PRIOR [options]\n"
        "\n"
        "What past releases tell about the next one: how they grow, how far they stray\n"
        "and which curves project them best, as a prior for `swarmcast --prior PRIOR`.\n"
        "FILE is as for `swarmcast backtest`: whole series, or tasks in JSON. Ten series\n"
        "are a beginning, hundreds a prior. A column or key \"family\" tells which series\n"
        "are alike; families weigh alike, however many series each has.\n",
    .options = options,
    .examples =
        "Examples\n"
        "  A prior from past series, a reading a row, and a projection under it\n"
        "    swarmcast learn past.csv -o mine.json\n"
        "    swarmcast 10h=200k 20h=750k --prior mine.json\n"
        "  Is it better? Learn from one half, try it on the other\n"
        "    swarmcast learn older.csv -o older.json\n"
        "    swarmcast backtest newer.csv --prior older.json\n",
    .run = run_learn,
};

}  // namespace swarmcast::cli
