#pragma once
/// What every method of projection does with its question before and beside its own work.

#include <optional>
#include <span>
#include <vector>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// The first option that is out of its domain.
[[nodiscard]] std::optional<Error> check_question(const Reading& last, const ProjectionOptions& options);

/// The times of a fan from the last reading to the last of the horizons, hours: the closer together the nearer to the
/// reading, from where bands open fast.
[[nodiscard]] std::vector<double> fan_times(double last_hours, std::span<const double> horizons);

/// A projection with all that is known before it is made.
[[nodiscard]] Projection begin_projection(const Series& series, const ProjectionOptions& options);

}  // namespace swarmcast
