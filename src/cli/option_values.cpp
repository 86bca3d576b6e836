#include "cli/option_values.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/text.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {

std::vector<std::string> split_list(std::string_view list) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= list.size();) {
    const auto end = std::min(list.find(',', start), list.size());
    parts.emplace_back(trim(list.substr(start, end - start)));
    start = end + 1;
  }
  return parts;
}

Error at_text(Error error, std::string source, std::string_view text) {
  const auto part = error.origin.length > 0 ? error.origin : Origin{0, static_cast<std::uint32_t>(text.size()), 0};
  const auto offset = std::min<std::size_t>(part.offset, text.size());
  error.place = locate(text, {}, offset, std::min<std::size_t>(part.length, text.size() - offset));
  error.place.source = std::move(source);
  error.place.line = error.place.column = 0;  // one line is all there is
  return error;
}

Error at_option(const Error& error, const Option& option, const std::string& value) {
  return at_text(error, std::string(option.name), value);
}

Error place_at(Error error, std::string source) {
  if (error.place.source.empty()) error.place = {.source = std::move(source)};
  return error;
}

}  // namespace swarmcast::cli
