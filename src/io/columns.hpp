#pragma once
/// Columns of text side by side, as in a table for a person.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace swarmcast {

struct Column {
  std::string head;
  std::vector<std::string> cells;
  bool to_the_right = true;  // aligned
};

/// Between two columns.
inline constexpr std::string_view column_gap = "   ";

/// Columns of the widest; 0 where there are none.
[[nodiscard]] std::size_t widest(const std::vector<std::string>& cells);

/// A column of ranges, their dashes one below the other. Precondition: as many highs as lows.
[[nodiscard]] Column range_column(std::string head, const std::vector<std::string>& low,
                                  const std::vector<std::string>& high);

/// A line of heads, in bold where there is colour, then one for each row; no line ends in blanks. Precondition: at
/// least one column, all of as many cells.
[[nodiscard]] std::string side_by_side(const std::vector<Column>& columns, bool color, std::string_view indent = {});

/// The same in blocks of at most `width` characters, one below the other with an empty line between, each beginning
/// with the labels: as many of the columns as have room beside them, but one at least.
[[nodiscard]] std::string in_blocks(const std::vector<Column>& labels, const std::vector<Column>& columns,
                                    std::size_t width, std::string_view indent);

}  // namespace swarmcast
