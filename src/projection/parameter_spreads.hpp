#pragma once
/// Distributions of the parameters themselves, from the nodes of a posterior.
///
/// Assumption: nodes lie so close together that the posterior hardly bends from one to the next. Those that are close
/// enough for projections do not: compute the posterior with parameter_spacing.

#include "inference/posterior.hpp"
#include "swarmcast/explanation.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// For Posterior::compute(): each node then stands for half a standard deviation of whatever surrounds it, which makes
/// spreads wider by one or two percent.
inline constexpr double parameter_spacing = 0.5;

/// Of e^x for x of that distribution.
[[nodiscard]] Spread log_normal_spread(const Normal& normal);

/// Of a curve's parameters; what it does not take stays empty.
struct CurveSpreads {
  Spread timescale;  ///< tau, in units of the last reading's time
  Spread shape;      ///< b
};

/// Precondition: the posterior has one curve. Of a curve among others more nodes are dropped, the less it weighs.
[[nodiscard]] CurveSpreads curve_spreads(const Posterior& posterior);

/// Of s.
[[nodiscard]] Spread deviation_spread(const Posterior& posterior);

}  // namespace swarmcast
