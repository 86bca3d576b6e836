// From readings to the points that least squares takes.

#include <algorithm>
#include <cmath>
#include <string>

#include <fmt/format.h>

#include "base/format.hpp"
#include "base/notes.hpp"
#include "base/ordered_readings.hpp"
#include "swarmcast/fit.hpp"

namespace swarmcast {
namespace {

/// The count as typed, without the lift of a "750k+"; but with what a counter had before it restarted.
void take_as_typed(Reading& reading) {
  const bool lifted = reading.qualifier == Qualifier::at_least || reading.qualifier == Qualifier::at_most;
  if (lifted) reading.count_used = reading.count;
}

/// Leaves out counts of 0 from before counting began: every curve says as much.
void drop_before(std::vector<Reading>& readings, double since_hours, Notes& notes) {
  const auto begun = std::find_if(readings.begin(), readings.end(), [since_hours](const Reading& reading) {
    return reading.hours > since_hours || reading.count_used > 0;
  });
  if (begun == readings.begin()) return;
  notes.add(WarningCode::nothing_yet, readings.front().origin, [&] {
    return fmt::format("the count is 0 at {}, before counting began: that says nothing, and is left out",
                       exact_hours(readings.front().hours));
  });
  readings.erase(readings.begin(), begun);
}

Error out_of_range(ErrorCode code, std::string_view what, double value) {
  return {code, fmt::format("{} {} is out of range: numbers to fit go up to 1e100", what, value)};
}

}  // namespace

Result<FitData> make_fit_data(std::vector<Reading> readings, const SeriesOptions& options) {
  if (auto error = check_given(readings, options.since_hours)) return *std::move(error);
  Notes notes;
  if (auto error = order_readings(readings, notes)) return *std::move(error);
  std::for_each(readings.begin(), readings.end(), take_as_typed);
  if (options.increments) accumulate(readings);
  if (auto error = settle_falls(readings, options.on_fall, notes, SmallFalls::keep)) return *std::move(error);
  const Reading first = readings.front();
  if (std::all_of(readings.begin(), readings.end(), [](const Reading& reading) { return reading.count_used == 0; })) {
    return Error{ErrorCode::no_readings, "nothing has been counted yet: give a reading above 0", {}, first.origin};
  }
  drop_before(readings, options.since_hours, notes);
  if (auto error = check_first(readings.front(), options.since_hours)) return *std::move(error);
  question_counts(readings, notes);

  FitData data{.since_hours = options.since_hours};
  for (const Reading& reading : readings) data.points.push_back({reading.hours, reading.count_used});
  data.warnings = notes.warnings();
  return data;
}

Result<FitData> make_fit_data_in_any_unit(std::vector<FitPoint> points) {
  constexpr double largest = 1e100;  // its square, times many points, is still a double
  if (points.empty()) return Error{ErrorCode::no_readings, "there are no points to fit"};
  for (const FitPoint& point : points) {
    if (point.hours < 0) {
      return Error{ErrorCode::bad_time, fmt::format("the time {} is below 0: times count from 0 on", point.hours)};
    }
    if (!(point.hours <= largest)) return out_of_range(ErrorCode::bad_time, "the time", point.hours);
    if (!(std::abs(point.value) <= largest)) return out_of_range(ErrorCode::bad_count, "the value", point.value);
  }
  const auto by_time = [](const FitPoint& a, const FitPoint& b) { return a.hours < b.hours; };
  FitData data{.any_unit = true};
  if (!std::is_sorted(points.begin(), points.end(), by_time)) {
    data.warnings.push_back(
        {WarningCode::readings_sorted, "the readings were not in order of time, and have been sorted"});
    std::stable_sort(points.begin(), points.end(), by_time);
  }
  data.points = std::move(points);
  return data;
}

}  // namespace swarmcast
