#pragma once
/// JSON text to a document, more strictly than JSON asks: for configuration, where a key given twice is a mistake.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// Reads objects of numbers, texts, truth values and nulls. Errors, all `bad_prior`: what is not JSON (with line and
/// column), a key given twice, a list, and objects nested more than four deep, which bounds the memory and the stack.
[[nodiscard]] Result<nlohmann::json> parse_prior_document(std::string_view bytes, std::string_view source);

/// "curves.hill.weight" in quotes, for errors.
[[nodiscard]] std::string quoted_path(const std::vector<std::string>& path);

}  // namespace swarmcast
