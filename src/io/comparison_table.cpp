#include "io/comparison_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "io/columns.hpp"
#include "io/prose.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view indent = "  ";

/// A cell for each horizon.
struct Row {
  std::string label;
  std::vector<std::string> cells;
};

std::string band_label(double level) { return fmt::format("  {} % band", level); }

/// A count that may be negative or out of all bounds, or `otherwise` where there is none.
std::string count_cell(const std::optional<double>& count, int digits, std::string_view otherwise) {
  if (!count) return std::string(otherwise);
  if (std::isinf(*count)) return *count > 0 ? "beyond 10^308" : "beyond -10^308";
  return human_count(*count, digits);
}

std::string band_cell(const DeltaBand& band, int digits) {
  if (!band.low && !band.high) return "not estimable";
  return fmt::format("{} - {}", count_cell(band.low, digits, "?"), count_cell(band.high, digits, "?"));
}

/// The projection's own estimates, and its first band.
std::vector<Row> own_rows(const std::vector<HorizonProjection>& horizons, int digits) {
  std::vector<Row> rows{{"swarmcast", {}}};
  for (const HorizonProjection& horizon : horizons) rows[0].cells.push_back(human_count(horizon.median, digits));
  if (horizons.front().bands.empty()) return rows;
  Row band_row{band_label(horizons.front().bands.front().level), {}};
  for (const HorizonProjection& horizon : horizons) {
    const Band& band = horizon.bands.front();
    band_row.cells.push_back(band_cell({band.level, band.low, band.high}, digits));
  }
  rows.push_back(std::move(band_row));
  return rows;
}

/// A method's values, and its first band where it has any.
void add_rows(const Comparison& comparison, int digits, std::vector<Row>& rows) {
  Row row{comparison.name, {}};
  for (const std::optional<double>& value : comparison.values) row.cells.push_back(count_cell(value, digits, "-"));
  rows.push_back(std::move(row));
  if (comparison.bands.empty() || comparison.bands.front().empty()) return;
  Row band_row{band_label(comparison.bands.front().front().level), {}};
  for (const auto& bands : comparison.bands) band_row.cells.push_back(band_cell(bands.front(), digits));
  rows.push_back(std::move(band_row));
}

}  // namespace

std::string comparison_block(const Projection& projection, int digits, std::size_t columns, bool color) {
  std::string out = '\n' + bold("What simpler methods would say, from the counts as typed", color) + '\n';
  const auto says_nothing = [](const Comparison& comparison) {
    return std::none_of(comparison.values.begin(), comparison.values.end(), [](const auto& value) { return value; });
  };
  if (std::all_of(projection.comparison.begin(), projection.comparison.end(), says_nothing)) {
    return out + wrapped("Nothing: each of them needs two readings.", columns, indent);
  }
  std::vector<Row> rows = own_rows(projection.horizons, digits);
  for (const Comparison& comparison : projection.comparison) add_rows(comparison, digits, rows);

  Column labels{"", {}, false};
  for (const Row& row : rows) labels.cells.push_back(row.label);
  std::vector<Column> cells;
  for (std::size_t h = 0; h < projection.horizons.size(); ++h) {
    Column column{exact_hours(projection.horizons[h].hours), {}};
    for (const Row& row : rows) column.cells.push_back(row.cells[h]);
    cells.push_back(std::move(column));
  }
  out += in_blocks({labels}, cells, columns, indent);
  for (const Comparison& comparison : projection.comparison) {
    // Which curve it was, or why there is none.
    if (says_nothing(comparison) || !comparison.bands.empty()) out += wrapped(comparison.description, columns, indent);
  }
  return out;
}

}  // namespace swarmcast
