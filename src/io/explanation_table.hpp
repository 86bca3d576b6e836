#pragma once

#include <cstddef>
#include <string>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// What each curve would say alone, what the parameters of the heaviest are, how far the rate strays from its curve,
/// and what one more reading would do. Precondition: the projection has an explanation, horizons and readings.
[[nodiscard]] std::string explanation_block(const Projection& projection, int digits, std::size_t columns, bool color);

}  // namespace swarmcast
