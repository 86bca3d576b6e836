// One release from a file of readings.

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "io/detect.hpp"
#include "io/observe.hpp"

namespace swarmcast {
namespace {

std::vector<Warning>& warnings_of(Observations& observed) { return observed.warnings; }
std::vector<Warning>& warnings_of(Series& series) { return series.warnings; }
std::vector<Warning>& warnings_of(Request& request) { return request.series.warnings; }

/// Errors and warnings as they are returned know where a reading stands, but not yet on which line.
template <class T>
Result<T> located(Result<T> result, std::string_view bytes, std::string_view source) {
  const auto place_of = [&](const Origin& origin) { return locate(bytes, source, origin.offset, origin.length); };
  if (result) {
    for (Warning& warning : warnings_of(*result)) {
      if (warning.origin.length > 0) warning.place = place_of(warning.origin);
    }
    return result;
  }
  Error error = std::move(result).error();
  if (error.origin.length > 0) {
    error.place = place_of(error.origin);
  } else if (error.place.source.empty()) {
    error.place.source = source;
  }
  return error;
}

/// `question`: where to put what is asked, of a request.
Result<Observations> observations(std::string_view bytes, std::string_view source, const ReadOptions& options,
                                  Question* question = nullptr) {
  Result<Log> log = read_log(bytes, source, options, question != nullptr ? JsonRole::request : JsonRole::either);
  if (!log) return log.error();
  if (auto error = choose_series(*log, options.series)) return *std::move(error);
  if (question != nullptr && !log->names.empty() && log->names.front().series < log->facts.size()) {
    *question = std::move(log->facts[log->names.front().series].question);
  }
  return observe(*log, options);
}

/// The first, or else the second.
template <class T>
void fill(std::optional<T>& own, const std::optional<T>& common) {
  if (!own) own = common;
}

/// Of one series: a few megabytes.
constexpr std::size_t most_bands = 50000;

/// What is asked about many is asked about those alone that have not got there, unless none of it would be left.
void leave_out_passed(std::vector<double>& asked, double reached, std::string (*write)(double), Series& series) {
  std::vector<double> ahead;
  std::string passed;
  for (const double value : asked) {
    if (value > reached) {
      ahead.push_back(value);
    } else {
      passed += (passed.empty() ? "" : ", ") + write(value);
    }
  }
  if (passed.empty() || ahead.empty()) return;
  series.warnings.push_back({WarningCode::question_passed,
                             fmt::format("{} is asked about all, and not ahead of this last reading, {}: left out",
                                         passed, describe(series.readings.back())),
                             series.readings.back().origin});
  asked = std::move(ahead);
}

Result<Request> request(std::string_view bytes, std::string_view source, const ReadOptions& options,
                        const Question& question) {
  Question own;
  Result<Observations> read = observations(bytes, source, options, &own);
  if (!read) return read.error();
  Result<Series> series = series_from(*std::move(read), options);
  if (!series) return series.error();
  const bool common_horizons = !own.at, common_counts = !own.reach;
  fill(own.at, question.at);
  fill(own.levels, question.levels);
  fill(own.reach, question.reach);
  fill(own.against, question.against);
  Result<ProjectionOptions> asked = options_for(own, *series);
  if (!asked) return asked.error();
  if (asked->horizons.size() * asked->levels.size() * (1 + asked->against.size()) > most_bands) {
    return Error{
        ErrorCode::bad_file,
        fmt::format("{} horizons times {} levels, each also against {} others, are too much for one series: ask "
                    "for fewer",
                    asked->horizons.size(), asked->levels.size(), asked->against.size())};
  }
  const Reading last = series->readings.back();
  if (common_horizons) leave_out_passed(asked->horizons, last.hours, exact_hours, *series);
  if (common_counts) leave_out_passed(asked->reach, last.count_used, exact_count, *series);
  return Request{*std::move(series), *std::move(asked)};
}

}  // namespace

Result<Observations> read_observations(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  return located(observations(bytes, source, options), bytes, source);
}

Result<Series> read_series(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  Result<Observations> read = observations(bytes, source, options);
  if (!read) return located(Result<Series>(read.error()), bytes, source);
  return located(series_from(*std::move(read), options), bytes, source);
}

Result<ProjectionOptions> options_for(const Question& question, const Series& series) {
  ProjectionOptions options;
  if (question.at) {
    for (const HorizonText& horizon : *question.at) {
      const Result<double> since_release = horizon.time.since(series.release);
      if (!since_release) return since_release.error();
      options.horizons.push_back(*since_release + (horizon.from_last_reading ? series.readings.back().hours : 0));
    }
  }
  if (question.levels) options.levels = *question.levels;
  if (question.reach) options.reach = *question.reach;
  if (question.against) options.against = *question.against;
  return options;
}

Result<Request> read_request(std::string_view bytes, std::string_view source, const ReadOptions& options,
                             const Question& question) {
  return located(request(bytes, source, options, question), bytes, source);
}

}  // namespace swarmcast
