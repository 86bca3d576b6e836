#include "projection/outlook.hpp"

#include <algorithm>
#include <array>
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

/// Where growth may end before the first fixed time, in doublings of the last reading's time.
constexpr std::array early_ends{0.1, 0.3, 0.6};

/// Bins of growth that has ended are as wide at least: it is a small part of the whole, and all of it, wherever it
/// ended, goes into the same ones.
constexpr double finest_ended = 0.01;

/// The i-th place where growth may end, in doublings.
double end_place(std::size_t i) {
  return i < early_ends.size() ? early_ends[i] : static_cast<double>(i - early_ends.size() + 1);
}

/// How many places lie before that time.
std::size_t ends_before(double doublings) {
  if (doublings > 1) return early_ends.size() + static_cast<std::size_t>(std::ceil(doublings)) - 1;
  return static_cast<std::size_t>(std::lower_bound(early_ends.begin(), early_ends.end(), doublings) -
                                  early_ends.begin());
}

/// The probability that growth ends at the i-th place. The time of its end has an exponential distribution in log time;
/// an end between two places counts as one at either, in proportion to the distance from the other.
double end_probability(std::size_t i, double hazard_per_doubling) {
  const auto not_before = [&](double place) { return std::exp(-hazard_per_doubling * place); };
  const auto mean_survival = [](double x) { return x > 0 ? -std::expm1(-x) / x : 1; };  // of e^-y over y from 0 to x
  const double place = end_place(i);
  const double after = hazard_per_doubling * (end_place(i + 1) - place);
  const double of_later = not_before(place) * (1 - mean_survival(after));
  if (i == 0) return 1 - not_before(place) + of_later;
  const double earlier = end_place(i - 1), before = hazard_per_doubling * (place - earlier);
  return not_before(earlier) * (mean_survival(before) - std::exp(-before)) + of_later;
}

}  // namespace

