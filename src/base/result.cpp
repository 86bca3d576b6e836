#include "swarmcast/result.hpp"

#include <array>
#include <cassert>

namespace swarmcast {
namespace {

constexpr std::array error_table{
    ErrorCodeInfo{ErrorCode::usage, "usage",
                  "the command line as a whole: an unknown option or command, a missing value"},
    ErrorCodeInfo{ErrorCode::bad_reading, "bad-reading", "a reading that is not TIME=COUNT"},
    ErrorCodeInfo{ErrorCode::bad_time, "bad-time", "a time that cannot be read, or is not positive and finite"},
    ErrorCodeInfo{ErrorCode::bad_count, "bad-count", "a count that cannot be read, or lies outside (0, 10^15]"},
    ErrorCodeInfo{ErrorCode::ambiguous_count, "ambiguous-count",
                  "digits that mean different counts in different countries"},
    ErrorCodeInfo{ErrorCode::no_readings, "no-readings", "nothing to project from"},
    ErrorCodeInfo{ErrorCode::repeated_time, "repeated-time", "two readings at one time"},
    ErrorCodeInfo{ErrorCode::falling_count, "falling-count", "a cumulative count that falls by more than a correction"},
    ErrorCodeInfo{ErrorCode::no_release, "no-release", "a clock time, and no release to count it from"},
    ErrorCodeInfo{ErrorCode::several_series, "several-series", "several series where one is due"},
    ErrorCodeInfo{ErrorCode::several_sources, "several-sources",
                  "counts by several sources, which are never mixed in silence"},
    ErrorCodeInfo{ErrorCode::disjoint_swarms, "disjoint-swarms", "swarms that were never counted at the same time"},
    ErrorCodeInfo{ErrorCode::bad_horizon, "bad-horizon", "a horizon at or before the last reading"},
    ErrorCodeInfo{ErrorCode::bad_level, "bad-level", "a band level outside (0, 100) percent"},
    ErrorCodeInfo{ErrorCode::bad_reach, "bad-reach", "a count to reach that is already reached"},
    ErrorCodeInfo{ErrorCode::bad_yardstick, "bad-yardstick",
                  "a yardstick that is not NUMBER:LABEL with a number above 0"},
    ErrorCodeInfo{ErrorCode::bad_condition, "bad-condition",
                  "a condition of an alert that is not QUANTITY COMPARISON LIMIT"},
    ErrorCodeInfo{ErrorCode::unknown_curve, "unknown-curve",
                  "a curve name that is not known, or has no weight in the prior"},
    ErrorCodeInfo{ErrorCode::unreadable_file, "unreadable-file", "a file that cannot be opened or read"},
    ErrorCodeInfo{ErrorCode::bad_file, "bad-file", "a file of readings whose structure is wrong"},
    ErrorCodeInfo{ErrorCode::bad_prior, "bad-prior", "a prior file that is malformed, or of another schema"},
    ErrorCodeInfo{ErrorCode::bad_scrape, "bad-scrape", "an answer of a tracker that is not a scrape response"},
    ErrorCodeInfo{ErrorCode::unwritable_file, "unwritable-file", "a file that cannot be written"},
    ErrorCodeInfo{ErrorCode::not_resumable, "not-resumable",
                  "an output that is of another job or another input, and cannot be continued"},
    ErrorCodeInfo{ErrorCode::no_tasks, "no-tasks",
                  "nothing to score: no series is long enough, or every task was left out"},
    ErrorCodeInfo{ErrorCode::not_projectable, "not-projectable", "every curve rules the readings out under this prior"},
};

}  // namespace

std::span<const ErrorCodeInfo> error_codes() { return error_table; }

std::string_view to_string(ErrorCode code) {
  for (const ErrorCodeInfo& info : error_table) {
    if (info.code == code) return info.name;
  }
  assert(false && "an error code that is not in the table");
  return {};
}

}  // namespace swarmcast
