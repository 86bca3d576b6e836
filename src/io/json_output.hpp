#pragma once
/// Values of JSON, as all results are written.

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace swarmcast {

using Json = nlohmann::ordered_json;

/// 200000 rather than 200000.0, every digit of anything else, and null for what is not a number.
[[nodiscard]] inline Json number(double value) {
  constexpr double exactly_whole = 9007199254740992;  // 2^53
  if (!std::isfinite(value)) return nullptr;
  if (value == std::floor(value) && std::abs(value) < exactly_whole) return static_cast<std::int64_t>(value);
  return value;
}

[[nodiscard]] inline Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

[[nodiscard]] inline Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

/// A list of what `convert` makes of each.
template <class T, class Convert>
[[nodiscard]] Json list(const std::vector<T>& values, Convert convert) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(convert(value));
  return out;
}

/// A verdict or a warning.
template <class Remark>
[[nodiscard]] Json from_remark(const Remark& remark) {
  return {{"code", to_string(remark.code)}, {"text", remark.text}};
}

/// On one line, in ASCII.
[[nodiscard]] inline std::string json_text(const Json& document) {
  constexpr int on_one_line = -1;
  return document.dump(on_one_line, ' ', true, Json::error_handler_t::replace);
}

[[nodiscard]] inline std::string json_line(const Json& document) { return json_text(document) + '\n'; }

}  // namespace swarmcast
