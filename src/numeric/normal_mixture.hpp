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

  /// The distribution function with all normals shrunk to their bins, from which the other differs by less than a bin's
  /// share or two: for a first look. Cost: a few operations for each add().
  [[nodiscard]] double rough_distribution(double x) const;

  /// The support, cut where what is left out is below 10^-10 of a component.
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  /// One bin, as a normal of its own.
  struct Component {
    double mean;
    double rate;    ///< 1 / standard deviation
    double weight;  ///< 0 where no mean fell
    double before;  ///< weight of the group's bins below this one
  };
  /// Sums over the means in a bin, about its middle and in bins. The fourth number is there for the size's sake.
  struct Moments {
    double weight, first, second, unused;
  };
  /// What one add() made: components [begin, end), of bins [first + k step, first + (k + 1) step).
  struct Group {
    double first;
    double step;
    double total;
    std::size_t begin;
    std::size_t end;
    double margin;
  };

  double low_ = 0;
  double high_ = 0;
  std::vector<Component> components_;
  std::vector<Group> groups_;
  std::vector<Moments> heaps_;  ///< scratch
};

}  // namespace swarmcast
