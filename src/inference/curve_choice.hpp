#pragma once

#include <optional>
#include <string>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// What a named curve is wanted for.
enum class CurveUse : bool { projection, fit };

/// Error `unknown_curve` for what is not the name of a curve, with the one that was probably meant, and for one that
/// is for fits alone where a projection needs it.
[[nodiscard]] std::optional<Error> check_curve(const std::string& name, CurveUse use);

}  // namespace swarmcast
