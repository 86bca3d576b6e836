#pragma once
/// What has been counted: readings of a cumulative count, and the rules that turn counts as people write them into
/// counts a model can use (docs/method.md, "Readings that are not exact numbers").
///
/// Start here: make_reading() for one reading, make_series() for a checked series, project() in projection.hpp.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// How a count was stated.
enum class Qualifier : std::uint8_t {
  exact,     ///< 200k±0: no rounding
  rounded,   ///< 200k: rounded to its trailing zeros
  about,     ///< ~200k: within 10 % or so
  at_least,  ///< 750k+: "surpassed 750,000"
  at_most,   ///< 750k-: "less than 750,000"
  stated,    ///< 200k±10%: the error is given
};

[[nodiscard]] std::string_view to_string(Qualifier qualifier);

/// Largest count accepted: above it a double no longer holds every whole number with room to spare.
inline constexpr double max_count = 1e15;

/// One cumulative count at one time. Make it with make_reading(), which fills count_used and relative_error.
struct Reading {
  double hours = 0;  ///< since release; finite. In a Series positive
  double count = 0;  ///< downloads as typed, in [0, max_count], or a sum of such. In a Series positive
  Qualifier qualifier = Qualifier::rounded;  ///< how the count was stated
  double count_used = 0;                     ///< downloads the model sees: lifted for at_least, lowered for at_most
  double relative_error = 0;                 ///< standard deviation of the count, over count_used
  Origin origin = {};                        ///< where it was read, for errors and warnings

  /// True when the count itself, not only its rounding, is in doubt, so that a projection must not start exactly there.
  [[nodiscard]] bool uncertain() const { return qualifier != Qualifier::exact && qualifier != Qualifier::rounded; }

  /// Downloads without the lift of a "750k+" or "750k-": as typed, with what a counter had before it restarted.
  [[nodiscard]] double unlifted() const;

  /// Equal in what they say, wherever they were read.
  friend bool operator==(const Reading& a, const Reading& b) {
    return a.hours == b.hours && a.count == b.count && a.qualifier == b.qualifier && a.count_used == b.count_used &&
           a.relative_error == b.relative_error;
  }
};

/// A reading with its rounding or stated error worked out.
///
/// A plain count is taken as rounded to its trailing zeros: unit u = the largest power of ten that divides it (1 where
/// it is not a whole number), standard deviation u / sqrt(12).
///   about     relative s.d. max(rounding, 10 %)
///   at_least  count_used = 1.1 count, relative s.d. 8 %
///   at_most   count_used = 0.9 count, relative s.d. 8 %
///   stated    relative s.d. = stated_error (a fraction, > 0; 0 means exact)
///   exact     0
/// A count of 0 is exact. Precondition: hours finite, 0 <= count <= max_count, stated_error >= 0 (used for `stated`
/// alone).
[[nodiscard]] Reading make_reading(double hours, double count, Qualifier qualifier = Qualifier::rounded,
                                   double stated_error = 0);

/// Something worth knowing that did not stop the work.
enum class WarningCode : std::uint8_t {
  readings_sorted,    ///< the readings were not in order of time
  nothing_yet,        ///< a count of 0, or a reading of 0 at or before the release, was left out
  duplicate,          ///< the same reading stood there twice
  correction,         ///< a count fell by at most 2 %: the later reading replaced the earlier
  counter_reset,      ///< a count fell and was read as a counter that restarted (FallPolicy::reset)
  fall_corrected,     ///< a count fell by more than 2 % and the later was trusted (FallPolicy::correct)
  flat,               ///< equal counts: the earlier of the two was dropped
  lift_limited,       ///< a "750k+" or "750k-" was used as typed, because its neighbours leave no room
  unit_slip,          ///< a count a thousand times the one before: its unit may be missing there
  implausible_count,  ///< more downloads than there are people
  thinned,            ///< more readings than the method can tell apart: some were left out
  late_swarm,         ///< a swarm was found late: the sum starts where all are known
  sum_ends_early,     ///< a swarm that still grew is not read to the end: the sum ends there
  mangled_info_hash,  ///< a scrape's info-hash was written as UTF-8, and put right
  unknown_swarm,      ///< a scrape has nothing about a swarm: no data, not a count of zero
  seeders_as_count,   ///< a scrape's completions are its seeders of now, so no count at all
  question_passed,    ///< a horizon or a count asked about many series, or of a log that grows, lies behind the last
                      ///< reading: it was left out
  series_left_out,    ///< one of many series could not be read, and was left out
  series_too_short,   ///< one of many series has no reading late enough to be hidden and forecast
  task_left_out,      ///< a task could not be projected or scored
  truth_left_out,     ///< a later count that is in doubt, not after the last reading, or below it, cannot be scored
};

