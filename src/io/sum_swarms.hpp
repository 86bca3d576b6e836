#pragma once
/// Many swarms of one title: what has been downloaded from all of them together.
///
/// Assumption: between two readings of a swarm its downloads came evenly. A swarm that is cached or scraped rarely
/// against the title's growth bends the sum.

#include <string>
#include <vector>

#include "base/notes.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {

/// One swarm's readings, at least one, in order of time, their counts never falling.
struct SwarmReadings {
  std::string name;
  std::vector<Reading> readings;
};

struct SwarmSum {
  std::vector<Reading> readings;  ///< in order of time; more than most_readings are thinned
  std::vector<Swarm> swarms;      ///< in the order given
};

/// Adds up swarms, each interpolated linearly between its own readings, at every time that one of them was read. Swarms
/// are read in rounds; one first read more than half a round after the first of all came later: with under 5 % of the
/// title's count then it started from zero, with more (`late_swarm`) the sum starts there. The sum ends where the
/// readings of the first swarm end that still grew in its last interval (`sum_ends_early` where a round is lost),
/// unless `hold`; one that no longer grew keeps its count. Error: `disjoint_swarms` where no time is left. Cost:
/// readings, plus swarms times the length of the result, plus swarms that came later times readings.
[[nodiscard]] Result<SwarmSum> sum_swarms(const std::vector<SwarmReadings>& swarms, bool hold, Notes& notes);

}  // namespace swarmcast
