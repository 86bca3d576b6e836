#pragma once
/// Decimal numbers as people type them: digits with at most one dot. No sign, no exponent, no infinity, no locale.

#include <cstddef>
#include <string_view>

namespace swarmcast {

/// How much of the text is a decimal number at its start: 4 of "1.5M", 0 of "k". A dot at the very end is not part of
/// it.
[[nodiscard]] std::size_t decimal_length(std::string_view text);

/// The number times 10^exponent, correctly rounded, so that 1.1M is 1100000 to the last bit; 0 or inf where a double
/// cannot hold it. Precondition: decimal_length(number) == number.size() > 0.
[[nodiscard]] double decimal_value(std::string_view number, int exponent = 0);

}  // namespace swarmcast
