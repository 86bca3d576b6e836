#include "numeric/normal_mixture.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "numeric/normal.hpp"

namespace swarmcast {
namespace {

/// A group wider than this many standard deviations gets wider bins, to bound its memory.
constexpr double most_bins = 1 << 16;

/// Standard deviations beyond which a normal is 0 or 1: what is left out is below 3 10^-7.
constexpr double reach = 5;

/// Phi by cubics through its values and slopes, a sixteenth apart: to h^4 / 384 times the density's largest third
/// derivative, 1.38, which is 5.5 10^-8.
class NormalTable {
 public:
  NormalTable() {
    for (std::size_t i = 0; i < value_.size(); ++i) {
      const double z = static_cast<double>(i) / per_unit - reach;
      value_[i] = 0.5 * std::erfc(-z * sqrt_half);
      slope_[i] = std::exp(-0.5 * z * z - log_sqrt_two_pi) / per_unit;
    }
  }

  [[nodiscard]] double operator()(double z) const {
    const double position = (z + reach) * per_unit;
    if (!(position > 0)) return 0;
    if (position >= last) return 1;
    const auto k = static_cast<std::size_t>(position);
    const double t = position - static_cast<double>(k);
    const double rise = value_[k + 1] - value_[k];
    // The value, its linear part, and a bend that vanishes at both ends.
    const double bend = (1 - t) * (slope_[k] - rise) - t * (slope_[k + 1] - rise);
    return value_[k] + t * (rise + (1 - t) * bend);
  }

 private:
  static constexpr double per_unit = 16;
  static constexpr double last = 2 * reach * per_unit;
  std::array<double, static_cast<std::size_t>(last) + 1> value_{};
  std::array<double, static_cast<std::size_t>(last) + 1> slope_{};
};

/// Sums over the means in a bin, about its middle and in bins. The fourth number is there for the size's sake.
struct Moments {
  double weight, first, second, unused;
};

}  // namespace

void NormalMixture::add(std::span<const double> means, std::span<const double> weights, double sd, double least,
                        double greatest) {
  assert(means.size() == weights.size() && sd > 0 && least <= greatest);
  const double step = std::max(sd, (greatest - least) / most_bins);
  const auto bins = static_cast<std::size_t>((greatest - least) / step) + 1;
  // Two heaps by turns: neighbours often fall into one bin, and would wait for each other. One bin more, for rounding.
  std::vector<Moments> heaps(2 * (bins + 1));
  const double bins_per_unit = 1 / step;
  const auto heap = [&](std::size_t i, std::size_t which) {
    const double position = (means[i] - least) * bins_per_unit;
    const auto k = static_cast<std::uint32_t>(position);
    const double d = position - k - 0.5;  // from the middle of the bin
    Moments& moments = heaps[2 * std::size_t{k} + which];
    const double first = weights[i] * d;
    moments.weight += weights[i];
    moments.first += first;
    moments.second += first * d;
  };
  const std::size_t even = means.size() & ~std::size_t{1};
  for (std::size_t i = 0; i < even; i += 2) {
    heap(i, 0);
    heap(i + 1, 1);
  }
  if (even < means.size()) heap(even, 0);
  const std::size_t begin = components_.size();
  double before = 0, widest = sd;
  for (std::size_t k = 0; k <= bins; ++k) {
    const Moments &a = heaps[2 * k], &b = heaps[2 * k + 1];
    const double weight = a.weight + b.weight;
    if (weight == 0) continue;
    const double mean = (a.first + b.first) / weight;
    const double variance = std::max((a.second + b.second) / weight - mean * mean, 0.0);
    const double total_sd = std::sqrt(sd * sd + variance * step * step);
    components_.push_back({least + (static_cast<double>(k) + 0.5 + mean) * step, 1 / total_sd, weight, before});
    before += weight;
    widest = std::max(widest, total_sd);
  }
  const double margin = reach * widest;
  low_ = groups_.empty() ? least - margin : std::min(low_, least - margin);
  high_ = groups_.empty() ? greatest + margin : std::max(high_, greatest + margin);
  groups_.push_back({begin, components_.size(), before, margin});
}

std::size_t NormalMixture::first_above(const Group& group, double x) const {
  const auto all = std::span(components_).subspan(group.begin, group.end - group.begin);
  const auto found = std::partition_point(all.begin(), all.end(), [&](const Component& c) { return c.mean <= x; });
  return group.begin + static_cast<std::size_t>(found - all.begin());
}

double NormalMixture::distribution(double x) const {
  static const NormalTable normal;
  double sum = 0;
  for (const Group& group : groups_) {
    std::size_t k = first_above(group, x - group.margin);
    sum += weight_before(group, k);
    for (; k < group.end && components_[k].mean < x + group.margin; ++k) {
      sum += components_[k].weight * normal((x - components_[k].mean) * components_[k].rate);
    }
  }
  return sum;
}

double NormalMixture::rough_distribution(double x) const {
  double sum = 0;
  for (const Group& group : groups_) sum += weight_before(group, first_above(group, x));
  return sum;
}

}  // namespace swarmcast
