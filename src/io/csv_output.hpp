#pragma once
/// Cells of CSV (RFC 4180).

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/text.hpp"

namespace swarmcast {

/// A text as a field: in quotes, doubled within, where a comma or a quote would end it.
[[nodiscard]] inline std::string csv_field(std::string_view text) {
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
[[nodiscard]] inline std::string csv_number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

[[nodiscard]] inline std::string csv_number(const std::optional<double>& value) {
  return value ? csv_number(*value) : std::string();
}

}  // namespace swarmcast
