#include "io/decimal.hpp"

#include <fmt/format.h>

#include <array>
#include <cassert>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <system_error>

#include "base/text.hpp"

namespace swarmcast {
namespace {

std::size_t digits_from(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

/// A number of so few digits that they are a whole number in a double, over a power of ten that is one too: one
/// division then rounds correctly (Clinger, PLDI 1990).
std::optional<double> short_decimal(std::string_view number) {
  constexpr std::array<double, 16> powers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                          1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (number.size() > powers.size()) return std::nullopt;  // 15 digits and a dot
  std::uint64_t digits = 0;
  std::size_t decimals = 0;
  bool past_dot = false;
  for (const char c : number) {
    if (c == '.') {
      past_dot = true;
      continue;
    }
    digits = 10 * digits + static_cast<std::uint64_t>(c - '0');
    decimals += past_dot ? 1U : 0U;
  }
  constexpr std::uint64_t exactly_whole = std::uint64_t{1} << 53U;
  if (digits > exactly_whole) return std::nullopt;
  return static_cast<double>(digits) / powers.at(decimals);
}

}  // namespace

std::size_t decimal_length(std::string_view text) {
  const std::size_t whole = digits_from(text, 0);
  if (whole == text.size() || text[whole] != '.') return whole;
  const std::size_t end = digits_from(text, whole + 1);
  return end > whole + 1 ? end : whole;
}

double decimal_value(std::string_view number, int exponent) {
  assert(!number.empty() && decimal_length(number) == number.size());
  if (exponent == 0) {
    if (const std::optional<double> value = short_decimal(number)) return *value;
  }
  double value = 0;
  std::from_chars_result read{};
  if (exponent == 0) {
    read = std::from_chars(number.data(), number.data() + number.size(), value);
  } else {
    const std::string text = fmt::format("{}e{}", number, exponent);
    read = std::from_chars(text.data(), text.data() + text.size(), value);
  }
  if (read.ec != std::errc::result_out_of_range) return value;
  const std::string_view whole = number.substr(0, number.find('.'));
  const bool large = whole.find_first_not_of('0') != std::string_view::npos;
  return large ? std::numeric_limits<double>::infinity() : 0;
}

}  // namespace swarmcast
