#include "inference/posterior.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/normal.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

/// Nodes of s whose posterior is below e^-depth of the largest are not worth having.
constexpr double scale_depth = 10;

/// Parameter nodes, and pairs of one with a node of s, below this share of the whole are dropped; tens of thousands of
/// them do not add up to a tail that shows.
constexpr double smallest_share = 1e-9;

constexpr std::uint32_t dropped = UINT32_MAX;

/// The step in ln s is fine enough when the even and the odd nodes have weights that differ by less than this share of
/// the whole: for a Gaussian posterior, the error of all nodes together is then below 2 (0.3 / 4)^4, six in 100,000.
constexpr double scale_agreement = 0.3;

/// A step for a first look, where steps fit for the narrowest posterior would be many and mostly in the wrong place.
constexpr double first_look_step = 0.5;
constexpr double first_look_readings = 12;

/// Of moving the window of ln s or halving its step.
constexpr int most_rounds = 30;

/// The narrowest that n increments can make the posterior of ln s: each tells it with variance 1/2 at best.
double narrowest_scale_sd(const Normal& log_sigma, std::size_t n) {
  return 1 / std::sqrt(1 / (log_sigma.sd * log_sigma.sd) + 2 * static_cast<double>(n));
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
  const double low =
      std::max(mean - std::min(n, first_look_readings) * sd * sd - reach, std::min(mean - reach, drowned));
  const double high = mean + sd + sd * (std::sqrt(n * n * sd * sd + 2 * scale_depth) - n * sd);
  return {low, high};
}

void Posterior::make_scales(const Increments& data, const Prior& prior, const Window& window, double step) {
  const auto count = static_cast<std::size_t>(std::ceil((window.high - window.low) / step)) + 1;
  const double even_step = (window.high - window.low) / static_cast<double>(count - 1);
  filters_.clear();
  scales_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double log_sigma = window.low + static_cast<double>(i) * even_step;
    const double z = (log_sigma - prior.log_sigma.mean) / prior.log_sigma.sd;
    filters_.push_back(make_deviation_filter(data, std::exp(log_sigma), prior.correlation_length, prior.log_level_sd));
    filters_.back().log_weight = -0.5 * z * z - std::log(prior.log_sigma.sd) - log_sqrt_two_pi + std::log(even_step);
    for (auto* values : {&scales_[i].weight, &scales_[i].level, &scales_[i].state}) values->clear();
    scales_[i].node.clear();
  }
}

bool Posterior::integrate(const Increments& data, const Prior& prior) {
  const Evidence evidence{data.intervals, data.log_share, filters_};
  PredictionStep prediction{Interval::between(1, 10), {}};
  for (const DeviationFilter& filter : filters_) {
    prediction.leads.push_back(lead(filter, std::log(5.5) - last_log_midpoint_, prior.correlation_length));
  }
  for (auto* values : {&log_tau_, &log_b_, &whole_, &mass_}) values->clear();
  curves_.clear();
  std::vector<double> log_masses;
  for (const CurvePrior& curve_prior : prior.curves) {
    CurvePosterior curve;
    curve.curve = static_cast<std::size_t>(find_curve(curve_prior.curve) - swarmcast::curves().data());
    curve.log_evidence = integrate_curve(curve.curve, curve_prior, evidence, prediction, curve_nodes_);
    keep_nodes(curve);
    log_masses.push_back(curve.log_evidence + std::log(curve_prior.weight));
    curves_.push_back(curve);
  }
  if (*std::max_element(log_masses.begin(), log_masses.end()) < no_evidence / 2) return false;
  normalize(log_masses);
  return true;
}

/// Moves what has weight from the blocks of one curve, most of which is search and margin, into the posterior's arrays.
void Posterior::keep_nodes(CurvePosterior& curve) {
  curve.begin = log_tau_.size();
  for (std::size_t b = 0; b < curve_nodes_.size(); ++b) {
    const Block& block = curve_nodes_.block(b);
    const auto columns = curve_nodes_.columns(b);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double share_of_curve = block.weight[lane] * std::exp(block.log_density[lane] - curve.log_evidence);
      if (!(share_of_curve > smallest_share)) continue;
      const auto node = static_cast<std::uint32_t>(log_tau_.size());
      log_tau_.push_back(block.log_tau[lane]);
      log_b_.push_back(block.log_b[lane]);
      whole_.push_back(block.whole[lane]);
      mass_.push_back(share_of_curve);
      for (std::size_t s = 0; s < columns.size(); ++s) {
        if (share_of_curve * columns[s].share[lane] < smallest_share) continue;
        scales_[s].node.push_back(node);
        scales_[s].weight.push_back(columns[s].share[lane]);
        scales_[s].level.push_back(columns[s].level[lane]);
        scales_[s].state.push_back(columns[s].state[lane]);
      }
    }
  }
  curve.end = log_tau_.size();
  // Room to round the curve's nodes up to whole blocks; see normalize().
  while (log_tau_.size() % lanes != 0) {
    for (auto* values : {&log_tau_, &log_b_, &whole_, &mass_}) values->push_back(0);
  }
}

