#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string>

#include "io/csv_output.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

std::string header() {
  std::string line = "id,family,group,readings,last_hours,last_count,hours,truth,method,median";
  for (const double level : score_levels) line += fmt::format(",low{0},high{0}", level);
  line += ",log_error";
  for (const double level : score_levels) line += fmt::format(",in{}", level);
  return line + ",wis,width,over,under\n";
}

void append_forecast(std::string& row, const std::optional<QuantileForecast>& forecast) {
  row += ',';
  if (forecast) row += csv_number(forecast->median);
  for (std::size_t k = 0; k < score_levels.size(); ++k) {
    const bool banded = forecast && forecast->bands;
    row += ',';
    if (banded) row += csv_number((*forecast->bands)[k].low);
    row += ',';
    if (banded) row += csv_number((*forecast->bands)[k].high);
  }
}

void append_score(std::string& row, const std::optional<Score>& score) {
  const auto append = [&](double Score::*const member) {
    row += ',';
    if (score) row += csv_number((*score).*member);
  };
  append(&Score::log_error);
  for (std::size_t k = 0; k < score_levels.size(); ++k) {
    row += ',';
    if (score && score->covered) row += (*score->covered)[k] ? '1' : '0';
  }
  row += ',';
  if (score) row += csv_number(score->wis());
  append(&Score::width);
  append(&Score::over);
  append(&Score::under);
}

}  // namespace

std::string write_csv(const Backtest& backtest) {
  std::string out = header();
  for (const ScoredForecast& forecast : backtest.forecasts) {
    const ScoredTask& task = backtest.tasks[forecast.task];
    const std::string about =
        fmt::format("{},{},{},{},{},{},{},{}", csv_field(task.id), csv_field(task.family), csv_field(task.group),
                    task.readings, csv_number(task.last_hours), csv_number(task.last_count),
                    csv_number(forecast.truth.hours), csv_number(forecast.truth.count));
    for (std::size_t method = 0; method < method_count; ++method) {
      out += about;
      out += ',';
      out += backtest_methods()[method].name;
      append_forecast(out, forecast.forecasts[method]);
      append_score(out, forecast.scores[method]);
      out += '\n';
    }
  }
  return out;
}

}  // namespace swarmcast
