#pragma once
/// Axes of a picture: where values lie on them, and which are named.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "swarmcast/series.hpp"

namespace swarmcast {

struct Tick {
  double value = 0;
  std::string label;  ///< 12h, 1.5M; plain ASCII
};

/// A part of the number line, linear or logarithmic, with ticks in ascending order within it.
struct Axis {
  double low = 0;   ///< finite; above 0 where it is logarithmic
  double high = 1;  ///< finite, above `low`
  bool logarithmic = false;
  std::vector<Tick> ticks{};

  /// 0 at `low`, 1 at `high`; what lies outside is held at the nearer end, and what is no number at 0.
  [[nodiscard]] double position(double value) const;
};

/// Counts from `low` to `high`, downloads, at least: the ends are rounded outwards. A linear axis begins at 0.
/// Precondition: 0 < low <= high <= 1e300; most_ticks >= 2.
[[nodiscard]] Axis count_axis(double low, double high, bool logarithmic, std::size_t most_ticks);

/// Hours since release from `low` to `high`, with labels no more than `most_ticks`. On a linear axis and where
/// `release` is given, ticks stand at round times of that clock: 18:00, at midnight 25 Dec, and over more than a
/// year Sep 2016. Precondition: low < high, finite; low > 0 where it is logarithmic.
[[nodiscard]] Axis time_axis(double low, double high, bool logarithmic, std::size_t most_ticks,
                             const std::optional<ClockTime>& release);

/// A share from 0 to 1, with a tick at every fifth.
[[nodiscard]] Axis share_axis();

}  // namespace swarmcast
