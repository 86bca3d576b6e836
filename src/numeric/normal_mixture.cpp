#include "numeric/normal_mixture.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "numeric/normal.hpp"

namespace swarmcast {
namespace {

constexpr int bins_per_sd = 3;
constexpr std::size_t radius = 20;  // bins, 6.7 standard deviations

/// A mixture wider than this many bins is smoothed by a little more than its standard deviation: by a twenty-thousandth
/// of its whole width at most, which no quantile notices.
constexpr double largest_bins = 1 << 16;

struct KernelTable {
  std::array<double, 2 * radius + 1> distribution{};
  std::array<double, 2 * radius + 1> density{};  // times the step

  KernelTable() {
    for (std::size_t i = 0; i <= 2 * radius; ++i) {
      const double z = (static_cast<double>(i) - static_cast<double>(radius)) / bins_per_sd;
      distribution[i] = 0.5 * std::erfc(-z * sqrt_half);
      density[i] = std::exp(-0.5 * z * z - log_sqrt_two_pi) / bins_per_sd;
    }
  }
};

}  // namespace

void NormalMixture::add(std::span<const double> means, std::span<const double> weights, double sd) {
  assert(means.size() == weights.size() && sd > 0);
  double least = HUGE_VAL, greatest = -HUGE_VAL;
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (weights[i] <= 0) continue;
    const double mean = std::clamp(means[i], floor_, ceiling_);
    least = std::min(least, mean);
    greatest = std::max(greatest, mean);
  }
  if (greatest < least) return;  // no weight at all

  // Bin b of the histogram is grid point b + radius; one bin of margin either side for the quadratic weights.
  const double step = std::max(sd / bins_per_sd, (greatest - least) / largest_bins);
  const auto bins = static_cast<std::size_t>(std::lround((greatest - least) / step)) + 3;
  const double first_bin = least - step;
  std::vector<double> histogram(bins, 0.0);
  double total = 0;
  const double bins_per_unit = 1 / step;
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (weights[i] <= 0) continue;
    const double position = (std::clamp(means[i], floor_, ceiling_) - first_bin) * bins_per_unit;
    const auto bin =
        static_cast<std::size_t>(position + 0.5);  // NOLINT(bugprone-incorrect-roundings): not negative, and hot
    const double d = position - static_cast<double>(bin);
    const double weight = weights[i];
    const double curved = 0.5 * weight * d * d;
    histogram[bin - 1] += curved - 0.5 * weight * d;
    histogram[bin] += weight - 2 * curved;
    histogram[bin + 1] += curved + 0.5 * weight * d;
    total += weight;
  }

  static const KernelTable table;
  constexpr std::size_t reach = 2 * radius;
  Group group;
  group.first = first_bin - static_cast<double>(radius) * step;
  group.step = step;
  group.total = total;
  group.value.assign(bins + reach + 1, 0.0);
  group.slope.assign(bins + reach + 1, 0.0);
  double before = 0;  // mass of the bins that are further left than the table's radius
  for (std::size_t b = 0; b < bins; ++b) {
    const double mass = histogram[b];
    if (mass == 0) continue;
    for (std::size_t k = 0; k <= reach; ++k) {
      group.value[b + k] += mass * table.distribution[k];
      group.slope[b + k] += mass * table.density[k];
    }
  }
  for (std::size_t k = reach + 1; k < group.value.size(); ++k) {
    before += histogram[k - reach - 1];
    group.value[k] += before;
  }
  low_ = groups_.empty() ? group.first : std::min(low_, group.first);
  const double end = group.first + step * static_cast<double>(group.value.size() - 1);
  high_ = groups_.empty() ? end : std::max(high_, end);
  groups_.push_back(std::move(group));
}

double NormalMixture::distribution(double x) const {
  double sum = 0;
  for (const Group& group : groups_) {
    const double position = (x - group.first) / group.step;
    if (position <= 0) continue;
    if (position >= static_cast<double>(group.value.size() - 1)) {
      sum += group.total;
      continue;
    }
    const auto k = static_cast<std::size_t>(position);
    const double t = position - static_cast<double>(k);
    const double rise = group.value[k + 1] - group.value[k];
    // Hermite cubic: value plus its linear part plus a bend that vanishes at both ends.
    const double bend = (1 - t) * (group.slope[k] - rise) - t * (group.slope[k + 1] - rise);
    sum += group.value[k] + t * (rise + (1 - t) * bend);
  }
  return sum;
}

}  // namespace swarmcast
