#pragma once
/// Adaptive quadrature of a peaked positive function of one variable given by its logarithm.
///
/// Points are x = center + scale sinh(t) for equidistant t, with the trapezoidal rule in t: equidistant where scale is
/// wide, and close together about the peak where the function is a sharp peak on a broad base, as the posterior of a
/// parameter is when several sizes of error are mixed. For smooth functions the rule converges faster than any power of
/// the step (Trefethen and Weideman, SIAM Review 56, 2014).
///
/// Assumption: one region holds all but e^-depth of the function. A second region that no point of the first bracket
/// sees is missed.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace swarmcast {

/// Where to look, and how the points are spread.
struct PeakGuess {
  double center = 0;
  double scale = 1;  ///< > 0; of the order of high - low or more for equidistant points
  double low = -1;   ///< bracket, low < high; it need not hold the peak
  double high = 1;
};

struct PeakRule {
  double center = 0;
  double scale = 1;
  double first = 0;            ///< t of the first point
  double step = 0;             ///< in t
  std::vector<double> x;       ///< the points, ascending
  std::vector<double> weight;  ///< their quadrature weights, step dx/dt
  std::vector<double> log_f;   ///< at the points
  std::vector<double> part;    ///< of the integral, over exp(log_f[peak])
  double log_integral = 0;     ///< ln of the integral; very negative where the function vanishes everywhere
  std::size_t peak = 0;        ///< index of the largest f
  std::size_t begin = 0;       ///< points whose part of the integral is within e^-depth of the largest: [begin, end)
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return x.size(); }
  /// The quadrature weight of a point, from its x alone.
  [[nodiscard]] double weight_at(double point) const { return step * std::hypot(scale, point - center); }
  /// A bracket that just holds the region.
  [[nodiscard]] double low() const { return x[begin == 0 ? 0 : begin - 1]; }
  [[nodiscard]] double high() const { return x[std::min(end, size() - 1)]; }
};

struct PeakLimits {
  double depth = 12;      ///< the region: points whose part of the integral is above e^-depth of the largest
  double edge_depth = 9;  ///< the bracket is moved outward while its ends are above e^-edge_depth of the largest
  double agreement =
      0.02;  ///< stop refining where |even - odd| < agreement * (even + odd), the sums over every other point
  std::size_t fewest = 4;  ///< points inside the region below which the bracket is narrowed
  std::size_t most = 48;   ///< points beyond which the rule is not refined
  int rounds = 40;         ///< of moving the bracket
  double nothing = -1e29;  ///< values of ln f below this count as zero
};

namespace peak_rule_detail {

/// Between the peak and its neighbour, in standard deviations of the Gaussian through them: sums over every other point
/// can agree by luck where a sharp peak falls between points.
inline constexpr double widest_spacing = 1.1;

/// Sets `count` points of the rule from its centre, scale, first and step. exp(t) is carried from point to point.
inline void place(PeakRule& rule, std::size_t count) {
  rule.x.resize(count);
  rule.weight.resize(count);
  const double ratio = std::exp(rule.step);
  double e = std::exp(rule.first);
  for (std::size_t i = 0; i < count; ++i, e *= ratio) {
    rule.x[i] = rule.center + rule.scale * 0.5 * (e - 1 / e);
    rule.weight[i] = rule.step * rule.scale * 0.5 * (e + 1 / e);
  }
}

inline void locate(PeakRule& rule, double depth) {
  rule.peak = static_cast<std::size_t>(std::max_element(rule.log_f.begin(), rule.log_f.end()) - rule.log_f.begin());
  rule.part.resize(rule.size());
  for (std::size_t i = 0; i < rule.size(); ++i) {
    rule.part[i] = rule.weight[i] * std::exp(rule.log_f[i] - rule.log_f[rule.peak]);
  }
  const double least = *std::max_element(rule.part.begin(), rule.part.end()) * std::exp(-depth);
  rule.begin = 0;
  rule.end = rule.size();
  while (rule.part[rule.begin] < least) ++rule.begin;
  while (rule.part[rule.end - 1] < least) --rule.end;
}

/// Parts of the integral at even and at odd points.
inline std::pair<double, double> alternate_sums(const PeakRule& rule) {
  std::array<double, 2> sums{};
  for (std::size_t i = 0; i < rule.size(); ++i) sums[i % 2] += rule.part[i];
  return {sums[0], sums[1]};
}

inline bool agrees(const PeakRule& rule, double agreement) {
  const auto [even, odd] = alternate_sums(rule);
  return std::abs(even - odd) < agreement * (even + odd);
}

/// Centre and standard deviation of the Gaussian through the peak and its neighbours; none where they do not bend down.
inline std::optional<std::pair<double, double>> gaussian_at_peak(const PeakRule& rule) {
  if (rule.peak == 0 || rule.peak + 1 >= rule.size()) return std::nullopt;
  const double x = rule.x[rule.peak], left = rule.x[rule.peak - 1] - x, right = rule.x[rule.peak + 1] - x;
  const double slope_left = (rule.log_f[rule.peak - 1] - rule.log_f[rule.peak]) / left;
  const double slope_right = (rule.log_f[rule.peak + 1] - rule.log_f[rule.peak]) / right;
  const double curvature = 2 * (slope_right - slope_left) / (right - left);
  if (!(curvature < 0)) return std::nullopt;
  const double slope = slope_left - 0.5 * curvature * left;
  return std::pair{x - slope / curvature, 1 / std::sqrt(-curvature)};
}

}  // namespace peak_rule_detail

