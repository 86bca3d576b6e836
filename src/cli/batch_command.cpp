#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>

#include "base/format.hpp"
#include "base/pipeline.hpp"
#include "base/text.hpp"
#include "cli/batch_job.hpp"
#include "cli/batch_progress.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/input.hpp"
#include "cli/interruption.hpp"
#include "cli/option_values.hpp"
#include "cli/question_options.hpp"
#include "cli/reading_options.hpp"
#include "cli/task_options.hpp"
#include "io/sha256.hpp"
#include "numeric/instruction_level.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 2> batch_format_choices{"json", "csv"};
constexpr std::array<std::string_view, 3> progress_choices{"auto", "on", "off"};

constexpr Option gather_option{.group = "Readings",
                               .name = "--gather",
                               .help =
                                   "rows of a series need not stand together: hold the\n"
                                   "table in memory"};
constexpr Option first_line_option{.group = "Readings",
                                   .name = "--first-line",
                                   .value = "N",
                                   .help =
                                       "FILE is a part of a larger one in JSON, and begins\n"
                                       "with its line N: errors name the lines of that one"};
constexpr Option batch_format_option{.group = "Output",
                                     .name = "--format",
                                     .value = "NAME",
                                     .help =
                                         "json (the default: a line for each series) or csv (a\n"
                                         "row for each series, horizon and level)",
                                     .choices = batch_format_choices};
constexpr Option resume_option{.group = "Output",
                               .name = "--resume",
                               .value = "OUT",
                               .help =
                                   "write to the file OUT, after what an interrupted job has\n"
                                   "written there"};
constexpr Option progress_option{.group = "Output",
                                 .name = "--progress",
                                 .value = "WHEN",
                                 .help =
                                     "on standard error: auto (the default: on a terminal),\n"
                                     "on, off",
                                 .choices = progress_choices};
constexpr Option batch_strict_option{
    .group = "Output", .name = "--strict", .help = "stop at the first error or warning"};
constexpr Option batch_quiet_option{
    .group = "Output", .name = "--quiet", .letter = "-q", .help = "print no summary of errors and warnings"};

constexpr std::array batch_reading_options{
    from_option,          release_option, since_option,      source_option,     time_column_option, count_column_option,
    series_column_option, gather_option,  first_line_option, increments_option, hold_option,        on_fall_option};

constexpr auto options = joined(joined(batch_reading_options, question_options),
                                std::array{jobs_option, batch_format_option, resume_option, progress_option,
                                           batch_strict_option, batch_quiet_option, help_option, version_option});

/// What the results depend on, a line each, for OUT.state. The input is known by what is kept of it (pass_kept()).
std::string job_in_words(const Arguments& arguments, const Inquiry& inquiry) {
  std::string words = fmt::format("{} {}\n", job_heading, version());
  words += fmt::format("instructions: {}\n", to_string(instruction_level()));
  if (!inquiry.least_squares) {
    words += fmt::format("prior: {}, SHA-256 {}\n", printable(inquiry.prior.name), sha256(write_prior(inquiry.prior)));
  }
  std::string exactly;
  for (const Option& option : options) {
    const bool changes_nothing = option.name == jobs_option.name || option.name == resume_option.name ||
                                 option.name == progress_option.name || option.name == batch_strict_option.name ||
                                 option.name == batch_quiet_option.name || option.name == prior_option.name;
    if (changes_nothing || !arguments.has(option)) continue;
    for (const auto& value : arguments.all(option)) {
      words += fmt::format("{} {}\n", option.name, printable(value));
      exactly += fmt::format("{} {}{}", option.name, value, '\0');
    }
  }
  return words + fmt::format("{}SHA-256 {}\n", options_sum, sha256(exactly));
}

/// What CSV has no columns for.
std::optional<Error> check_columns(const Arguments& arguments) {
  for (const auto* option : {&reach_option, &against_option, &compare_option, &explain_option}) {
    if (!arguments.has(*option)) continue;
    return Error{
        ErrorCode::usage,
        fmt::format("{} has no columns in the CSV of a batch: leave it out, or take --format json", option->name),
        {}};
  }
  return std::nullopt;
}

Result<std::string> read_path(const Arguments& arguments) {
  if (arguments.words.empty()) {
    return Error{
        ErrorCode::usage, "batch takes a file of series, or - for standard input: swarmcast batch series.ndjson", {}};
  }
  if (arguments.words.size() > 1) {
    const auto& word = arguments.words[1];
    return Error{ErrorCode::usage,
                 fmt::format("batch takes one file, and {} is another: cat them, and write - for standard input",
                             quote(word.text)),
                 {fmt::format("argument {}", word.number)}};
  }
  return arguments.words.front().text;
}

