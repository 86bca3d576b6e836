#include "projection/outlook.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "inference/increments.hpp"
#include "inference/kernel.hpp"
#include "numeric/roots.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {
namespace {

/// An increment below e^-13 of the last count, two in a million, adds nothing that anyone counts.
constexpr double floor_of_log_growth = -13;

/// e^700 is near the largest double; counts are cut well before rather than allowed to be infinite.
constexpr double ceiling_of_log_growth = 600;

constexpr double closest_log_time = 1e-9;

}  // namespace

Outlook::Outlook(const Posterior& posterior, std::span<const Reading> readings)
    : posterior_(posterior), last_hours_(readings.back().hours), last_count_(readings.back().count_used) {
  const Reading& last = readings.back();
  if (!last.uncertain()) {
    bases_.push_back({});
    return;
  }
  // The five-point Gauss-Hermite rule for the standard normal, in closed form.
  const double root = std::sqrt(10.0);
  const double outer = std::sqrt(5 + root), inner = std::sqrt(5 - root);
  const double outer_weight = (7 - 2 * root) / 60, inner_weight = (7 + 2 * root) / 60;
  const double typed = last.count / last.count_used;
  const double before = readings.size() < 2 ? 0 : readings[readings.size() - 2].count_used / last.count_used;
  for (const auto& [z, weight] :
       {std::pair{-outer, outer_weight}, std::pair{-inner, inner_weight}, std::pair{0.0, 8.0 / 15},
        std::pair{inner, inner_weight}, std::pair{outer, outer_weight}}) {
    double count = 1 + last.relative_error * z;
    if (last.qualifier == Qualifier::at_least) count = std::max(count, typed);
    if (last.qualifier == Qualifier::at_most)
      count = std::min(count, std::max(typed, 1.0));  // after a reset, typed is no bound
    bases_.push_back({std::max(count, before), weight});
  }
}

NormalMixture Outlook::mixture_at(double hours) const {
  const Interval future = interval_in_units(last_hours_, hours, last_hours_);
  const double log_midpoint = std::log((1 + hours / last_hours_) / 2);
  const std::vector<ParameterBlock>& blocks = posterior_.blocks();
  std::vector<Lanes> growth(blocks.size());
  for (const CurvePosterior& curve : posterior_.curves()) {
    for (std::size_t b = curve.begin; b < curve.end; ++b) {
      kernel().predict[curve.curve](future, blocks[b], growth[b]);
    }
  }
  NormalMixture mixture;
  std::vector<double> mean;
  for (const ScalePosterior& scale : posterior_.scales()) {
    if (scale.node.empty()) continue;
    const Lead ahead =
        lead(scale.filter, log_midpoint - posterior_.last_log_midpoint(), posterior_.correlation_length());
    mean.resize(scale.node.size());
    Range range{floor_of_log_growth, ceiling_of_log_growth};
    kernel().combine(scale.node, growth.front().data(), scale.level, scale.state, ahead.decay, range, mean);
    mixture.add(mean, scale.weight, ahead.sd, range.low, range.high);
  }
  return mixture;
}

const NormalMixture& Outlook::fixed_mixture(std::size_t doublings) {
  assert(doublings >= 1);
  while (fixed_.size() < doublings) {
    fixed_.push_back(mixture_at(std::ldexp(last_hours_, static_cast<int>(fixed_.size()) + 1)));
  }
  return fixed_[doublings - 1];
}

double Outlook::distribution(const NormalMixture& mixture, double count) const {
  double sum = 0;
  for (const Base& base : bases_) {
    if (count > base.count) sum += base.weight * mixture.distribution(std::log(count - base.count));
  }
  return sum;
}

double Outlook::raw_quantile(const NormalMixture& mixture, double p) const {
  // Solved in ln(N - lowest base), in which the distribution is as smooth as the mixture.
  const double lowest = bases_.front().count;
  const auto excess = [&](double x) {
    if (bases_.size() == 1) return mixture.distribution(x) - p;
    return distribution(mixture, lowest + std::exp(x)) - p;
  };
  const double high = std::min(mixture.high(), ceiling_of_log_growth);
  const double span = bases_.back().count - lowest;
  const double highest = span > 0 ? std::log(span + std::exp(high)) : high;
  double lower = mixture.low(), upper = highest;
  // A rough look says where; from there outward, until the quantile is between.
  constexpr double near_enough = 0.05;
  while (upper - lower > near_enough) {
    const double middle = 0.5 * (lower + upper);
    (mixture.rough_distribution(middle) < p ? lower : upper) = middle;
  }
  double at_lower = excess(lower), at_upper = excess(upper);
  for (double step = 0.2; at_lower > 0 && lower > mixture.low(); step *= 2) {
    upper = lower;
    at_upper = at_lower;
    lower -= step;
    at_lower = excess(lower);
  }
  for (double step = 0.2; at_upper < 0 && upper < highest; step *= 2) {
    lower = upper;
    at_lower = at_upper;
    upper += step;
    at_upper = excess(upper);
  }
  return lowest + std::exp(find_root(excess, lower, at_lower, upper, at_upper));
}

std::vector<double> Outlook::quantiles(double hours, std::span<const double> probabilities) {
  assert(hours > last_hours_);
  const NormalMixture mixture = mixture_at(hours);
  std::vector<double> result;
  result.reserve(probabilities.size());
  for (const double p : probabilities) result.push_back(raw_quantile(mixture, p));
  for (std::size_t k = 1; std::ldexp(last_hours_, static_cast<int>(k)) <= hours; ++k) {
    const NormalMixture& earlier = fixed_mixture(k);
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
      // Only where this time's distribution lies lower than the earlier one's is there a maximum to take, or where they
      // lie so near that roots found to their tolerance may be in either order.
      constexpr double near = 1e-9;
      if (distribution(earlier, result[i] * (1 - near)) < probabilities[i]) {
        result[i] = std::max(result[i], raw_quantile(earlier, probabilities[i]));
      }
    }
  }
  for (double& count : result) count *= last_count_;
  return result;
}

double Outlook::probability_reached(double count, double hours) {
  const double share = count / last_count_;
  double least = distribution(mixture_at(hours), share);
  for (std::size_t k = 1; std::ldexp(last_hours_, static_cast<int>(k)) <= hours; ++k) {
    least = std::min(least, distribution(fixed_mixture(k), share));
  }
  return std::clamp(1 - least, 0.0, 1.0);
}

std::optional<double> Outlook::time_to_reach(double count, double p) {
  const double share = count / last_count_;
  std::size_t k = 1;
  while (distribution(fixed_mixture(k), share) > p) {
    ++k;
    if (std::ldexp(1.0, static_cast<int>(k)) > reach_limit) return std::nullopt;
  }
  // Between 2^(k-1) and 2^k the quantile crosses the count.
  const auto excess = [&](double log_time) {
    return p - distribution(mixture_at(last_hours_ * std::exp2(log_time)), share);
  };
  const double begin = k == 1 ? closest_log_time : static_cast<double>(k - 1);
  const auto end = static_cast<double>(k);
  return last_hours_ * std::exp2(find_root(excess, begin, excess(begin), end, excess(end)));
}

}  // namespace swarmcast
