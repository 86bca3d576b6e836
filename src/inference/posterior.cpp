#include "inference/posterior.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/normal.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

/// The window of ln s is moved where an end of it holds more than e^-depth of the largest node.
constexpr double scale_depth = 5.5;

/// It is fine enough when the even and the odd nodes have weights that differ by less than this share of the whole: for
/// a Gaussian posterior, the error of all nodes together is then below 2 (0.3 / 2)^4, one in 1,000.
constexpr double scale_agreement = 0.3;

/// Of moving the window of ln s or halving its step.
constexpr int most_rounds = 30;

/// Curves whose posterior probability the survey puts below the first are left at that; below the second, their
/// predictions are not looked at.
constexpr double smallest_weight = 1e-6;
constexpr double smallest_tested_weight = 0.005;

/// The share of a whole posterior, or of its upper tail, that is worth another node or row.
constexpr double worth_a_node = 0.006;

/// Of one reading's posterior, the prior, over which predictions differ more than over any other.
constexpr double lone_reading_spacing = 0.5;

/// In last readings' times.
constexpr double test_time = 60;

/// From so many readings on a posterior is near enough to a Gaussian, of which the cubic through rows makes no error
/// however far apart they are, for rows of light curves to be further apart.
constexpr std::size_t many_readings = 6;

/// So little of the upper tail makes a curve one that is not in it; and with so many readings there are, such a curve's
/// nodes are further apart. Tails take the most exact of rules, and posteriors of few readings are far from Gaussian.
constexpr double out_of_the_tail = 0.05;
constexpr std::size_t some_readings = 4;

/// See PeakLimits. Nodes at 1.4 standard deviations of a Gaussian take their sums over every other one to differ by
/// 0.16 of the whole.
constexpr double wide_agreement = 0.25;
constexpr double wide_edge = 4;

/// For a curve of this weight and this share of the upper tail of predictions. What is larger counts: errors of a light
/// curve count for as little as it does, unless the tail is made of it.
Effort effort_for(double weight, double tail_share, std::size_t readings) {
  Effort effort;
  const double important = std::max(weight, tail_share);
  effort.share = std::min(worth_a_node / important, 0.3);
  effort.edge = std::max(effort.edge + std::log(important), 4.5);
  effort.row.edge = std::max(effort.row.edge + std::log(important), 6.0);
  const double ease = std::clamp(std::pow(2 * important, -0.4), 1.0, 2.6);
  effort.row.agreement *= ease;
  effort.fall *= ease;
  effort.row_step *= ease;
  effort.node_step *= ease;
  const double widening = std::clamp(std::pow(2 * important, -0.2), 1.0, 1.4);
  if (readings >= many_readings) effort.bend *= widening;
  if (readings >= some_readings && tail_share <= out_of_the_tail && widening > 1) {
    effort.widening = widening;
    effort.row.agreement = std::max(effort.row.agreement, wide_agreement);
    effort.row.least_edge = wide_edge;
  }
  return effort;
}

}  // namespace

void Posterior::make_filters(const Increments& data, const Prior& prior, Window& window) {
  const auto count = static_cast<std::size_t>(std::ceil((window.high - window.low) / window.step)) + 1;
  window.step = (window.high - window.low) / static_cast<double>(count - 1);
  filter_count_ = count;
  if (filters_.size() < count) filters_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double log_sigma = window.low + static_cast<double>(i) * window.step;
    const double z = (log_sigma - prior.log_sigma.mean) / prior.log_sigma.sd;
    make_deviation_filter(data, std::exp(log_sigma), prior, filters_[i]);
    filters_[i].log_weight = -0.5 * z * z - std::log(prior.log_sigma.sd) - log_sqrt_two_pi + std::log(window.step);
  }
  test_.future = Interval::between(1, test_time);
  test_.leads.clear();
  for (const DeviationFilter& filter : filters()) {
    test_.leads.push_back(lead(filter, std::log((1 + test_time) / 2) - last_log_midpoint_, prior.correlation_length));
  }
}

/// False where no curve has any evidence.
bool Posterior::weigh_curves(const Prior& prior) {
  double top = no_evidence, sum = 0;
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    curves_[c].weight = curves_[c].log_evidence + std::log(prior.curves[c].weight);
    top = std::max(top, curves_[c].weight);
  }
  if (top < no_evidence / 2) return false;
  for (CurvePosterior& curve : curves_) {
    curve.weight = std::exp(curve.weight - top);
    sum += curve.weight;
  }
  for (CurvePosterior& curve : curves_) curve.weight /= sum;
  return true;
}

