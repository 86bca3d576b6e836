#include "inference/increments.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace swarmcast {

Interval interval_in_units(double from, double to, double unit) {
  Interval interval = Interval::between(from, to);
  interval.from /= unit;
  interval.to /= unit;
  interval.length /= unit;
  if (from > 0) interval.log_from = std::log(interval.from);
  interval.log_to = std::log(interval.to);
  return interval;
}

Increments make_increments(std::span<const Reading> readings, double since_hours) {
  assert(!readings.empty());
  Increments result;
  const std::size_t n = readings.size();
  result.intervals.reserve(n);
  result.log_share.reserve(n);
  result.variance.reserve(n);
  result.log_midpoint.reserve(n);

  const Reading& last = readings.back();
  result.whole = interval_in_units(since_hours, last.hours, last.hours);
  Reading before{.hours = since_hours};  // nothing counted, exactly
  for (const Reading& reading : readings) {
    const double increment = reading.count_used - before.count_used;
    const double error = reading.relative_error * reading.count_used;
    const double error_before = before.relative_error * before.count_used;
    assert(increment > 0 && reading.hours > before.hours);
    result.intervals.push_back(interval_in_units(before.hours, reading.hours, last.hours));
    result.log_share.push_back(std::log(increment / last.count_used));
    result.variance.push_back(
        std::min(1.0, (error * error + error_before * error_before) / (increment * increment) + 1 / increment));
    result.log_midpoint.push_back(std::log((before.hours + reading.hours) / 2 / last.hours));
    before = reading;
  }
  return result;
}

}  // namespace swarmcast