/// Finds the region of f, and points that resolve it.
///
/// `Function` has
///   static constexpr std::size_t batch                points evaluated at a time
///   void discard()                                    forget all points so far: the rule starts again
///   void evaluate(const double* x, double* log_f)     at `batch` values of x, ascending; they are kept
///   bool wants_finer(const PeakRule& rule)            for reasons of its own
template <class Function>
void find_peak_rule(Function& function, PeakGuess guess, const PeakLimits& limits, PeakRule& rule) {
  using namespace peak_rule_detail;
  constexpr std::size_t batch = Function::batch;
  const double edge = std::exp(-limits.edge_depth);
  for (int round = 0; round < limits.rounds; ++round) {
    rule.center = guess.center;
    rule.scale = guess.scale;
    rule.first = std::asinh((guess.low - guess.center) / guess.scale);
    const double last = std::asinh((guess.high - guess.center) / guess.scale);
    rule.step = (last - rule.first) / static_cast<double>(batch - 1);
    place(rule, batch);
    rule.log_f.resize(batch);
    function.discard();
    function.evaluate(rule.x.data(), rule.log_f.data());
    locate(rule, limits.depth);
    if (rule.log_f[rule.peak] < limits.nothing) {
      rule.log_integral = rule.log_f[rule.peak];
      return;
    }
    const double largest = *std::max_element(rule.part.begin(), rule.part.end());
    const bool more_below = rule.part.front() > edge * largest, more_above = rule.part.back() > edge * largest;
    const bool enough = rule.end - rule.begin >= limits.fewest;
    const auto gaussian = gaussian_at_peak(rule);
    const bool resolved = gaussian && rule.x[rule.peak + 1] - rule.x[rule.peak] < widest_spacing * gaussian->second;
    const bool off_center = gaussian && (std::abs(gaussian->first - guess.center) > gaussian->second ||
                                         gaussian->second < 0.4 * guess.scale);
    if (!more_below && !more_above && enough) {
      if (resolved && agrees(rule, limits.agreement)) break;
      if (!off_center) break;
    }
    const double extension = 0.4 * (last - rule.first) + 0.3;
    guess.low = more_below ? guess.center + guess.scale * std::sinh(rule.first - extension) : rule.low();
    guess.high = more_above ? guess.center + guess.scale * std::sinh(last + extension) : rule.high();
    if (off_center) std::tie(guess.center, guess.scale) = *gaussian;
  }
  while (2 * rule.size() <= limits.most && (!agrees(rule, limits.agreement) || function.wants_finer(rule))) {
    const std::size_t coarse = rule.size();
    std::vector<double> merged(2 * coarse);
    rule.step /= 2;
    place(rule, 2 * coarse);
    for (std::size_t block = 0; block < coarse; block += batch) {
      std::array<double, batch> x{}, log_f{};
      for (std::size_t i = 0; i < batch; ++i) x[i] = rule.x[2 * (block + i) + 1];
      function.evaluate(x.data(), log_f.data());
      for (std::size_t i = 0; i < batch; ++i) {
        merged[2 * (block + i)] = rule.log_f[block + i];
        merged[2 * (block + i) + 1] = log_f[i];
      }
    }
    rule.log_f = std::move(merged);
    locate(rule, limits.depth);
  }
  const auto [even, odd] = alternate_sums(rule);
  rule.log_integral = rule.log_f[rule.peak] + std::log(even + odd);
}

}  // namespace swarmcast
