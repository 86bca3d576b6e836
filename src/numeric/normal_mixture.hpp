#pragma once
/// A mixture of very many normal distributions that share few standard deviations.
///
/// The means of one standard deviation are gathered into a histogram three times finer than it, by quadratic weights
/// that keep each mean's first two moments, and the histogram is convolved with the normal. The distribution function
/// is then interpolated by cubics through its values and slopes. One mean alone may be off by 10^-3, what is left of
/// its third moment between grid points; over many means that averages out, to 2 10^-5 for a thousand over one standard
/// deviation (tests/unit/normal_mixture_test.cpp).

#include <cstddef>
#include <span>
#include <vector>

namespace swarmcast {

class NormalMixture {
 public:
  /// Means below `floor` count as `floor`, -inf among them, and those above `ceiling` as `ceiling`.
  NormalMixture(double floor, double ceiling) : floor_(floor), ceiling_(ceiling) {}

  /// Adds normals of one standard deviation. Shapes: means and weights alike. Precondition: weights >= 0, sd > 0.
  void add(std::span<const double> means, std::span<const double> weights, double sd);

  /// P(X <= x) times the sum of all weights. Cost: one cubic per add().
  [[nodiscard]] double distribution(double x) const;

  /// The support, cut where what is left out is below 10^-10 of a component.
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

 private:
  struct Group {
    double first = 0;  ///< grid points are first + k step
    double step = 0;
    double total = 0;
    std::vector<double> value;  ///< distribution function at the grid points
    std::vector<double> slope;  ///< its derivative times step
  };

  double floor_;
  double ceiling_;
  double low_ = 0;
  double high_ = 0;
  std::vector<Group> groups_;
};

}  // namespace swarmcast