Result<std::size_t> read_first_line(const Arguments& arguments) {
  constexpr std::size_t most_lines = 1000000000000000;
  const auto* text = arguments.value(first_line_option);
  if (text == nullptr) return 1;
  if (const auto line = whole_number(*text, most_lines)) return *line;
  return at_option(
      {ErrorCode::usage, fmt::format("{} is not the number of a line: write 1, 2, 3 and so on", quote(*text)), {}},
      first_line_option, *text);
}

Result<BatchJob> read_job(const Arguments& arguments) {
  const auto* format = arguments.value(batch_format_option);
  BatchJob job{.csv = format != nullptr && *format == "csv", .strict = arguments.has(batch_strict_option)};
  if (job.csv) {
    if (auto error = check_columns(arguments)) return *std::move(error);
  }
  auto read = read_options(arguments);
  if (!read) return read.error();
  job.read = *std::move(read);
  auto inquiry = read_inquiry(arguments);
  if (!inquiry) return inquiry.error();
  job.inquiry = *std::move(inquiry);
  return job;
}

/// Takes the answers in order, and counts.
class Results {
 public:
  Results(const Console& console, KeptOutput* file, const Kept& kept, bool csv)
      : console_(console), file_(file), kept_(kept), header_due_(csv && !kept.header) {}

  /// False where nothing more can be written, or is to be.
  bool take(Answers answers) {
    if (header_due_ && !answers.text.empty()) answers.text.insert(0, batch_header);
    if (!answers.text.empty()) header_due_ = false;
    if (!write(answers.text)) return false;
    tally_.add(answers.tally);
    if (!answers.error && answers.warnings.empty()) return true;
    refused_ = std::move(answers);
    return false;
  }

  void finish() { write_error_ = file_->finish(); }

  /// Of this run, and with what was kept.
  [[nodiscard]] const Tally& now() const { return tally_; }
  [[nodiscard]] Tally all() const {
    Tally all = kept_.tally;
    all.add(tally_);
    return all;
  }
  [[nodiscard]] bool lost_reader() const { return lost_reader_; }
  [[nodiscard]] const std::optional<Error>& write_error() const { return write_error_; }
  [[nodiscard]] const std::optional<Answers>& refused() const { return refused_; }

 private:
  bool write(const std::string& text) {
    if (file_ != nullptr) {
      write_error_ = file_->write(text);
      return !write_error_;
    }
    console_.out << text << std::flush;
    lost_reader_ = !console_.out;
    return !lost_reader_;
  }

  const Console& console_;
  KeptOutput* file_;
  const Kept& kept_;
  bool header_due_;
  Tally tally_;
  bool lost_reader_ = false;
  std::optional<Error> write_error_;
  std::optional<Answers> refused_;
};

std::string whole(std::size_t count) { return full_count(static_cast<double>(count)); }

/// "3 series: 1 could not be projected, the first on line 2 (bad-count); it has its error in its place; 1 has warnings"
std::string summary(const Tally& all) {
  std::string text = fmt::format("{} series: ", whole(all.series));
  if (all.failures > 0) {
    text += fmt::format("{} could not be projected, the first on line {} ({}); {} its error in its place",
                        whole(all.failures), all.first_line, to_string(all.first_code),
                        all.failures == 1 ? "it has" : "each has");
  }
  if (all.warned > 0) {
    text += fmt::format("{}{} {} warnings", all.failures > 0 ? "; " : "", whole(all.warned),
                        all.warned == 1 ? "has" : "have");
  }
  return text;
}

/// What is to be said at the end, and the exit code.
int conclude(const Arguments& arguments, const Console& console, const Results& results,
             const std::optional<Error>& input_error, const std::string& source) {
  if (results.lost_reader()) return exit_answered;  // close_output() knows whether it was that, or a full disk
  if (results.write_error()) return refuse(console.err, *results.write_error());
  if (const auto& refused = results.refused()) {
    if (refused->error) static_cast<void>(refuse(console.err, *refused->error));
    for (const Warning& warning : refused->warnings) warn(console.err, warning, true);
    return exit_refused;
  }
  const Tally all = results.all();
  if (Interruption::requested()) {
    console.err << fmt::format("swarmcast: interrupted: {} series {} done; {}\n", whole(all.series),
                               all.series == 1 ? "is" : "are",
                               arguments.has(resume_option) ? "the same command goes on from there"
                                                            : "a job begun with --resume OUT can be continued");
    return exit_interrupted;
  }
  if (input_error) return refuse(console.err, *input_error);
  if (all.series == 0) {
    return refuse(
        console.err,
        {ErrorCode::no_readings, "there is no series in it: give one a line in JSON, or a table with rows", {source}});
  }
  if (all.failures + all.warned > 0 && !arguments.has(batch_quiet_option)) {
    console.err << "swarmcast: " << summary(all) << '\n';
  }
  return all.failures > 0 ? exit_no_answer : exit_answered;
}

