#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace swarmcast {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  ///< 0: the first byte does not begin valid UTF-8
};

/// The first character of a text that is not empty. Overlong forms, surrogates and values past U+10FFFF are invalid.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (overlong || surrogate || code > 0x10FFFF) return {};
  return {code, bytes};
}

bool harmless(char32_t code) {
  const auto within = [code](char32_t low, char32_t high) { return code >= low && code <= high; };
  const bool control = code < 0x20 || within(0x7F, 0x9F) || within(0x2028, 0x2029);
  const bool bidirectional =
      code == 0x061C || within(0x200E, 0x200F) || within(0x202A, 0x202E) || within(0x2066, 0x2069);
  return !control && !bidirectional;
}

/// Moves the first character of `rest` to `out`, replaced where it could do harm.
void move_character(std::string_view& rest, std::string& out) {
  const Character character = first_character(rest);
  const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
  out += character.bytes > 0 && harmless(character.code) ? rest.substr(0, bytes) : replacement;
  rest.remove_prefix(bytes);
}

/// What a reader takes for one character: a letter with its accents, a family of emoji.
struct Cluster {
  std::size_t bytes = 0;
  std::size_t columns = 0;
};

/// Takes the first cluster off a printable text that is not empty.
Cluster take_cluster(std::string_view& rest) {
  Cluster cluster;
  utf8proc_int32_t state = 0;
  char32_t before = 0;
  while (!rest.empty()) {
    const Character character = first_character(rest);
    const auto code = static_cast<utf8proc_int32_t>(character.code);
    const bool starts_another =
        cluster.bytes > 0 && utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(before), code, &state);
    if (starts_another) break;
    const std::size_t bytes = std::max<std::size_t>(character.bytes, 1);
    cluster.bytes += bytes;
    constexpr char32_t emoji_presentation = 0xFE0F;
    const auto columns = static_cast<std::size_t>(std::max(utf8proc_charwidth(code), 0));
    cluster.columns = std::max(cluster.columns, character.code == emoji_presentation ? 2 : columns);
    rest.remove_prefix(bytes);
    before = character.code;
  }
  return cluster;
}

constexpr std::size_t longest_name = 40;

/// Optimal string alignment distance. Precondition: neither is longer than longest_name.
std::size_t distance(std::string_view a, std::string_view b) {
  using Row = std::array<std::size_t, longest_name + 1>;
  Row before{};
  Row above{};
  Row row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before = above;
    above = row;
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto same = [&](std::size_t x, std::size_t y) { return to_lower(a[x - 1]) == to_lower(b[y - 1]); };
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same(i, j) ? 0U : 1U)});
      if (i > 1 && j > 1 && same(i, j - 1) && same(i - 1, j)) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_lower(x) == to_lower(y); });
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t size = first_character(bytes).bytes;
    if (size == 0) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) move_character(bytes, out);
  return out;
}

std::string quote(std::string_view bytes) {
  constexpr int longest = 60;
  std::string out = "\"";
  for (int i = 0; i < longest && !bytes.empty(); ++i) move_character(bytes, out);
  out += bytes.empty() ? "\"" : "...\"";
  return out;
}

std::size_t width(std::string_view printable) {
  std::size_t columns = 0;
  while (!printable.empty()) columns += take_cluster(printable).columns;
  return columns;
}

std::string shortened(std::string_view printable, std::size_t columns) {
  constexpr std::string_view dots = "...";
  std::string_view rest = printable;
  std::size_t used = 0;
  std::size_t fits_with_dots = 0;  // bytes
  while (!rest.empty()) {
    used += take_cluster(rest).columns;
    if (used + dots.size() <= columns) fits_with_dots = printable.size() - rest.size();
    if (used > columns) return std::string(printable.substr(0, fits_with_dots)).append(dots.substr(0, columns));
  }
  return std::string(printable);
}

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > longest_name) return std::nullopt;
  std::optional<std::string_view> found;
  std::size_t too_far = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > longest_name) continue;
    const std::size_t here = distance(word, candidate);
    if (here < too_far) {
      too_far = here;
      found = candidate;
    }
  }
  return found;
}

}  // namespace swarmcast
