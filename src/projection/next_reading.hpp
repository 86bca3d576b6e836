#pragma once
/// What one more reading is worth before it is taken (docs/method.md, "Explaining").

#include <vector>

#include "swarmcast/explanation.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// Times at which a reading could be taken: spread evenly over log time from the last one to where a quarter of it is
/// left before the horizon, and rounded as people would. Ascending, each between the two; perhaps none.
/// Precondition: 0 < last_hours < horizon_hours.
[[nodiscard]] std::vector<double> candidate_hours(double last_hours, double horizon_hours);

/// The series as it would be with one more count, exact. Earlier readings above it give way: a "750k+" or "750k-" as
/// far as its typed count, any other is dropped. Precondition: hours after the last reading, count > 0.
[[nodiscard]] Series with_reading(Series series, double hours, double count);

/// Projects the series as it is, and as it would be with each candidate reading at each of five counts that it may turn
/// out to be. Precondition: the series can be projected; horizon_hours after its last reading. Cost: that of thirty
/// projections.
[[nodiscard]] NextReading next_reading(const Series& series, const Prior& prior, double horizon_hours);

}  // namespace swarmcast