struct Warning {
  WarningCode code;
  std::string text;    ///< a sentence that names the readings
  Origin origin = {};  ///< of the first reading it is about
  Place place = {};    ///< the same, once its reader has looked it up

  friend bool operator==(const Warning&, const Warning&) = default;
};

/// One row of the table of warnings: the only place where their names and meanings are written.
struct WarningCodeInfo {
  WarningCode code;
  std::string_view name;     ///< kebab-case, stable, part of the JSON output
  std::string_view meaning;  ///< one phrase, as in docs/errors.md
};

[[nodiscard]] std::span<const WarningCodeInfo> warning_codes();
[[nodiscard]] std::string_view to_string(WarningCode code);

/// What a count that falls by more than 2 % means.
enum class FallPolicy : std::uint8_t {
  refuse,   ///< an error that names both readings
  correct,  ///< the later reading is right: the earlier ones above it are dropped
  reset,    ///< the counter restarted: what it had is added to everything after
};

/// An instant, and the clock it was read from.
struct ClockTime {
  double unix_seconds = 0;  ///< since 1970-01-01T00:00Z, leap seconds not counted; of the years 1 to 9999
  int offset_minutes = 0;   ///< of that clock, east of UTC; inside (-24 h, 24 h)

  friend bool operator==(const ClockTime&, const ClockTime&) = default;
};

/// One of the swarms whose counts were added up to a title's.
struct Swarm {
  std::string name;
  double first_hours = 0;  ///< since release, of its first and last reading
  double last_hours = 0;
  double count = 0;     ///< downloads in its last reading
  bool joined = false;  ///< not there in the first round of readings: a better copy, perhaps

  friend bool operator==(const Swarm&, const Swarm&) = default;
};

/// A release and its readings, ready for a model: at least one, times strictly increasing and > since_hours, count_used
/// strictly increasing and > 0. make_series() is the way to get one.
struct Series {
  std::string id{};                    ///< empty when the series has none
  std::string title{};                 ///< empty when the series has none; any bytes
  std::optional<ClockTime> release{};  ///< where it is known
  double since_hours = 0;              ///< after the release: when counting began, at 0
  std::vector<Reading> readings{};
  std::vector<Swarm> swarms{};      ///< whose counts were added up; empty: one counter
  std::vector<Warning> warnings{};  ///< what was done to the readings as given
};

/// The most readings a Series holds. More are thinned to the last of each of so many equal steps of log time.
inline constexpr std::size_t most_readings = 512;

/// How readings are to be taken.
struct SeriesOptions {
  FallPolicy on_fall = FallPolicy::refuse;
  double since_hours = 0;   ///< after the release: when counting began, at 0
  bool increments = false;  ///< counts are those of the interval since the reading before, not cumulative
};

/// Sorts and checks readings, in any order as given, and applies the rules for counts that fall, repeat or contradict a
/// "750k+". Readings of 0 are left out. An error names the readings at fault: `no_readings`, `repeated_time`,
/// `falling_count`, and `bad_time` for downloads before counting began.
[[nodiscard]] Result<Series> make_series(std::vector<Reading> readings, const SeriesOptions& options = {});

}  // namespace swarmcast
