#pragma once
/// Quantiles of a distribution made of uniform pieces: how nodes of a quadrature, each standing for the ground around
/// it, are read as a distribution.

#include <span>
#include <vector>

namespace swarmcast {

/// A weight spread evenly over [low, high].
struct Piece {
  double low = 0;
  double high = 0;  ///< not below low; a piece narrower than 10^-12 counts as one of that width
  double weight = 0;
};

/// The p-quantiles for ascending p inside (0, 1), exact but for rounding; pieces may overlap, and their weights need
/// not add up to 1. Where a quantile is a whole interval, for there is nothing in it, the result is its upper end.
/// Precondition: some weight is above 0. Cost: sorting the pieces' ends.
[[nodiscard]] std::vector<double> quantiles_of(std::span<const Piece> pieces, std::span<const double> probabilities);

}  // namespace swarmcast
