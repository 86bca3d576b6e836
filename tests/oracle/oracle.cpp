#include "oracle/oracle.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "oracle/posterior.hpp"

namespace swarmcast::oracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

/// Normals of one standard deviation whose means are sorted, with the weight that lies before each.
struct Layer {
  double sd = 1;
  std::vector<Component> components;
  std::vector<double> before;
};

/// The distribution of ln(N(T) - y_n): all layers together have weight 1.
class Mixture {
 public:
  /// Adds normals of one standard deviation.
  void add(double sd, std::vector<Component> components);
  [[nodiscard]] double cdf(double x) const;

 private:
  std::vector<Layer> layers_;
};

void Mixture::add(double sd, std::vector<Component> components) {
  merge(components, sd);
  Layer layer{sd, std::move(components), {0}};
  for (const Component& c : layer.components) layer.before.push_back(layer.before.back() + c.weight);
  layers_.push_back(std::move(layer));
}

double Mixture::cdf(double x) const {
  double sum = 0;
  for (const Layer& layer : layers_) {
    const auto less = [](const Component& c, double value) { return c.mean < value; };
    const auto first = std::lower_bound(layer.components.begin(), layer.components.end(), x - 7 * layer.sd, less);
    sum += layer.before[static_cast<std::size_t>(first - layer.components.begin())];
    for (auto c = first; c != layer.components.end() && c->mean < x + 7 * layer.sd; ++c) {
      sum += c->weight * normal_cdf((x - c->mean) / layer.sd);
    }
  }
  return sum;
}

/// A time at which growth may have ended, and how likely that is. The time T itself: growth goes on.
struct Ending {
  double probability;
  std::size_t target;  ///< its place among the targets
};

/// Growth may end 0.1, 0.3, 0.6 or any number of octaves after t_n. Ends before the first place count as ends there;
/// others as ends at one or the other of the two places around, in proportion to the distance from each, in log time.
/// At places before T growth has ended. Adds to the targets the times that are not there yet.
std::vector<Ending> endings_by(double t, double last, double hazard, std::vector<double>& targets) {
  std::vector<Ending> out;
  const auto place_of = [&](double time) {
    const auto found = std::find(targets.begin(), targets.end(), time);
    if (found != targets.end()) return static_cast<std::size_t>(found - targets.begin());
    targets.push_back(time);
    return targets.size() - 1;
  };
  const double octave = std::numbers::ln2, until = std::log(t / last);
  double going_on = 1;
  if (hazard > 0) {
    // Places as logarithms, one beyond T.
    std::vector<double> places{0.1 * octave, 0.3 * octave, 0.6 * octave};
    for (int k = 1; places.back() < until; ++k) places.push_back(k * octave);
    // The integral over ends from one place to another of their distance from `zero`.
    const auto integral = [&](double from, double to, double zero) {
      const auto upper = [&](double x) { return -std::exp(-hazard * x) * (x - zero + 1 / hazard); };
      return upper(to) - upper(from);
    };
    for (std::size_t i = 0; i + 1 < places.size() && places[i] < until - 1e-12; ++i) {
      const double here = places[i], after = places[i + 1];
      const double from_before =
          i == 0 ? 1 - std::exp(-hazard * here) : integral(places[i - 1], here, places[i - 1]) / (here - places[i - 1]);
      const double probability = from_before - integral(here, after, after) / (after - here);
      out.push_back({probability, place_of(last * std::exp(here))});
      going_on -= probability;
    }
  }
  out.push_back({going_on, place_of(t)});
  return out;
}

/// The counts from which N(T) may start, and their probabilities.
struct Base {
  double count = 0;
  double weight = 0;
};

std::vector<Base> bases(std::span<const Reading> readings) {
  const Reading& last = readings.back();
  if (!last.uncertain() || last.relative_error <= 0) return {{last.count_used, 1}};
  // Zeros and weights of the Hermite polynomial x^5 - 10 x^3 + 15 x: x^2 = 5 -+ sqrt(10).
  const double near = std::sqrt(5 - std::sqrt(10.0));
  const double far = std::sqrt(5 + std::sqrt(10.0));
  const double near_weight = (7 + 2 * std::sqrt(10.0)) / 60;
  const double far_weight = (7 - 2 * std::sqrt(10.0)) / 60;
  std::vector<Base> out{
      {-far, far_weight}, {-near, near_weight}, {0, 8.0 / 15}, {near, near_weight}, {far, far_weight}};
  for (Base& base : out) {
    base.count = last.count_used * (1 + last.relative_error * base.count);
    if (last.qualifier == Qualifier::at_least) base.count = std::max(base.count, last.count);
    if (last.qualifier == Qualifier::at_most) base.count = std::min(base.count, last.count);
    if (readings.size() > 1) base.count = std::max(base.count, readings[readings.size() - 2].count_used);
    base.count = std::max(base.count, 0.0);
  }
  return out;
}

