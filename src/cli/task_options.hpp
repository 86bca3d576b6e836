#pragma once
/// How a command is given many series or tasks: a file, and options for how to take it.

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/reading_options.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {

inline constexpr Option family_column_option{.group = "Readings",
                                             .name = "--family-column",
                                             .value = "NAME",
                                             .help =
                                                 "the column that tells families of series apart\n"
                                                 "(default: family)"};
inline constexpr Option origins_option{.group = "Readings",
                                       .name = "--origins",
                                       .value = "LIST",
                                       .help =
                                           "of whole series, hide what comes after so many\n"
                                           "readings (default: 2,3,5,8)"};
inline constexpr Option jobs_option{.group = "Performance",
                                    .name = "--jobs",
                                    .letter = "-j",
                                    .value = "N",
                                    .help = "how many threads (default: one a processor)"};

inline constexpr std::array task_options{from_option,          release_option,       since_option,
                                         source_option,        time_column_option,   count_column_option,
                                         series_column_option, family_column_option, increments_option,
                                         hold_option,          on_fall_option,       origins_option};

/// Tasks, and the text they came from.
struct ToldTasks {
  Tasks tasks{};
  std::string name{};  ///< of the file
  std::string file{};

  /// The same warnings, each at its place.
  [[nodiscard]] std::vector<Warning> placed(std::vector<Warning> warnings) const;
};

/// Reads the one FILE that the command's words name, or standard input where it is "-". Warnings are not yet printed.
/// Every error has its place.
[[nodiscard]] Result<ToldTasks> read_told_tasks(const Arguments& arguments, std::istream& in, std::string_view command);

/// A whole number within 1 and `most`.
[[nodiscard]] std::optional<std::size_t> whole_number(std::string_view text, std::size_t most);

/// How many threads --jobs asks for, or one for each processor.
[[nodiscard]] Result<std::size_t> read_jobs(const Arguments& arguments);

}  // namespace swarmcast::cli
