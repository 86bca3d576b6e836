#include "inference/deviations.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/normal.hpp"

namespace swarmcast {

DeviationFilter make_deviation_filter(const Increments& data, double sigma, double correlation_length,
                                      double level_sd) {
  const std::size_t n = data.size();
  DeviationFilter filter;
  filter.scale.resize(n);
  filter.gain.resize(n);
  filter.decay.resize(n);
  filter.level.resize(n);
  filter.sigma = sigma;

  const double stationary = sigma * sigma;
  double variance = stationary;  // of the predicted state
  double level = 0;              // predicted state for z = 1
  double precision = 1 / (level_sd * level_sd);
  double log_determinant = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double innovation_variance = variance + data.variance[i];
    const double gain = variance / innovation_variance;
    const double filtered = gain * data.variance[i];
    const double error = 1 - level;
    filter.scale[i] = 1 / std::sqrt(innovation_variance);
    filter.gain[i] = gain;
    filter.level[i] = error * filter.scale[i];
    precision += filter.level[i] * filter.level[i];
    log_determinant += std::log(innovation_variance);
    level += gain * error;
    filter.decay[i] = 1;
    if (i + 1 < n) {
      const double distance = (data.log_midpoint[i + 1] - data.log_midpoint[i]) / correlation_length;
      filter.decay[i] = std::exp(-distance);
      level *= filter.decay[i];
      variance = filtered * filter.decay[i] * filter.decay[i] - stationary * std::expm1(-2 * distance);
    } else {
      filter.filtered_variance = filtered;
      filter.filtered_level = level;
    }
  }
  filter.level_precision = precision;
  filter.log_normalizer = -0.5 * (log_determinant + std::log(precision) + 2 * std::log(level_sd)) -
                          static_cast<double>(n) * log_sqrt_two_pi;
  return filter;
}

Lead lead(const DeviationFilter& filter, double log_time, double correlation_length) {
  const double distance = log_time / correlation_length;
  const double decay = std::exp(-distance);
  const double level = 1 - decay * filter.filtered_level;
  const double variance = -filter.sigma * filter.sigma * std::expm1(-2 * distance) +
                          decay * decay * filter.filtered_variance + level * level / filter.level_precision;
  return {decay, std::sqrt(variance)};
}

}  // namespace swarmcast
