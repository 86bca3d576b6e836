#include "projection/next_reading.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "projection/outlook.hpp"

namespace swarmcast {
namespace {

/// Candidates lie where so many parts of the log time to the horizon are gone. The last quarter is left out: a count
/// taken just before the horizon is the answer itself, and too late to be of use.
constexpr int parts = 8;
constexpr int last_part = 6;

/// What people round times to, in seconds.
constexpr std::array<double, 10> round_times{1, 10, 60, 300, 900, 3600, 21600, 86400, 604800, 2592000};

/// Of the count that a candidate will turn out to be: Gauss's rule with five abscissas over its probabilities.
constexpr std::array<double, 5> count_probabilities{0.046910077030668, 0.23076534494715845, 0.5, 0.7692346550528415,
                                                    0.953089922969332};
constexpr std::array<double, 5> count_weights{0.11846344252809454, 0.23931433524968324, 0.28444444444444444,
                                              0.23931433524968324, 0.11846344252809454};

/// The roundest time that is no farther than half of `room`; as it is where there is none.
double rounded_hours(double hours, double room) {
  constexpr double per_hour = 3600;
  const double seconds = hours * per_hour;
  double result = hours;
  for (const double unit : round_times) {
    if (unit <= room * per_hour) result = std::round(seconds / unit) * unit / per_hour;
  }
  return result;
}

/// ln of the 80 % band's high / low.
std::optional<double> log_width(Posterior& posterior, const Series& series, const Prior& prior, double hours) {
  const Prior relative = at_age(prior, series.readings.back().hours);
  if (!posterior.compute(make_increments(series.readings, series.since_hours), relative)) return std::nullopt;
  Outlook outlook(posterior, series.readings);
  const std::vector<double> ends = outlook.quantiles(hours, std::array{0.1, 0.9});
  return std::log(ends[1] / ends[0]);
}

/// The expected log width after a reading at `hours`; null where some count it may turn out to be cannot be projected.
std::optional<double> expected_log_width(Posterior& posterior, const Series& series, const Prior& prior, double hours,
                                         const std::vector<double>& counts, double horizon_hours) {
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto width = log_width(posterior, with_reading(series, hours, counts[i]), prior, horizon_hours);
    if (!width) return std::nullopt;
    sum += count_weights[i] * *width;
  }
  return sum;
}

/// The candidate for which `value` is largest, and above 0.
template <class Value>
std::optional<std::size_t> largest(const std::vector<CandidateReading>& candidates, Value value) {
  std::optional<std::size_t> found;
  double most = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (value(candidates[i]) <= most) continue;
    most = value(candidates[i]);
    found = i;
  }
  return found;
}

}  // namespace

std::vector<double> candidate_hours(double last_hours, double horizon_hours) {
  assert(0 < last_hours && last_hours < horizon_hours);
  const double step = std::log(horizon_hours / last_hours) / parts;
  std::vector<double> result;
  for (int i = 1; i <= last_part; ++i) {
    const double hours = last_hours * std::exp(i * step);
    // Moved by half of the way to the one before at most, which is less than that to the one after, they stay in order.
    const double rounded = rounded_hours(hours, hours * -std::expm1(-step));
    const double before = result.empty() ? last_hours : result.back();
    if (before < rounded && rounded < horizon_hours) result.push_back(rounded);  // too near for doubles to tell apart
  }
  return result;
}

Series with_reading(Series series, double hours, double count) {
  std::vector<Reading>& readings = series.readings;
  assert(!readings.empty() && hours > readings.back().hours && count > 0);
  while (!readings.empty() && readings.back().count_used >= count) {
    Reading& last = readings.back();
    const double before = readings.size() < 2 ? 0 : readings[readings.size() - 2].count_used;
    const double typed = last.unlifted();
    if (before < typed && typed < count) {
      last.count_used = typed;
    } else {
      readings.pop_back();
    }
  }
  readings.push_back({.hours = hours, .count = count, .qualifier = Qualifier::exact, .count_used = count});
  return series;
}

NextReading next_reading(const Series& series, const Prior& prior, double horizon_hours) {
  NextReading result;
  result.horizon = horizon_hours;
  Posterior posterior;
  const auto now = log_width(posterior, series, prior, horizon_hours);
  if (!now) return result;
  result.factor = std::exp(*now);
  if (!(*now > 0)) return result;

  // What each candidate may turn out to be, while the posterior of today is there.
  const std::vector<double> candidates = candidate_hours(series.readings.back().hours, horizon_hours);
  std::vector<std::vector<double>> counts;
  counts.reserve(candidates.size());
  Outlook outlook(posterior, series.readings);
  for (const double hours : candidates) counts.push_back(outlook.quantiles(hours, count_probabilities));

  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto width = expected_log_width(posterior, series, prior, candidates[i], counts[i], horizon_hours);
    if (width) result.candidates.push_back({candidates[i], std::exp(*width), 1 - *width / *now});
  }
  result.most = largest(result.candidates, [](const CandidateReading& candidate) { return candidate.narrowing; });
  result.best = largest(result.candidates, [&](const CandidateReading& candidate) {
    return candidate.narrowing * (horizon_hours - candidate.hours);
  });
  return result;
}

}  // namespace swarmcast
