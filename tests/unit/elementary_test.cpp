// Exponentials and logarithms of vectors against the standard library's, at every width this program is compiled for.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <xsimd/xsimd.hpp>

#include "numeric/elementary.hpp"
#include "oracle/random_series.hpp"

namespace swarmcast {
namespace {

using Vector = xsimd::batch<double>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Units in the last place: of the function, and half of one of the standard library's.
constexpr double tolerance = 2.5 * std::numeric_limits<double>::epsilon();

template <class Got, class Want>
void check(Got got, Want want, double x) {
  const double here = got(Vector(x)).get(0), there = want(x);
  CAPTURE(x);
  CAPTURE(here);
  CAPTURE(there);
  CHECK(std::abs(here - there) <= tolerance * std::abs(there));
}

void check_exponentials(double x) {
  check([](Vector v) { return math::exp(v); }, [](double v) { return std::exp(v); }, x);
  check([](Vector v) { return math::expm1(v); }, [](double v) { return std::expm1(v); }, x);
}

void check_logarithms(double x) {
  check([](Vector v) { return math::log(v); }, [](double v) { return std::log(v); }, x);
  check([](Vector v) { return math::log1p(v); }, [](double v) { return std::log1p(v); }, x);
}

double exp_of(double x) { return math::exp(Vector(x)).get(0); }
double log_of(double x) { return math::log(Vector(x)).get(0); }
double log1p_of(double x) { return math::log1p(Vector(x)).get(0); }

TEST_CASE("random arguments, of all sizes") {
  oracle::Random random(2385);
  for (int i = 0; i < 20000; ++i) {
    check_exponentials(random.uniform(-707, 709));
    check_exponentials(random.uniform(-2, 2));
    const double tiny = random.log_uniform(1e-300, 1);
    check_exponentials(tiny);
    check_exponentials(-tiny);
    check_logarithms(tiny);
    check_logarithms(random.log_uniform(1e-3, 1e300));
    check_logarithms(random.uniform(0.5, 2));
    check([](Vector v) { return math::log1p(v); }, [](double v) { return std::log1p(v); },
          -random.log_uniform(1e-18, 0.99));
  }
}

TEST_CASE("where the parts of the reduction change") {
  for (int k = -1000; k <= 1000; ++k) {
    check_exponentials(std::clamp((k + 0.5) * std::log(2.0), -707.0, 709.0));
    const double edge = std::ldexp(std::sqrt(0.5), k);
    for (const double x : {edge, std::nextafter(edge, 0), std::nextafter(edge, infinity), std::ldexp(1, k)}) {
      check_logarithms(x);
    }
  }
}

TEST_CASE("beyond the range, and where there is no value") {
  CHECK(exp_of(0) == 1);
  CHECK(exp_of(-1e100) == doctest::Approx(std::exp(-708.0)));
  CHECK(exp_of(-infinity) == exp_of(-1e100));
  CHECK(exp_of(infinity) == doctest::Approx(std::exp(709.0)));
  CHECK(std::isnan(exp_of(nan)));
  CHECK(math::expm1(Vector(-infinity)).get(0) == -1);
  CHECK(std::isnan(math::expm1(Vector(nan)).get(0)));
  CHECK(log_of(1) == 0);
  CHECK(log_of(0) == -infinity);
  CHECK(log_of(-2.385) == -infinity);
  CHECK(log_of(infinity) == infinity);
  CHECK(std::isnan(log_of(nan)));
  CHECK(log1p_of(0) == 0);
  CHECK(log1p_of(-1) == -infinity);
  CHECK(log1p_of(infinity) == infinity);
  CHECK(std::isnan(log1p_of(nan)));
}

}  // namespace
}  // namespace swarmcast
