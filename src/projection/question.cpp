#include "projection/question.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/format.hpp"
#include "base/text.hpp"

namespace swarmcast {

std::optional<Error> check_question(const Reading& last, const ProjectionOptions& options) {
  for (const double hours : options.horizons) {
    if (!std::isfinite(hours) || hours <= last.hours) {
      return Error{
          ErrorCode::bad_horizon,
          fmt::format("the horizon {} is not after the last reading at {}: ask for a later one, or for one from that "
                      "reading, such as +12h",
                      exact_hours(hours), exact_hours(last.hours))};
    }
  }
  for (const double level : options.levels) {
    if (!(level > 0 && level < 100)) {
      return Error{ErrorCode::bad_level,
                   fmt::format("the band level {} is not between 0 and 100 percent: write 80 or 95", level)};
    }
  }
  for (const double count : options.reach) {
    const double counted = std::max(last.count, last.count_used);
    if (!std::isfinite(count) || count <= counted) {
      return Error{ErrorCode::bad_reach,
                   fmt::format("the count to reach, {}, is not above the last reading's {}: ask for a larger one",
                               exact_count(count), exact_count(counted))};
    }
  }
  for (const Yardstick& yardstick : options.against) {
    if (!std::isfinite(yardstick.number) || yardstick.number <= 0 || yardstick.label.empty()) {
      return Error{ErrorCode::bad_yardstick,
                   fmt::format("the yardstick {}:{} has no number above 0 and a label: give both, such as "
                               "152000:ratings",
                               yardstick.number, quote(yardstick.label))};
    }
  }
  return std::nullopt;
}

std::vector<double> fan_times(double last_hours, std::span<const double> horizons) {
  constexpr int steps = 48;  // straight lines between them look like curves
  const double end = *std::max_element(horizons.begin(), horizons.end());
  std::vector<double> times{std::min(last_hours * (1 + 1e-6), end)};  // the reading itself is no horizon
  for (int i = 1; i < steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    const double hours = last_hours + (end - last_hours) * share * share;
    if (hours > times.back() && hours < end) times.push_back(hours);
  }
  if (end > times.back()) times.push_back(end);
  return times;
}

Projection begin_projection(const Series& series, const ProjectionOptions& options) {
  Projection projection;
  projection.id = series.id;
  projection.title = series.title;
  projection.release = series.release;
  projection.since_hours = series.since_hours;
  projection.readings = series.readings;
  projection.swarms = series.swarms;
  projection.against = options.against;
  projection.warnings = series.warnings;
  return projection;
}

}  // namespace swarmcast
