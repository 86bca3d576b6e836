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

/// Growth that ends is taken to end in the middle of one of so many steps to a doubling of time.
constexpr int steps_per_doubling = 2;

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

double Outlook::ended_in(std::size_t step) const {
  const double hazard = posterior_.stop_hazard() * std::log(2.0) / steps_per_doubling;
  return -std::expm1(-hazard) * std::exp(-hazard * static_cast<double>(step));
}

Outlook::Growth Outlook::growth_at(double hours) {
  Growth growth{.on = mixture_at(hours)};
  const double hazard = posterior_.stop_hazard();
  if (hazard <= 0) return growth;
  const double doublings = std::log2(hours / last_hours_);
  growth.steps = static_cast<std::size_t>(doublings * steps_per_doubling);
  while (ended_.size() < growth.steps) {
    const double middle = (static_cast<double>(ended_.size()) + 0.5) / steps_per_doubling;
    ended_.push_back(mixture_at(last_hours_ * std::exp2(middle)));
  }
  growth.weight = std::exp(-hazard * std::log(2.0) * doublings);
  const double begin = static_cast<double>(growth.steps) / steps_per_doubling;
  growth.last_weight = std::exp(-hazard * std::log(2.0) * begin) - growth.weight;
  const double middle = last_hours_ * std::exp2(0.5 * (begin + doublings));
  if (growth.last_weight > 0 && middle > last_hours_) {
    growth.in_last = mixture_at(middle);
  } else {
    growth.weight += growth.last_weight;
    growth.last_weight = 0;
  }
  return growth;
}

const Outlook::Growth& Outlook::fixed_growth(std::size_t doublings) {
  assert(doublings >= 1);
  while (fixed_.size() < doublings) {
    fixed_.push_back(growth_at(std::ldexp(last_hours_, static_cast<int>(fixed_.size()) + 1)));
  }
  return fixed_[doublings - 1];
}

double Outlook::growth_distribution(const Growth& growth, double x) const {
  double sum = growth.weight * growth.on.distribution(x);
  if (growth.last_weight > 0) sum += growth.last_weight * growth.in_last.distribution(x);
  for (std::size_t step = 0; step < growth.steps; ++step) sum += ended_in(step) * ended_[step].distribution(x);
  return sum;
}

double Outlook::rough_distribution(const Growth& growth, double x) const {
  double sum = growth.weight * growth.on.rough_distribution(x);
  if (growth.last_weight > 0) sum += growth.last_weight * growth.in_last.rough_distribution(x);
  for (std::size_t step = 0; step < growth.steps; ++step) sum += ended_in(step) * ended_[step].rough_distribution(x);
  return sum;
}

double Outlook::low(const Growth& growth) const {
  double least = growth.on.low();
  if (growth.last_weight > 0) least = std::min(least, growth.in_last.low());
  for (std::size_t step = 0; step < growth.steps; ++step) least = std::min(least, ended_[step].low());
  return least;
}

double Outlook::high(const Growth& growth) const {
  double most = growth.on.high();
  if (growth.last_weight > 0) most = std::max(most, growth.in_last.high());
  for (std::size_t step = 0; step < growth.steps; ++step) most = std::max(most, ended_[step].high());
  return most;
}

double Outlook::distribution(const Growth& growth, double count) const {
  double sum = 0;
  for (const Base& base : bases_) {
    if (count > base.count) sum += base.weight * growth_distribution(growth, std::log(count - base.count));
  }
  return sum;
}

double Outlook::raw_quantile(const Growth& growth, double p) const {
  // Solved in ln(N - lowest base), in which the distribution is as smooth as the mixture.
  const double lowest = bases_.front().count;
  const auto excess = [&](double x) {
    if (bases_.size() == 1) return growth_distribution(growth, x) - p;
    return distribution(growth, lowest + std::exp(x)) - p;
  };
  const double least = low(growth);
  const double most = std::min(high(growth), ceiling_of_log_growth);
  const double span = bases_.back().count - lowest;
  const double highest = span > 0 ? std::log(span + std::exp(most)) : most;
  double lower = least, upper = highest;
  // A rough look says where; from there outward, until the quantile is between.
  constexpr double near_enough = 0.05;
  while (upper - lower > near_enough) {
    const double middle = 0.5 * (lower + upper);
    (rough_distribution(growth, middle) < p ? lower : upper) = middle;
  }
  double at_lower = excess(lower), at_upper = excess(upper);
  for (double step = 0.2; at_lower > 0 && lower > least; step *= 2) {
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
  const Growth growth = growth_at(hours);
  std::vector<double> result;
  result.reserve(probabilities.size());
  for (const double p : probabilities) result.push_back(raw_quantile(growth, p));
  for (std::size_t k = 1; std::ldexp(last_hours_, static_cast<int>(k)) <= hours; ++k) {
    const Growth& earlier = fixed_growth(k);
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
  double least = distribution(growth_at(hours), share);
  for (std::size_t k = 1; std::ldexp(last_hours_, static_cast<int>(k)) <= hours; ++k) {
    least = std::min(least, distribution(fixed_growth(k), share));
  }
  return std::clamp(1 - least, 0.0, 1.0);
}

std::optional<double> Outlook::time_to_reach(double count, double p) {
  const double share = count / last_count_;
  std::size_t k = 1;
  while (distribution(fixed_growth(k), share) > p) {
    ++k;
    if (std::ldexp(1.0, static_cast<int>(k)) > reach_limit) return std::nullopt;
  }
  // Between 2^(k-1) and 2^k the quantile crosses the count.
  const auto excess = [&](double log_time) {
    return p - distribution(growth_at(last_hours_ * std::exp2(log_time)), share);
  };
  const double begin = k == 1 ? closest_log_time : static_cast<double>(k - 1);
  const auto end = static_cast<double>(k);
  return last_hours_ * std::exp2(find_root(excess, begin, excess(begin), end, excess(end)));
}

}  // namespace swarmcast
