#pragma once
/// A slow, plain implementation of docs/method.md, written from that text alone and sharing no line with src/.
///
/// For each curve and each node of ln s it builds the dense covariance matrix of the readings, factors it, and
/// integrates over the curve's parameters by the trapezoid rule on a grid that follows the posterior from large s to
/// small. The predictive distribution is the whole mixture of normals, at every node of all the curves.

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
  double sigma_per_sd = 1.2;    ///< nodes of ln s in the narrowest standard deviation its posterior can have
  int nodes = 48;               ///< least number a side of the grid in u
  double column_spacing = 0.1;  ///< most between nodes of a row, in ln tau or ln b
  double row_spacing = 0.2;     ///< most between rows
  double edge = 13;             ///< the grid ends where the log posterior is this far below its highest
  double disagreement = 0.01;   ///< allowed between the sums over every fourth row or column, as a share of the whole:
                                ///< that of the whole grid is then below its fourth power
};

/// About half the spacing in each variable, and further out.
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

/// Projects readings that make_series() would accept. Counting began `since_hours` after the release, at 0.
/// Precondition: horizons lie after the last reading.
[[nodiscard]] Answer answer(std::span<const Reading> readings, const Prior& prior, std::span<const double> horizons,
                            const Effort& effort = {}, double since_hours = 0);

}  // namespace swarmcast::oracle
