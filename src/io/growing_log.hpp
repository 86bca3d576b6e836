#pragma once
/// A log that may be read while it is written.

#include <string_view>

#include "swarmcast/read.hpp"

namespace swarmcast {

/// What stands behind the last line end, where it may be half a line: 750k may have come as far as 75. Empty for JSON,
/// which says itself where it ends.
[[nodiscard]] std::string_view unfinished_line(std::string_view bytes, const ReadOptions& options);

/// As read_series(), without an unfinished line; of JSON without one that is not whole. Errors: those of read_series().
[[nodiscard]] Result<Series> read_growing_series(std::string_view bytes, std::string_view source,
                                                 const ReadOptions& options);

}  // namespace swarmcast
