#include "swarmcast/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "base/format.hpp"
#include "base/notes.hpp"
#include "base/ordered_readings.hpp"

namespace swarmcast {
namespace {

/// Whether two neighbours, in order as typed, are out of order as used.
bool crossed(const Reading& earlier, const Reading& later) {
  if (earlier.count > later.count) return false;
  return earlier.count_used > later.count_used ||
         (earlier.count_used == later.count_used && earlier.count < later.count);
}

void use_as_typed(Reading& reading, const Reading& neighbour, Notes& notes) {
  notes.add(WarningCode::lift_limited, reading.origin, [&] {
    return fmt::format("{} is used as typed, because {} leaves no room to take it as {}", describe(reading),
                       describe(neighbour), reading.qualifier == Qualifier::at_least ? "more" : "less");
  });
  reading.count_used = reading.count;
}

/// Takes back what makes a "+" or "-" pass a neighbour. Later ones first for "+", earlier ones first for "-": each that
/// yields may take its room from the next.
void limit_lifts(std::vector<Reading>& readings, Notes& notes) {
  for (std::size_t i = readings.size() - 1; i > 0; --i) {
    Reading& reading = readings[i - 1];
    if (reading.qualifier == Qualifier::at_least && crossed(reading, readings[i])) {
      use_as_typed(reading, readings[i], notes);
    }
  }
  for (std::size_t i = 1; i < readings.size(); ++i) {
    Reading& reading = readings[i];
    if (reading.qualifier == Qualifier::at_most && crossed(readings[i - 1], reading)) {
      use_as_typed(reading, readings[i - 1], notes);
    }
  }
}

/// Leaves out what precedes the first download. Error: `bad_time` for downloads before counting began, `no_readings`
/// where nothing is left.
std::optional<Error> drop_beginning(std::vector<Reading>& readings, double since_hours, Notes& notes) {
  const Reading first = readings.front();
  const auto nothing = [](const Reading& reading) { return reading.count_used == 0; };
  const auto begun = std::find_if_not(readings.begin(), readings.end(), nothing);
  if (begun == readings.end()) {
    return Error{ErrorCode::no_readings, "nothing has been counted yet: give a reading above 0", {}, first.origin};
  }
  if (begun != readings.begin()) {
    notes.add(WarningCode::nothing_yet, first.origin, [&] {
      return fmt::format("the count is 0 until {}: that says nothing about growth, and is left out",
                         exact_hours(std::prev(begun)->hours));
    });
    readings.erase(readings.begin(), begun);
  }
  const Reading& reading = readings.front();
  if (reading.hours > since_hours) return std::nullopt;
  if (since_hours > 0) {
    return Error{ErrorCode::bad_time,
                 fmt::format("{} is not after {}, when counting began at 0: leave it out, or give another --since",
                             describe(reading), exact_hours(since_hours)),
                 {},
                 reading.origin};
  }
  const bool at_release = reading.hours == 0;
  return Error{ErrorCode::bad_time,
               fmt::format("{} {} the release, where nothing has been downloaded: leave the reading out, or put the "
                           "release earlier",
                           describe(reading), at_release ? "is at" : "lies before"),
               {},
               reading.origin};
}

void drop_flats(std::vector<Reading>& readings, Notes& notes) {
  std::size_t kept = 0;  // at the front
  for (const Reading& reading : readings) {
    if (kept > 0 && readings[kept - 1].count_used == reading.count_used) {
      --kept;
      notes.add(WarningCode::flat, reading.origin, [&] {
        return fmt::format(
            "the count stands still from {} to {}: growth has stopped, or the counter is cached; the earlier reading "
            "is dropped",
            describe(readings[kept]), describe(reading));
      });
    }
    readings[kept++] = reading;
  }
  readings.resize(kept);
}

/// Says what is allowed but hardly true.
void question_counts(const std::vector<Reading>& readings, Notes& notes) {
  constexpr double people = 8.3e9;
  constexpr double slip = 1000;          // a forgotten k
  constexpr double steepest_growth = 5;  // as a power of time
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const Reading& reading = readings[i];
    if (reading.count > people) {
      notes.add(WarningCode::implausible_count, reading.origin,
                [&] { return fmt::format("{} are more downloads than there are people", describe(reading)); });
    }
    if (i == 0) continue;
    const Reading& before = readings[i - 1];
    const double ratio = reading.count / before.count;
    if (before.qualifier != Qualifier::exact && before.count < slip && ratio >= slip &&
        std::log(ratio) > steepest_growth * std::log(reading.hours / before.hours)) {
      notes.add(WarningCode::unit_slip, before.origin, [&] {
        return fmt::format("{}, and then {}: did you mean {} at first?", describe(before), describe(reading),
                           exact_count(before.count * slip));
      });
    }
  }
}

}  // namespace

Result<Series> make_series(std::vector<Reading> readings, const SeriesOptions& options) {
  if (readings.empty()) {
    return Error{ErrorCode::no_readings, "there are no readings: give at least one, such as 10h=200k"};
  }
  if (options.since_hours < 0) {
    return Error{ErrorCode::bad_time,
                 fmt::format("counting began {} before the release: leave --since out, for nothing was downloaded then",
                             exact_hours(-options.since_hours))};
  }
  Notes notes;
  if (auto error = order_readings(readings, notes)) return *std::move(error);
  if (options.increments) accumulate(readings);
  limit_lifts(readings, notes);
  if (auto error = settle_falls(readings, options.on_fall, notes)) return *std::move(error);
  if (auto error = drop_beginning(readings, options.since_hours, notes)) return *std::move(error);
  drop_flats(readings, notes);
  question_counts(readings, notes);
  thin_readings(readings, notes);

  Series series;
  series.since_hours = options.since_hours;
  series.readings = std::move(readings);
  series.warnings = notes.warnings();
  return series;
}

}  // namespace swarmcast