void Outlook::begin(const Posterior& posterior, std::span<const Reading> readings) {
  posterior_ = &posterior;
  last_hours_ = readings.back().hours;
  last_count_ = readings.back().count_used;
  place_count_ = 0;
  bases_.clear();
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

double Outlook::predict(double hours) {
  const Interval future = interval_in_units(last_hours_, hours, last_hours_);
  const std::vector<ParameterBlock>& blocks = posterior_->blocks();
  if (node_growth_.size() < blocks.size()) node_growth_.resize(blocks.size());
  for (const CurvePosterior& curve : posterior_->curves()) {
    const Kernel::Predict predict_block = kernel().predict[curve.curve];
    for (std::size_t b = curve.begin; b < curve.end; ++b) predict_block(future, blocks[b], node_growth_[b]);
  }
  return std::log((1 + hours / last_hours_) / 2) - posterior_->last_log_midpoint();
}

void Outlook::add_growing(double ahead, double weight, NormalMixture& result) {
  if (!(weight > 0)) return;
  for (const ScalePosterior& scale : posterior_->scales()) {
    const ScalePairs& pairs = scale.pairs;
    if (pairs.size() == 0) continue;
    const Lead here = lead(scale.filter, ahead, posterior_->correlation_length());
    if (mean_.size() < pairs.size()) mean_.resize(pairs.size());
    const std::span mean(mean_.data(), pairs.size());
    Range range{floor_of_log_growth, ceiling_of_log_growth};
    kernel().combine(pairs.node(), node_growth_.front().data(), pairs.level(), pairs.state(), here.decay, range, mean);
    result.add(mean, pairs.weight(), here.sd, range.low, range.high, weight);
  }
}

void Outlook::add_ended(double ahead, double weight, std::vector<NormalBins>& bins) {
  if (!(weight > 0)) return;
  const double length = posterior_->correlation_length();
  const std::span<const CoarseScale> scales = posterior_->coarse_scales();
  for (std::size_t i = 0; i < scales.size(); ++i) {
    const CoarseScale& scale = scales[i];
    const ScalePairs& pairs = scale.pairs;
    if (pairs.size() == 0) continue;
    const Lead lower = lead(posterior_->scales()[scale.lower].filter, ahead, length);
    const Lead upper = lead(posterior_->scales()[scale.upper].filter, ahead, length);
    if (mean_.size() < pairs.size()) mean_.resize(pairs.size());
    const std::span mean(mean_.data(), pairs.size());
    Range range{floor_of_log_growth, ceiling_of_log_growth};
    kernel().combine(pairs.node(), node_growth_.front().data(), pairs.level(), pairs.state(), lower.decay, range, mean);
    const double variance = lower.sd * lower.sd;
    bins[i].add(mean, pairs.weight(), pairs.share(), {variance, upper.sd * upper.sd - variance}, lower.sd, weight,
                range.high);
  }
}

/// The next one.
void Outlook::add_place() {
  const std::size_t i = place_count_++;
  if (places_.size() < place_count_) places_.resize(place_count_);
  Place& here = places_[i];
  here.growth.clear();
  here.going_on = 1;
  const bool is_fixed_time = i >= early_ends.size();
  const double hazard = posterior_->stop_hazard() * std::log(2.0);
  if (hazard <= 0 && !is_fixed_time) return;
  const double ahead = predict(last_hours_ * std::exp2(end_place(i)));
  if (hazard <= 0) return add_growing(ahead, 1, here.growth);
  if (i > 0) {
    const Place& before = places_[i - 1];
    if (is_fixed_time) {
      add_growing(ahead, before.going_on, here.growth);
      for (const NormalBins& bins : before.ended) here.growth.add(bins);
    }
    here.ended = before.ended;
    here.going_on = before.going_on;
  } else {
    const std::span<const CoarseScale> scales = posterior_->coarse_scales();
    here.ended.resize(scales.size());
    for (std::size_t s = 0; s < scales.size(); ++s) {
      // As wide as the narrowest that are to come, which are these.
      const DeviationFilter& filter = posterior_->scales()[scales[s].lower].filter;
      const double sd = lead(filter, ahead, posterior_->correlation_length()).sd;
      here.ended[s].reset(floor_of_log_growth, std::max(sd, finest_ended));
    }
  }
  const double ends_here = std::max(end_probability(i, hazard), 0.0);
  add_ended(ahead, ends_here, here.ended);
  here.going_on = std::max(here.going_on - ends_here, 0.0);
}

const Outlook::Place& Outlook::place(std::size_t i) {
  while (place_count_ <= i) add_place();
  return places_[i];
}

const NormalMixture& Outlook::fixed_growth(std::size_t doublings) {
  assert(doublings >= 1);
  return place(early_ends.size() + doublings - 1).growth;
}

void Outlook::find_growth(double hours, NormalMixture& result) {
  result.clear();
  const std::size_t ends = posterior_->stop_hazard() > 0 ? ends_before(std::log2(hours / last_hours_)) : 0;
  if (ends == 0) return add_growing(predict(hours), 1, result);
  const Place& before = place(ends - 1);
  add_growing(predict(hours), before.going_on, result);
  for (const NormalBins& bins : before.ended) result.add(bins);
}

double Outlook::distribution(const NormalMixture& growth, double count) const {
  double sum = 0;
  for (const Base& base : bases_) {
    if (count > base.count) sum += base.weight * growth.distribution(std::log(count - base.count));
  }
  return sum;
}

Slope Outlook::slope(const NormalMixture& growth, double x) const {
  if (bases_.size() == 1) return growth.slope(x);
  const double lowest = bases_.front().count, grown = std::exp(x);
  Slope sum;
  for (const Base& base : bases_) {
    const double above = lowest + grown - base.count;
    if (above <= 0) continue;
    const Slope here = growth.slope(std::log(above));
    const double ratio = grown / above;  // d ln(above) / dx
    sum.value += base.weight * here.value;
    sum.density += base.weight * here.density * ratio;
    sum.bend += base.weight * (here.bend * ratio * ratio + here.density * ratio * (1 - ratio));
  }
  return sum;
}

double Outlook::raw_quantile(const NormalMixture& growth, double p) const {
  // Solved in x = ln(N - lowest base), in which the distribution is as smooth as the mixture.
  const double lowest = bases_.front().count;
  const double span = bases_.back().count - lowest;
  double low = growth.low();
  const double most = std::min(growth.high(), ceiling_of_log_growth);
  double high = span > 0 ? std::log(span + std::exp(most)) : most;
  // A rough look says where to begin.
  double lower = low, upper = high;
  constexpr double near_enough = 0.05;
  while (upper - lower > near_enough) {
    const double middle = 0.5 * (lower + upper);
    (growth.rough_distribution(middle) < p ? lower : upper) = middle;
  }
  // Halley's method on the logit of the distribution, nearly a straight line in the middle and in both tails: where
  // that line bends little over a step, the error of the step is about its cube. Where it leaves what is known to hold
  // the root: bisection.
  constexpr int most_rounds = 200;
  constexpr double tolerance = 1e-10, good_step = 1e-7;
  const double logit = std::log(p / (1 - p));
  double x = 0.5 * (lower + upper);
  for (int round = 0; round < most_rounds && high - low > tolerance; ++round) {
    const Slope here = slope(growth, x);
    const double rest = 1 - here.value;
    (here.value < p ? low : high) = x;
    double next = 0.5 * (low + high);
    if (here.value > 0 && rest > 0 && here.density > 0) {
      const double scale = here.value * rest / here.density;
      const double newton = (logit - std::log(here.value / rest)) * scale;
      const double curvature = here.bend / here.density - (1 - 2 * here.value) / scale;
      const double step = newton / std::clamp(1 + 0.5 * newton * curvature, 0.5, 2.0);
      if (x + step > low && x + step < high) {
        next = x + step;
        if (newton * newton <= good_step * std::min(scale, 1.0) &&
            std::abs(newton) * std::max(1 / scale, std::abs(curvature)) < 0.01) {
          return lowest + std::exp(next);
        }
      }
    }
    x = next;
  }
  return lowest + std::exp(0.5 * (low + high));
}

std::vector<double> Outlook::quantiles(double hours, std::span<const double> probabilities) {
  assert(hours > last_hours_);
  find_growth(hours, growth_);
  std::vector<double> result;
  result.reserve(probabilities.size());
  for (const double p : probabilities) result.push_back(raw_quantile(growth_, p));
  for (std::size_t k = 1; std::ldexp(last_hours_, static_cast<int>(k)) <= hours; ++k) {
    const NormalMixture& earlier = fixed_growth(k);
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
  find_growth(hours, growth_);
  double least = distribution(growth_, share);
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
    find_growth(last_hours_ * std::exp2(log_time), growth_);
    return p - distribution(growth_, share);
  };
  const double begin = k == 1 ? closest_log_time : static_cast<double>(k - 1);
  const auto end = static_cast<double>(k);
  return last_hours_ * std::exp2(find_root(excess, begin, excess(begin), end, excess(end)));
}

}  // namespace swarmcast
