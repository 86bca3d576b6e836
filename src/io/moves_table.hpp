#pragma once
/// How an estimate moved from reading to reading.

#include <string>
#include <vector>

#include "swarmcast/projection.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {

/// What the readings up to one of them say of a horizon.
struct Move {
  Reading last;
  HorizonProjection projection;  ///< with one band
};

/// A heading, and a row for each, all of one horizon: the reading, the estimate, the band, and by how much the estimate
/// differs from the row above. Empty where there are none.
[[nodiscard]] std::string moves_table(const std::vector<Move>& moves, const TableStyle& style);

}  // namespace swarmcast
