#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

// Far below any count in any unit; down there its relative rounding error would overflow.
constexpr double smallest_count = 1e-9;

constexpr std::size_t most_digits = 16;  // of max_count

constexpr std::string_view forms =
    "is not a count: write 200000, 200k, 1.5M, 2B, ~200k (about), 750k+ (at least), 750k- (at most) or 200k+-10%";

Error bad_count(std::string_view text, std::string_view reason) {
  return {ErrorCode::bad_count, fmt::format("{} {}", quote(text), reason), {}};
}

/// What most counts are, read at once: digits alone, few enough to be exact in a double, and not all of them 0.
std::optional<double> plain_digits(std::string_view text) {
  if (text.size() >= most_digits) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = 10 * value + static_cast<std::uint64_t>(c - '0');
  }
  if (value == 0) return std::nullopt;
  return static_cast<double>(value);
}

bool take(std::string_view& rest, std::string_view prefix) {
  if (!rest.starts_with(prefix)) return false;
  rest.remove_prefix(prefix.size());
  return true;
}

/// 200,000: one to three digits, then groups of exactly three.
bool well_grouped(std::string_view whole) {
  std::size_t group = whole.find(',');
  if (group < 1 || group > 3) return false;
  for (; group < whole.size(); group += 4) {
    const std::size_t end = std::min(whole.find(',', group + 1), whole.size());
    if (whole[group] != ',' || end != group + 4) return false;
  }
  return true;
}

/// The digits and dots, and the power of ten, of a count: what stands between "~" and "+".
struct Magnitude {
  std::string number;
  int exponent = 0;
};

/// 200.000 is two hundred thousand to some and two hundred to others.
Error ambiguous(std::string_view text, const std::string& number, std::string_view whole, std::string_view decimals) {
  const double with_point = decimal_value(number);
  const double without_point = decimal_value(fmt::format("{}{}", whole, decimals));
  const bool is_whole = with_point == std::floor(with_point);
  return {ErrorCode::ambiguous_count,
          fmt::format("{} could mean {} or {}: write {} or {}", quote(text), full_count(without_point),
                      full_count(with_point), without_point, is_whole ? fmt::format("{}", with_point) : number + '0'),
          {}};
}

/// Takes the magnitude off the front of `rest`; `text` is the whole count, for errors.
Result<Magnitude> take_magnitude(std::string_view text, std::string_view& rest) {
  const std::string_view token = rest.substr(0, std::min(rest.find_first_not_of("0123456789.,"), rest.size()));
  rest.remove_prefix(token.size());
  const std::size_t dot = std::min(token.find('.'), token.size());
  const std::string_view whole = token.substr(0, dot);
  const std::string_view decimals = dot < token.size() ? token.substr(dot + 1) : std::string_view();
  if (token.find_first_of("0123456789") == token.npos) return bad_count(text, forms);

  const bool has_commas = whole.find(',') != whole.npos;
  if (decimals.find_first_of(".,") != decimals.npos || (has_commas && !well_grouped(whole))) {
    return bad_count(
        text, "is not a count: commas go between groups of three digits (200,000), one dot before decimals (1.5M)");
  }
  if (dot + 1 == token.size()) return bad_count(text, "is not a count: digits are missing after the dot");

  Magnitude magnitude;
  for (const char c : token) {
    if (c != ',') magnitude.number += c;
  }
  if (take(rest, "k") || take(rest, "K")) {
    magnitude.exponent = 3;
  } else if (take(rest, "M")) {
    magnitude.exponent = 6;
  } else if (take(rest, "B")) {
    magnitude.exponent = 9;
  } else if (rest == "m" || rest.starts_with("m+") || rest.starts_with("m-")) {
    return bad_count(
        text, fmt::format("is unclear: m means a thousand to some and a million to others, so write {0}k or {0}M",
                          magnitude.number.substr(0, 20)));
  } else if (decimals.size() == 3 && !whole.empty() && whole.size() <= most_digits && !has_commas) {
    return ambiguous(text, magnitude.number, whole, decimals);
  }
  return magnitude;
}

/// What follows "±": P%, or 0. Fills the qualifier and the stated error.
Result<Count> with_stated_error(std::string_view text, std::string_view error, Count count) {
  const bool percent = error.ends_with('%');
  if (percent) error.remove_suffix(1);
  if (error.empty() || decimal_length(error) != error.size()) {
    return bad_count(text,
                     "lacks a number after the ±: write an error in percent, such as 200k+-10%, or +-0 for exact");
  }
  const double value = decimal_value(error);
  const double fraction = value / 100;
  if (fraction == 0) {
    count.qualifier = Qualifier::exact;
    return count;
  }
  if (!percent)
    return bad_count(text, "gives its error without a percent sign: write it in percent, such as 200k+-10%");
  if (!(value < 100)) return bad_count(text, "has too large an error: it must stay below 100 %");
  count.qualifier = Qualifier::stated;
  count.stated_error = fraction;
  return count;
}

}  // namespace

Result<Count> parse_count(std::string_view text) {
  if (text.empty()) return Error{ErrorCode::bad_count, "a count is missing: write 200k, 1.5M or 750k+", {}};
  if (const std::optional<double> digits = plain_digits(text)) return Count{.count = *digits};
  std::string_view rest = text;
  const bool about = take(rest, "~");
  if (rest.starts_with('-')) return bad_count(text, "is below zero: a count of downloads cannot be negative");

  const Result<Magnitude> magnitude = take_magnitude(text, rest);
  if (!magnitude) return magnitude.error();
  Count count{.count = decimal_value(magnitude->number, magnitude->exponent)};
  if (count.count == 0) {
    if (about || !rest.empty()) return bad_count(text, "says how far off a count of nothing is: write 0 alone");
    count.qualifier = Qualifier::exact;
    return count;
  }
  if (count.count < smallest_count) return bad_count(text, "is too small: counts are at least a billionth");
  if (count.count > max_count) return bad_count(text, "is too large: counts go up to 1,000,000B (10^15)");

  if (about) count.qualifier = Qualifier::about;
  if (rest.empty()) return count;
  const bool stated = rest.starts_with("+-") || rest.starts_with("±");
  if (about && (stated || rest == "+" || rest == "-")) {
    return bad_count(text, "says two things about its error: write ~200k, 750k+ or 200k+-10%, not a mixture");
  }
  if (rest == "+") {
    count.qualifier = Qualifier::at_least;
    return count;
  }
  if (rest == "-") {
    count.qualifier = Qualifier::at_most;
    return count;
  }
  if (take(rest, "+-") || take(rest, "±")) return with_stated_error(text, rest, count);
  return bad_count(text, forms);
}

Result<double> parse_plain_count(std::string_view text) {
  const Result<Count> count = parse_count(text);
  if (!count) return count.error();
  if (count->count > 0 && count->qualifier != Qualifier::rounded) {
    return bad_count(text, "is not a plain count: write one such as 2M, without ~, +, - or ±");
  }
  return count->count;
}

Result<Reading> parse_reading(std::string_view text, const std::optional<ClockTime>& release, bool any_number) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) {
    return Error{ErrorCode::bad_reading,
                 fmt::format("{} is not a reading: write TIME=COUNT, such as 10h=200k", quote(text)),
                 {}};
  }
  const Result<TimeText> time = parse_time(text.substr(0, equals));
  if (!time) return time.error();
  const Result<double> hours = time->since(release);
  if (!hours) return hours.error();
  return reading_of(*hours, text.substr(equals + 1), any_number);
}

}  // namespace swarmcast
