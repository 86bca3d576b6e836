#pragma once
/// From a log of rows to the readings of one release.

#include <string>
#include <string_view>

#include "io/log.hpp"

namespace swarmcast {

/// Keeps the readings of the series that was asked for, or of the only one there is. Error: `several_series`.
[[nodiscard]] std::optional<Error> choose_series(Log& log, const std::string& asked);

/// What a log of one series says, its swarms added up. It takes the readings out of the log. Errors:
/// `several_sources`, `no_release`, `disjoint_swarms`, `bad_file`, and those of a swarm, none of them placed.
[[nodiscard]] Result<Observations> observe(Log& log, const ReadOptions& options);

/// make_series() of what was observed. Errors and warnings are not placed.
[[nodiscard]] Result<Series> series_from(Observations observed, const ReadOptions& options);

}  // namespace swarmcast
