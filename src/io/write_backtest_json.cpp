#include <array>
#include <cstddef>
#include <utility>

#include "io/json_output.hpp"
#include "swarmcast/version.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

Json from_summary(const ScoreSummary& summary) {
  Json coverage = Json::array();
  for (const auto& share : summary.coverage) coverage.push_back(number(share));
  return {{"forecasts", summary.forecasts},
          {"banded", summary.banded},
          {"median_error", number(summary.median_error)},
          {"mean_error", number(summary.mean_error)},
          {"bias", number(summary.bias)},
          {"coverage", std::move(coverage)},
          {"wis", number(summary.wis)},
          {"width", number(summary.width)},
          {"over", number(summary.over)},
          {"under", number(summary.under)},
          {"skill", number(summary.skill)}};
}

Json from_summaries(const std::array<ScoreSummary, method_count>& summaries) {
  Json out = Json::object();
  for (std::size_t method = 0; method < method_count; ++method) {
    out[std::string(backtest_methods()[method].name)] = from_summary(summaries[method]);
  }
  return out;
}

Json from_row(const ScoreRow& row) {
  return {{"name", text_or_null(row.name)},
          {"forecasts", row.forecasts},
          {"families", row.families},
          {"balanced", from_summaries(row.balanced)},
          {"pooled", from_summaries(row.pooled)}};
}

}  // namespace

std::string write_json(const Backtest& backtest) {
  Json methods = Json::array();
  for (const BacktestMethod& method : backtest_methods()) {
    methods.push_back({{"name", method.name}, {"description", method.description}});
  }
  Json levels = Json::array();
  for (const double level : score_levels) levels.push_back(number(level));
  const Json document{{"schema", "swarmcast/backtest/1"},
                      {"version", version()},
                      {"prior", backtest.prior},
                      {"levels", std::move(levels)},
                      {"methods", std::move(methods)},
                      {"tasks", backtest.tasks.size()},
                      {"tasks_left_out", backtest.tasks_left_out},
                      {"truths_left_out", backtest.truths_left_out},
                      {"all", from_row(backtest.all)},
                      {"by_ratio", list(backtest.by_ratio, from_row)},
                      {"by_readings", list(backtest.by_readings, from_row)},
                      {"by_family", list(backtest.by_family, from_row)},
                      {"warnings", list(backtest.warnings, from_remark<Warning>)}};
  return json_line(document);
}

}  // namespace swarmcast
