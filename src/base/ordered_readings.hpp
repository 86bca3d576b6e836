#pragma once
/// What the readings of any counter need before they can be used: order, one reading at a time, and a count that never
/// falls.

#include <optional>
#include <vector>

#include "base/notes.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// Error: `no_readings` where there are none, `bad_time` for counting that began before the release.
[[nodiscard]] std::optional<Error> check_given(const std::vector<Reading>& readings, double since_hours);

/// Sorts by time and drops readings that stand there twice. Error: `repeated_time` for two that differ.
[[nodiscard]] std::optional<Error> order_readings(std::vector<Reading>& readings, Notes& notes);

/// Turns the counts of intervals into cumulative ones. Precondition: in order of time.
void accumulate(std::vector<Reading>& readings);

/// What becomes of a fall of at most 2 %.
enum class SmallFalls : bool {
  correct,  ///< it is a correction: the earlier readings above it are dropped
  keep,
};

/// Settles every fall: a larger one as `on_fall` says, so that count_used never decreases but by a small one that is
/// kept. Error: `falling_count`. Precondition: in order of time.
[[nodiscard]] std::optional<Error> settle_falls(std::vector<Reading>& readings, FallPolicy on_fall, Notes& notes,
                                                SmallFalls small_falls = SmallFalls::correct);

/// Error: `bad_time` for a first download at or before the time when counting began.
[[nodiscard]] std::optional<Error> check_first(const Reading& first, double since_hours);

/// Says what is allowed but hardly true. Precondition: in order of time.
void question_counts(const std::vector<Reading>& readings, Notes& notes);

/// Of more than most_readings, keeps the last of every step of log time, and so the last of all.
/// Precondition: in order of time.
void thin_readings(std::vector<Reading>& readings, Notes& notes);

}  // namespace swarmcast
