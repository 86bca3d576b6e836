#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"
#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

Error bad_level(std::string_view text, std::string_view reason) {
  return {ErrorCode::bad_level, fmt::format("{} {}", quote(text), reason), {}};
}

}  // namespace

Result<std::vector<double>> parse_levels(std::string_view text) {
  std::vector<double> levels;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    const std::string_view item = trim(text.substr(start, comma - start));
    start = comma + 1;
    const std::string_view number = trim(item.ends_with('%') ? item.substr(0, item.size() - 1) : item);
    if (item.empty()) return bad_level(text, "lacks a level: write a list of percentages such as 80,95");
    if (number.empty() || decimal_length(number) != number.size()) {
      return bad_level(item, "is not a level: write percentages such as 80,95");
    }
    const double level = decimal_value(number);
    if (!(level > 0 && level < 100))
      return bad_level(item, "is not a level: a band holds more than 0 and less than 100 percent");
    levels.push_back(level);
  }
  return levels;
}

}  // namespace swarmcast
