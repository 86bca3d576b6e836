#include "numeric/normal_mixture.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace swarmcast {
namespace {

/// A group wider than this many standard deviations gets wider bins, to bound its memory.
constexpr double most_bins = 1 << 16;

/// Standard deviations beyond which a normal is 0 or 1: what is left out is below 3 10^-7.
constexpr double reach = 5;

}  // namespace

void NormalBins::reset(double least, double step) {
  least_ = least;
  step_ = step;
  least_own_ = HUGE_VAL;
  bins_ = 0;
  for (std::vector<double>& sums : sums_) sums.clear();
}

BinSums NormalBins::sums() {
  return {{sums_[0].data(), sums_[1].data()}, {sums_[2].data(), sums_[3].data()}, {sums_[4].data(), sums_[5].data()}};
}

BinSumsView NormalBins::sums() const {
  return {{sums_[0].data(), sums_[1].data()}, {sums_[2].data(), sums_[3].data()}, {sums_[4].data(), sums_[5].data()}};
}

void NormalBins::add(std::span<const double> means, std::span<const double> weights, std::span<const double> shares,
                     std::array<double, 2> own_variance, double least_sd, double factor, double greatest) {
  assert(means.size() == weights.size() && (shares.empty() || shares.size() == means.size()) && least_sd > 0);
  // One bin more, for rounding.
  bins_ = std::max(bins_, static_cast<std::size_t>((greatest - least_) / step_) + 2);
  if (sums_[0].size() < bins_ + bin_padding) {
    for (std::vector<double>& sums : sums_) sums.resize(bins_ + bin_padding);
  }
  const double bins_per_unit = 1 / step_, squared = bins_per_unit * bins_per_unit;
  least_own_ = std::min(least_own_, least_sd * least_sd * squared);
  const double own[2] = {own_variance[0] * squared, own_variance[1] * squared};
  vector_kernel().gather(means, weights, shares, own, factor, least_, bins_per_unit, sums());
}

void NormalMixture::clear() {
  groups_.clear();
  size_ = 0;
}

void NormalMixture::add(std::span<const double> means, std::span<const double> weights, double sd, double least,
                        double greatest, double factor) {
  assert(sd > 0 && least <= greatest);
  scratch_.reset(least, std::max(sd, (greatest - least) / most_bins));
  scratch_.add(means, weights, {}, {sd * sd, 0}, sd, factor, greatest);
  add(scratch_);
}

void NormalMixture::add(const NormalBins& bins) {
  if (bins.bins_ == 0) return;
  const std::size_t begin = size_;
  size_ += bins.bins_ + bin_padding;
  if (mean_.size() < size_) {
    for (auto* values : {&mean_, &rate_, &weight_, &before_}) values->resize(2 * size_);
  }
  const BinNormals normals{mean_.data() + begin, rate_.data() + begin, weight_.data() + begin};
  const double slowest =
      vector_kernel().settle(bins.sums(), bins.bins_, bins.least_, bins.step_, bins.least_own_, normals);
  double before = 0;
  for (std::size_t k = 0; k < bins.bins_; ++k) {
    before_[begin + k] = before;
    before += normals.weight[k];
  }
  const double margin = reach / slowest;
  const double least = bins.least_ - margin,
               greatest = bins.least_ + static_cast<double>(bins.bins_) * bins.step_ + margin;
  low_ = groups_.empty() ? least : std::min(low_, least);
  high_ = groups_.empty() ? greatest : std::max(high_, greatest);
  groups_.push_back({begin, begin + bins.bins_, bins.least_, 1 / bins.step_, margin, before});
}

std::size_t NormalMixture::bin_at(const Group& group, double x) {
  const double position = (x - group.least) * group.bins_per_unit;
  if (!(position > 0)) return group.begin;
  const auto bins = static_cast<double>(group.end - group.begin);
  return position >= bins ? group.end : group.begin + static_cast<std::size_t>(std::ceil(position));
}

Slope NormalMixture::slope(double x) const {
  Slope sum;
  const VectorKernel& kernel = vector_kernel();
  const BinNormalsView normals{mean_.data(), rate_.data(), weight_.data()};
  for (const Group& group : groups_) {
    const std::size_t first = bin_at(group, x - group.margin);
    // The bin in which x - margin lies is not wholly below it.
    const std::size_t begin = first > group.begin ? first - 1 : first, end = bin_at(group, x + group.margin);
    sum.value += weight_before(group, begin);
    if (begin >= end) continue;
    const std::size_t steps = (end - begin + bin_step - 1) / bin_step;
    const Slope part = kernel.distribution(normals, begin, begin + steps * bin_step, x);
    sum.value += part.value;
    sum.density += part.density;
    sum.bend += part.bend;
  }
  return sum;
}

double NormalMixture::rough_distribution(double x) const {
  double sum = 0;
  for (const Group& group : groups_) sum += weight_before(group, bin_at(group, x));
  return sum;
}

}  // namespace swarmcast
