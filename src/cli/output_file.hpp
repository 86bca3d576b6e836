#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// Makes a file of these bytes, or replaces the one that is there: all of it or, on a failure, nothing, so that a full
/// disk does not cost the old one. Error: `unwritable_file`, with the system's reason.
[[nodiscard]] std::optional<Error> write_file(const std::string& path, std::string_view bytes);

}  // namespace swarmcast::cli
