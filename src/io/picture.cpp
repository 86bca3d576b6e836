#include "io/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace swarmcast {
namespace {

MarkShape shape_of(Qualifier qualifier) {
  if (qualifier == Qualifier::at_least) return MarkShape::up;
  return qualifier == Qualifier::at_most ? MarkShape::down : MarkShape::point;
}

/// Least squares may promise more than a double holds: there the picture ends.
bool is_finite(const HorizonProjection& point) {
  return std::isfinite(point.median) && std::all_of(point.bands.begin(), point.bands.end(), [](const Band& band) {
           return std::isfinite(band.low) && std::isfinite(band.high);
         });
}

/// The least count above 0, and the greatest, of all that is drawn.
struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = 0;

  void add(double count) {
    if (!std::isfinite(count) || count <= 0) return;
    low = std::min(low, count);
    high = std::max(high, count);
  }
};

Range counts_of(const Projection& projection) {
  Range range;
  for (const Reading& reading : projection.readings) range.add(reading.unlifted());
  for (const HorizonProjection& point : projection.fan) {
    if (!is_finite(point)) break;
    range.add(point.median);
    for (const Band& band : point.bands) {
      range.add(band.low);
      range.add(band.high);
    }
  }
  return range;
}

Axis time_axis_of(const Projection& projection, bool logarithmic, std::size_t most_ticks) {
  const double first = projection.readings.front().hours, last = projection.fan.back().hours;
  constexpr double margin = 0.05;  // before the first reading, where the axis does not begin at the release
  if (logarithmic) return time_axis(first * std::pow(first / last, margin), last, true, most_ticks, {});
  const double low = first <= last / 2 ? 0 : first - (last - first) * margin;
  return time_axis(low, last, false, most_ticks, projection.release);
}

std::string caption_of(const Projection& projection, LogAxes log) {
  std::string text = "downloads";
  if (log.count) text += " (log scale)";
  if (!projection.release || log.time) {
    text += ", by time after release";
  } else {
    const int offset = projection.release->offset_minutes;
    text += offset == 0 ? ", by UTC"
                        : fmt::format(", by the clock of UTC{}{:02}:{:02}", offset < 0 ? '-' : '+',
                                      std::abs(offset) / 60, std::abs(offset) % 60);
  }
  return text + (log.time ? " (log scale)" : "");
}

}  // namespace

bool Picture::has(MarkShape shape) const {
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.shape == shape; });
}

std::string_view word_for(MarkShape shape) {
  if (shape == MarkShape::point) return "counted";
  return shape == MarkShape::up ? "at least" : "at most";
}

bool has_picture(const Projection& projection) {
  return !projection.readings.empty() && !projection.fan.empty() && is_finite(projection.fan.front());
}

Picture make_picture(const Projection& projection, LogAxes log, std::size_t most_time_ticks,
                     std::size_t most_count_ticks) {
  const Range range = counts_of(projection);
  Picture picture{.caption = caption_of(projection, log),
                  .time = time_axis_of(projection, log.time, most_time_ticks),
                  .count = count_axis(range.low, range.high, log.count, most_count_ticks)};
  for (const Band& band : projection.fan.front().bands) picture.bands.push_back({.level = band.level});
  for (const HorizonProjection& point : projection.fan) {
    if (!is_finite(point)) break;
    picture.times.push_back(picture.time.position(point.hours));
    picture.medians.push_back(picture.count.position(point.median));
    for (std::size_t i = 0; i < picture.bands.size(); ++i) {
      picture.bands[i].low.push_back(picture.count.position(point.bands[i].low));
      picture.bands[i].high.push_back(picture.count.position(point.bands[i].high));
    }
  }
  std::stable_sort(picture.bands.begin(), picture.bands.end(),
                   [](const BandPath& a, const BandPath& b) { return a.level > b.level; });
  for (const Reading& reading : projection.readings) {
    picture.marks.push_back({picture.time.position(reading.hours), picture.count.position(reading.unlifted()),
                             shape_of(reading.qualifier)});
  }
  return picture;
}

}  // namespace swarmcast
