#pragma once
/// A slow, plain implementation of docs/method.md, written from that text alone and sharing no line with src/.
///
/// For each curve and each node of ln s (trapezoid rule) it builds the dense covariance matrix of the readings, factors
/// it, and integrates over the curve's parameters by adaptive cubature: boxes are halved until the log posterior and
/// the predictive means vary little inside each, then 5 Gauss-Legendre nodes a side are used. The predictive
/// distribution is the whole mixture of normals, at every node of all the curves.

#include <array>
#include <span>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast::oracle {

/// The probabilities at which quantiles are given.
inline constexpr std::array<double, 7> probabilities{0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};

/// How hard to work. An answer is converged when harder() changes it by less than its use allows.
struct Effort {
  double variation = 6;   ///< of the log posterior inside a box where most of the mass is
  double mean_steps = 6;  ///< variation of a predictive mean inside a box, in predictive standard deviations
  double tail = 11;       ///< what lies this far below the highest log posterior is left out
  int roots = 8;          ///< least number of first boxes a side
  int sigma_nodes = 16;   ///< least number of nodes of ln s where a curve's mass is
  double widest =
      0.7;  ///< of a first box, in ln tau or ln b: a near exact series makes spikes that wider ones can miss
  double least_mass = 5e-5;  ///< posterior probability below which a box need not resolve its predictive means
};

/// About half the spacing in each variable.
[[nodiscard]] Effort harder();

struct HorizonAnswer {
  double hours = 0;
  std::array<double, 7> raw{};    ///< quantiles of the mixture at this time
  std::array<double, 7> final{};  ///< made to respect that a count cannot fall
};

struct Answer {
  std::vector<double> weights;       ///< posterior probability of each curve of the prior, in its order
  std::vector<double> log_evidence;  ///< of each curve
  std::vector<HorizonAnswer> horizons;
};

/// Projects readings that make_series() would accept. Precondition: horizons lie after the last reading.
[[nodiscard]] Answer answer(std::span<const Reading> readings, const Prior& prior, std::span<const double> horizons,
                            const Effort& effort = {});

}  // namespace swarmcast::oracle
