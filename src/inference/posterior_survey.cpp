// The part of the posterior that looks where it is, before it is integrated.

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "inference/posterior.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

/// The survey's window of ln s reaches to where the posterior is e^-depth of the largest node, and that of the
/// integration to the second.
constexpr double survey_depth = 8;
constexpr double window_depth = 6.5;

/// The step in ln s, in standard deviations of its posterior: as the survey sees it, or of the narrowest one that n
/// increments can make (narrowest_scale_sd), whichever is wider.
constexpr double scale_step = 1.5;

/// Standard deviations of predictions follow s: those of neighbours must not differ so much that a mixture of them
/// shows it.
constexpr double coarsest_scale_step = 0.4;

/// No more nodes than this to begin with.
constexpr double most_scales = 64;

/// The survey's step, in ln s, at least; and the readings that its first window counts on to pull s down.
constexpr double survey_step = 0.6;
constexpr double survey_readings = 12;

/// The survey of a curve ends where the smallest s let in has this share of the largest's weight or less.
constexpr double survey_end = 1e-3;

/// It leaves out the largest sizes once they have less than this of it.
constexpr double too_large_end = 1e-6;

constexpr Effort survey_effort{
    .row = {.edge = 2, .agreement = 0.8, .most = 32}, .spacing = 1.2, .edge = 2, .fall = 6, .bend = 4, .share = 0.01};

/// The upper tail of predictions that is to be got right, and how many bins find it.
constexpr double tail = 0.025;
constexpr std::size_t tail_bins = 128;

/// Means of what is no growth at all, or more than anyone counts.
constexpr double least_growth = -9;
constexpr double most_growth = 60;

/// Nodes of s that the survey lets in at a time, a factor of e^0.6 or more each: the fewer, the more readings there are
/// to make the posterior of a small s narrow. Two readings cannot. Where one step leads to the smallest, it starts
/// there.
std::size_t survey_descent(std::size_t readings) { return readings <= 2 ? SIZE_MAX : readings <= 7 ? 6 : 2; }

/// The likelihood of n increments falls as e^(-n x - S e^(-2 x)) in x = ln s at best, the prior as a Gaussian. At the
/// mode S e^(-2 x) = (n + (x - mean) / sd^2) / 2, so that the curvature there is 1 / sd^2 + 2 (n + (x - mean) / sd^2).
double narrowest_scale_sd(const Normal& log_sigma, std::size_t n, double mode) {
  const double precision = 1 / (log_sigma.sd * log_sigma.sd);
  const double pull = std::max((mode - log_sigma.mean) * precision, 0.0);
  return 1 / std::sqrt(precision + 2 * (static_cast<double>(n) + pull));
}

}  // namespace

/// Where the posterior of ln s should sit, with x = ln s less the prior's mean m. Below: each increment favours small s
/// by one in ln s at most, so the mode is above m - n sd^2, and nothing changes where the known variances drown s.
/// Above: where the deviations are of the prior's typical size, the likelihood falls as e^(-n x) and the prior as
/// e^(-x^2 / (2 sd^2)); one sd is added for those that are larger. What turns out to sit outside is gone after.
Posterior::Window Posterior::first_window(const Prior& prior, const Increments& data) {
  const auto n = static_cast<double>(data.size());
  const double mean = prior.log_sigma.mean, sd = prior.log_sigma.sd;
  const double reach = std::sqrt(2 * survey_depth) * sd;
  const double drowned = 0.5 * std::log(*std::min_element(data.variance.begin(), data.variance.end())) - 3;
  const double low = std::max(mean - std::min(n, survey_readings) * sd * sd - reach, std::min(mean - reach, drowned));
  const double high = mean + sd + sd * (std::sqrt(n * n * sd * sd + 2 * survey_depth) - n * sd);
  return {low, high, std::max(survey_step, scale_step * narrowest_scale_sd(prior.log_sigma, data.size(), mean))};
}

