#pragma once
/// What every method of projection does with its question before and beside its own work.

#include <optional>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// The first option that is out of its domain.
[[nodiscard]] std::optional<Error> check_question(const Reading& last, const ProjectionOptions& options);

/// A projection with all that is known before it is made.
[[nodiscard]] Projection begin_projection(const Series& series, const ProjectionOptions& options);

}  // namespace swarmcast
