#include "io/sum_swarms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>

#include "base/format.hpp"
#include "base/ordered_readings.hpp"
#include "base/text.hpp"

namespace swarmcast {
namespace {

constexpr double forever = std::numeric_limits<double>::infinity();

/// One swarm's count as time goes by, from `hours` on; ask for times that never fall.
class Course {
 public:
  Course(const std::vector<Reading>& readings, double hours) : readings_(readings) {
    const auto later = [](double time, const Reading& reading) { return time < reading.hours; };
    next_ =
        static_cast<std::size_t>(std::upper_bound(readings.begin(), readings.end(), hours, later) - readings.begin());
  }

  /// The reading to be had at that time: 0 before the first, the last after the last, in between interpolated.
  Reading at(double hours) {
    while (next_ < readings_.size() && readings_[next_].hours <= hours) ++next_;
    if (next_ == 0) return {.hours = hours, .qualifier = Qualifier::exact};
    const Reading& before = readings_[next_ - 1];
    if (next_ == readings_.size() || before.hours == hours) return before;
    const Reading& after = readings_[next_];
    const double share = (hours - before.hours) / (after.hours - before.hours);
    const double count = before.count_used + share * (after.count_used - before.count_used);
    const double error = std::hypot((1 - share) * before.relative_error * before.count_used,
                                    share * after.relative_error * after.count_used);
    return {.hours = hours,
            .count = count,
            .qualifier = before.uncertain() || after.uncertain() ? Qualifier::stated : after.qualifier,
            .count_used = count,
            .relative_error = count > 0 ? error / count : 0};
  }

 private:
  const std::vector<Reading>& readings_;
  std::size_t next_ = 0;  // the first reading after the time last asked for
};

bool still_grew(const std::vector<Reading>& readings) {
  return readings.size() < 2 || readings[readings.size() - 2].count_used < readings.back().count_used;
}

bool whole_counts(const std::vector<SwarmReadings>& swarms) {
  return std::all_of(swarms.begin(), swarms.end(), [](const SwarmReadings& swarm) {
    return std::all_of(swarm.readings.begin(), swarm.readings.end(),
                       [](const Reading& reading) { return reading.count_used == std::floor(reading.count_used); });
  });
}

/// Every time that a swarm was read from `start` to `end`, the readings still to be filled in.
std::vector<Reading> times_of(const std::vector<SwarmReadings>& swarms, double start, double end) {
  std::vector<Reading> times;
  for (const SwarmReadings& swarm : swarms) {
    for (const Reading& reading : swarm.readings) {
      if (reading.hours >= start && reading.hours <= end) {
        times.push_back({.hours = reading.hours, .origin = reading.origin});
      }
    }
  }
  std::stable_sort(times.begin(), times.end(), [](const Reading& a, const Reading& b) { return a.hours < b.hours; });
  const auto same = [](const Reading& a, const Reading& b) { return a.hours == b.hours; };
  times.erase(std::unique(times.begin(), times.end(), same), times.end());
  return times;
}

/// Fills in the counts of all swarms at those times.
void add_up(const std::vector<SwarmReadings>& swarms, std::vector<Reading>& times) {
  std::vector<double> variance(times.size());
  for (const SwarmReadings& swarm : swarms) {
    Course course(swarm.readings, times.front().hours);
    for (std::size_t i = 0; i < times.size(); ++i) {
      const Reading here = course.at(times[i].hours);
      times[i].count_used += here.count_used;
      if (here.uncertain()) times[i].qualifier = Qualifier::stated;
      const double error = here.relative_error * here.count_used;
      variance[i] += error * error;
    }
  }
  const bool whole = whole_counts(swarms);
  for (std::size_t i = 0; i < times.size(); ++i) {
    Reading& sum = times[i];
    if (whole) sum.count_used = std::round(sum.count_used);
    sum.count = sum.count_used;
    if (variance[i] == 0) sum.qualifier = Qualifier::exact;
    if (sum.count_used > 0) sum.relative_error = std::sqrt(variance[i]) / sum.count_used;
  }
}

/// What all swarms together had at a time.
double total_at(const std::vector<SwarmReadings>& swarms, double hours) {
  double total = 0;
  for (const SwarmReadings& swarm : swarms) total += Course(swarm.readings, hours).at(hours).count_used;
  return total;
}

/// When the sum may begin and end.
struct Window {
  double start = -forever;
  double end = forever;
  std::size_t last_begun = 0;   ///< the swarm that sets the start
  std::size_t first_ended = 0;  ///< the swarm that sets the end
};

class Windower {
 public:
  Windower(const std::vector<SwarmReadings>& swarms, Notes& notes) : swarms_(swarms), notes_(notes) {
    for (const SwarmReadings& swarm : swarms) {
      const std::vector<Reading>& readings = swarm.readings;
      first_ = std::min(first_, readings.front().hours);
      last_ = std::max(last_, readings.back().hours);
      if (readings.size() < 2) continue;
      first_interval_ = std::min(first_interval_, readings[1].hours - readings.front().hours);
      last_interval_ = std::min(last_interval_, readings.back().hours - std::prev(readings.end(), 2)->hours);
    }
  }

