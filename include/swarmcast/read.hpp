#pragma once
/// Bytes to values. Every byte is taken as hostile: readers bound their memory by the input's length, and an error
/// quotes what it refuses with control characters made harmless.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// A duration in hours: 10h, 90m, 1d12h, 2w, 1.5d, 52.967h, or a bare number of hours (36). Units w d h m s, each at
/// most once and in that order, only the last part with decimals. Positive and finite. Error: `bad_time`.
[[nodiscard]] Result<double> parse_duration(std::string_view text);

/// A count as read from text, before its time is known.
struct Count {
  double count = 0;  ///< as typed, in (0, max_count]
  Qualifier qualifier = Qualifier::rounded;
  double stated_error = 0;  ///< a fraction; for Qualifier::stated alone
};

/// A count: 200000, 200,000, 200k, 1.5M, 2B, ~200k, 750k+ (at least), 750k- (at most), 200k±10% or 200k+-10%, 200k±0
/// (exact). Commas only in groups of three; digits, a dot and exactly three digits without a suffix (200.000) are
/// `ambiguous_count`, with both meanings shown; suffixes k K M B; `m` is refused, as it means a thousand to some and a
/// million to others. Errors: `bad_count`, `ambiguous_count`.
[[nodiscard]] Result<Count> parse_count(std::string_view text);

/// TIME=COUNT. Errors: `bad_reading`, and those of its two parts.
[[nodiscard]] Result<Reading> parse_reading(std::string_view text);

/// Two-column CSV with the header `time,count` (either order): a reading a line, times and counts written as on the
/// command line. `source` is the name used in an error's place. Errors: `bad_file`, `no_readings`, and those of the
/// parts, each at line and column.
[[nodiscard]] Result<std::vector<Reading>> read_csv(std::string_view bytes, std::string_view source);

/// A horizon: an absolute duration since release (48h), or one from the last reading (+12h).
struct HorizonText {
  double hours = 0;
  bool from_last_reading = false;
};

/// A comma-separated list of horizons. Error: `bad_time`.
[[nodiscard]] Result<std::vector<HorizonText>> parse_horizons(std::string_view text);

/// A comma-separated list of band levels in percent, each inside (0, 100), with or without a percent sign: 80,95.
/// Error: `bad_level`.
[[nodiscard]] Result<std::vector<double>> parse_levels(std::string_view text);

/// A prior in JSON (swarmcast/prior/1, docs/prior.schema.json). An absent `schema` means /1; a key that is not known, a
/// number outside its domain, or a curve given parameters it does not have is an error that names it. Error:
/// `bad_prior`.
[[nodiscard]] Result<Prior> read_prior(std::string_view bytes, std::string_view source);

}  // namespace swarmcast
