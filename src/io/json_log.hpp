#pragma once
/// Readings in JSON as they stand there: an object may say only behind its readings when the release was.

#include <string_view>
#include <vector>

#include "io/log.hpp"

namespace swarmcast {

struct JsonRow {
  Reading reading{};         ///< hours: since release or, of a clock time, Unix seconds
  bool clock = false;        ///< the time is a clock time
  std::uint32_t series = 0;  ///< into JsonLog::series
  std::uint32_t source = 0;  ///< into JsonLog::sources
  std::uint32_t swarm = 0;   ///< into JsonLog::swarms
  bool later = false;        ///< it is hidden from a forecast
};

struct JsonLog {
  std::vector<JsonRow> rows;
  Names series;
  Names sources;
  Names swarms;
  std::vector<SeriesFacts> facts;  ///< by the number of the series
};

[[nodiscard]] Result<JsonLog> read_json_log(std::string_view bytes, std::string_view source, bool any_number = false,
                                            JsonRole role = JsonRole::either);

}  // namespace swarmcast
