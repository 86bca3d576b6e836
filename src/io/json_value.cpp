#include "io/json_value.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/clock_time.hpp"
#include "io/decimal.hpp"

namespace swarmcast {
namespace {

using Kind = JsonToken::Kind;

// As for texts, in parse_time.cpp and parse_count.cpp.
constexpr double shortest_hours = 1e-9;
constexpr double smallest_count = 1e-9;

constexpr double least_unix_seconds = 1e8;  // 1973
constexpr double end_unix_seconds = 1e11;   // beyond, even of milliseconds

Error refusal(ErrorCode code, const JsonToken& token, std::string_view reason) {
  return {code, fmt::format("{} {}", described(token), reason)};
}

std::string unquoted(const std::string& quoted) { return quoted.substr(1, quoted.size() - 2); }

}  // namespace

std::string described(const JsonToken& token) {
  switch (token.kind) {
    case Kind::object:
      return "an object";
    case Kind::list:
      return "a list";
    case Kind::key:
    case Kind::text:
      return quote(token.text);
    case Kind::number:
      return unquoted(quote(token.part));
    case Kind::end:
    case Kind::truth:
    case Kind::null:
      break;
  }
  return std::string(token.part);  // a word or a bracket of JSON's own
}

Result<double> json_hours(const JsonToken& token, double hours_per_unit) {
  if (token.kind != Kind::number) {
    return refusal(
        ErrorCode::bad_time, token,
        "is not a number: \"hours\" and \"days\" are numbers, and \"time\" is one of hours or a text such as "
        "\"1d12h\"");
  }
  const double hours = token.number * hours_per_unit;
  if (hours < 0) {
    return refusal(ErrorCode::bad_time, token, "lies before the release: times count from it, so they are not below 0");
  }
  if (hours == 0) return 0.0;  // of -0 too
  if (hours < shortest_hours) {
    return refusal(ErrorCode::bad_time, token, "is too short: times are at least a billionth of an hour");
  }
  if (token.number >= least_unix_seconds && token.number < end_unix_seconds) {
    return refusal(ErrorCode::bad_time, token,
                   "is a hundred centuries or more: if it counts seconds since 1970, call it \"timestamp\", or write "
                   "\"@1419516000\"");
  }
  if (!(hours <= longest_hours)) {
    return refusal(ErrorCode::bad_time, token, "is too long: times are at most a billion hours");
  }
  return hours;
}

Result<TimeText> json_time(const JsonToken& token) {
  if (token.kind == Kind::text) return parse_time(token.text);
  if (token.kind != Kind::number) {
    return refusal(ErrorCode::bad_time, token,
                   "is not a time: write a number of hours, or a text such as \"1d12h\" or \"2014-12-25T14:00Z\"");
  }
  const Result<double> hours = json_hours(token);
  if (!hours) return hours.error();
  return TimeText{.hours = *hours};
}

Result<ClockTime> json_clock_time(const JsonToken& token) {
  if (token.kind == Kind::number) return unix_time(token.part, token.number);
  if (token.kind != Kind::text) {
    return refusal(ErrorCode::bad_time, token,
                   "is not a clock time: write a text such as \"2014-12-25T14:00Z\", or seconds since 1970");
  }
  if (!token.text.empty() && decimal_length(token.text) == token.text.size()) {
    return unix_time(token.text, decimal_value(token.text));
  }
  return parse_clock_time(token.text);
}

Result<Count> json_count(const JsonToken& token) {
  if (token.kind == Kind::text) return parse_count(token.text);
  if (token.kind != Kind::number) {
    return refusal(ErrorCode::bad_count, token,
                   "is not a count: write a number, or a text such as \"200k\" or \"750k+\"");
  }
  const double count = token.number;
  if (count < 0) {
    return refusal(ErrorCode::bad_count, token, "is below zero: a count of downloads cannot be negative");
  }
  if (count == 0) return Count{.count = 0, .qualifier = Qualifier::exact};
  if (count < smallest_count) {
    return refusal(ErrorCode::bad_count, token, "is too small: counts are at least a billionth");
  }
  if (count > max_count) {
    return refusal(ErrorCode::bad_count, token, "is too large: counts go up to 1,000,000B (10^15)");
  }
  return Count{.count = count};
}

Result<double> json_any_number(const JsonToken& token) {
  if (token.kind == Kind::text) return parse_number(token.text);
  if (token.kind != Kind::number)
    return refusal(ErrorCode::bad_count, token, "is not a number: write one such as -12.5");
  if (!fit_for_squares(token.number)) return refusal(ErrorCode::bad_count, token, out_of_range);
  return token.number;
}

}  // namespace swarmcast
