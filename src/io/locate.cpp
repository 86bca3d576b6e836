#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <utility>

#include "io/log.hpp"

namespace swarmcast {

Place locate(std::string_view bytes, std::string_view source, std::size_t offset, std::size_t length) {
  assert(offset + length <= bytes.size());
  const std::string_view before = bytes.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 where there is none
  std::size_t line_end = std::min(bytes.find('\n', offset), bytes.size());
  if (line_end > line_start && bytes[line_end - 1] == '\r') --line_end;

  // Of a long line, what stands around the mark.
  constexpr std::size_t most = 72;
  constexpr std::size_t least_before = 24;
  std::size_t from = line_start;
  if (line_end - line_start > most && offset - line_start > least_before) {
    from = std::min(offset - least_before, std::max(line_end, most) - most);
    from = std::max(from, line_start);
  }
  std::size_t to = std::min(line_end, from + most);
  const auto within_character = [&](std::size_t i) { return (static_cast<unsigned char>(bytes[i]) & 0xC0U) == 0x80U; };
  while (from > line_start && from < offset && within_character(from)) ++from;
  while (to < line_end && to > offset + 1 && within_character(to)) --to;
  Place place{.source = std::string(source),
              .line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
              .column = offset - line_start + 1};
  place.excerpt = bytes.substr(from, to > from ? to - from : 0);
  place.mark = std::min(offset - from, place.excerpt.size());
  place.marked = std::max<std::size_t>(1, std::min(length, place.excerpt.size() - place.mark));
  return place;
}

Error placed(Error error, std::string_view bytes, std::string_view source, std::string_view part) {
  constexpr std::size_t longest = std::numeric_limits<std::uint32_t>::max();
  const auto offset = static_cast<std::size_t>(part.data() - bytes.data());
  error.place = locate(bytes, source, offset, part.size());
  error.origin = {.offset = offset, .length = static_cast<std::uint32_t>(std::min(part.size(), longest))};
  return error;
}

}  // namespace swarmcast
