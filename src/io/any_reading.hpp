#pragma once
/// Readings whose values may be numbers of any kind: ReadOptions::any_number.

#include <cmath>
#include <string_view>

#include "swarmcast/read.hpp"

namespace swarmcast {

/// Whether sums of squares of such numbers stay within the range of doubles.
[[nodiscard]] inline bool fit_for_squares(double number) {
  return number == 0 || (std::abs(number) >= 1e-100 && std::abs(number) <= 1e100);
}

inline constexpr std::string_view out_of_range =
    "is out of range: numbers are 0, or from 1e-100 to 1e100, or the same below 0";

/// A reading of that very number.
[[nodiscard]] inline Reading exact_reading(double hours, double number) {
  return {.hours = hours, .count = number, .qualifier = Qualifier::exact, .count_used = number};
}

/// The reading of a count or, where it may be any, of a number.
[[nodiscard]] inline Result<Reading> reading_of(double hours, std::string_view text, bool any_number) {
  if (any_number) {
    const Result<double> number = parse_number(text);
    if (!number) return number.error();
    return exact_reading(hours, *number);
  }
  const Result<Count> count = parse_count(text);
  if (!count) return count.error();
  return make_reading(hours, count->count, count->qualifier, count->stated_error);
}

}  // namespace swarmcast
