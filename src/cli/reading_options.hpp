#pragma once
/// How a command is told what has been counted: options, and what becomes of them.

#include <istream>
#include <ostream>

#include "cli/option.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast::cli {

inline constexpr std::array<std::string_view, 3> fall_choices{"refuse", "correct", "reset"};
inline constexpr std::array<std::string_view, 4> from_choices{"csv", "tsv", "lines", "json"};

inline constexpr Option input_option{.group = "Readings",
                                     .name = "--input",
                                     .letter = "-i",
                                     .value = "FILE",
                                     .help =
                                         "CSV, TSV, JSON or lines like 10h 200k; - is standard\n"
                                         "input; readings given as arguments are added to it"};
inline constexpr Option from_option{.group = "Readings",
                                    .name = "--from",
                                    .value = "FORMAT",
                                    .help = "csv, tsv, lines or json (default: as it looks)",
                                    .choices = from_choices};
inline constexpr Option release_option{.group = "Readings",
                                       .name = "--release",
                                       .value = "TIME",
                                       .help =
                                           "when it was released, for clock times:\n"
                                           "2014-12-24T18:00-05:00, or in UTC 2014-12-24T23:00Z"};
inline constexpr Option since_option{
    .group = "Readings", .name = "--since", .value = "TIME", .help = "when counting began, if after the release: 3h"};
inline constexpr Option series_option{
    .group = "Readings", .name = "--series", .value = "NAME", .help = "which of the file's series"};
inline constexpr Option source_option{
    .group = "Readings", .name = "--source", .value = "NAME", .help = "whose counts, of a file with several sources"};
inline constexpr Option time_column_option{.group = "Readings",
                                           .name = "--time-column",
                                           .value = "NAME",
                                           .help =
                                               "the column of the times (default: time, hours, days,\n"
                                               "timestamp or epoch)"};
inline constexpr Option count_column_option{.group = "Readings",
                                            .name = "--count-column",
                                            .value = "NAME",
                                            .help =
                                                "the column of the counts (default: count, downloads,\n"
                                                "completed, snatches or views)"};
inline constexpr Option series_column_option{.group = "Readings",
                                             .name = "--series-column",
                                             .value = "NAME",
                                             .help =
                                                 "the column that tells series apart (default: series,\n"
                                                 "series_id, id or title)"};
inline constexpr Option increments_option{
    .group = "Readings", .name = "--increments", .help = "counts are those of each interval: add them up"};
inline constexpr Option hold_option{
    .group = "Readings", .name = "--hold", .help = "swarms no longer read keep their last count"};
inline constexpr Option on_fall_option{.group = "Readings",
                                       .name = "--on-fall",
                                       .value = "WHAT",
                                       .help =
                                           "a count falls by over 2 %: refuse (the default),\n"
                                           "correct (trust the later) or reset (counter restarted)",
                                       .choices = fall_choices};

// For least squares alone.
inline constexpr Option any_option{.group = "Readings",
                                   .name = "--any",
                                   .help =
                                       "counts are numbers of any kind: -3.5, 1.2e6; they may\n"
                                       "fall, and times may repeat"};

// What becomes of warnings, in every command that has some.
inline constexpr Option strict_option{.group = "Output", .name = "--strict", .help = "take warnings as errors"};
inline constexpr Option quiet_option{.group = "Output", .name = "--quiet", .letter = "-q", .help = "print no warnings"};

/// All of them but the last three, in the order of the help.
inline constexpr std::array reading_options{
    input_option,       from_option,         release_option,       since_option,      series_option, source_option,
    time_column_option, count_column_option, series_column_option, increments_option, hold_option,   on_fall_option};

/// A list of options with another behind it.
template <std::size_t n, std::size_t m>
[[nodiscard]] constexpr std::array<Option, n + m> joined(const std::array<Option, n>& first,
                                                         const std::array<Option, m>& second) {
  std::array<Option, n + m> all{};
  for (std::size_t i = 0; i < n; ++i) all[i] = first[i];
  for (std::size_t i = 0; i < m; ++i) all[n + i] = second[i];
  return all;
}

/// The most bytes of a file of readings: some 60 million readings.
inline constexpr std::size_t readings_limit = std::size_t{1} << 30;

/// What the options say of how a file is to be read. Every error has its place.
[[nodiscard]] Result<ReadOptions> read_options(const Arguments& arguments);

/// Everything in a file of readings, or in standard input where the path is "-". `name` becomes an error's place and
/// `way_out` the end of its sentence.
[[nodiscard]] Result<std::string> read_readings(const std::string& path, std::istream& in, const std::string& name,
                                                std::string_view way_out);

/// The one series that a command line speaks of: the file's readings and those that stand as arguments. Its warnings
/// are not yet printed.
[[nodiscard]] Result<Series> read_one_series(const Arguments& arguments, std::istream& in);

/// The same for least squares: the readings as points, of any unit where the arguments say --any.
[[nodiscard]] Result<FitData> read_fit_data(const Arguments& arguments, std::istream& in);

/// Prints the warnings, unless --quiet. False where --strict makes them errors, which are then printed in their stead.
[[nodiscard]] bool pass_warnings(const Arguments& arguments, const std::vector<Warning>& warnings, std::ostream& err);

}  // namespace swarmcast::cli
