#include <algorithm>
#include <cmath>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "projection/comparison.hpp"
#include "projection/explain.hpp"
#include "projection/least_squares.hpp"
#include "projection/outlook.hpp"
#include "projection/question.hpp"
#include "projection/verdicts.hpp"
#include "swarmcast/curve.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {
namespace {

/// Probabilities of the ends of central bands, and of the median: low and high of each level, then 1/2.
std::vector<double> probabilities_of(const std::vector<double>& levels) {
  std::vector<double> result;
  for (const double level : levels) {
    result.push_back(0.5 - level / 200);
    result.push_back(0.5 + level / 200);
  }
  result.push_back(0.5);
  return result;
}

HorizonProjection projection_at(Outlook& outlook, double hours, const std::vector<double>& levels,
                                const std::vector<double>& probabilities) {
  const std::vector<double> quantiles = outlook.quantiles(hours, probabilities);
  HorizonProjection horizon{hours, quantiles.back(), {}};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    horizon.bands.push_back({levels[i], quantiles[2 * i], quantiles[2 * i + 1]});
  }
  return horizon;
}

Reach reach_of(Outlook& outlook, double count, const std::vector<double>& horizons, const std::vector<double>& levels) {
  Reach reach;
  reach.count = count;
  for (const double hours : horizons) reach.probability.push_back(outlook.probability_reached(count, hours));
  reach.median_hours = outlook.time_to_reach(count, 0.5);
  for (const double level : levels) {
    // The count's upper quantile gets there first.
    reach.bands.push_back(
        {level, outlook.time_to_reach(count, 0.5 + level / 200), outlook.time_to_reach(count, 0.5 - level / 200)});
  }
  return reach;
}

double log_width(Outlook& outlook, double hours) {
  const std::vector<double> ends = outlook.quantiles(hours, std::vector{0.1, 0.9});
  return std::log(ends[1] / ends[0]);
}

std::optional<double> narrowing_of(Outlook& outlook, const Series& series, const Prior& prior, double hours) {
  const std::vector<Reading> alone{series.readings.back()};
  static thread_local Posterior posterior;  // see project()
  if (!posterior.compute(make_increments(alone, series.since_hours), at_age(prior, alone.back().hours))) {
    return std::nullopt;
  }
  Outlook from_last(posterior, alone);
  return 1 - log_width(outlook, hours) / log_width(from_last, hours);
}

}  // namespace

std::vector<double> default_horizons(double last_hours) {
  std::vector<double> horizons;
  for (const double hours : {24.0, 48.0, 72.0, 168.0, 336.0, 720.0}) {
    if (hours > last_hours && hours <= 10 * last_hours) horizons.push_back(hours);
  }
  if (horizons.size() >= 3) return horizons;
  horizons.clear();
  for (const double multiple : {1.5, 2.0, 3.0, 5.0, 10.0}) horizons.push_back(multiple * last_hours);
  return horizons;
}

Result<Projection> project(const Series& series, const Prior& prior, const ProjectionOptions& options) {
  if (series.readings.empty()) return Error{ErrorCode::no_readings, "there are no readings to project from"};
  const Reading& last = series.readings.back();
  if (auto error = check_question(last, options)) return std::move(*error);

  // Each thread keeps the memory of its last posterior and outlook, a few megabytes, for the next.
  static thread_local Posterior posterior;
  const Increments data = make_increments(series.readings, series.since_hours);
  if (!(prior.absolute ? posterior.compute(data, at_age(prior, last.hours)) : posterior.compute(data, prior))) {
    return Error{
        ErrorCode::not_projectable,
        "no curve of the prior can have produced these readings: check them, or use another prior or more curves"};
  }
  static thread_local Outlook outlook;
  outlook.begin(posterior, series.readings);

  Projection result = begin_projection(series, options);
  result.prior = prior.name;
  const std::vector<double> horizons = options.horizons.empty() ? default_horizons(last.hours) : options.horizons;
  const std::vector<double> probabilities = probabilities_of(options.levels);
  const auto at = [&](double hours) { return projection_at(outlook, hours, options.levels, probabilities); };
  for (const double hours : horizons) result.horizons.push_back(at(hours));
  if (options.fan) {
    for (const double hours : fan_times(last.hours, horizons)) result.fan.push_back(at(hours));
  }
  for (const CurvePosterior& curve : posterior.curves()) {
    result.curves.push_back({curves()[curve.curve].name, curve.weight, curve.log_evidence});
  }
  for (const double count : options.reach) result.reach.push_back(reach_of(outlook, count, horizons, options.levels));
  if (options.compare) {
    result.comparison = extrapolations(series.readings, result.horizons);
    result.comparison.push_back(least_squares_comparison(series, result.horizons, options.levels));
  }
  if (options.narrowing && series.readings.size() > 1) {
    result.narrowing = narrowing_of(outlook, series, prior, horizons.back());
  }
  if (options.explain) result.explanation = explain(series, prior, result);
  result.verdicts = find_verdicts(series, result.horizons, outlook);
  return result;
}

}  // namespace swarmcast
