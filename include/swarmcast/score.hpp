#pragma once
/// How good forecasts were: tasks whose outcome is known, scores of a forecast against it, and a backtest of a prior
/// beside simpler methods (docs/backtest.md).
///
/// Assumption: the tasks are of the kind that forecasts are wanted for, and no outcome was known to whoever set the
/// prior. Where the prior was learned from the same releases, the scores are too good.
///
///     auto tasks = swarmcast::read_tasks(bytes, "past.csv");  // read.hpp
///     auto result = swarmcast::backtest(tasks->tasks, swarmcast::builtin_prior());

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// What was counted later, and is hidden from the forecast.
struct Actual {
  double hours = 0;    ///< since release
  double count = 0;    ///< downloads
  Origin origin = {};  ///< where it was read, for warnings

  /// Equal in what they say, wherever they were read.
  friend bool operator==(const Actual& a, const Actual& b) { return a.hours == b.hours && a.count == b.count; }
};

/// A question whose answers are known.
struct Task {
  std::string id{};
  std::string family{};         ///< of releases that are alike; empty: none is named
  std::string group{};          ///< tasks that must not inform each other's prior: of one release, or of one family
  Series series{};              ///< what the forecast may know
  std::vector<Actual> later{};  ///< in any order
};

/// The levels that forecasts are scored at, percent.
inline constexpr std::array<double, 3> score_levels{50, 80, 95};

/// A central band's ends, downloads.
struct BandEnds {
  double low = 0;   ///< above 0
  double high = 0;  ///< not below `low`
};

/// A forecast of one count: its median, all there is of a point forecast, and its bands at score_levels.
struct QuantileForecast {
  double median = 0;  ///< downloads, above 0
  std::optional<std::array<BandEnds, score_levels.size()>> bands{};
};

/// One forecast against the truth, all of it in natural logarithms of counts, so that a factor counts the same at any
/// size. The weighted interval score is
///
///     WIS = 1/(K + 1/2) (|y - m| / 2 + sum_k alpha_k/2 IS_k),  alpha_k = 1 - level_k / 100
///     IS_k = (u_k - l_k) + 2/alpha_k max(l_k - y, 0) + 2/alpha_k max(y - u_k, 0)
///
/// and the sum of three parts: the bands' width, and what is due to forecasts above and below the truth. Of a point
/// forecast it is the absolute error, the same score's limit for a band without width. Reference: J. Bracher, E. Ray,
/// T. Gneiting, N. Reich, PLoS Comput. Biol. 17, e1008618, 2021.
struct Score {
  double log_error = 0;                                            ///< ln(median / truth)
  double width = 0;                                                ///< dispersion; 0 of a point forecast
  double over = 0;                                                 ///< overprediction
  double under = 0;                                                ///< underprediction
  std::optional<std::array<bool, score_levels.size()>> covered{};  ///< low <= truth <= high; null: a point forecast

  [[nodiscard]] double wis() const { return width + over + under; }
};

/// Scores a forecast. Precondition: truth > 0, and the forecast as QuantileForecast says.
[[nodiscard]] Score score(const QuantileForecast& forecast, double truth);

/// One of the methods that a backtest compares.
struct BacktestMethod {
  std::string_view name;         ///< kebab-case
  std::string_view description;  ///< one phrase
};

/// How many there are.
inline constexpr std::size_t method_count = 5;

/// project() first, then the simpler ones.
[[nodiscard]] std::span<const BacktestMethod, method_count> backtest_methods();

/// What simpler methods say of the count at each of these times, in the order of backtest_methods(), without project().
/// Null: the method needs more readings, or says nothing above 0.
using MethodForecasts = std::array<std::optional<QuantileForecast>, method_count>;
[[nodiscard]] std::vector<MethodForecasts> baseline_forecasts(const Series& series, std::span<const Actual> later);

/// A task as far as its scores are sorted by it.
struct ScoredTask {
  std::string id{};
  std::string family{};
  std::string group{};
  std::size_t readings = 0;  ///< of its series
  double last_hours = 0;     ///< of the last of them
  double last_count = 0;     ///< the same, as used
};

/// One later count, and what each method said of it.
struct ScoredForecast {
  std::size_t task = 0;  ///< into Backtest::tasks
  Actual truth{};
  MethodForecasts forecasts{};
  std::array<std::optional<Score>, method_count> scores{};  ///< null where the forecast is
};

/// One method's scores over some forecasts. What nothing was forecast for is null.
struct ScoreSummary {
  std::size_t forecasts = 0;             ///< the method's
  std::size_t banded = 0;                ///< those of them with bands
  std::optional<double> median_error{};  ///< of |ln(median / truth)|
  std::optional<double> mean_error{};    ///< of the same
  std::optional<double> bias{};          ///< median of ln(median / truth): above 0, more was forecast than came
  std::array<std::optional<double>, score_levels.size()> coverage{};  ///< share of the bands that hold the truth
  std::optional<double> wis{};                                        ///< mean; point forecasts count their error
  std::optional<double> width{};                                      ///< mean of its parts
  std::optional<double> over{};
  std::optional<double> under{};
  std::optional<double>
      skill{};  ///< 1 - project()'s WIS over the method's, where both say something; of project() null
};

/// A row of a table: those forecasts that are alike in something.
struct ScoreRow {
  std::string name{};
  std::size_t forecasts = 0;
  std::size_t families = 0;                           ///< that have some of them
  std::array<ScoreSummary, method_count> balanced{};  ///< summaries of each family, and their plain means
  std::array<ScoreSummary, method_count> pooled{};    ///< all forecasts alike
};

/// The result: plain data, from which tables, JSON and CSV are made (write.hpp).
struct Backtest {
  std::string prior{};                      ///< its name
  std::vector<ScoredTask> tasks{};          ///< in the order given, without those left out
  std::vector<ScoredForecast> forecasts{};  ///< by task, and within one in the order of its later counts
  ScoreRow all{};
  std::vector<ScoreRow> by_ratio{};     ///< of the time forecast to that of the last reading
  std::vector<ScoreRow> by_readings{};  ///< how many the task has
  std::vector<ScoreRow> by_family{};    ///< in order of their names
  std::size_t tasks_left_out = 0;       ///< each is named in a warning
  std::size_t truths_left_out = 0;      ///< later counts; the same
  std::vector<Warning> warnings{};
};

struct BacktestOptions {
  std::size_t jobs = 1;  ///< threads; they change nothing about the result
  /// Called now and then with the tasks done and all of them, from one thread at a time; it must not throw.
  std::function<void(std::size_t done, std::size_t all)> progress{};
};

/// Projects every task under the prior, asks the simpler methods the same, and scores them all. A task that cannot be
/// projected, and a later count that is not after the last reading or is below it, is left out and named. Error:
/// `no_tasks` where nothing is left to score. Deterministic to the byte for any number of jobs.
[[nodiscard]] Result<Backtest> backtest(std::span<const Task> tasks, const Prior& prior,
                                        const BacktestOptions& options = {});

}  // namespace swarmcast
