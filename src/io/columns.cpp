#include "io/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "io/prose.hpp"

namespace swarmcast {

std::size_t widest(const std::vector<std::string>& cells) {
  std::size_t most = 0;
  for (const std::string& cell : cells) most = std::max(most, cell.size());
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
    const std::size_t size = std::max(column.head.size(), widest(column.cells));
    for (std::size_t i = 0; i <= rows; ++i) {
      const std::string& cell = i == 0 ? column.head : column.cells[i - 1];
      if (&column != &columns.front()) lines[i] += column_gap;
      lines[i] += column.to_the_right ? fmt::format("{:>{}}", cell, size) : fmt::format("{:<{}}", cell, size);
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
  const auto size_of = [](const Column& column) { return std::max(column.head.size(), widest(column.cells)); };
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
