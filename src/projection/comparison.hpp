#pragma once

#include <span>
#include <vector>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// The extrapolations of docs/method.md, "Simpler methods", at each horizon. Precondition: times of readings and
/// horizons are positive and increase.
[[nodiscard]] std::vector<Comparison> extrapolations(std::span<const Reading> readings,
                                                     std::span<const HorizonProjection> horizons);

}  // namespace swarmcast
