#pragma once
/// What a chart of a projection shows, whoever draws it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/axis.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast {

/// How a reading is drawn: an uncertain one points to where the count may lie.
enum class MarkShape : std::uint8_t { point, up, down };

struct Mark {
  double time = 0;   ///< position on the axis, in [0, 1]
  double count = 0;  ///< the same, of the count as typed
  MarkShape shape = MarkShape::point;
};

/// A band along the fan: positions on the axis of counts.
struct BandPath {
  double level = 0;  ///< percent
  std::vector<double> low{};
  std::vector<double> high{};
};

/// Axes, and what lies between them: all in [0, 1], time to the right and counts upwards.
struct Picture {
  std::string caption{};  ///< what the axes are: "downloads, by time after release"
  Axis time{};
  Axis count{};
  std::vector<double> times{};    ///< of the fan, ascending; at least one
  std::vector<double> medians{};  ///< as many
  std::vector<BandPath> bands{};  ///< the widest first; each as long
  std::vector<Mark> marks{};      ///< in order of time

  [[nodiscard]] bool has(MarkShape shape) const;
};

/// In a legend: "counted", "at least", "at most".
[[nodiscard]] std::string_view word_for(MarkShape shape);

/// Whether there is something to draw: readings, horizons, and a fan that begins with counts a picture can hold, all of
/// its points with the same levels.
[[nodiscard]] bool has_picture(const Projection& projection);

/// The fan, as far as its counts are numbers of a size that can be drawn.
[[nodiscard]] std::span<const HorizonProjection> drawn_part(const Projection& projection);

/// Precondition: has_picture().
[[nodiscard]] Picture make_picture(const Projection& projection, LogAxes log, std::size_t most_time_ticks,
                                   std::size_t most_count_ticks);

}  // namespace swarmcast
