#pragma once
/// Hot loops over arrays, compiled for every processor and for x86-64-v3 (instruction_level.hpp): those of
/// normal_mixture.hpp, and exponentials.

#include <cstddef>
#include <span>

namespace swarmcast {

/// Vectors may read and write this far beyond the last bin.
inline constexpr std::size_t bin_padding = 8;

/// Distribution functions take so many bins or a multiple: whole vectors at every level, so that levels differ by
/// rounding alone.
inline constexpr std::size_t bin_step = 4;

/// The same for exponentials.
inline constexpr std::size_t exponentials_step = 4;

/// Sums over the means in each bin, about its middle and in bins. Two heaps by turns: neighbours often fall into one
/// bin, and would wait for each other. Shapes: all alike, a multiple of bin_padding.
struct BinSums {
  double* weight[2];
  double* first[2];
  double* second[2];
};

/// The same, to be read.
struct BinSumsView {
  const double* weight[2];
  const double* first[2];
  const double* second[2];
};

/// Bins made into normals, those of one group side by side, empty ones with a weight of 0.
struct BinNormals {
  double* mean;
  double* rate;  ///< 1 / standard deviation
  double* weight;
};

/// The same, to be read.
struct BinNormalsView {
  const double* mean;
  const double* rate;
  const double* weight;
};

/// A distribution function at one x, with its first two derivatives.
struct Slope {
  double value = 0;
  double density = 0;
  double bend = 0;
};

struct VectorKernel {
  /// Adds normals to the sums of their bins, the i-th with factor weights[i], and its variance to the second moment:
  /// own[0], or own[0] + shares[i] own[1] where there are shares, in squared bins. Bin 0 begins at `least`.
  using Gather = void (*)(std::span<const double> means, std::span<const double> weights,
                          std::span<const double> shares, const double (&own)[2], double factor, double least,
                          double bins_per_unit, const BinSums& sums);
  /// Makes each bin the normal with the mean and the variance of what is in it, the variance being `least_own` squared
  /// bins at least, and returns the least rate of those that hold anything. Leaves bin_padding empty bins at the end.
  using Settle = double (*)(const BinSumsView& sums, std::size_t bins, double least, double step, double least_own,
                            const BinNormals& normals);
  /// The sum of weighted distribution functions of the normals [begin, end) at x. Those beyond `end` up to the next
  /// whole vector are as good as zero there.
  using Distribution = Slope (*)(const BinNormalsView& normals, std::size_t begin, std::size_t end, double x);

  /// Makes each value e^value, as math::exp() does. Shape: a multiple of exponentials_step.
  using Exponentials = void (*)(std::span<double> values);

  Gather gather;
  Settle settle;
  Distribution distribution;
  Exponentials exponentials;
};

[[nodiscard]] const VectorKernel& vector_kernel();

namespace baseline {
[[nodiscard]] const VectorKernel& vector_kernel();
}
#ifdef SWARMCAST_HAS_V3
namespace v3 {
[[nodiscard]] const VectorKernel& vector_kernel();
}
#endif

}  // namespace swarmcast
