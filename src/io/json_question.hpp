#pragma once
/// What an object in JSON asks about its series: under "at", "level", "reach" and "against" a list, or one item of it.

#include <utility>
#include <vector>

#include "io/json_fields.hpp"
#include "io/json_reading.hpp"

namespace swarmcast {

/// Items in the order of the input, each under its key.
using JsonItems = std::vector<std::pair<JsonKey, JsonToken>>;

/// Numbers are hours, percentages and counts; texts as on the command line. A key that `fields` does not give asks
/// nothing of its own. Errors: those of the parts, and `bad_file` for a list that is too long.
[[nodiscard]] Result<Question> read_json_question(const JsonInput& input, const JsonFields& fields,
                                                  const JsonItems& items);

}  // namespace swarmcast
