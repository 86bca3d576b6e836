#include "cli/task_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>
#include <utility>

#include "base/text.hpp"
#include "cli/option_values.hpp"

namespace swarmcast::cli {
namespace {

Result<TaskOptions> read_task_options(const Arguments& arguments) {
  auto read = read_options(arguments);
  if (!read) return read.error();
  TaskOptions options{.read = *std::move(read)};
  if (const auto* name = arguments.value(family_column_option)) options.family_column = *name;
  const auto* list = arguments.value(origins_option);
  if (list == nullptr) return options;
  constexpr std::size_t most_origins = 64;
  constexpr std::size_t latest_origin = 1000000;
  options.origins.clear();
  for (const auto& part : split_list(*list)) {
    const auto origin = whole_number(part, latest_origin);
    if (!origin || options.origins.size() == most_origins) {
      return at_option(
          {ErrorCode::usage,
           fmt::format("{} is not a list of up to {} numbers of readings: write 2,3,5,8", quote(*list), most_origins),
           {}},
          origins_option, *list);
    }
    options.origins.push_back(*origin);
  }
  return options;
}

}  // namespace

std::vector<Warning> ToldTasks::placed(std::vector<Warning> warnings) const {
  for (Warning& warning : warnings) {
    if (warning.origin.length > 0) warning.place = locate(file, name, warning.origin.offset, warning.origin.length);
  }
  return warnings;
}

Result<ToldTasks> read_told_tasks(const Arguments& arguments, std::istream& in, std::string_view command) {
  const auto way_out = fmt::format("{} takes a file of series, or - for standard input", command);
  if (arguments.words.empty()) {
    return Error{ErrorCode::usage, fmt::format("{}: swarmcast {} past.csv", way_out, command), {}};
  }
  if (arguments.words.size() > 1) {
    const auto& word = arguments.words[1];
    return Error{
        ErrorCode::usage,
        fmt::format("{} takes one file, and {} is another: put the series into one", command, quote(word.text)),
        {fmt::format("argument {}", word.number)}};
  }
  const auto options = read_task_options(arguments);
  if (!options) return options.error();
  const std::string& path = arguments.words.front().text;
  ToldTasks told{.name = path == "-" ? "standard input" : path};
  auto bytes = read_readings(path, in, told.name, way_out);
  if (!bytes) return bytes.error();
  told.file = *std::move(bytes);
  auto tasks = read_tasks(told.file, told.name, *options);
  if (!tasks) return tasks.error();
  told.tasks = *std::move(tasks);
  return told;
}

std::optional<std::size_t> whole_number(std::string_view text, std::size_t most) {
  std::size_t number = 0;
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool whole = error == std::errc() && rest == end;
  return whole && number >= 1 && number <= most ? std::optional(number) : std::nullopt;
}

Result<std::size_t> read_jobs(const Arguments& arguments) {
  constexpr std::size_t most_jobs = 1024;
  const auto* text = arguments.value(jobs_option);
  if (text == nullptr) return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most_jobs);
  const auto jobs = whole_number(*text, most_jobs);
  if (jobs) return *jobs;
  return at_option(
      {ErrorCode::usage, fmt::format("{} is not a number of threads: write 1 to {}", quote(*text), most_jobs), {}},
      jobs_option, *text);
}

}  // namespace swarmcast::cli
