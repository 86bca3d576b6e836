#pragma once
// The job of fit_benchmark.cpp, which every solver does in a file of its own: least squares of the logistic
//   y = K / (1 + exp(-r (t - m)))
// with standard errors, from a start that is given.
//
// y is divided by its largest value before any solver sees it, since some stop by absolute thresholds. The exponentials
// are computed by the code below for all solvers alike, so that it is the solvers that differ. Those that ask for
// residuals first and for the Jacobian of the same point later get them from the same exponentials (Shares).

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "numeric/vector_math.hpp"

namespace fit_benchmark {

inline constexpr std::size_t points = 20;
inline constexpr std::size_t parameters = 3;  // K, r, m
using Parameters = std::array<double, parameters>;

struct Series {
  std::array<double, points> hours{};
  std::array<double, points> counts{};  // over the largest of them
  Parameters start{};
};

struct Fit {
  Parameters values{};
  Parameters errors{};  // standard errors: the roots of the diagonal of (J'J)^-1 RSS / (points - 3)
  double sum_of_squares = 0;
  int passes = 0;  // times that the exponentials of the series were computed
};

struct Solver {
  std::string name;
  std::string version;
  std::string compared;  // with the tolerance, to stop
  void (*fit)(std::span<const Series> series, double tolerance, std::span<Fit> fits);
  bool takes_tolerance = true;
};

std::vector<Series> make_series(std::size_t count);
std::vector<Fit> reference_fits(std::span<const Series> series);

std::vector<Solver> swarmcast_solvers();
std::vector<Solver> tiny_solvers();
std::vector<Solver> tiny_solvers_by_sums();
std::vector<Solver> ceres_solvers();
std::vector<Solver> gsl_solvers();
std::vector<Solver> minpack_solvers();

/// 1 / (1 + exp(-r (t - m))) at every t.
inline void compute_shares(const Series& series, double rate, double middle, double* shares) {
  using Vector = xsimd::batch<double>;
  static_assert(points % Vector::size == 0);
  for (std::size_t i = 0; i < points; i += Vector::size) {
    const Vector x = Vector(rate) * (Vector(middle) - Vector::load_unaligned(&series.hours[i]));
    (Vector(1.0) / (Vector(1.0) + swarmcast::math::exp(x))).store_unaligned(shares + i);
  }
}

/// The shares at the parameters asked for last.
class Shares {
 public:
  void take(const Series& series) {
    series_ = &series;
    known_ = false;
    passes_ = 0;
  }

  const std::array<double, points>& at(const double* u) {
    if (!known_ || u[1] != rate_ || u[2] != middle_) {
      rate_ = u[1];
      middle_ = u[2];
      known_ = true;
      ++passes_;
      compute_shares(*series_, rate_, middle_, shares_.data());
    }
    return shares_;
  }

  [[nodiscard]] const Series& series() const { return *series_; }

  /// Times that they have been computed since take().
  [[nodiscard]] int passes() const { return passes_; }

 private:
  const Series* series_ = nullptr;
  bool known_ = false;
  double rate_ = 0;
  double middle_ = 0;
  int passes_ = 0;
  std::array<double, points> shares_{};
};

/// Curve less data.
inline void fill_residuals(Shares& shares, const double* u, double* residuals) {
  const auto& s = shares.at(u);
  const auto& y = shares.series().counts;
  for (std::size_t i = 0; i < points; ++i) residuals[i] = u[0] * s[i] - y[i];
}

/// Derivatives by K, r and m: `across` doubles from one parameter to the next, `down` from one point to the next.
template <std::size_t across, std::size_t down>
inline void fill_jacobian(Shares& shares, const double* u, double* jacobian) {
  const auto& s = shares.at(u);
  const auto& t = shares.series().hours;
  for (std::size_t i = 0; i < points; ++i) {
    const double slope = u[0] * s[i] * (1 - s[i]);
    jacobian[i * down] = s[i];
    jacobian[across + i * down] = slope * (t[i] - u[2]);
    jacobian[2 * across + i * down] = -slope * u[1];
  }
}

}  // namespace fit_benchmark
