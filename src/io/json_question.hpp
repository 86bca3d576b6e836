#pragma once
/// What an object in JSON asks about its series: under "at", "level", "reach" and "against" a list, or one item of it.

#include <cstddef>
#include <utility>
#include <vector>

#include "io/json_fields.hpp"
#include "io/json_reading.hpp"

namespace swarmcast {

/// Items in the order of the input, each under its key.
using JsonItems = std::vector<std::pair<JsonKey, JsonToken>>;

/// Of one object at most: each is work, which a line of a few bytes must not ask for without end.
inline constexpr std::size_t most_items = 1000;

/// Numbers are hours, percentages and counts; texts as on the command line. A key that `fields` does not give asks
/// nothing of its own. In an answer, an object as a projection is written, "reach" and "against" are no questions.
/// Errors: those of the parts, and `bad_file` where there are more than `most_items` of one kind.
[[nodiscard]] Result<Question> read_json_question(const JsonInput& input, const JsonFields& fields,
                                                  const JsonItems& items, bool is_answer);

}  // namespace swarmcast
