#pragma once

namespace swarmcast {

/// The t of a central interval: the quantile (1 + level/100)/2 of Student's distribution. Domain: 0 < level < 100
/// percent, degrees_of_freedom > 0.
[[nodiscard]] double student_quantile(double level, int degrees_of_freedom);

}  // namespace swarmcast
