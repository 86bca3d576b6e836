#include "io/prose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace swarmcast {
namespace {

/// Takes the next word off the text, with the "%" or "%," that may follow it after a space.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::size_t end = std::min(text.find(' '), text.size());
  if (text.substr(end).starts_with(" %")) end = std::min(text.find(' ', end + 1), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

std::string styled(std::string_view text, std::string_view code, bool color) {
  return color ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t columns, std::string_view first) {
  const std::size_t indent = width(first);
  std::string out(first);
  std::size_t used = indent;
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
    const bool line_begins = used == indent;
    if (!line_begins && used + 1 + width(word) > columns) {
      out += '\n';
      out.append(indent, ' ');
      used = indent;
    } else if (!line_begins) {
      out += ' ';
      ++used;
    }
    out += word;
    used += width(word);
  }
  out += '\n';
  return out;
}

std::string entry(std::string_view label, std::string_view text, std::size_t columns) {
  return wrapped(text, columns, fmt::format("  {:<12}", label));
}

std::string bold(std::string_view text, bool color) { return styled(text, "1", color); }

std::string dim(std::string_view text, bool color) { return styled(text, "2", color); }

}  // namespace swarmcast
