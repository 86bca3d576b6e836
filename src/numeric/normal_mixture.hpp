#pragma once
/// A mixture of very many normal distributions that share few standard deviations.
///
/// The means of one standard deviation are gathered into bins as wide as it, and each bin counts as the one normal that
/// has its members' mean and variance. A lone mean is exact. Means spread over a bin lose the moments beyond the
/// second, which moves the distribution function by less than 5 10^-4 of the mixture's weight where they are spread
/// evenly, and by 8 10^-3 at worst (two equal heaps at the ends of a bin; tests/unit/normal_mixture_test.cpp).

#include <cstddef>
#include <span>
#include <vector>

namespace swarmcast {

class NormalMixture {
 public:
  /// Adds normals of one standard deviation, whose means lie within [least, greatest]. Shapes: means and weights alike.
  /// Precondition: weights > 0, sd > 0.
  void add(std::span<const double> means, std::span<const double> weights, double sd, double least, double greatest);

  /// P(X <= x) times the sum of all weights. Cost: some fifteen normal distribution functions for each add().
  [[nodiscard]] double distribution(double x) const;

  /// The distribution function with the normal of each bin shrunk to its mean: for a first look. Cost: a few operations
  /// for each add().
  [[nodiscard]] double rough_distribution(double x) const;

  /// The support, cut where what is left out is below 3 10^-7 of a component.
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  /// One bin with means in it, as a normal of its own.
  struct Component {
    double mean;
    double rate;  ///< 1 / standard deviation
    double weight;
    double before;  ///< weight of the group's bins below this one
  };
  /// What one add() made: components [begin, end), ascending in mean.
  struct Group {
    std::size_t begin;
    std::size_t end;
    double total;   ///< weight
    double margin;  ///< distance from a mean beyond which its normal is 0 or 1
  };
  /// The first component of a group whose mean is above x, or its end.
  [[nodiscard]] std::size_t first_above(const Group& group, double x) const;
  [[nodiscard]] double weight_before(const Group& group, std::size_t component) const {
    return component == group.end ? group.total : components_[component].before;
  }

  double low_ = 0;
  double high_ = 0;
  std::vector<Component> components_;
  std::vector<Group> groups_;
};

}  // namespace swarmcast
