#pragma once
/// Whose result a line of a batch's output is, without reading all of it.

#include <cstdint>
#include <string_view>

#include "swarmcast/series.hpp"

namespace swarmcast {

enum class ResultLine : std::uint8_t {
  projection,
  failure,
  of_another,  ///< of another series, or no result at all
};

/// What write_json() made, of the series of that id.
[[nodiscard]] ResultLine json_result(std::string_view line, std::string_view id);

/// What write_rows() made, of the series of that id.
[[nodiscard]] ResultLine row_result(std::string_view line, std::string_view id);

/// Whether a projection that write_json() made is one of these readings.
[[nodiscard]] bool json_has_readings(std::string_view line, const Series& series);

/// Whether what write_json() or write_rows() made of a projection has warnings.
[[nodiscard]] bool json_has_warnings(std::string_view line);
[[nodiscard]] bool row_has_warnings(std::string_view line);

}  // namespace swarmcast
