#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// A text as a field of RFC 4180: in quotes, doubled within, where a comma or a quote would end it.
std::string field(std::string_view text) {
  std::string clean = printable(text);
  if (clean.find_first_of(",\"") == clean.npos) return clean;
  std::string out = "\"";
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// The shortest digits that read back as the same number; nothing where there is none.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{}", value) : std::string(); }

std::string number(const std::optional<double>& value) { return value ? number(*value) : std::string(); }

/// low80,high80,... of each band, each name with the same ending.
std::string band_names(const std::vector<HorizonProjection>& horizons, std::string_view ending) {
  std::string names;
  if (horizons.empty()) return names;
  for (const Band& band : horizons.front().bands) {
    for (const std::string_view end : {"low", "high"}) {
      names += ',' + field(fmt::format("{}{}{}", end, band.level, ending));
    }
  }
  return names;
}

/// The median and the bands, in multiples of `unit`.
std::string estimate(const HorizonProjection& horizon, double unit = 1) {
  std::string cells = ',' + number(horizon.median / unit);
  for (const Band& band : horizon.bands) {
    cells += fmt::format(",{},{}", number(band.low / unit), number(band.high / unit));
  }
  return cells;
}

/// What a method says at a horizon, and its bands.
std::string compared(const Comparison& comparison, std::size_t horizon) {
  std::string cells = ',' + number(comparison.values[horizon]);
  if (comparison.bands.empty()) return cells;
  for (const ComparisonBand& band : comparison.bands[horizon]) {
    cells += fmt::format(",{},{}", number(band.low), number(band.high));
  }
  return cells;
}

}  // namespace

std::string write_csv(const Projection& projection) {
  std::string out = "title,hours,median" + band_names(projection.horizons, "");
  for (const Yardstick& yardstick : projection.against) {
    const std::string per = fmt::format("_per_{}_{}", yardstick.number, yardstick.label);
    out += ',' + field("median" + per) + band_names(projection.horizons, per);
  }
  for (const Comparison& comparison : projection.comparison) {
    out += ',' + comparison.name;
    if (comparison.bands.empty()) continue;
    for (const ComparisonBand& band : comparison.bands.front()) {
      out += fmt::format(",{0}_low{1},{0}_high{1}", comparison.name, band.level);
    }
  }
  out += '\n';
  const std::string title = field(projection.title);
  for (std::size_t h = 0; h < projection.horizons.size(); ++h) {
    const HorizonProjection& horizon = projection.horizons[h];
    out += fmt::format("{},{}", title, number(horizon.hours)) + estimate(horizon);
    for (const Yardstick& yardstick : projection.against) out += estimate(horizon, yardstick.number);
    for (const Comparison& comparison : projection.comparison) out += compared(comparison, h);
    out += '\n';
  }
  return out;
}

}  // namespace swarmcast
