#pragma once
/// Clock times beside those of read.hpp.

#include <string>
#include <string_view>

#include "swarmcast/result.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// True for what was meant as a clock time, well formed or not: 2014-12-25..., 09:00, @1419516000.
[[nodiscard]] bool looks_like_clock_time(std::string_view text);

/// Seconds since 1970, as a column `timestamp` holds them; `text` is how they were written. Error: `bad_time`.
[[nodiscard]] Result<ClockTime> unix_time(std::string_view text, double seconds);

/// So many hours after an instant, on the same clock. Held within the years 1 to 9999.
[[nodiscard]] ClockTime later(const ClockTime& time, double hours);

/// That instant as text, without seconds where there are none: 2014-12-25T09:00-05:00.
[[nodiscard]] std::string clock_after(const ClockTime& release, double hours);

}  // namespace swarmcast