/// Quantile of N(T) = base + e^M, by bisection in ln N.
template <class Distribution>
double quantile(const Distribution& of_log_growth, const std::vector<Base>& from, double p) {
  const auto cdf = [&](double log_count) {
    const double count = std::exp(log_count);
    double sum = 0;
    for (const Base& base : from) {
      if (count > base.count) sum += base.weight * of_log_growth(std::log(count - base.count));
    }
    return sum;
  };
  double low = std::log(std::max(from.front().count, 1e-3));
  double high = low + 1;
  while (cdf(high) < p) high += high - low;
  while (high - low > 2e-6) {
    const double middle = 0.5 * (low + high);
    (cdf(middle) < p ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

}  // namespace

Effort harder() { return {2.4, 64, 0.05, 0.1, 18, 0.0001}; }

Answer answer(std::span<const Reading> readings, const Prior& prior, std::span<const double> horizons,
              const Effort& effort, double since_hours) {
  const double last = readings.back().hours;
  const double furthest = *std::max_element(horizons.begin(), horizons.end());
  std::vector<double> times(horizons.begin(), horizons.end());
  for (double t = 2 * last; t <= furthest; t *= 2) times.push_back(t);
  std::vector<double> targets;
  std::vector<std::vector<Ending>> endings;
  endings.reserve(times.size());
  for (const double t : times) {
    endings.push_back(endings_by(t, last, prior.stop_hazard, targets));
  }
  const Data data = make_data(readings, since_hours, targets);

  SigmaGrid grid(data, prior, effort.sigma_per_sd);
  Answer out;
  std::vector<std::vector<Slice>> slices;
  double highest = -infinity;
  for (const CurvePrior& curve : prior.curves) {
    slices.push_back(CurvePosterior(data, prior, curve, grid, effort).integrate());
    double top = -infinity;
    for (const Slice& slice : slices.back()) top = std::max(top, slice.log_mass);
    double sum = 0;
    for (const Slice& slice : slices.back()) sum += std::exp(slice.log_mass - top);
    out.log_evidence.push_back(sum > 0 ? top + std::log(sum) : -infinity);
    highest = std::max(highest, out.log_evidence.back());
  }
  double total = 0;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    out.weights.push_back(prior.curves[i].weight * std::exp(out.log_evidence[i] - highest));
    total += out.weights.back();
  }
  for (double& weight : out.weights) weight /= total;

  // Slices of all curves at one s have one standard deviation: they make one layer of the mixture.
  std::map<int, std::vector<std::pair<const Slice*, double>>> by_sigma;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    for (const Slice& slice : slices[i]) {
      const double weight = out.weights[i] * std::exp(slice.log_mass - out.log_evidence[i]);
      if (weight > 1e-9) by_sigma[slice.key].emplace_back(&slice, weight);
    }
  }
  const std::vector<Base> from = bases(readings);
  std::vector<Mixture> going_on(targets.size());
  for (std::size_t h = 0; h < targets.size(); ++h) {
    Mixture& mixture = going_on[h];
    for (const auto& [key, parts] : by_sigma) {
      std::vector<Component> components;
      for (const auto& [slice, weight] : parts) {
        for (const Component& c : slice->components[h]) components.push_back({c.mean, weight * c.weight});
      }
      mixture.add(grid.at(key).sd(static_cast<Eigen::Index>(h)), std::move(components));
    }
  }
  std::vector<std::array<double, 7>> raw(times.size());
  for (std::size_t h = 0; h < times.size(); ++h) {
    const auto cdf = [&](double x) {
      double sum = 0;
      for (const Ending& ending : endings[h]) sum += ending.probability * going_on[ending.target].cdf(x);
      return sum;
    };
    for (std::size_t p = 0; p < probabilities.size(); ++p) raw[h][p] = quantile(cdf, from, probabilities[p]);
  }
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    HorizonAnswer result{horizons[h], raw[h], raw[h]};
    for (std::size_t k = horizons.size(); k < times.size() && times[k] <= horizons[h]; ++k) {
      for (std::size_t p = 0; p < probabilities.size(); ++p) result.final[p] = std::max(result.final[p], raw[k][p]);
    }
    out.horizons.push_back(result);
  }
  return out;
}

}  // namespace swarmcast::oracle
