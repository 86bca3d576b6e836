#pragma once

#include <span>
#include <vector>

#include "projection/outlook.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {

/// The verdicts whose rule holds, in the order of verdict_codes().
[[nodiscard]] std::vector<Verdict> find_verdicts(const Series& series, std::span<const HorizonProjection> horizons,
                                                 Outlook& outlook);

}  // namespace swarmcast
