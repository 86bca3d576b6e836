#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_output.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// low80,high80,... of each band, each name with the same ending.
std::string band_names(const std::vector<HorizonProjection>& horizons, std::string_view ending) {
  std::string names;
  if (horizons.empty()) return names;
  for (const Band& band : horizons.front().bands) {
    for (const std::string_view end : {"low", "high"}) {
      names += ',' + csv_field(fmt::format("{}{}{}", end, band.level, ending));
    }
  }
  return names;
}

/// The median and the bands, in multiples of `unit`.
std::string estimate(const HorizonProjection& horizon, double unit = 1) {
  std::string cells = ',' + csv_number(horizon.median / unit);
  for (const Band& band : horizon.bands) {
    cells += fmt::format(",{},{}", csv_number(band.low / unit), csv_number(band.high / unit));
  }
  return cells;
}

/// What a method says at a horizon, and its bands.
std::string compared(const Comparison& comparison, std::size_t horizon) {
  std::string cells = ',' + csv_number(comparison.values[horizon]);
  if (comparison.bands.empty()) return cells;
  for (const DeltaBand& band : comparison.bands[horizon]) {
    cells += fmt::format(",{},{}", csv_number(band.low), csv_number(band.high));
  }
  return cells;
}

}  // namespace

std::string write_csv(const Projection& projection) {
  std::string out = "title,hours,median" + band_names(projection.horizons, "");
  for (const Yardstick& yardstick : projection.against) {
    const std::string per = fmt::format("_per_{}_{}", yardstick.number, yardstick.label);
    out += ',' + csv_field("median" + per) + band_names(projection.horizons, per);
  }
  for (const Comparison& comparison : projection.comparison) {
    out += ',' + comparison.name;
    if (comparison.bands.empty()) continue;
    for (const DeltaBand& band : comparison.bands.front()) {
      out += fmt::format(",{0}_low{1},{0}_high{1}", comparison.name, band.level);
    }
  }
  out += '\n';
  const std::string title = csv_field(projection.title);
  for (std::size_t h = 0; h < projection.horizons.size(); ++h) {
    const HorizonProjection& horizon = projection.horizons[h];
    out += fmt::format("{},{}", title, csv_number(horizon.hours)) + estimate(horizon);
    for (const Yardstick& yardstick : projection.against) out += estimate(horizon, yardstick.number);
    for (const Comparison& comparison : projection.comparison) out += compared(comparison, h);
    out += '\n';
  }
  return out;
}

}  // namespace swarmcast
