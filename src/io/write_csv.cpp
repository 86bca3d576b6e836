#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// The title as a field of RFC 4180: in quotes, doubled within, where a comma or a quote would end it.
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

}  // namespace

std::string write_csv(const Projection& projection) {
  std::string out = "title,hours,median";
  if (!projection.horizons.empty()) {
    for (const Band& band : projection.horizons.front().bands) out += fmt::format(",low{0},high{0}", band.level);
  }
  out += '\n';
  const std::string title = field(projection.title);
  for (const HorizonProjection& horizon : projection.horizons) {
    out += fmt::format("{},{},{}", title, number(horizon.hours), number(horizon.median));
    for (const Band& band : horizon.bands) out += fmt::format(",{},{}", number(band.low), number(band.high));
    out += '\n';
  }
  return out;
}

}  // namespace swarmcast
