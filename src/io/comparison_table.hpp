#pragma once

#include <cstddef>
#include <string>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// What simpler methods would say: a row for each, under the projection's own, and a column for each horizon. Horizons
/// that `columns` characters have no room for follow below. Precondition: the projection has comparisons and horizons.
[[nodiscard]] std::string comparison_block(const Projection& projection, int digits, std::size_t columns, bool color);

}  // namespace swarmcast
