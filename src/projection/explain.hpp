#pragma once

#include <span>

#include "swarmcast/explanation.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// Explains a projection of the series under the prior. Precondition: there is one, and it has horizons. Cost: that of
/// fifty projections or so.
[[nodiscard]] Explanation explain(const Series& series, const Prior& at_any_age, const Projection& projection);

}  // namespace swarmcast
