#pragma once

#include <string_view>

#include "io/log.hpp"

namespace swarmcast {

/// Reads a log in the format asked for, or in the one its content looks like: JSON begins with a brace or a bracket, a
/// line with a digit, a table with the letters of its header. `tasks` is null where no tasks are read.
[[nodiscard]] Result<Log> read_log(std::string_view bytes, std::string_view source, const ReadOptions& options,
                                   const TaskColumns* tasks = nullptr);

}  // namespace swarmcast
