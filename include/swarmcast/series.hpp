#pragma once
/// What has been counted: readings of a cumulative count, and the rules that turn counts as people write them into
/// counts a model can use (docs/method.md, "Readings that are not exact numbers").
///
/// Start here: make_reading() for one reading, make_series() for a checked series, project() in projection.hpp.

#include <cstdint>
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

/// One cumulative count at one time. Make it with make_reading(), which fills the last two members.
struct Reading {
  double hours = 0;                          ///< since release; positive and finite
  double count = 0;                          ///< downloads as typed, in (0, max_count]
  Qualifier qualifier = Qualifier::rounded;  ///< how the count was stated
  double count_used = 0;                     ///< downloads the model sees: lifted for at_least, lowered for at_most
  double relative_error = 0;                 ///< standard deviation of the count, over count_used

  /// True when the count itself, not only its rounding, is in doubt, so that a projection must not start exactly there.
  [[nodiscard]] bool uncertain() const { return qualifier != Qualifier::exact && qualifier != Qualifier::rounded; }

  friend bool operator==(const Reading&, const Reading&) = default;
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
/// Precondition: hours > 0, 0 < count <= max_count, stated_error >= 0 (used for `stated` alone).
[[nodiscard]] Reading make_reading(double hours, double count, Qualifier qualifier = Qualifier::rounded,
                                   double stated_error = 0);

/// Something worth knowing that did not stop the work.
enum class WarningCode : std::uint8_t {
  readings_sorted,  ///< the readings were not in order of time
  correction,       ///< a count fell by at most 2 %: the later reading replaced the earlier
  counter_reset,    ///< a count fell and was read as a counter that restarted (FallPolicy::reset)
  fall_corrected,   ///< a count fell by more than 2 % and the later was trusted (FallPolicy::correct)
  flat,             ///< equal counts: the earlier of the two was dropped
  lift_limited,     ///< a "750k+" or "750k-" was used as typed, because its neighbours leave no room
};

struct Warning {
  WarningCode code;
  std::string text;  ///< a sentence that names the readings

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

/// A release and its readings, ready for a model: at least one, times strictly increasing and > 0, count_used strictly
/// increasing and > 0. make_series() is the way to get one.
struct Series {
  std::string id;     ///< empty when the series has none
  std::string title;  ///< empty when the series has none; any bytes
  std::vector<Reading> readings;
  std::vector<Warning> warnings;  ///< what make_series() did to the readings as given
};

/// Sorts and checks readings, in any order as given, and applies the rules for counts that fall, repeat or contradict a
/// "750k+". An error names the readings at fault (`no_readings`, `repeated_time`, `falling_count`).
[[nodiscard]] Result<Series> make_series(std::vector<Reading> readings, FallPolicy on_fall = FallPolicy::refuse);

}  // namespace swarmcast
