#include "projection/least_squares.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "projection/question.hpp"

namespace swarmcast {
namespace {

/// The readings' counts as typed, but for those that the series has dropped as repetitions or corrections.
FitData points_of(const Series& series) {
  FitData data{.id = series.id, .title = series.title, .since_hours = series.since_hours};
  for (const Reading& reading : series.readings) data.points.push_back({reading.hours, reading.unlifted()});
  return data;
}

/// The only curve of the fit where it leaves an error to make a band of, otherwise that of the least AICc.
const CurveFit* forecaster(const Fit& fit) {
  if (fit.curves.size() > 1) return fit.best();
  const CurveFit& only = fit.curves.front();
  return only.usable() && !only.covariance.empty() ? &only : nullptr;
}

Error no_forecast(const Fit& fit) {
  if (fit.curves.size() > 1) {
    return {
        ErrorCode::not_projectable,
        fmt::format("least squares cannot choose between curves by these {} readings: an AICc takes three more than "
                    "a curve has parameters; name one with --curve, or leave --method out",
                    fit.data.points.size())};
  }
  const CurveFit& only = fit.curves.front();
  return {ErrorCode::not_projectable,
          fmt::format("least squares with {} has no band: {} readings, {} degrees of freedom, status {}; name another "
                      "curve with --curve, or leave --method out",
                      only.curve, fit.data.points.size(), only.degrees_of_freedom, info(only.status).name)};
}

}  // namespace

Comparison least_squares_comparison(const Series& series, std::span<const HorizonProjection> horizons,
                                    std::span<const double> levels) {
  Comparison comparison{
      .name = "least-squares",
      .description = "least squares: not estimable, for an AICc takes three readings more than a curve has parameters"};
  const auto fitted = fit(points_of(series));
  const CurveFit* const best = fitted ? fitted->best() : nullptr;
  if (best == nullptr) {
    comparison.values.resize(horizons.size());
    return comparison;
  }
  comparison.description =
      fmt::format("least squares: {}, the curve of the least AICc, with its prediction band", best->curve);
  std::vector<double> hours;
  for (const HorizonProjection& horizon : horizons) hours.push_back(horizon.hours);
  for (const DeltaForecast& forecast : delta_forecast(*fitted, *best, hours, levels, BandKind::prediction)) {
    comparison.values.emplace_back(forecast.estimate);
    comparison.bands.push_back(forecast.bands);
  }
  return comparison;
}

Result<Projection> project_by_least_squares(const Series& series, const std::vector<std::string>& curves,
                                            const ProjectionOptions& options, BandKind kind) {
  if (series.readings.empty()) return Error{ErrorCode::no_readings, "there are no readings to project from"};
  const Reading& last = series.readings.back();
  if (auto error = check_question(last, options)) return *std::move(error);
  const auto fitted = fit(points_of(series), {.curves = curves});
  if (!fitted) return fitted.error();
  const CurveFit* const chosen = forecaster(*fitted);
  if (chosen == nullptr) return no_forecast(*fitted);

  Projection result = begin_projection(series, options);
  result.least_squares = kind;
  for (const CurveFit& curve : fitted->curves) {
    if (&curve != chosen && !curve.akaike_weight) continue;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    result.curves.push_back({curve.curve, curve.akaike_weight.value_or(1), curve.aicc ? -0.5 * *curve.aicc : none});
  }
  const auto horizons = options.horizons.empty() ? default_horizons(last.hours) : options.horizons;
  const auto forecasts = [&](std::span<const double> hours) {
    std::vector<HorizonProjection> all;
    for (const DeltaForecast& forecast : delta_forecast(*fitted, *chosen, hours, options.levels, kind)) {
      all.push_back({forecast.hours, forecast.estimate, {}});
      for (const DeltaBand& band : forecast.bands) all.back().bands.push_back({band.level, *band.low, *band.high});
    }
    return all;
  };
  result.horizons = forecasts(horizons);
  if (options.fan) result.fan = forecasts(fan_times(last.hours, horizons));
  return result;
}

}  // namespace swarmcast
