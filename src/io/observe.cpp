#include "io/observe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/format.hpp"
#include "base/notes.hpp"
#include "base/ordered_readings.hpp"
#include "base/text.hpp"
#include "io/sum_swarms.hpp"

namespace swarmcast {
namespace {

constexpr std::size_t most_swarms = 10000;

/// What is to be chosen among: all series of a file, or all sources of a series.
struct Choice {
  ErrorCode code;
  std::string_view one;     ///< "source"
  std::string_view what;    ///< "sources"
  std::string_view option;  ///< "--series"
  const Names& names;
  std::uint32_t RowNames::*member;
};

/// The names in use, in the order of the file, as a list to print.
std::string listed(const std::vector<std::string>& names, const std::vector<std::size_t>& used) {
  constexpr std::size_t most = 8;
  std::string list;
  for (std::size_t i = 0; i < used.size() && i < most; ++i) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", used[i] == 0 ? "one without a name" : quote(names[used[i]]));
  }
  if (used.size() > most) list += fmt::format(" and {} more", used.size() - most);
  return list;
}

/// Keeps the readings of the one that was asked for, or of the only one there is.
std::optional<Error> choose(Log& log, const Choice& choice, const std::string& asked) {
  const std::vector<std::string>& names = choice.names.all();
  const auto number_of = [&](std::size_t row) { return log.names.empty() ? 0 : log.names[row].*choice.member; };
  std::vector<std::size_t> first(names.size(), SIZE_MAX);
  for (std::size_t row = 0; row < log.readings.size(); ++row) {
    first[number_of(row)] = std::min(first[number_of(row)], row);
  }
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] != SIZE_MAX) used.push_back(i);
  }
  const auto refused = [&](std::size_t name, std::string message) {
    return Error{choice.code, std::move(message), {}, log.readings[first[name]].origin};
  };
  if (asked.empty()) {
    if (used.size() == 1) return std::nullopt;
    return refused(used[1], fmt::format("{} {} stand in one file ({}): choose one with {} NAME", used.size(),
                                        choice.what, listed(names, used), choice.option));
  }
  const auto found = std::find_if(used.begin(), used.end(), [&](std::size_t i) { return names[i] == asked; });
  if (found == used.end()) {
    return refused(
        used[0], fmt::format("there is no {} {} here: choose from {}", choice.one, quote(asked), listed(names, used)));
  }
  std::size_t kept = 0;
  for (std::size_t row = 0; row < log.readings.size(); ++row) {
    if (number_of(row) != *found) continue;
    log.readings[kept] = log.readings[row];
    if (!log.names.empty()) log.names[kept] = log.names[row];
    ++kept;
  }
  log.readings.resize(kept);
  if (!log.names.empty()) log.names.resize(kept);
  return std::nullopt;
}

/// The readings of each swarm, in the order of the file. Precondition: the log has names.
Result<std::vector<SwarmReadings>> by_swarm(const Log& log) {
  std::vector<SwarmReadings> swarms;
  std::vector<std::size_t> place(log.swarms.all().size(), SIZE_MAX);
  for (std::size_t row = 0; row < log.readings.size(); ++row) {
    const std::uint32_t name = log.names[row].swarm;
    std::size_t& here = place[name];
    if (here == SIZE_MAX) {
      if (swarms.size() == most_swarms) {
        return Error{ErrorCode::bad_file,
                     fmt::format("one title has more than {} swarms: is that column the right one?", most_swarms),
                     {},
                     log.readings[row].origin};
      }
      here = swarms.size();
      swarms.push_back({log.swarms.all()[name], {}});
    }
    swarms[here].readings.push_back(log.readings[row]);
  }
  return swarms;
}

/// Fills in the readings, and the swarms where there are any.
std::optional<Error> gather(Log& log, const ReadOptions& options, Notes& notes, Observations& result) {
  if (log.swarms.all().size() == 1) {  // a single counter: make_series() looks after it
    result.readings = std::move(log.readings);
    return std::nullopt;
  }
  if (options.any_number) {
    return Error{ErrorCode::bad_file,
                 "counts of swarms are added up, and numbers of any kind are not: leave --any out",
                 {},
                 log.readings.front().origin};
  }
  Result<std::vector<SwarmReadings>> swarms = by_swarm(log);
  if (!swarms) return swarms.error();
  for (SwarmReadings& swarm : *swarms) {
    notes.set_subject(fmt::format("swarm {}: ", quote(swarm.name)));
    if (auto error = order_readings(swarm.readings, notes)) return error;
    if (options.increments) accumulate(swarm.readings);
    if (auto error = settle_falls(swarm.readings, options.on_fall, notes)) return error;
  }
  notes.set_subject({});
  Result<SwarmSum> sum = sum_swarms(*swarms, options.hold, notes);
  if (!sum) return sum.error();
  result.readings = std::move(sum->readings);
  result.swarms = std::move(sum->swarms);
  return std::nullopt;
}

}  // namespace

std::optional<Error> choose_series(Log& log, const std::string& asked) {
  return choose(log, {ErrorCode::several_series, "series", "series", "--series", log.series, &RowNames::series}, asked);
}

Result<Observations> observe(Log& log, const ReadOptions& options) {
  if (auto error =
          choose(log, {ErrorCode::several_sources, "source", "sources", "--source", log.sources, &RowNames::source},
                 options.source)) {
    return *std::move(error);
  }
  Observations result;
  const std::uint32_t number = log.names.empty() ? 0 : log.names.front().series;
  const SeriesFacts facts = number < log.facts.size() ? log.facts[number] : SeriesFacts{};
  result.id = log.series.all()[number];
  result.title = facts.title;
  result.release = options.release ? options.release : facts.release;
  if (const auto& since = options.since ? options.since : facts.since) {
    const Result<double> hours = since->since(result.release);
    if (!hours) return hours.error();
    result.since_hours = *hours;
  }
  Notes notes;
  if (auto error = gather(log, options, notes, result)) return *std::move(error);
  result.warnings = notes.warnings();
  return result;
}

Result<Series> series_from(Observations observed, const ReadOptions& options) {
  Result<Series> series =
      make_series(std::move(observed.readings), {.on_fall = options.on_fall,
                                                 .since_hours = observed.since_hours,
                                                 .increments = options.increments && observed.swarms.empty()});
  if (!series) return series;
  series->id = std::move(observed.id);
  series->title = std::move(observed.title);
  series->release = observed.release;
  series->swarms = std::move(observed.swarms);
  series->warnings.insert(series->warnings.begin(), observed.warnings.begin(), observed.warnings.end());
  return series;
}

}  // namespace swarmcast
