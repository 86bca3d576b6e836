#include <algorithm>
#include <cassert>
#include <cmath>

#include "swarmcast/score.hpp"

namespace swarmcast {

Score score(const QuantileForecast& forecast, double truth) {
  assert(forecast.median > 0 && truth > 0);
  Score result{.log_error = std::log(forecast.median / truth)};
  const double too_high = std::max(result.log_error, 0.0), too_low = std::max(-result.log_error, 0.0);
  if (!forecast.bands) {
    result.over = too_high;
    result.under = too_low;
    return result;
  }
  // Each band's score times its weight alpha/2, which leaves of the penalties their distance alone.
  result.over = too_high / 2;
  result.under = too_low / 2;
  auto& covered = result.covered.emplace();
  for (std::size_t k = 0; k < score_levels.size(); ++k) {
    const BandEnds& band = (*forecast.bands)[k];
    const double half_alpha = (100 - score_levels[k]) / 200;
    result.width += half_alpha * std::log(band.high / band.low);
    result.over += std::max(std::log(band.low / truth), 0.0);
    result.under += std::max(std::log(truth / band.high), 0.0);
    covered[k] = band.low <= truth && truth <= band.high;
  }
  constexpr double weights = score_levels.size() + 0.5;
  result.width /= weights;
  result.over /= weights;
  result.under /= weights;
  return result;
}

}  // namespace swarmcast
