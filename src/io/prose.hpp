#pragma once
/// Sentences on a terminal: wrapped at its width, bold or dim where it can.

#include <cstddef>
#include <string>
#include <string_view>

namespace swarmcast {

/// The text in lines of at most `columns` characters, each ending in a newline: the first begins with `first`, the
/// others with as many spaces. A word longer than a line stands alone; a percent sign is never parted from its number.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns, std::string_view first = {});

/// "  label       text", wrapped, the text below itself.
[[nodiscard]] std::string entry(std::string_view label, std::string_view text, std::size_t columns);

/// Bold or dim by ANSI codes, or the text itself.
[[nodiscard]] std::string bold(std::string_view text, bool color);
[[nodiscard]] std::string dim(std::string_view text, bool color);

}  // namespace swarmcast
