// Quadrature in the logarithm on functions whose integral is known.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <vector>

#include "numeric/log_quadrature.hpp"
#include "oracle/random_series.hpp"

namespace swarmcast {
namespace {

std::vector<LogPoint> points_of(const std::function<double(double)>& log_f, const std::vector<double>& x) {
  std::vector<LogPoint> points;
  for (const double here : x) points.push_back({here, log_f(here), 0, points.size()});
  return points;
}

double average(const std::vector<LogPoint>& points, const std::function<double(double)>& g) {
  double sum = 0;
  for (const LogPoint& point : points) sum += point.weight * g(point.x);
  return sum;
}

/// Ascending, `step` apart or up to half as much again, from -reach to reach.
std::vector<double> uneven(oracle::Random& random, double reach, double step) {
  std::vector<double> x{-reach};
  while (x.back() < reach) x.push_back(x.back() + step * random.uniform(1, 1.5));
  return x;
}

double log_normal_density(double x) { return -0.5 * x * x - 0.5 * std::log(2 * std::numbers::pi); }

// ln f of a Gaussian is a parabola, which the cubics meet. What is left is Gauss's rule with four abscissas: its error
// on an interval of h is h^9 (4!)^4 / (9 (8!)^3) times the eighth derivative, which is 105 times the density's top at
// most: 2.4 10^-8 for h = 1.2, on the twelve intervals that 12 units have at least, and 4 10^-12 for h = 0.45. Where
// the density is below e^-15 of its top, beyond 5.48 standard deviations, intervals are left out: with 4.3 10^-8 of the
// integral and 1.4 10^-6 of the second moment.

TEST_CASE("a Gaussian at points of any spacing") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed);
    std::vector<LogPoint> points = points_of(log_normal_density, uneven(random, 6, 0.8));
    CHECK(integrate_log(points) == doctest::Approx(0).epsilon(5e-7));
    CHECK(average(points, [](double) { return 1; }) == doctest::Approx(1).epsilon(1e-14));
  }
}

TEST_CASE("the moments of a Gaussian up to the third") {
  // At points near enough that no weight comes out negative: those are cut off, and with them the exactness.
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed);
    std::vector<LogPoint> points = points_of(log_normal_density, uneven(random, 6, 0.3));
    CHECK(integrate_log(points) == doctest::Approx(0).epsilon(5e-8));
    // The two ends are cut off alike but for their last interval, and so are the first and third moments.
    CHECK(average(points, [](double x) { return x; }) == doctest::Approx(0).epsilon(1.5e-6));
    CHECK(average(points, [](double x) { return x * x; }) == doctest::Approx(1).epsilon(1.5e-6));
    CHECK(average(points, [](double x) { return x * x * x; }) == doctest::Approx(0).epsilon(1e-5));
  }
}

TEST_CASE("the error falls as the fourth power of the distance") {
  // The hyperbolic secant, whose integral is pi; its logarithm's fourth derivative is 2 at most, so that ln f is off by
  // 2 / 24 times the product of the four distances, 9/16 h^4, at most, with both signs.
  const auto log_sech = [](double x) { return -std::log(std::cosh(x)); };
  for (const double step : {0.25, 0.5, 1.0}) {
    CAPTURE(step);
    std::vector<double> x;
    for (double here = -20; here < 20.1; here += step) x.push_back(here);
    std::vector<LogPoint> points = points_of(log_sech, x);
    const double bound = 2.0 / 24 * 9 / 16 * std::pow(step, 4);
    CHECK(std::abs(integrate_log(points) - std::log(std::numbers::pi)) < bound);
    CHECK(average(points, [](double t) { return t * t; }) ==
          doctest::Approx(std::numbers::pi * std::numbers::pi / 4).epsilon(2 * bound));
  }
}

TEST_CASE("the height is of no account, however far from 1") {
  std::vector<double> x;
  for (double here = -6; here < 6.1; here += 0.5) x.push_back(here);
  for (const double height : {-1e5, -700.0, 700.0, 1e5}) {
    std::vector<LogPoint> points = points_of([&](double t) { return height + log_normal_density(t); }, x);
    CHECK(integrate_log(points) - height == doctest::Approx(0).epsilon(1.5e-6));
  }
}

TEST_CASE("a wall of next to nothing does not throw the rest off") {
  // Half a Gaussian: the interval that the wall cuts holds an arch of which it is only known that it rises no more than
  // e^2 above its higher end; the others are what they are.
  std::vector<double> x;
  for (double here = -6; here < 6.1; here += 0.25) x.push_back(here);
  std::vector<LogPoint> points = points_of([](double t) { return t > 0.1 ? log_normal_density(t) : -1e30; }, x);
  const double integral = std::exp(integrate_log(points));
  const double beyond = 0.5 * std::erfc(0.5 / std::sqrt(2.0));  // from the second point after the wall on
  CHECK(integral > beyond);
  CHECK(integral < beyond + 0.5 * std::exp(2.0) * 0.4);
  for (const LogPoint& point : points) {
    CHECK(std::isfinite(point.weight));
    CHECK(point.weight >= 0);
  }
}

TEST_CASE("the curvature is that of the parabola through a point and its neighbours") {
  const std::vector<LogPoint> points = points_of([](double t) { return -1.7 * t * t + 0.3 * t; }, {-1, 0.2, 0.9, 3});
  CHECK(curvature_at(points, 0) == 0);
  CHECK(curvature_at(points, 1) == doctest::Approx(3.4));
  CHECK(curvature_at(points, 2) == doctest::Approx(3.4));
  CHECK(curvature_at(points, 3) == 0);
}

}  // namespace
}  // namespace swarmcast
