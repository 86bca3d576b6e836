#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// Appends rows to a table, all of them or none, with its header where the file is new or empty. A last line without an
/// end gets one first. Callers in several processes take turns (flock on the file), and lose nothing of each other's;
/// a file that was moved away in the meantime is made anew. `header` and `rows` end in a newline; `rows` may be empty.
/// Error: `unwritable_file` with the system's reason; `bad_file` where the first line is another one, for the tables
/// must not mix. The file then is as it was.
[[nodiscard]] std::optional<Error> append_rows(const std::string& path, std::string_view header, std::string_view rows);

}  // namespace swarmcast::cli
