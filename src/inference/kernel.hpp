#pragma once
/// The engine's hot loops, compiled once for every processor and once for x86-64-v3, and chosen at run time.
///
/// The unit of work is a block of `lanes` parameter nodes of one curve. Nothing here allocates; all sizes are the
/// caller's.

#include <array>
#include <cstddef>
#include <span>

#include "curves/interval.hpp"
#include "inference/deviations.hpp"

namespace swarmcast {

/// Nodes in a block: four vectors of x86-64-v3, enough to hide the latency of the filter's chain.
inline constexpr std::size_t lanes = 16;
using Lanes = std::array<double, lanes>;

/// What one node of s makes of a block: the likelihood, and what prediction needs.
struct ScaleColumn {
  Lanes share;  ///< of this node of s in the block's sum over s: they add up to 1
  Lanes level;  ///< k - k0: posterior mean of ln K, relative to the curve through the last count
  Lanes state;  ///< filtered deviation of the last increment, the level taken out
};

/// Inputs shared by all blocks of one series.
struct Evidence {
  std::span<const Interval> intervals;
  std::span<const double> log_share;
  std::span<const DeviationFilter> filters;
};

struct Kernel {
  /// Fills columns[0 .. filters) for the block of nodes (log_tau, log_b), in units of the last reading's time (one
  /// log_tau for all lanes where the curve has a shape), and `whole` with ln G(t_n). `residuals` is scratch for
  /// intervals.size() Lanes. A node that rules the readings out, or where a value is not finite, gets the log
  /// likelihood `no_evidence`. Returned in `marginal`: ln of the sum over s of weight times likelihood.
  using Evaluate = void (*)(const Evidence& evidence, const Lanes& log_tau, const Lanes& log_b,
                            std::span<Lanes> residuals, std::span<ScaleColumn> columns, Lanes& whole, Lanes& marginal);
  /// ln(G(T) - G(t_n)) - ln G(t_n) for a whole number of blocks of nodes.
  using Predict = void (*)(const Interval& future, std::span<const double> log_tau, std::span<const double> log_b,
                           std::span<const double> whole, std::span<double> result);

  std::span<const Evaluate> evaluate;  ///< in the order of curves()
  std::span<const Predict> predict;
};

inline constexpr double no_evidence = -1e30;

/// The widest kernel this processor can run, or the baseline one where the environment says SWARMCAST_ISA=baseline:
/// their last digits differ, and what must compare to the byte across processors pins them.
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
