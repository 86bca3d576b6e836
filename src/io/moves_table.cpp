#include "io/moves_table.hpp"

#include <fmt/format.h>

#include "base/format.hpp"
#include "io/columns.hpp"
#include "io/prose.hpp"

namespace swarmcast {

std::string moves_table(const std::vector<Move>& moves, const TableStyle& style) {
  if (moves.empty()) return {};
  Column until{"readings until", {}, false};
  Column estimate{"estimate", {}};
  std::vector<std::string> low;
  std::vector<std::string> high;
  Column moved{"moved", {}};
  double before = 0;
  for (const Move& move : moves) {
    const Band& band = move.projection.bands.front();
    until.cells.push_back(describe(move.last));
    estimate.cells.push_back(human_count(move.projection.median));
    low.push_back(human_count(band.low));
    high.push_back(human_count(band.high));
    moved.cells.push_back(before > 0 ? human_growth(move.projection.median / before) : std::string());
    before = move.projection.median;
  }
  const HorizonProjection& horizon = moves.front().projection;
  const std::vector<Column> columns{
      until, estimate, range_column(fmt::format("{} % band", horizon.bands.front().level), low, high), moved};
  return bold(fmt::format("How the estimate for {} moved", exact_hours(horizon.hours)), style.color) + '\n' +
         side_by_side(columns, false, "  ");
}

}  // namespace swarmcast