/// One curve's part of survey(): its ridge, its log evidence, and in curve_totals_ its posterior of s.
bool Posterior::survey_curve(const Increments& data, const Prior& prior, std::size_t index) {
  CurvePosterior& curve = curves_[index];
  const std::size_t sizes = filter_count_;
  std::size_t level = 0;
  while (level + 2 < sizes && std::log(filters_[level].sigma) < prior.log_sigma.mean + prior.log_sigma.sd) ++level;
  const std::size_t descent = survey_descent(data.size());
  if (descent > level) level = 0;
  // Those above turn out to have no weight, and the less the smaller the sizes let in.
  std::size_t above = sizes;
  for (;; level -= std::min(level, descent)) {
    const Evidence evidence{data.whole, data.intervals, data.log_share, filters().subspan(level, above - level)};
    curve.log_evidence =
        integrator_.integrate(curve.curve, prior.curves[index], evidence, survey_effort, ridges_[index]);
    if (curve.log_evidence < no_evidence / 2) return false;
    curve_totals_.assign(sizes, 0);
    const Nodes& nodes = integrator_.nodes();
    for (std::size_t b = 0; b < nodes.size(); ++b) {
      const Lanes& weight = nodes.block(b).weight;
      for (std::size_t s = level + nodes.block(b).first_column; s < above; ++s) {
        const Lanes& share = nodes.columns(b)[s - level].share;
        for (std::size_t lane = 0; lane < lanes; ++lane) curve_totals_[s] += weight[lane] * share[lane];
      }
    }
    const double largest = *std::max_element(curve_totals_.begin(), curve_totals_.end());
    if (level == 0 || curve_totals_[level] < survey_end * largest) {
      look_ahead(index, level);
      return true;
    }
    while (curve_totals_[above - 1] < too_large_end * largest) --above;
  }
}

/// Remembers what the curve just surveyed predicts for the test horizon.
void Posterior::look_ahead(std::size_t index, std::size_t level) {
  const Nodes& nodes = integrator_.nodes();
  for (std::size_t b = 0; b < nodes.size(); ++b) {
    const Block& block = nodes.block(b);
    Lanes growth, mean, variance;
    kernel().predict[curves_[index].curve](test_.future, block.parameters, growth);
    kernel().average(growth, nodes.columns(b).subspan(block.first_column),
                     std::span(test_.leads).subspan(level + block.first_column), mean, variance);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (!(block.weight[lane] > 0)) continue;
      // A normal distribution as three points, by the Gauss-Hermite rule.
      const double side = std::sqrt(3 * variance[lane]);
      for (const auto& [growth_at, share] :
           {std::pair{mean[lane] - side, 1.0 / 6}, {mean[lane], 2.0 / 3}, {mean[lane] + side, 1.0 / 6}}) {
        // In this order, what is no number counts as no growth.
        const double bounded = growth_at > least_growth ? std::min(growth_at, most_growth) : least_growth;
        looks_.push_back({index, share * block.weight[lane], bounded});
      }
    }
  }
}

/// Finds where each curve's posterior sits, roughly, what it weighs, and what it predicts. The posterior at one s lies
/// inside that at a larger one: so sizes of deviation are let in from the largest down, and what is found at one level
/// leads to what is there at the next, however small it gets.
bool Posterior::survey(const Increments& data, const Prior& prior) {
  looks_.clear();
  surveyed_totals_.assign(curves_.size() * filter_count_, 0);
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    curves_[c].curve = static_cast<std::size_t>(find_curve(prior.curves[c].curve) - swarmcast::curves().data());
    if (!survey_curve(data, prior, c)) continue;
    std::copy(curve_totals_.begin(), curve_totals_.end(),
              surveyed_totals_.begin() + static_cast<std::ptrdiff_t>(c * filter_count_));
  }
  if (!weigh_curves(prior)) return false;
  find_tail_shares();
  // Of s, what the upper tail is made of counts for as much as the whole.
  scale_totals_.assign(filter_count_, 0);
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    const double weight = 0.5 * (curves_[c].weight + tail_shares_[c]);
    for (std::size_t s = 0; s < filter_count_; ++s)
      scale_totals_[s] += weight * surveyed_totals_[c * filter_count_ + s];
  }
  // In this form, what is no number is no posterior.
  return *std::max_element(scale_totals_.begin(), scale_totals_.end()) > 0;
}

