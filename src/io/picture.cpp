#include "io/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <span>

#include "base/format.hpp"

namespace swarmcast {
namespace {

MarkShape shape_of(Qualifier qualifier) {
  if (qualifier == Qualifier::at_least) return MarkShape::up;
  return qualifier == Qualifier::at_most ? MarkShape::down : MarkShape::point;
}

/// Least squares may promise more than a double holds: before that the picture ends.
bool can_be_drawn(const HorizonProjection& point) {
  constexpr double most = 1e300;
  const auto fits = [](double count) { return std::abs(count) <= most; };  // what is no number does not
  return fits(point.median) && std::all_of(point.bands.begin(), point.bands.end(),
                                           [&](const Band& band) { return fits(band.low) && fits(band.high); });
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
  for (const HorizonProjection& point : drawn_part(projection)) {
    range.add(point.median);
    for (const Band& band : point.bands) {
      range.add(band.low);
      range.add(band.high);
    }
  }
  return range;
}

Axis time_axis_of(const Projection& projection, bool logarithmic, std::size_t most_ticks) {
  const double first = projection.readings.front().hours, last = drawn_part(projection).back().hours;
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
  if (log.time) text += " (log scale)";
  const auto drawn = drawn_part(projection);
  if (drawn.size() < projection.fan.size()) {
    text += fmt::format("; beyond {} too large to draw", human_hours(drawn.back().hours));
  }
  return text;
}

}  // namespace

bool Picture::has(MarkShape shape) const {
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.shape == shape; });
}

std::string_view word_for(MarkShape shape) {
  if (shape == MarkShape::point) return "counted";
  return shape == MarkShape::up ? "at least" : "at most";
}

std::span<const HorizonProjection> drawn_part(const Projection& projection) {
  const auto end = std::find_if_not(projection.fan.begin(), projection.fan.end(), can_be_drawn);
  return {projection.fan.begin(), end};
}

bool has_picture(const Projection& projection) {
  if (projection.readings.empty() || projection.horizons.empty() || drawn_part(projection).empty()) return false;
  const std::vector<Band>& first = projection.fan.front().bands;
  const auto alike = [&](const HorizonProjection& point) {
    return std::equal(point.bands.begin(), point.bands.end(), first.begin(), first.end(),
                      [](const Band& a, const Band& b) { return a.level == b.level; });
  };
  return std::all_of(projection.fan.begin(), projection.fan.end(), alike) && counts_of(projection).high > 0;
}

Picture make_picture(const Projection& projection, LogAxes log, std::size_t most_time_ticks,
                     std::size_t most_count_ticks) {
  const Range range = counts_of(projection);
  Picture picture{.caption = caption_of(projection, log),
                  .time = time_axis_of(projection, log.time, most_time_ticks),
                  .count = count_axis(range.low, range.high, log.count, most_count_ticks)};
  for (const Band& band : projection.fan.front().bands) picture.bands.push_back({.level = band.level});
  for (const HorizonProjection& point : drawn_part(projection)) {
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
