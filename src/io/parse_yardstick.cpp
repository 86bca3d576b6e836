#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/text.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

Error bad_yardstick(std::string_view text, std::string_view reason) {
  return {ErrorCode::bad_yardstick, fmt::format("{} {}", quote(text), reason), {}};
}

}  // namespace

Result<Yardstick> parse_yardstick(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view number = trim(text.substr(0, colon));
  if (colon == text.npos || number.empty()) {
    return bad_yardstick(text, "is not a yardstick: write NUMBER:LABEL, such as 152000:ratings");
  }
  const std::string_view label = trim(text.substr(colon + 1));
  if (label.empty()) {
    return bad_yardstick(text, "does not say what it is a number of: write NUMBER:LABEL, such as 152000:ratings");
  }
  const Result<double> count = parse_plain_count(number);
  if (!count) {
    Error error = count.error();
    error.origin = {static_cast<std::uint64_t>(number.data() - text.data()), static_cast<std::uint32_t>(number.size())};
    return error;
  }
  if (*count == 0)
    return bad_yardstick(text, "is no yardstick: nothing is a multiple of 0, so write a number above it");
  return Yardstick{*count, std::string(label)};
}

}  // namespace swarmcast