void Posterior::normalize(const std::vector<double>& log_masses) {
  const double top = *std::max_element(log_masses.begin(), log_masses.end());
  double sum = 0;
  for (const double log_mass : log_masses) sum += std::exp(log_mass - top);
  for (std::size_t c = 0; c < curves_.size(); ++c) curves_[c].weight = std::exp(log_masses[c] - top) / sum;

  // Keep the nodes that have weight now that the curves' own are known, and renumber them.
  std::vector<std::uint32_t>& renumbered = renumbered_;
  renumbered.assign(mass_.size(), dropped);
  std::size_t kept = 0;
  for (CurvePosterior& curve : curves_) {
    const std::size_t first = kept;
    for (std::size_t node = curve.begin; node < curve.end; ++node) {
      const double mass = mass_[node] * curve.weight;
      if (mass < smallest_share) continue;
      renumbered[node] = static_cast<std::uint32_t>(kept);
      log_tau_[kept] = log_tau_[node];
      log_b_[kept] = log_b_[node];
      whole_[kept] = whole_[node];
      mass_[kept] = mass;
      ++kept;
    }
    // Whole blocks, so that vectors need no remainder: the last node again, which nothing refers to. A curve's nodes
    // begin at a whole block, so there is room before the next curve's.
    while ((kept - first) % lanes != 0) {
      for (auto* values : {&log_tau_, &log_b_, &whole_, &mass_}) (*values)[kept] = (*values)[kept - 1];
      ++kept;
    }
    curve.begin = first;
    curve.end = kept;
  }
  for (auto* values : {&log_tau_, &log_b_, &whole_, &mass_}) values->resize(kept);

  for (ScalePosterior& scale : scales_) {
    std::size_t pairs = 0;
    scale.total = 0;
    for (std::size_t i = 0; i < scale.node.size(); ++i) {
      const std::uint32_t node = renumbered[scale.node[i]];
      if (node == dropped) continue;
      const double weight = scale.weight[i] * mass_[node];
      if (weight < smallest_share) continue;
      scale.node[pairs] = node;
      scale.weight[pairs] = weight;
      scale.level[pairs] = scale.level[i];
      scale.state[pairs] = scale.state[i];
      scale.total += weight;
      ++pairs;
    }
    scale.node.resize(pairs);
    for (auto* values : {&scale.weight, &scale.level, &scale.state}) values->resize(pairs);
  }
}

bool Posterior::compute(const Increments& data, const Prior& prior) {
  correlation_length_ = prior.correlation_length;
  last_log_midpoint_ = data.log_midpoint.back();
  Window window = first_window(prior, data);
  const double fine_step = 1.5 * narrowest_scale_sd(prior.log_sigma, data.size());
  double step =
      static_cast<double>(data.size()) > first_look_readings ? std::max(first_look_step, fine_step) : fine_step;
  for (int round = 1;; ++round) {
    make_scales(data, prior, window, step);
    if (!integrate(data, prior)) return false;

    double sums[2] = {0, 0}, largest = 0;
    for (std::size_t s = 0; s < scales_.size(); ++s) {
      sums[s % 2] += scales_[s].total;
      largest = std::max(largest, scales_[s].total);
    }
    const double enough = largest * std::exp(-scale_depth);
    const bool resolved = std::abs(sums[0] - sums[1]) < scale_agreement * (sums[0] + sums[1]);
    const bool more_below = scales_.front().total > enough, more_above = scales_.back().total > enough;
    if ((resolved && !more_below && !more_above) || round == most_rounds) break;

    const double used_step = (window.high - window.low) / static_cast<double>(scales_.size() - 1);
    std::size_t first = 0, last = scales_.size() - 1;
    while (scales_[first].total <= enough) ++first;
    while (scales_[last].total <= enough) --last;
    const double reach = 3 * prior.log_sigma.sd;
    window = {window.low + used_step * (static_cast<double>(first) - 1) - (more_below ? reach : 0),
              window.low + used_step * (static_cast<double>(last) + 1) + (more_above ? reach : 0)};
    if (!resolved) step = step > fine_step ? fine_step : step / 2;
  }
  for (std::size_t s = 0; s < scales_.size(); ++s) scales_[s].filter = std::move(filters_[s]);
  std::erase_if(scales_, [](const ScalePosterior& scale) { return scale.total < smallest_share; });
  return true;
}

}  // namespace swarmcast
