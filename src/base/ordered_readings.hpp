#pragma once
/// What the readings of any counter need before they can be used: order, one reading at a time, and a count that never
/// falls.

#include <optional>
#include <vector>

#include "base/notes.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// Sorts by time and drops readings that stand there twice. Error: `repeated_time` for two that differ.
[[nodiscard]] std::optional<Error> order_readings(std::vector<Reading>& readings, Notes& notes);

/// Turns the counts of intervals into cumulative ones. Precondition: in order of time.
void accumulate(std::vector<Reading>& readings);

/// Settles every fall, so that count_used never decreases: a fall of at most 2 % is a correction, a larger one what
/// `on_fall` says. Error: `falling_count`. Precondition: in order of time.
[[nodiscard]] std::optional<Error> settle_falls(std::vector<Reading>& readings, FallPolicy on_fall, Notes& notes);

/// Of more than most_readings, keeps the last of every step of log time, and so the last of all.
/// Precondition: in order of time.
void thin_readings(std::vector<Reading>& readings, Notes& notes);

}  // namespace swarmcast