/// Each curve's share of the upper tail of the mixture of all.
void Posterior::find_tail_shares() {
  tail_shares_.assign(curves_.size(), 0);
  double least = most_growth, greatest = least_growth;
  for (const Look& look : looks_) {
    least = std::min(least, look.growth);
    greatest = std::max(greatest, look.growth);
  }
  const double per_unit = static_cast<double>(tail_bins - 1) / std::max(greatest - least, 1e-9);
  const auto bin_of = [&](double growth) { return static_cast<std::size_t>((growth - least) * per_unit); };
  std::array<double, tail_bins> bins{};
  for (const Look& look : looks_) bins[bin_of(look.growth)] += look.weight * curves_[look.curve].weight;
  std::size_t first = tail_bins - 1;
  double above = bins[first];
  while (above < tail && first > 0) above += bins[--first];
  for (const Look& look : looks_) {
    if (bin_of(look.growth) >= first) tail_shares_[look.curve] += look.weight * curves_[look.curve].weight / above;
  }
}

/// Whether the survey's window goes high enough.
bool Posterior::survey_reaches_up() const {
  const double largest = *std::max_element(scale_totals_.begin(), scale_totals_.end());
  return scale_totals_.back() < largest * std::exp(-survey_depth);
}

/// The window that the survey leads to. Where it ended before the posterior of s was down, there is more below.
Posterior::Window Posterior::surveyed_window(const Window& window, const Prior& prior, std::size_t readings) const {
  const auto largest = std::max_element(scale_totals_.begin(), scale_totals_.end());
  const double mode = window.low + window.step * static_cast<double>(largest - scale_totals_.begin());
  const double enough = *largest * std::exp(-window_depth);
  std::size_t first = 0, last = scale_totals_.size() - 1;
  while (scale_totals_[first] <= enough) ++first;
  while (scale_totals_[last] <= enough) --last;
  // In steps from the last node inside: where the line through the logarithms is down, and a little more, for these
  // fall ever faster.
  const auto reach = [&](std::size_t inside, std::size_t outside) {
    constexpr double least_total = 1e-300, more = 0.2;
    const double here = std::log(scale_totals_[inside] / enough);
    const double there = std::log(std::max(scale_totals_[outside], least_total) / enough);
    return std::min(here / (here - there) + more, 1.0);
  };
  constexpr double steep = 3;
  const double below = first > 0                                         ? reach(first, first - 1)
                       : scale_totals_[first] > enough * std::exp(steep) ? steep
                                                                         : 1;
  const double above = last + 1 < scale_totals_.size() ? reach(last, last + 1) : 1;
  const double low = window.low + window.step * (static_cast<double>(first) - below);
  const double high = window.low + window.step * (static_cast<double>(last) + above);
  double sum = 0, first_moment = 0, second_moment = 0;
  for (std::size_t s = 0; s < scale_totals_.size(); ++s) {
    const double x = window.low + window.step * static_cast<double>(s) - mode;
    sum += scale_totals_[s];
    first_moment += scale_totals_[s] * x;
    second_moment += scale_totals_[s] * x * x;
  }
  const double mean = first_moment / sum;
  const double sd = std::sqrt(std::max(second_moment / sum - mean * mean, 0.0));
  // A posterior that is far narrower than the survey's steps is closed in on from round to round.
  return {low, high,
          std::max(spacing_ * std::max(std::min(scale_step * sd, coarsest_scale_step),
                                       scale_step * narrowest_scale_sd(prior.log_sigma, readings, mode)),
                   (high - low) / most_scales)};
}

}  // namespace swarmcast
