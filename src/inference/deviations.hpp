#pragma once
/// The deviations of the download rate from a curve: an Ornstein-Uhlenbeck process in log time plus independent errors,
/// in its state-space form (docs/method.md, "Linear time").
///
/// Everything here depends on the size s of the deviations and on the times alone, not on the curve: it is worked out
/// once per node of s and shared by all curves and all their parameters.

#include <cstddef>
#include <vector>

#include "inference/increments.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// One step of the Kalman filter of one s. For a residual z_i, with p the predicted deviation, 0 at first:
///   whitened innovation (z_i - p) scale, then p = keep p + pull z_i
struct FilterStep {
  double scale;  ///< 1 / sd of the innovation
  double keep;   ///< decay (1 - gain), with decay exp(-(m_{i+1} - m_i) / l), and 1 after the last increment, so that p
                 ///< ends as the filtered deviation
  double pull;   ///< decay gain
  double level;  ///< whitened innovation of z = 1, the response to a change of level
};

/// The filter of one s over n increments.
struct DeviationFilter {
  std::vector<FilterStep> steps;

  double sigma = 0;            ///< s
  double log_weight = 0;       ///< ln of the node's weight: prior density of s times quadrature weight. A scale mixture
                               ///< for fatter tails would give each node a weight of its own here.
  double level_precision = 0;  ///< a = 1'P1 + 1/L^2
  double log_normalizer = 0;   ///< -1/2 [ln det C + ln a + ln L^2 + n ln 2 pi]
  double filtered_variance = 0;  ///< of x_n given the increments, the level known
  double filtered_level = 0;     ///< filtered state for z = 1
};

/// Takes of the prior correlation_length, log_level_sd and nugget. Precondition: sigma > 0.
[[nodiscard]] DeviationFilter make_deviation_filter(const Increments& data, double sigma, const Prior& prior);

/// The same into a filter whose memory is kept.
void make_deviation_filter(const Increments& data, double sigma, const Prior& prior, DeviationFilter& filter);

/// The predictive distribution of ln of a future increment about its curve, for one s.
struct Lead {
  double decay = 0;  ///< exp(-(m_T - m_n) / l): how much of the filtered state is left
  double sd = 0;     ///< of ln of the increment: deviation, its filtered uncertainty and that of the level
};

/// `log_time` is m_T - m_n >= 0, the distance in log time from the last increment's midpoint to the future one's.
[[nodiscard]] Lead lead(const DeviationFilter& filter, double log_time, double correlation_length);

}  // namespace swarmcast
