#pragma once
/// One reading in JSON: a pair, or an object of any of the forms docs/formats.md lists.

#include <string>
#include <string_view>

#include "io/json_fields.hpp"
#include "io/json_log.hpp"

namespace swarmcast {

/// The input, for errors and origins.
struct JsonInput {
  std::string_view bytes;
  std::string_view source;
  bool any_number = false;           ///< as in ReadOptions
  JsonRole role = JsonRole::either;  ///< of the objects at the top

  [[nodiscard]] Error refuse(std::string_view part, ErrorCode code, std::string message) const;
  [[nodiscard]] Error refuse(std::string_view part, const Error& error) const;

  /// From the first of two parts to the end of the last, in whichever order they stand.
  [[nodiscard]] Origin stretch(std::string_view a, std::string_view b) const;
};

/// What each form of a reading looks like, for errors.
inline constexpr std::string_view reading_forms =
    "write [10, \"200k\"], or {\"hours\": 10, \"count\": 200000} with \"time\", \"days\" or \"timestamp\" for other "
    "times";

/// True where the object gives a time or a count.
[[nodiscard]] bool looks_like_reading(const JsonFields& fields);

/// Reads [time, count]. Its series is not known here.
[[nodiscard]] Result<JsonRow> read_json_pair(const JsonInput& input, const JsonToken& time, const JsonToken& count);

/// Reads an object; `whole` is all of it. New names of sources and swarms go to the log.
[[nodiscard]] Result<JsonRow> read_json_reading(const JsonInput& input, const JsonFields& fields,
                                                std::string_view whole, JsonLog& log);

}  // namespace swarmcast
