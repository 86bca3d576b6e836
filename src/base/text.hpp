#pragma once
/// Text that may come from anywhere: made safe to print, measured, and compared with what was probably meant.
/// Letters and digits are those of ASCII, whatever the locale.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace swarmcast {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

[[nodiscard]] constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The text without spaces, tabs and carriage returns at either end.
[[nodiscard]] std::string_view trim(std::string_view text);

/// True when the two differ in the case of letters at most.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Valid UTF-8 that cannot move the cursor, reorder the line or break it: controls (C0, C1, DEL), bidirectional
/// controls, line and paragraph separators, and every byte that is not UTF-8 become U+FFFD, one for each.
[[nodiscard]] std::string printable(std::string_view bytes);

/// The printable text in double quotes, cut to 60 characters with "...", so that a huge token does not flood the
/// terminal.
[[nodiscard]] std::string quote(std::string_view bytes);

/// Columns that a printable text takes on a terminal: two for characters of East Asian width and emoji, none for those
/// that combine with the one before.
[[nodiscard]] std::size_t width(std::string_view printable);

/// As much of the front of a printable text as has room in so many columns; "..." takes the place of the rest, where
/// there is room for it. Characters stay whole, with all that combines with them.
[[nodiscard]] std::string shortened(std::string_view printable, std::size_t columns);

/// The candidate that a mistyped word was probably meant to be: the first of those fewest insertions, deletions,
/// replacements and swaps of neighbours away, at most a third of the word's length (at least one). Case does not count.
/// A word longer than any name is near nothing, so that a hostile one costs nothing.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view word,
                                                      std::span<const std::string_view> candidates);

}  // namespace swarmcast
