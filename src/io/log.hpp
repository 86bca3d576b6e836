#pragma once
/// A file of readings, taken apart but not yet understood as a series: what each of the formats is read into.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "swarmcast/read.hpp"

namespace swarmcast {

/// Names by number, each kept once. 0 is the empty name: none was given.
class Names {
 public:
  Names() : all_{""} {}

  [[nodiscard]] std::uint32_t number_of(std::string_view name) {
    if (name.empty()) return 0;
    if (name == all_[last_]) return last_;  // rows of one name follow each other
    const auto [place, is_new] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(all_.size()));
    if (is_new) all_.emplace_back(name);
    return last_ = place->second;
  }
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::uint32_t last_ = 0;
};

/// One reading, its time not yet counted from the release, and what it is a reading of.
struct LogRow {
  Reading reading;           ///< hours: since release or, of a clock time, Unix seconds
  bool clock = false;        ///< the time is a clock time
  std::uint32_t series = 0;  ///< into Log::series
  std::uint32_t source = 0;  ///< into Log::sources
  std::uint32_t swarm = 0;   ///< into Log::swarms
};

/// What a file says about a series beside its readings.
struct SeriesFacts {
  std::string title;
  std::optional<ClockTime> release;
  std::optional<TimeText> since;
};

/// Rows in the order of the file.
struct Log {
  std::vector<LogRow> rows;
  Names series;
  Names sources;
  Names swarms;
  std::vector<SeriesFacts> facts;  ///< by the number of the series; shorter where nothing is said of the last ones
};

/// The formats. `source` is the name used in an error's place.
[[nodiscard]] Result<Log> read_table(std::string_view bytes, std::string_view source, char delimiter,
                                     const ReadOptions& options);
[[nodiscard]] Result<Log> read_lines(std::string_view bytes, std::string_view source);
[[nodiscard]] Result<Log> read_json(std::string_view bytes, std::string_view source);

/// The same error at the stretch `part` of `bytes`.
[[nodiscard]] Error placed(Error error, std::string_view bytes, std::string_view source, std::string_view part);

}  // namespace swarmcast
