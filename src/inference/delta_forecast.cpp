#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "inference/fit_models.hpp"
#include "inference/student.hpp"
#include "swarmcast/fit.hpp"

namespace swarmcast {
namespace {

/// A curve's value at its parameters, and its slopes by them.
using Evaluate = double (*)(std::span<const FittedParameter> parameters, double since, double hours,
                            std::span<double> slopes);

template <class Model>
double evaluate(std::span<const FittedParameter> parameters, double since, double hours, std::span<double> slopes) {
  typename Model::Variables u{}, by_variable{};
  for (std::size_t i = 0; i < Model::size; ++i) {
    const double parameter = parameters[i].estimate;
    u[i] = Model::kinds[i] == ParameterKind::positive ? std::log(parameter) : parameter;
  }
  const double value = Model::value(Interval::between(since, hours), u, by_variable);
  for (std::size_t i = 0; i < Model::size; ++i) {
    slopes[i] = by_variable[i] / (Model::kinds[i] == ParameterKind::positive ? parameters[i].estimate : 1);
  }
  return value;
}

constexpr auto evaluate_functions = each_model([]<class Model>() -> Evaluate { return &evaluate<Model>; });

}  // namespace

std::string_view to_string(BandKind kind) { return kind == BandKind::prediction ? "prediction" : "confidence"; }

std::vector<DeltaForecast> delta_forecast(const Fit& fit, const CurveFit& curve, std::span<const double> horizons,
                                          std::span<const double> levels, BandKind kind) {
  assert(curve.usable() && fit.target == FitTarget::cumulative);
  const auto evaluate_curve = evaluate_functions[static_cast<std::size_t>(find_curve(curve.curve) - curves().data())];
  const std::size_t p = curve.parameters.size();
  std::vector<double> slopes(p);
  std::vector<DeltaForecast> forecasts;
  for (const double hours : horizons) {
    DeltaForecast forecast{hours, evaluate_curve(curve.parameters, fit.data.since_hours, hours, slopes), {}};
    double variance = kind == BandKind::prediction && curve.residual_sd ? *curve.residual_sd * *curve.residual_sd : 0;
    for (std::size_t k = 0; k < curve.covariance.size(); ++k) {
      variance += slopes[k / p] * curve.covariance[k] * slopes[k % p];
    }
    for (const double level : levels) {
      DeltaBand band{level};
      if (!curve.covariance.empty()) {
        const double half = student_quantile(level, curve.degrees_of_freedom) * std::sqrt(std::max(variance, 0.0));
        band.low = forecast.estimate - half;
        band.high = forecast.estimate + half;
      }
      forecast.bands.push_back(band);
    }
    forecasts.push_back(std::move(forecast));
  }
  return forecasts;
}

}  // namespace swarmcast