bool shows_progress(const Arguments& arguments, const Console& console) {
  const auto* when = arguments.value(progress_option);
  return when == nullptr || *when == "auto" ? console.terminal.shows_progress && !console.terminal.shows_output
                                            : *when == "on";
}

/// The output, and what is beside it, must not be the input.
std::optional<Error> check_apart(const std::string& in, const std::string& out) {
  for (const std::string& written : {out, KeptOutput::state_of(out)}) {
    std::error_code none;
    if (!std::filesystem::equivalent(in, written, none)) continue;
    return Error{ErrorCode::usage, "this is the input: name another file for the output", {written}};
  }
  return std::nullopt;
}

int run_batch(const Arguments& arguments, const Console& console) {
  const auto path = read_path(arguments);
  if (!path) return refuse(console.err, path.error());
  auto job = read_job(arguments);
  if (!job) return refuse(console.err, job.error());
  const auto jobs = read_jobs(arguments);
  if (!jobs) return refuse(console.err, jobs.error());
  const auto first_line = read_first_line(arguments);
  if (!first_line) return refuse(console.err, first_line.error());
  InputFile input;
  if (auto error = input.open(*path, console.in, "batch takes a file of series, or - for standard input")) {
    return refuse(console.err, *error);
  }
  job->source = input.name();

  const Interruption interruption;
  SeriesSplitter splitter(input.buffer(), job->source, job->read, arguments.has(gather_option), *first_line);
  KeptOutput file;
  Kept kept;
  const auto* out = arguments.value(resume_option);
  if (out != nullptr) {
    if (auto error = check_apart(*path, *out)) return refuse(console.err, *error);
    if (auto error = file.open(*out, job_in_words(arguments, job->inquiry))) return refuse(console.err, *error);
    auto passed = pass_kept(*job, splitter, file);
    if (Interruption::requested()) {  // the input may have ended in the middle of a series
      console.err << "swarmcast: interrupted: the output is as it was\n";
      return exit_interrupted;
    }
    if (!passed) return refuse(console.err, place_at(passed.error(), *out));
    kept = *std::move(passed);
    if (auto error = file.cut()) return refuse(console.err, *error);
  }
  std::optional<Error> input_error;
  Results results(console, out != nullptr ? &file : nullptr, kept, job->csv);
  {
    BatchProgress progress(console.err, shows_progress(arguments, console), console.terminal.shows_progress,
                           input.size(), splitter.bytes_taken());
    bool at_end = false;
    const auto source = [&]() -> std::optional<Chunk> {
      if (at_end || Interruption::requested()) return std::nullopt;
      if (!kept.next.empty()) {
        return Chunk{.series = std::exchange(kept.next, {}), .bytes_taken = splitter.bytes_taken()};
      }
      auto taken = take_chunk(splitter);
      if (Interruption::requested()) return std::nullopt;  // what came last may be torn
      at_end = taken.error || taken.chunk.series.empty();
      input_error = std::move(taken.error);
      if (taken.chunk.series.empty()) return std::nullopt;
      return std::move(taken.chunk);
    };
    const auto sink = [&](Answers answers) {
      const auto bytes_taken = answers.bytes_taken;
      const bool more = results.take(std::move(answers));
      if (!more) Interruption::end_input();  // another thread may wait for it
      progress.report(results.now().series, bytes_taken);
      return more;
    };
    run_pipeline(
        *jobs, source, [&](const Chunk& chunk) { return answer(*job, chunk); }, sink);
  }
  if (out != nullptr && !results.write_error()) results.finish();
  return conclude(arguments, console, results, input_error, job->source);
}

}  // namespace

const Command batch_command{
    .name = "batch",
    .summary = "project many series, one result each, in order",
    .usage =
        "Usage: swarmcast batch FILE|- [options]\n"
        "\n"
        "FILE has a series a line in JSON, which may say itself what is asked about it:\n"
        "  {\"id\": \"x\", \"readings\": [[10, 200000], [\"20h\", \"750k+\"]], \"at\": [\"48h\"]}\n"
        "or is a table with a column that tells series apart. Results come in the order\n"
        "of the input, as they are ready. A series that cannot be projected has an error\n"
        "in its place, and the exit code is then 1.\n",
    .options = options,
    .examples =
        "Examples\n"
        "  Every title being watched, through a pipe\n"
        "    swarmcast batch - --at 48h,7d < watched.ndjson > tonight.ndjson\n"
        "  A table in, a table out\n"
        "    swarmcast batch watched.csv --series-column title --format csv\n"
        "  A long job, which the same command continues after a crash\n"
        "    swarmcast batch watched.ndjson --resume tonight.ndjson\n",
    .run = run_batch,
};

}  // namespace swarmcast::cli
