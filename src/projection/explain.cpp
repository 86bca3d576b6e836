#include "projection/explain.hpp"

#include <array>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "projection/next_reading.hpp"
#include "projection/outlook.hpp"
#include "projection/parameter_spreads.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

/// A curve with less of the posterior has next to no weight, and what it would say is of no interest.
constexpr double least_weight = 1e-6;

constexpr CurveParameter deviation_factor{
    "e^s", "by what factor, or its inverse, the rate of downloads strays from its curve (one standard deviation)", ""};

Spread times(const Spread& spread, double unit) {
  return {spread.median * unit, spread.low * unit, spread.high * unit};
}

Spread exponential(const Spread& spread) {
  return {std::exp(spread.median), std::exp(spread.low), std::exp(spread.high)};
}

/// The tau and b of a curve. `spreads`: after the readings, where anything is known.
std::vector<ParameterSpread> parameters_of(const Curve& curve, const CurvePrior& prior,
                                           const std::optional<CurveSpreads>& spreads, double last_hours) {
  std::vector<ParameterSpread> result;
  for (const CurveParameter& parameter : curve.parameters.subspan(1)) {  // K comes first, and has no prior of its own
    const bool is_timescale = curve.has_timescale && result.empty();
    const double unit = is_timescale ? last_hours : 1;
    ParameterSpread spread{parameter, log_normal_spread(is_timescale ? *prior.log_timescale : *prior.log_shape), {}};
    spread.prior = times(spread.prior, unit);
    if (spreads) spread.posterior = times(is_timescale ? spreads->timescale : spreads->shape, unit);
    result.push_back(spread);
  }
  return result;
}

/// What the projection would be by this posterior.
std::vector<Spread> projections_of(const Posterior& posterior, const Series& series,
                                   const std::vector<HorizonProjection>& horizons) {
  Outlook outlook(posterior, series.readings);
  std::vector<Spread> result;
  for (const HorizonProjection& horizon : horizons) {
    const std::vector<double> quantiles = outlook.quantiles(horizon.hours, std::array{0.1, 0.5, 0.9});
    result.push_back({quantiles[1], quantiles[0], quantiles[2]});
  }
  return result;
}

}  // namespace

Explanation explain(const Series& series, const Prior& at_any_age, const Projection& projection) {
  const double last_hours = series.readings.back().hours;
  const Prior prior = at_age(at_any_age, last_hours);
  const Increments data = make_increments(series.readings, series.since_hours);
  double whole = 0;
  for (const CurvePrior& curve : prior.curves) whole += curve.weight;

  Explanation result;
  result.deviations = {deviation_factor, exponential(log_normal_spread(prior.log_sigma)), {}};
  Posterior posterior;
  if (posterior.compute(data, prior, parameter_spacing)) {
    result.deviations.posterior = exponential(deviation_spread(posterior));
  }
  Prior alone = prior;
  for (std::size_t c = 0; c < prior.curves.size(); ++c) {
    const CurvePrior& curve_prior = prior.curves[c];
    const Curve& curve = *find_curve(curve_prior.curve);
    CurveExplanation explanation{curve.name, curve_prior.weight / whole, projection.curves[c].weight, {}, {}};
    std::optional<CurveSpreads> spreads;
    // Alone, a curve is resolved as well as any, however little it weighs among the others.
    alone.curves = {curve_prior};
    if (explanation.weight >= least_weight && posterior.compute(data, alone)) {
      explanation.projections = projections_of(posterior, series, projection.horizons);
      if (posterior.compute(data, alone, parameter_spacing)) spreads = curve_spreads(posterior);
    }
    explanation.parameters = parameters_of(curve, curve_prior, spreads, last_hours);
    result.curves.push_back(std::move(explanation));
  }
  result.next_reading = next_reading(series, at_any_age, projection.horizons.back().hours);
  return result;
}

}  // namespace swarmcast
