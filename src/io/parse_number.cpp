#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <string>
#include <system_error>

#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

/// e5, E-12 at the start of the text: how long it is, or 0.
std::size_t exponent_length(std::string_view text) {
  if (text.empty() || (text[0] != 'e' && text[0] != 'E')) return 0;
  const std::size_t sign = text.size() > 1 && (text[1] == '+' || text[1] == '-') ? 2 : 1;
  std::size_t end = sign;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end > sign ? end : 0;
}

}  // namespace

Result<double> parse_number(std::string_view text) {
  if (text.empty()) return Error{ErrorCode::bad_count, "a number is missing: write one such as -12.5 or 1.2e3"};
  const bool has_sign = text.front() == '-' || text.front() == '+';
  const std::string_view magnitude = text.substr(has_sign ? 1 : 0);
  const std::size_t digits = decimal_length(magnitude);
  if (digits == 0 || digits + exponent_length(magnitude.substr(digits)) != magnitude.size()) {
    return Error{ErrorCode::bad_count,
                 fmt::format("{} is not a plain number: write one such as -12.5 or 1.2e3, for --any takes no k or M, "
                             "no commas, and no ~ or +",
                             quote(text))};
  }
  double value = 0;
  const auto read = std::from_chars(magnitude.data(), magnitude.data() + magnitude.size(), value);
  if (read.ec != std::errc() || !fit_for_squares(value)) {
    return Error{ErrorCode::bad_count, fmt::format("{} {}", quote(text), out_of_range)};
  }
  return text.front() == '-' ? -value : value;
}

}  // namespace swarmcast
