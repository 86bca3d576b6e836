#include "io/decimal.hpp"

#include <fmt/format.h>

#include <cassert>
#include <charconv>
#include <limits>
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

}  // namespace

std::size_t decimal_length(std::string_view text) {
  const std::size_t whole = digits_from(text, 0);
  if (whole == text.size() || text[whole] != '.') return whole;
  const std::size_t end = digits_from(text, whole + 1);
  return end > whole + 1 ? end : whole;
}

double decimal_value(std::string_view number, int exponent) {
  assert(!number.empty() && decimal_length(number) == number.size());
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
