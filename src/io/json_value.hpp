#pragma once
/// What a value in JSON says: a time, a count. Errors are not placed yet; they are about the whole of the token.

#include <string>

#include "io/json_scanner.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {

/// The longest time, as parse_duration() has it.
inline constexpr double longest_hours = 1e9;

/// For errors: "200k" in quotes, `-3`, `null`, `a list`.
[[nodiscard]] std::string described(const JsonToken& token);

/// A number of units of so many hours. As parse_duration(), but 0 is as good as any. Error: `bad_time`.
[[nodiscard]] Result<double> json_hours(const JsonToken& token, double hours_per_unit = 1);

/// A number of hours, or a text for parse_time().
[[nodiscard]] Result<TimeText> json_time(const JsonToken& token);

/// Unix seconds as a number or as digits in a text, or a text for parse_clock_time().
[[nodiscard]] Result<ClockTime> json_clock_time(const JsonToken& token);

/// A number, rounded to its trailing zeros, or a text for parse_count().
[[nodiscard]] Result<Count> json_count(const JsonToken& token);

/// A number of any kind, or a text for parse_number(). Error: `bad_count`.
[[nodiscard]] Result<double> json_any_number(const JsonToken& token);

}  // namespace swarmcast
