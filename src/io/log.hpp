#pragma once
/// A file of readings, taken apart but not yet understood as a series: what each of the formats is read into.

#include <cstddef>
#include <cstdint>
#include <functional>
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
    auto place = numbers_.find(name);
    if (place == numbers_.end()) {
      place = numbers_.emplace(name, static_cast<std::uint32_t>(all_.size())).first;
      all_.emplace_back(name);
    }
    return last_ = place->second;
  }

  /// A number of its own, even where another has the same name: number_of() does not find it.
  [[nodiscard]] std::uint32_t add(std::string_view name) {
    all_.emplace_back(name);
    return static_cast<std::uint32_t>(all_.size() - 1);
  }
  [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

 private:
  std::vector<std::string> all_;
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::uint32_t last_ = 0;
};

/// What a reading is a reading of, by the numbers of the names.
struct RowNames {
  std::uint32_t series = 0;
  std::uint32_t source = 0;
  std::uint32_t swarm = 0;
};

/// What a file says about a series beside its readings.
struct SeriesFacts {
  std::string title;
  std::optional<ClockTime> release;
  std::optional<TimeText> since;
  std::string family;  ///< where tasks are read; empty: it is in none
  std::string group;   ///< the same
  bool task = false;   ///< its later counts are given: it is no whole series
  Question question;   ///< where requests are read
};

/// What an object in JSON may be.
enum class JsonRole : std::uint8_t {
  either,   ///< a series or a reading, which only its keys tell
  reading,  ///< a reading for sure: the keys of a series mean nothing in it
  task,     ///< as `either`, and the keys of a task mean something
  request,  ///< as `either`, and it may say what is asked of it
};

/// A count that is hidden from a forecast.
struct LaterRow {
  Reading reading;
  std::uint32_t series = 0;
};

/// Readings in the order of the file.
struct Log {
  std::vector<Reading> readings;
  std::vector<RowNames> names;  ///< one for each reading; empty where the file has no names at all
  Names series;
  Names sources;
  Names swarms;
  std::vector<SeriesFacts> facts;  ///< by the number of the series; shorter where nothing is said of the last ones
  std::vector<LaterRow> later;     ///< where tasks are read
};

/// What tells that tasks are read: families, groups and, in JSON, later counts.
struct TaskColumns {
  std::string family{};  ///< a column's name in the header; empty: the usual one
  std::string group{};   ///< the same
};

/// The formats. `source` is the name used in an error's place, and `tasks` null where no tasks are read. Errors:
/// `no_release` for a clock time, and as read_observations().
[[nodiscard]] Result<Log> read_table(std::string_view bytes, std::string_view source, char delimiter,
                                     const ReadOptions& options, const TaskColumns* tasks);
/// Which columns of a table tell series apart: that of the series or, where it is missing or empty, that of the title.
inline constexpr std::size_t no_column = SIZE_MAX;
struct SeriesColumns {
  std::size_t series = no_column;
  std::size_t title = no_column;
};

/// Finds them in a header. Error: `bad_file` as of read_table(), and where there is neither.
[[nodiscard]] Result<SeriesColumns> series_columns(std::string_view header, std::string_view source, char delimiter,
                                                   const ReadOptions& options);
[[nodiscard]] Result<Log> read_lines(std::string_view bytes, std::string_view source, const ReadOptions& options);
[[nodiscard]] Result<Log> read_json(std::string_view bytes, std::string_view source, const ReadOptions& options,
                                    JsonRole role);

/// The same error at the stretch `part` of `bytes`.
[[nodiscard]] Error placed(Error error, std::string_view bytes, std::string_view source, std::string_view part);

}  // namespace swarmcast
