#pragma once
/// The engine's hot loops, compiled once for every processor and once for x86-64-v3, and chosen at run time.
///
/// The unit of work is a block of `lanes` parameter nodes of one curve. Nothing here allocates; all sizes are the
/// caller's.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "curves/interval.hpp"
#include "inference/deviations.hpp"

namespace swarmcast {

/// Nodes in a block: two vectors of x86-64-v3, enough to hide the latency of the filter's chain.
inline constexpr std::size_t lanes = 8;
using Lanes = std::array<double, lanes>;

/// The parameters of a block of nodes, in units of the last reading's time, and what evaluate() works out on the way.
struct ParameterBlock {
  Lanes log_tau;
  Lanes log_b;
  Lanes rate;  ///< 1 / tau
  Lanes b;
  Lanes whole;    ///< ln of what G grew since counting began
  Lanes at_last;  ///< the curve's part_at() the last reading
};

/// What one node of s makes of a block: the likelihood, and what prediction needs.
struct ScaleColumn {
  Lanes share;  ///< of this node of s in the block's sum over s: they add up to 1
  Lanes level;  ///< k - k0: posterior mean of ln K, relative to the curve through the last count
  Lanes state;  ///< filtered deviation of the last increment, the level taken out
};

/// Inputs shared by all blocks of one series.
struct Evidence {
  Interval whole;
  std::span<const Interval> intervals;  ///< each begins where the one before ends
  std::span<const double> log_share;
  std::span<const DeviationFilter> filters;
};

struct Range {
  double low;
  double high;
};

/// Where pairs of a node and one of s are put, side by side: room for a block of them.
struct PairsEnd {
  std::uint32_t* node;
  double* weight;
  double* level;
  double* state;
  double* share;
};

struct Kernel {
  /// Completes the block of nodes of which log_tau and log_b are given, and fills columns[0 .. filters). `residuals` is
  /// scratch for intervals.size() Lanes. A node that rules the readings out, or where a value is not finite, gets the
  /// log likelihood `no_evidence`. Returned in `marginal`: ln of the sum over s of weight times likelihood. The result
  /// is the number of columns, from the smallest s on, that are left unset because no lane has a share there.
  using Evaluate = std::size_t (*)(const Evidence& evidence, ParameterBlock& block, std::span<Lanes> residuals,
                                   std::span<ScaleColumn> columns, Lanes& marginal);
  /// ln(G(T) - G(t_n)) - ln G(t_n) for a block of nodes.
  using Predict = void (*)(const Interval& future, const ParameterBlock& block, Lanes& result);

  /// For a first look at a prediction. Over s, each by its share: mean = growth + level + decay state, without the
  /// spread of the means, and variance the square of the harmonic mean of sd, which the sharpest rule. Shapes: columns
  /// and leads alike.
  using Average = void (*)(const Lanes& growth, std::span<const ScaleColumn> columns, std::span<const Lead> leads,
                           Lanes& mean, Lanes& variance);
  /// Puts there what weighs more than `least` of a block of nodes with one of s, and returns how many pairs that is.
  using Keep = std::size_t (*)(const Lanes& weight, const std::array<std::uint32_t, lanes>& node,
                               const ScaleColumn& column, double least, const PairsEnd& to);
  /// The same for two nodes of s as one, with the means of their levels and states. Either may be null: none.
  using KeepBoth = std::size_t (*)(const Lanes& weight, const std::array<std::uint32_t, lanes>& node,
                                   const ScaleColumn* lower, const ScaleColumn* upper, double least,
                                   const PairsEnd& to);
  /// mean[i] = growth[node[i]] + level[i] + decay state[i], within [range.low, range.high]; NaN counts as range.low.
  /// Leaves in `range` the least and the greatest. Shapes: node, level, state and mean alike, not empty.
  using Combine = void (*)(std::span<const std::uint32_t> node, const double* growth, std::span<const double> level,
                           std::span<const double> state, double decay, Range& range, std::span<double> mean);

  std::span<const Evaluate> evaluate;  ///< in the order of curves()
  std::span<const Predict> predict;
  std::span<const bool> common_shape;  ///< of a curve with both parameters: whether rows of nodes best have b in common
  Average average;
  Keep keep;
  KeepBoth keep_both;
  Combine combine;
};

inline constexpr double no_evidence = -1e30;

/// That of instruction_level().
[[nodiscard]] const Kernel& kernel();

namespace baseline {
[[nodiscard]] const Kernel& kernel();
}
#ifdef SWARMCAST_HAS_V3
namespace v3 {
[[nodiscard]] const Kernel& kernel();
}
#endif

}  // namespace swarmcast
