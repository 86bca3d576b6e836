// What simpler methods say, for a forecast to be better than.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "learning/over_9000.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {
namespace {

constexpr std::array<BacktestMethod, method_count> methods{{
    {"swarmcast", "project(), under the prior"},
    {"last-count", "the last count, unchanged"},
    {"log-time-line", "a straight line over log time through the last two readings"},
    {"over-9000", "the mean of two weighted fits, as the site Over 9000 made it"},
    {"least-squares", "the curve of the least AICc of five, with delta-method prediction bands"},
}};

/// Those of textbooks, in the order in which they are preferred where nothing else tells them apart.
const std::array<std::string, 5> textbook_curves{"logistic-3", "gompertz-3", "exponential-decay", "power",
                                                 "hyperbolic"};

std::optional<QuantileForecast> point_forecast(std::optional<double> value) {
  if (!value || !(*value > 0) || !std::isfinite(*value)) return std::nullopt;
  return QuantileForecast{.median = *value};
}

std::optional<double> log_time_line(std::span<const Reading> readings, double hours) {
  if (readings.size() < 2) return std::nullopt;
  const Reading& before = readings[readings.size() - 2];
  const Reading& last = readings.back();
  const double steps = std::log(hours / last.hours) / std::log(last.hours / before.hours);
  return last.unlifted() + (last.unlifted() - before.unlifted()) * steps;
}

/// AICc up to a constant, the residual variance among the k parameters. Where n - k - 1 is below 1 there is none, and
/// the term counts as 1, so that few readings have a best curve too. A curve through every point is better than any.
double rank_of(const CurveFit& curve, std::size_t points) {
  if (curve.status == FitStatus::exact) return -std::numeric_limits<double>::infinity();
  const auto n = static_cast<double>(points);
  const double k = n - curve.degrees_of_freedom + 1;
  return n * std::log(curve.residual_sum_of_squares / n) + 2 * k + 2 * k * (k + 1) / std::max(n - k - 1, 1.0);
}

const CurveFit* best_of(const Fit& fit) {
  const CurveFit* best = nullptr;
  for (const std::string& name : textbook_curves) {
    const auto found =
        std::find_if(fit.curves.begin(), fit.curves.end(), [&](const CurveFit& curve) { return curve.curve == name; });
    if (found == fit.curves.end() || !found->usable()) continue;
    const std::size_t points = fit.data.points.size();
    if (best == nullptr || rank_of(*found, points) < rank_of(*best, points)) best = &*found;
  }
  return best;
}

/// Ends below what has been counted are raised to it, or to the estimate where that is lower still: no count can fall,
/// and a logarithm of less than nothing does not exist.
std::optional<QuantileForecast> with_bands(const DeltaForecast& forecast, double last_count) {
  auto result = point_forecast(forecast.estimate);
  if (!result) return std::nullopt;
  const double least = std::min(last_count, forecast.estimate);
  auto& bands = result->bands.emplace();
  for (std::size_t k = 0; k < score_levels.size(); ++k) {
    const DeltaBand& band = forecast.bands[k];
    if (!band.low || !band.high || !std::isfinite(*band.high)) return QuantileForecast{.median = forecast.estimate};
    bands[k] = {std::max(*band.low, least), *band.high};
  }
  return result;
}

void add_least_squares(const Series& series, std::span<const Actual> later, std::size_t method,
                       std::vector<MethodForecasts>& forecasts) {
  FitData data{.since_hours = series.since_hours};
  for (const Reading& reading : series.readings) data.points.push_back({reading.hours, reading.unlifted()});
  const auto fitted = fit(data, {.curves = {textbook_curves.begin(), textbook_curves.end()}});
  const CurveFit* const best = fitted ? best_of(*fitted) : nullptr;
  if (best == nullptr) return;
  std::vector<double> hours;
  for (const Actual& actual : later) hours.push_back(actual.hours);
  const auto said = delta_forecast(*fitted, *best, hours, score_levels, BandKind::prediction);
  for (std::size_t i = 0; i < said.size(); ++i) {
    forecasts[i][method] = with_bands(said[i], series.readings.back().unlifted());
  }
}

}  // namespace

std::span<const BacktestMethod, method_count> backtest_methods() { return methods; }

std::vector<MethodForecasts> baseline_forecasts(const Series& series, std::span<const Actual> later) {
  std::vector<MethodForecasts> forecasts(later.size());
  if (series.readings.empty()) return forecasts;
  const Over9000 over_9000(series.readings);
  for (std::size_t i = 0; i < later.size(); ++i) {
    const double hours = later[i].hours;
    forecasts[i] = {std::nullopt, point_forecast(series.readings.back().unlifted()),
                    point_forecast(log_time_line(series.readings, hours)), point_forecast(over_9000.at(hours)),
                    std::nullopt};
  }
  add_least_squares(series, later, method_count - 1, forecasts);
  return forecasts;
}

}  // namespace swarmcast
