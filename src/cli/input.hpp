#pragma once

#include <cstddef>
#include <istream>
#include <string>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// Everything a stream holds. `name` becomes an error's place and `way_out` the end of its sentence.
/// Error: `unreadable_file`, with the system's reason, or when there are more than `limit` bytes.
[[nodiscard]] Result<std::string> read_all(std::istream& in, const std::string& name, std::size_t limit,
                                           std::string_view way_out);

/// Everything a file holds; its path is the place of an error. Errors: as read_all().
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit, std::string_view way_out);

}  // namespace swarmcast::cli
