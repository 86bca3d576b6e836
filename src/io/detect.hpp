#pragma once

#include <optional>
#include <string_view>

#include "io/log.hpp"

namespace swarmcast {

/// The first line with something to read on it, neither blank nor a comment; empty where there is none.
[[nodiscard]] std::string_view first_line(std::string_view bytes);

/// What a file looks like whose first line this is.
[[nodiscard]] InputFormat format_of(std::string_view line);

/// Of a table with that header: commas, or the semicolons of spreadsheets where decimals have a comma.
[[nodiscard]] char delimiter_of(std::string_view header);

/// Error: `bad_file` for UTF-16.
[[nodiscard]] std::optional<Error> check_encoding(std::string_view bytes, std::string_view source);

/// Reads a log in the format asked for, or in the one its content looks like: JSON begins with a brace or a bracket, a
/// line with a digit, a table with the letters of its header. `tasks` is null where no tasks are read, and `role` what
/// an object may be in JSON.
[[nodiscard]] Result<Log> read_log(std::string_view bytes, std::string_view source, const ReadOptions& options,
                                   JsonRole role = JsonRole::either, const TaskColumns* tasks = nullptr);

}  // namespace swarmcast
