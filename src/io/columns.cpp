#include "io/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "io/prose.hpp"

namespace swarmcast {
namespace {

std::size_t size_of(const Column& column) { return std::max(width(column.head), widest(column.cells)); }

/// With blanks until it has so many columns.
std::string padded(const std::string& cell, std::size_t size, bool to_the_right) {
  const std::string blanks(size - width(cell), ' ');
  return to_the_right ? blanks + cell : cell + blanks;
}

}  // namespace

std::size_t widest(const std::vector<std::string>& cells) {
  std::size_t most = 0;
  for (const std::string& cell : cells) most = std::max(most, width(cell));
  return most;
}

Column range_column(std::string head, const std::vector<std::string>& low, const std::vector<std::string>& high) {
  Column column{std::move(head), {}, false};
  const std::size_t low_width = widest(low);
  for (std::size_t i = 0; i < low.size(); ++i) {
    column.cells.push_back(fmt::format("{:>{}} - {}", low[i], low_width, high[i]));
  }
  return column;
}

std::string side_by_side(const std::vector<Column>& columns, bool color, std::string_view indent) {
  const std::size_t rows = columns.front().cells.size();
  std::vector<std::string> lines(rows + 1, std::string(indent));
  for (const Column& column : columns) {
    const std::size_t size = size_of(column);
    for (std::size_t i = 0; i <= rows; ++i) {
      const std::string& cell = i == 0 ? column.head : column.cells[i - 1];
      if (&column != &columns.front()) lines[i] += column_gap;
      lines[i] += padded(cell, size, column.to_the_right);
    }
  }
  for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
  lines.front() = bold(lines.front(), color);
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

std::string in_blocks(const std::vector<Column>& labels, const std::vector<Column>& columns, std::size_t width,
                      std::string_view indent) {
  std::size_t start = indent.size();
  for (const Column& label : labels) start += size_of(label) + (&label == &labels.front() ? 0 : column_gap.size());
  std::string out;
  std::vector<Column> block = labels;
  std::size_t used = start;
  for (const Column& column : columns) {
    const std::size_t size = column_gap.size() + size_of(column);
    if (block.size() > labels.size() && used + size > width) {
      out += side_by_side(block, false, indent) + '\n';
      block = labels;
      used = start;
    }
    block.push_back(column);
    used += size;
  }
  return out + side_by_side(block, false, indent);
}

}  // namespace swarmcast
