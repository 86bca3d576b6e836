#pragma once
/// A series as the model sees it: increments, their known variances and the times they belong to (docs/method.md,
/// "Readings and increments"), with time in units of the last reading's and counts in units of the last count, so that
/// nothing below depends on either unit.

#include <span>
#include <vector>

#include "curves/interval.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

struct Increments {
  Interval whole;                    ///< from when counting began to 1
  std::vector<Interval> intervals;   ///< n intervals that make it up
  std::vector<double> log_share;     ///< ln(d_i / y_n)
  std::vector<double> variance;      ///< v_i of ln d_i: rounding and counting, in (0, 1]
  std::vector<double> log_midpoint;  ///< m_i - ln t_n

  [[nodiscard]] std::size_t size() const { return intervals.size(); }
};

/// The interval between two times, in units of a third. Its length and the logarithm of its ends' ratio come from the
/// times as given, for dividing first would round away what little differs between near ones; the rest from the
/// quotients, so that scaling all times by a power of two changes no bit.
[[nodiscard]] Interval interval_in_units(double from, double to, double unit);

/// Precondition: readings as in a Series, with its since_hours.
[[nodiscard]] Increments make_increments(std::span<const Reading> readings, double since_hours = 0);

}  // namespace swarmcast
