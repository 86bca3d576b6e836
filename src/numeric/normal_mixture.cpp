#include "numeric/normal_mixture.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

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

}  // namespace

void NormalMixture::add(std::span<const double> means, std::span<const double> weights, double sd, double least,
                        double greatest) {
  assert(means.size() == weights.size() && sd > 0 && least <= greatest);
  const double step = std::max(sd, (greatest - least) / most_bins);
  const auto bins = static_cast<std::size_t>((greatest - least) / step) + 1;
  // Two heaps by turns: neighbours often fall into one bin, and would wait for each other. One bin more, for rounding.
  heaps_.assign(2 * (bins + 1), {0, 0, 0, 0});
  const double bins_per_unit = 1 / step;
  const auto heap = [&](std::size_t i, std::size_t which) {
    const double position = (means[i] - least) * bins_per_unit;
    const auto k = static_cast<std::uint32_t>(position);
    const double d = position - k - 0.5;  // from the middle of the bin
    Moments& moments = heaps_[2 * k + which];
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
  components_.resize(begin + bins + 1);
  double before = 0, widest = 1;
  for (std::size_t k = 0; k <= bins; ++k) {
    Component& component = components_[begin + k];
    component = {0, 0, heaps_[2 * k].weight + heaps_[2 * k + 1].weight, before};
    if (component.weight == 0) continue;
    before += component.weight;
    const double mean = (heaps_[2 * k].first + heaps_[2 * k + 1].first) / component.weight;
    const double square = (heaps_[2 * k].second + heaps_[2 * k + 1].second) / component.weight;
    const double variance = std::max(square - mean * mean, 0.0);
    component.mean = least + (static_cast<double>(k) + 0.5 + mean) * step;
    component.rate = 1 / std::sqrt(sd * sd + variance * step * step);
    widest = std::max(widest, 1 / (component.rate * step));
  }
  const Group group{least, step, before, begin, components_.size(), reach * widest};
  const double margin = reach * widest * step;
  low_ = groups_.empty() ? least - margin : std::min(low_, least - margin);
  high_ = groups_.empty() ? greatest + margin : std::max(high_, greatest + margin);
  groups_.push_back(group);
}

double NormalMixture::distribution(double x) const {
  static const NormalTable normal;
  double sum = 0;
  for (const Group& group : groups_) {
    // Bins whose normals are neither 0 nor 1 at x.
    const double position = (x - group.first) / group.step;
    const double margin = group.margin;
    const auto count = static_cast<double>(group.end - group.begin);
    if (position + margin <= 0) continue;
    if (position - margin - 1 >= count) {
      sum += group.total;
      continue;
    }
    const std::size_t first = group.begin + static_cast<std::size_t>(std::max(position - margin - 1, 0.0));
    const std::size_t last = group.begin + static_cast<std::size_t>(std::min(position + margin + 1, count));
    sum += components_[first].before;
    for (std::size_t k = first; k < last; ++k) {
      const Component& component = components_[k];
      if (component.weight > 0) sum += component.weight * normal((x - component.mean) * component.rate);
    }
  }
  return sum;
}

double NormalMixture::rough_distribution(double x) const {
  double sum = 0;
  for (const Group& group : groups_) {
    const double position = (x - group.first) / group.step;
    if (position <= 0) continue;
    const auto count = static_cast<double>(group.end - group.begin);
    sum += position >= count ? group.total : components_[group.begin + static_cast<std::size_t>(position)].before;
  }
  return sum;
}

}  // namespace swarmcast
