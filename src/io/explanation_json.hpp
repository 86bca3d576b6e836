#pragma once

#include <optional>
#include <vector>

#include "io/json_output.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {

/// The object `explanation` of docs/projection.schema.json. Precondition: the projection has an explanation.
[[nodiscard]] Json from_explanation(const Projection& projection);

}  // namespace swarmcast
