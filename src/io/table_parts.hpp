#pragma once
/// The two parts of a projection's table, for those who put something between.

#include <string>

#include "swarmcast/write.hpp"

namespace swarmcast {

/// The sentence, a row per horizon, and what else was asked.
[[nodiscard]] std::string answer_part(const Projection& projection, const TableStyle& style);

/// What the answer rests on: begins with an empty line.
[[nodiscard]] std::string basis_part(const Projection& projection, const TableStyle& style);

}  // namespace swarmcast
