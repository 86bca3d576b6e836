#include "inference/posterior.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "numeric/normal.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

/// Nodes of s whose posterior is below e^-depth of the largest are not worth having.
constexpr double scale_depth = 8;

/// The step in ln s, in standard deviations of its posterior: as the survey sees it, or of the narrowest one that n
/// increments can make (narrowest_scale_sd), whichever is wider.
constexpr double scale_step = 1.5;

/// Standard deviations of predictions follow s: those of neighbours must not differ so much that a mixture of them
/// shows it.
constexpr double coarsest_scale_step = 0.4;

/// No more nodes than this to begin with.
constexpr double most_scales = 64;

/// It is fine enough when the even and the odd nodes have weights that differ by less than this share of the whole: for
/// a Gaussian posterior, the error of all nodes together is then below 2 (0.3 / 4)^4, six in 100,000.
constexpr double scale_agreement = 0.3;

/// Of moving the window of ln s or halving its step.
constexpr int most_rounds = 30;

/// The survey's step, in ln s, at least; and the readings that its first window counts on to pull s down.
constexpr double survey_step = 0.6;
constexpr double survey_readings = 12;

/// The survey of a curve ends where the smallest s let in has this share of the largest's weight or less.
constexpr double survey_end = 1e-3;

/// Curves whose posterior probability the survey puts below the first are left at that; below the second, their
/// predictions are not looked at.
constexpr double smallest_weight = 1e-6;
constexpr double smallest_tested_weight = 0.005;

/// The share of a whole posterior that is worth another node or row.
constexpr double worth_a_node = 0.003;

/// Of one reading's posterior, the prior, over which predictions differ more than over any other.
constexpr double lone_reading_spacing = 0.5;

/// In last readings' times.
constexpr std::array test_times{1.05, 60.0};

constexpr Effort survey_effort{
    .row = {.edge = 2, .agreement = 0.8, .most = 32}, .spacing = 1.2, .edge = 2, .fall = 6, .bend = 4, .share = 0.01};

/// For a curve of this weight. Errors of a light curve count for as little as it does.
Effort effort_for(double weight) {
  Effort effort;
  effort.share = std::min(worth_a_node / weight, 0.3);
  effort.edge = std::max(effort.edge + std::log(weight), 4.5);
  effort.row.edge = std::max(effort.row.edge + std::log(weight), 6.0);
  const double ease = std::clamp(std::pow(2 * weight, -0.2), 1.0, 1.6);
  effort.row.agreement *= ease;
  effort.fall *= ease;
  effort.row_step *= ease;
  effort.node_step *= ease;
  return effort;
}

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
  const double reach = std::sqrt(2 * scale_depth) * sd;
  const double drowned = 0.5 * std::log(*std::min_element(data.variance.begin(), data.variance.end())) - 3;
  const double low = std::max(mean - std::min(n, survey_readings) * sd * sd - reach, std::min(mean - reach, drowned));
  const double high = mean + sd + sd * (std::sqrt(n * n * sd * sd + 2 * scale_depth) - n * sd);
  return {low, high, std::max(survey_step, scale_step * narrowest_scale_sd(prior.log_sigma, data.size(), mean))};
}

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
}

/// One curve's part of survey(): its ridge, its log evidence, and in curve_totals_ its posterior of s.
bool Posterior::survey_curve(const Increments& data, const Prior& prior, std::size_t index) {
  CurvePosterior& curve = curves_[index];
  const std::size_t sizes = filter_count_;
  std::size_t level = 0;
  while (level + 2 < sizes && std::log(filters_[level].sigma) < prior.log_sigma.mean + prior.log_sigma.sd) ++level;
  const std::size_t descent = survey_descent(data.size());
  if (descent > level) level = 0;
  for (;; level -= std::min(level, descent)) {
    const Evidence evidence{data.whole, data.intervals, data.log_share, filters().subspan(level)};
    curve.log_evidence =
        integrator_.integrate(curve.curve, prior.curves[index], evidence, survey_effort, ridges_[index]);
    if (curve.log_evidence < no_evidence / 2) return false;
    curve_totals_.assign(sizes, 0);
    const Nodes& nodes = integrator_.nodes();
    for (std::size_t b = 0; b < nodes.size(); ++b) {
      const Lanes& weight = nodes.block(b).weight;
      for (std::size_t s = level + nodes.block(b).first_column; s < sizes; ++s) {
        const Lanes& share = nodes.columns(b)[s - level].share;
        for (std::size_t lane = 0; lane < lanes; ++lane) curve_totals_[s] += weight[lane] * share[lane];
      }
    }
    const double largest = *std::max_element(curve_totals_.begin(), curve_totals_.end());
    if (level == 0 || curve_totals_[level] < survey_end * largest) return true;
  }
}

