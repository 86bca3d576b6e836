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
  return check_first(readings.front(), since_hours);
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

}  // namespace

Result<Series> make_series(std::vector<Reading> readings, const SeriesOptions& options) {
  if (auto error = check_given(readings, options.since_hours)) return *std::move(error);
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