  /// It was not there in the first round of readings.
  [[nodiscard]] bool joined(const SwarmReadings& swarm) const {
    return swarm.readings.front().hours - first_ > first_interval_ / 2;
  }

  /// It was not there in the last round.
  [[nodiscard]] bool left(const SwarmReadings& swarm) const {
    return last_ - swarm.readings.back().hours > last_interval_ / 2;
  }

  void find_start(Window& window) {
    constexpr double from_zero = 0.05;  // of the title's count
    for (std::size_t i = 0; i < swarms_.size(); ++i) {
      const Reading& first = swarms_[i].readings.front();
      if (joined(swarms_[i])) {
        const double total = total_at(swarms_, first.hours);
        if (first.count_used < from_zero * total || total == 0) continue;
        notes_.add(WarningCode::late_swarm, first.origin, [&] {
          return fmt::format(
              "swarm {} is first seen at {}, with {:.0f} % of all downloads: the sum starts there, for "
              "what it had before is not known",
              quote(swarms_[i].name), exact_hours(first.hours), 100 * first.count_used / total);
        });
      }
      if (first.hours <= window.start) continue;
      window.start = first.hours;
      window.last_begun = i;
    }
  }

  void find_end(Window& window) {
    for (std::size_t i = 0; i < swarms_.size(); ++i) {
      const Reading& last = swarms_[i].readings.back();
      if (!still_grew(swarms_[i].readings)) continue;
      if (left(swarms_[i])) {
        notes_.add(WarningCode::sum_ends_early, last.origin, [&] {
          return fmt::format(
              "swarm {} still grew when last read at {}, so the sum ends there: --hold keeps its last "
              "count instead",
              quote(swarms_[i].name), exact_hours(last.hours));
        });
      }
      if (last.hours >= window.end) continue;
      window.end = last.hours;
      window.first_ended = i;
    }
  }

 private:
  const std::vector<SwarmReadings>& swarms_;
  Notes& notes_;
  double first_ = forever;  // of all readings
  double last_ = -forever;
  double first_interval_ = forever;  // shortest between a swarm's first two readings: rounds are no closer
  double last_interval_ = forever;   // between the last two
};

}  // namespace

Result<SwarmSum> sum_swarms(const std::vector<SwarmReadings>& swarms, bool hold, Notes& notes) {
  Window window;
  Windower windower(swarms, notes);
  windower.find_start(window);
  if (!hold) windower.find_end(window);
  if (window.start > window.end) {
    const SwarmReadings& ended = swarms[window.first_ended];
    const SwarmReadings& begun = swarms[window.last_begun];
    return Error{ErrorCode::disjoint_swarms,
                 fmt::format("swarm {} is last read at {}, before {} is first read at {}: no time is left at which all "
                             "{} are known; --hold keeps the last count of each",
                             quote(ended.name), exact_hours(window.end), quote(begun.name), exact_hours(window.start),
                             swarms.size()),
                 {},
                 ended.readings.back().origin};
  }
  SwarmSum sum;
  sum.readings = times_of(swarms, window.start, window.end);
  thin_readings(sum.readings, notes);
  add_up(swarms, sum.readings);
  for (const SwarmReadings& swarm : swarms) {
    const std::vector<Reading>& readings = swarm.readings;
    sum.swarms.push_back({swarm.name, readings.front().hours, readings.back().hours, readings.back().count_used,
                          windower.joined(swarm)});
  }
  return sum;
}

}  // namespace swarmcast