/// Integrates the curves that have weight.
bool Posterior::integrate(const Increments& data, const Prior& prior) {
  const Evidence evidence{data.whole, data.intervals, data.log_share, filters()};
  scale_count_ = filter_count_;
  coarse_count_ = stop_hazard_ > 0 ? (scale_count_ + 1) / 2 : 0;
  begin_pairs();
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    CurvePosterior& curve = curves_[c];
    curve.begin = blocks_.size();
    if (curve.weight >= smallest_weight) {
      const double important = std::max(curve.weight, tail_shares_[c]);
      Effort effort = effort_for(curve.weight, tail_shares_[c], data.size());
      effort.spacing *= spacing_;
      if (data.size() == 1) effort.spacing *= lone_reading_spacing;
      if (important >= smallest_tested_weight) effort.test = &test_;
      curve.log_evidence = integrator_.integrate(curve.curve, prior.curves[c], evidence, effort, ridges_[c]);
      if (curve.log_evidence > no_evidence / 2) gather(c);
    }
    curve.end = blocks_.size();
    end_curve();
  }
  return weigh_curves(prior) && scale_weights();
}

/// False where a curve turns out to have weight that the survey had not given it.
bool Posterior::all_integrated() const {
  return std::none_of(curves_.begin(), curves_.end(), [](const CurvePosterior& curve) {
    return curve.weight >= smallest_weight && curve.begin == curve.end;
  });
}

/// Where the posterior of s is, after a look at it; none where the window was right and fine enough. Where the
/// posterior goes on beyond an end, that end is moved by `reach`.
std::optional<Posterior::Window> Posterior::adjusted_window(const Window& window, double reach) const {
  double sums[2] = {0, 0};
  for (std::size_t s = 0; s < scale_totals_.size(); ++s) sums[s % 2] += scale_totals_[s];
  const double enough = *std::max_element(scale_totals_.begin(), scale_totals_.end()) * std::exp(-scale_depth);
  const bool more_below = scale_totals_.front() > enough, more_above = scale_totals_.back() > enough;
  const bool resolved = std::abs(sums[0] - sums[1]) < scale_agreement * (sums[0] + sums[1]);
  if (resolved && !more_below && !more_above) return std::nullopt;

  std::size_t first = 0, last = scale_totals_.size() - 1;
  while (scale_totals_[first] <= enough) ++first;
  while (scale_totals_[last] <= enough) --last;
  return Window{window.low + window.step * (static_cast<double>(first) - 1) - (more_below ? reach : 0),
                window.low + window.step * (static_cast<double>(last) + 1) + (more_above ? reach : 0),
                // At an end of the window the posterior looks narrower than it is.
                resolved || more_below || more_above ? window.step : window.step / 2};
}

bool Posterior::compute(const Increments& data, const Prior& prior, double spacing) {
  spacing_ = spacing;
  correlation_length_ = prior.correlation_length;
  stop_hazard_ = prior.stop_hazard;
  last_log_midpoint_ = data.log_midpoint.back();
  ridges_.resize(prior.curves.size());
  curves_.assign(prior.curves.size(), {});

  // Ends are moved twice as far in every round: sooner or later any posterior is found.
  Window window = first_window(prior, data);
  double reach = 3 * prior.log_sigma.sd;
  for (int round = 0;; ++round, reach *= 2) {
    if (round == most_rounds) return false;
    make_filters(data, prior, window);
    for (Ridge& ridge : ridges_) ridge.rows.clear();
    if (!survey(data, prior)) return false;
    if (survey_reaches_up()) break;
    window.high += reach;
  }
  window = surveyed_window(window, prior, data.size());
  reach = 3 * prior.log_sigma.sd;
  for (int round = 0;; ++round, reach *= 2) {
    if (round == most_rounds) return false;
    make_filters(data, prior, window);
    if (!integrate(data, prior)) return false;
    if (const auto adjusted = adjusted_window(window, reach)) {
      window = *adjusted;
    } else if (all_integrated()) {
      break;
    }
  }
  for (std::size_t s = 0; s < scale_count_; ++s) std::swap(scales_[s].filter, filters_[s]);
  return true;
}

}  // namespace swarmcast
