#include "inference/deviations.hpp"

#include <cmath>

#include "numeric/normal.hpp"

namespace swarmcast {

DeviationFilter make_deviation_filter(const Increments& data, double sigma, const Prior& prior) {
  DeviationFilter filter;
  make_deviation_filter(data, sigma, prior, filter);
  return filter;
}

void make_deviation_filter(const Increments& data, double sigma, const Prior& prior, DeviationFilter& filter) {
  const std::size_t n = data.size();
  filter.steps.clear();
  filter.steps.reserve(n);
  filter.sigma = sigma;

  const double stationary = sigma * sigma;
  double variance = stationary;  // of the predicted deviation
  double level = 0;              // predicted deviation for z = 1
  double precision = 1 / (prior.log_level_sd * prior.log_level_sd);
  const double nugget = stationary * (prior.nugget * prior.nugget);
  double log_determinant = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double known = data.variance[i] + nugget;
    const double innovation_variance = variance + known;
    const double gain = variance / innovation_variance, rest = known / innovation_variance;
    const double distance =
        i + 1 < n ? (data.log_midpoint[i + 1] - data.log_midpoint[i]) / prior.correlation_length : 0;
    const double decay = std::exp(-distance);
    const double scale = 1 / std::sqrt(innovation_variance);
    filter.steps.push_back({scale, decay * rest, decay * gain, (1 - level) * scale});
    precision += (1 - level) * (1 - level) / innovation_variance;
    log_determinant += std::log(innovation_variance);
    level = decay * (rest * level + gain);
    filter.filtered_variance = gain * known;
    variance = filter.filtered_variance * decay * decay - stationary * std::expm1(-2 * distance);
  }
  filter.filtered_level = level;
  filter.level_precision = precision;
  filter.log_normalizer = -0.5 * (log_determinant + std::log(precision) + 2 * std::log(prior.log_level_sd)) -
                          static_cast<double>(n) * log_sqrt_two_pi;
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
