#pragma once
/// A mixture of very many normal distributions that share few standard deviations.
///
/// The means of one standard deviation are gathered into bins as wide as it, and each bin counts as the one normal that
/// has its members' mean and variance. A lone mean is exact. Means spread over a bin lose the moments beyond the
/// second, which moves the distribution function by less than 5 10^-4 of the mixture's weight where they are spread
/// evenly, and by 8 10^-3 at worst (two equal heaps at the ends of a bin; tests/unit/normal_mixture_test.cpp).
///
/// All memory once grown is kept.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/vector_kernel.hpp"

namespace swarmcast {

/// Normals gathered into bins of one width. Normals of several mixtures may be added one after another.
class NormalBins {
 public:
  /// Forgets all normals. Bins are `step` wide, from `least` on.
  void reset(double least, double step);

  /// Adds normals whose means lie within [least, greatest], with their weights times `factor`, and the variance
  /// own_variance[0], or own_variance[0] + shares[i] own_variance[1] where there are shares. No normal counts as
  /// narrower than `least_sd`. Shapes: means, weights and shares alike, shares possibly empty. Precondition: weights >
  /// 0.
  void add(std::span<const double> means, std::span<const double> weights, std::span<const double> shares,
           std::array<double, 2> own_variance, double least_sd, double factor, double greatest);

 private:
  friend class NormalMixture;
  [[nodiscard]] BinSums sums();
  [[nodiscard]] BinSumsView sums() const;

  double least_ = 0;
  double step_ = 1;
  double least_own_ = 0;  ///< variance of the narrowest normal, in squared bins
  std::size_t bins_ = 0;
  std::array<std::vector<double>, 6> sums_;  ///< see BinSums
};

class NormalMixture {
 public:
  void clear();

  /// Adds normals of one standard deviation, whose means lie within [least, greatest], with their weights times
  /// `factor`. Shapes: means and weights alike. Precondition: weights > 0, sd > 0.
  void add(std::span<const double> means, std::span<const double> weights, double sd, double least, double greatest,
           double factor = 1);
  void add(const NormalBins& bins);

  /// P(X <= x) times the sum of all weights, and its derivatives. Cost: some fifteen normal distribution functions for
  /// each add(). Good to 10^-9 of a component, but for its tails: beyond 5 standard deviations it is 0 or 1.
  [[nodiscard]] Slope slope(double x) const;
  [[nodiscard]] double distribution(double x) const { return slope(x).value; }

  /// The distribution function with the normals of each bin moved to its end: for a first look. Cost: a few operations
  /// for each add().
  [[nodiscard]] double rough_distribution(double x) const;

  /// The support, cut where what is left out is below 3 10^-7 of a component.
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  /// What one add() made: bins [begin, end), the first of which begins at `least`.
  struct Group {
    std::size_t begin;
    std::size_t end;
    double least;
    double bins_per_unit;
    double margin;  ///< distance from a mean beyond which its normal is 0 or 1
    double total;   ///< weight
  };
  /// The first bin that begins at x or above, or the group's end.
  [[nodiscard]] static std::size_t bin_at(const Group& group, double x);
  [[nodiscard]] double weight_before(const Group& group, std::size_t bin) const {
    return bin == group.end ? group.total : before_[bin];
  }

  double low_ = 0;
  double high_ = 0;
  std::vector<Group> groups_;
  // Of each bin, with bin_padding after those of a group.
  std::vector<double> mean_;
  std::vector<double> rate_;
  std::vector<double> weight_;
  std::vector<double> before_;  ///< weight of the group's bins below this one
  std::size_t size_ = 0;
  NormalBins scratch_;
};

}  // namespace swarmcast
