#pragma once
/// What watch makes of a log each time it has grown.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/question_options.hpp"
#include "io/condition.hpp"
#include "io/moves_table.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {

inline constexpr Option alert_option{.group = "Watching",
                                     .name = "--alert",
                                     .value = "CONDITION",
                                     .help =
                                         "end with a line and exit code 10 once this holds:\n"
                                         "'p80(48h) > 2M'; may be given more than once",
                                     .repeats = true};

/// What a command line asks of a log.
struct WatchTask {
  std::string path{};
  ReadOptions read{};
  Inquiry inquiry{};
  std::vector<Condition> alerts{};
  std::optional<std::string> title{};  ///< in place of the log's own
  bool chart = false;                  ///< whether the answer is drawn too
  std::size_t keep = 8;                ///< how many readings the estimate is followed over
};

/// What a log says as it stands. Whoever looks at the same log later sees the same.
struct View {
  Series series;
  Projection projection;
  std::vector<Move> moves;  ///< of the last horizon's estimate, the last reading's last; those that can be projected
  std::vector<std::optional<double>> values;  ///< of the alerts, in their order; null: its time has passed

  /// No alert can hold any more.
  [[nodiscard]] bool over() const;
};

/// Horizons and counts that lie behind the last reading are left out with a warning; where no horizon is left, the
/// default ones stand in. Errors: `not_projectable`, which another reading may mend, and `no_release`, which none does.
[[nodiscard]] Result<View> view_of(const WatchTask& task, Series series);

/// The projection's table, and its chart where it was asked for, with how the estimate moved and what the alerts wait
/// for.
[[nodiscard]] std::string picture_of(const WatchTask& task, const View& view, const TableStyle& style);

}  // namespace swarmcast::cli
