#pragma once
/// What an object in JSON says of its series beside the readings, and what several objects say together.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/json_fields.hpp"
#include "io/json_log.hpp"
#include "io/json_reading.hpp"

namespace swarmcast {

/// One object, and where it says what.
struct JsonSeries {
  SeriesFacts facts{};
  std::string id{};
  std::string_view whole{};     ///< from bracket to bracket
  std::string_view readings{};  ///< the bracket of their list
  std::string_view title{};     ///< of what it gives, the values
  std::string_view release{};
  std::string_view since{};
  std::string_view family{};
  std::string_view group{};
  std::size_t first_row = 0;  ///< into JsonLog::rows
  std::size_t end_row = 0;
};

/// Reads everything but the rows. Precondition: the key "readings" is given.
[[nodiscard]] Result<JsonSeries> read_json_series(const JsonInput& input, const JsonFields& fields,
                                                  std::string_view whole);

/// Names the series of the log's rows, and gathers the facts of each: the id, or else the title or, where there are
/// several objects, the line. Objects of one name are one series. Error: `bad_file` where they disagree.
[[nodiscard]] std::optional<Error> name_series(const JsonInput& input, std::vector<JsonSeries> objects, JsonLog& log);

}  // namespace swarmcast
