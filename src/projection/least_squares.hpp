#pragma once

#include <span>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// What least squares on the counts as typed says at each horizon: the curve of the least AICc, with its prediction
/// band by the delta method (docs/method.md, "Simpler methods").
[[nodiscard]] Comparison least_squares_comparison(const Series& series, std::span<const HorizonProjection> horizons,
                                                  std::span<const double> levels);

}  // namespace swarmcast
