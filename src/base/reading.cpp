// One reading: what it was stated as, and what the model sees of it. Series are made in series.cpp.

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "swarmcast/series.hpp"

namespace swarmcast {
namespace {

constexpr std::array warning_table{
    WarningCodeInfo{WarningCode::readings_sorted, "readings-sorted", "the readings were not in order of time"},
    WarningCodeInfo{WarningCode::nothing_yet, "nothing-yet",
                    "a count of 0, or a reading of 0 at or before the release, was left out"},
    WarningCodeInfo{WarningCode::duplicate, "duplicate", "the same reading stood there twice"},
    WarningCodeInfo{WarningCode::correction, "correction",
                    "a count fell by at most 2 %: the later reading replaced the earlier"},
    WarningCodeInfo{WarningCode::counter_reset, "counter-reset",
                    "a count fell and was read as a counter that restarted"},
    WarningCodeInfo{WarningCode::fall_corrected, "fall-corrected",
                    "a count fell by more than 2 % and the later was trusted"},
    WarningCodeInfo{WarningCode::flat, "flat", "equal counts: the earlier of the two was dropped"},
    WarningCodeInfo{WarningCode::lift_limited, "lift-limited",
                    "an at-least or at-most count was used as typed, because its neighbours leave no room"},
    WarningCodeInfo{WarningCode::unit_slip, "unit-slip",
                    "a count a thousand times the one before: its unit may be missing there"},
    WarningCodeInfo{WarningCode::implausible_count, "implausible-count", "more downloads than there are people"},
    WarningCodeInfo{WarningCode::thinned, "thinned",
                    "more readings than the method can tell apart: some were left out"},
    WarningCodeInfo{WarningCode::late_swarm, "late-swarm",
                    "a swarm was found late: the sum starts where all are known"},
    WarningCodeInfo{WarningCode::sum_ends_early, "sum-ends-early",
                    "a swarm that still grew is not read to the end: the sum ends there"},
    WarningCodeInfo{WarningCode::mangled_info_hash, "mangled-info-hash",
                    "an info-hash in a scrape was written as UTF-8, and put right"},
    WarningCodeInfo{WarningCode::unknown_swarm, "unknown-swarm",
                    "a scrape has nothing about a swarm: no data, not a count of zero"},
    WarningCodeInfo{WarningCode::seeders_as_count, "seeders-as-count",
                    "the completions in a scrape are its seeders of now, so no count at all"},
    WarningCodeInfo{
        WarningCode::question_passed, "question-passed",
        "a horizon or a count that is asked about many series, or of a log that grows, lies behind the last "
        "reading: it was left out"},
    WarningCodeInfo{WarningCode::series_left_out, "series-left-out",
                    "one of many series could not be read, and was left out"},
    WarningCodeInfo{WarningCode::series_too_short, "series-too-short",
                    "one of many series has no reading late enough to be hidden and forecast"},
    WarningCodeInfo{WarningCode::task_left_out, "task-left-out", "a task could not be projected or scored"},
    WarningCodeInfo{WarningCode::truth_left_out, "truth-left-out",
                    "a later count that is in doubt, not after the last reading, or below it, cannot be scored"},
};

/// Standard deviation, in downloads, of a count rounded to its trailing zeros.
double rounding_error(double count) {
  std::uint64_t unit = 1;
  if (count == std::floor(count)) {
    for (auto rest = static_cast<std::uint64_t>(count); rest % 10 == 0; rest /= 10) unit *= 10;
  }
  return static_cast<double>(unit) / std::sqrt(12.0);
}

}  // namespace

std::string_view to_string(Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::exact:
      return "exact";
    case Qualifier::rounded:
      return "rounded";
    case Qualifier::about:
      return "about";
    case Qualifier::at_least:
      return "at_least";
    case Qualifier::at_most:
      return "at_most";
    case Qualifier::stated:
      return "stated";
  }
  assert(false && "a qualifier that is not in the list");
  return {};
}

double Reading::unlifted() const {
  if (qualifier != Qualifier::at_least && qualifier != Qualifier::at_most) return count_used;
  if (count_used == count) return count;  // never lifted, for want of room
  const double had = count_used - make_reading(hours, count, qualifier).count_used;
  return count + had;
}

Reading make_reading(double hours, double count, Qualifier qualifier, double stated_error) {
  assert(std::isfinite(hours));
  assert(count >= 0 && count <= max_count);
  assert(stated_error >= 0 && std::isfinite(stated_error));
  if (count == 0) return {.hours = hours, .qualifier = Qualifier::exact};

  constexpr double bound_error = 0.08;
  Reading reading{.hours = hours, .count = count, .qualifier = qualifier, .count_used = count, .relative_error = 0};
  switch (qualifier) {
    case Qualifier::exact:
      break;
    case Qualifier::rounded:
      reading.relative_error = rounding_error(count) / count;
      break;
    case Qualifier::about:
      reading.relative_error = std::max(rounding_error(count) / count, 0.10);
      break;
    case Qualifier::at_least:  // in elevenths, so that 750,000 gives 825,000 to the last bit
      reading.count_used = count * 11 / 10;
      reading.relative_error = bound_error;
      break;
    case Qualifier::at_most:
      reading.count_used = count * 9 / 10;
      reading.relative_error = bound_error;
      break;
    case Qualifier::stated:
      reading.relative_error = stated_error;
      if (stated_error == 0) reading.qualifier = Qualifier::exact;
      break;
  }
  return reading;
}

std::span<const WarningCodeInfo> warning_codes() { return warning_table; }

std::string_view to_string(WarningCode code) {
  for (const WarningCodeInfo& info : warning_table) {
    if (info.code == code) return info.name;
  }
  assert(false && "a warning code that is not in the table");
  return {};
}

}  // namespace swarmcast