/// Finds where each curve's posterior sits, roughly, and what it weighs. The posterior at one s lies inside that at a
/// larger one: so sizes of deviation are let in from the largest down, and what is found at one level leads to what is
/// there at the next, however small it gets.
bool Posterior::survey(const Increments& data, const Prior& prior) {
  scale_totals_.assign(filter_count_, 0);
  double highest = no_evidence;
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    curves_[c].curve = static_cast<std::size_t>(find_curve(prior.curves[c].curve) - swarmcast::curves().data());
    if (!survey_curve(data, prior, c)) continue;
    const double log_mass = curves_[c].log_evidence + std::log(prior.curves[c].weight);
    const double rescaled = log_mass > highest ? std::exp(highest - log_mass) : 1;
    highest = std::max(highest, log_mass);
    for (std::size_t s = 0; s < scale_totals_.size(); ++s) {
      scale_totals_[s] = scale_totals_[s] * rescaled + curve_totals_[s] * std::exp(log_mass - highest);
    }
  }
  return weigh_curves(prior);
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
  for (std::size_t i = 0; i < tests_.size(); ++i) {
    tests_[i].future = Interval::between(1, test_times[i]);
    tests_[i].leads.clear();
    for (const DeviationFilter& filter : filters()) {
      tests_[i].leads.push_back(
          lead(filter, std::log((1 + test_times[i]) / 2) - last_log_midpoint_, prior.correlation_length));
    }
  }
  scale_count_ = filter_count_;
  if (scales_.size() < scale_count_) scales_.resize(scale_count_);
  coarse_count_ = stop_hazard_ > 0 ? (scale_count_ + 1) / 2 : 0;
  begin_pairs();
  for (std::size_t c = 0; c < curves_.size(); ++c) {
    CurvePosterior& curve = curves_[c];
    curve.begin = blocks_.size();
    if (curve.weight >= smallest_weight) {
      Effort effort = effort_for(curve.weight);
      effort.spacing *= spacing_;
      if (data.size() == 1) effort.spacing *= lone_reading_spacing;
      if (curve.weight >= smallest_tested_weight) effort.tests = &tests_;
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

/// The window that the survey leads to. Where it ended before the posterior of s was down, there is more below.
Posterior::Window Posterior::surveyed_window(const Window& window, const Prior& prior, std::size_t readings) const {
  const auto largest = std::max_element(scale_totals_.begin(), scale_totals_.end());
  const double mode = window.low + window.step * static_cast<double>(largest - scale_totals_.begin());
  const double enough = *largest * std::exp(-scale_depth);
  std::size_t first = 0, last = scale_totals_.size() - 1;
  while (scale_totals_[first] <= enough) ++first;
  while (scale_totals_[last] <= enough) --last;
  const double margin = scale_totals_[first] > enough * std::exp(3.0) ? 3 : 1;
  const double low = window.low + window.step * (static_cast<double>(first) - margin);
  const double high = window.low + window.step * (static_cast<double>(last) + 1);
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
    const double largest = *std::max_element(scale_totals_.begin(), scale_totals_.end());
    if (!(largest > 0)) return false;
    if (scale_totals_.back() < largest * std::exp(-scale_depth)) break;
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
