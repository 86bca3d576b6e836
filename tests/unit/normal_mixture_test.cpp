// The binned and interpolated mixture against the plain sum of normal distribution functions.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "numeric/normal_mixture.hpp"
#include "oracle/random_series.hpp"

namespace swarmcast {
namespace {

constexpr double floor_of_means = -16;
constexpr double ceiling_of_means = 600;

/// With bins of h = sd / 3, for weights that add up to 1. Quadratic weights keep two moments of a mean that is d bins
/// off the grid; the third is off by at most 0.375 h^3, which moves the distribution function by 0.375 / 6 / 27 times
/// the normal density's largest second derivative, 0.399: 9.3 10^-4, where all means are equally far off the grid.
constexpr double binning_error = 1e-3;

/// Of a lone mean, which is on the grid: cubics through values and slopes, h^4 / 384 times the density's largest third
/// derivative, 1.38.
constexpr double interpolation_error = 4.5e-5;

struct Part {
  std::vector<double> means;
  std::vector<double> weights;
  double sd = 1;
};

double plain_sum(const std::vector<Part>& parts, double x) {
  double sum = 0;
  for (const Part& part : parts) {
    for (std::size_t i = 0; i < part.means.size(); ++i) {
      const double z = (x - std::max(part.means[i], floor_of_means)) / part.sd;
      sum += part.weights[i] * 0.5 * std::erfc(-z / std::sqrt(2.0));
    }
  }
  return sum;
}

NormalMixture binned(const std::vector<Part>& parts) {
  NormalMixture mixture(floor_of_means, ceiling_of_means);
  for (const Part& part : parts) mixture.add(part.means, part.weights, part.sd);
  return mixture;
}

/// The largest difference over 2001 points across the support and a little beyond it, and 201 points about each of the
/// first means, where a narrow component rises.
double worst_error(const std::vector<Part>& parts) {
  const NormalMixture mixture = binned(parts);
  double worst = 0;
  const auto compare = [&](double x) {
    worst = std::max(worst, std::abs(mixture.distribution(x) - plain_sum(parts, x)));
  };
  const double margin = 0.05 * (mixture.high() - mixture.low());
  for (int i = 0; i <= 2000; ++i) {
    compare(mixture.low() - margin + (mixture.high() - mixture.low() + 2 * margin) * i / 2000);
  }
  for (const Part& part : parts) {
    for (std::size_t m = 0; m < std::min<std::size_t>(part.means.size(), 5); ++m) {
      const double mean = std::max(part.means[m], floor_of_means);
      for (int i = -100; i <= 100; ++i) compare(mean + 0.0537 * i * part.sd);
    }
  }
  return worst;
}

void normalize(std::vector<Part>& parts) {
  double sum = 0;
  for (const Part& part : parts) {
    for (const double weight : part.weights) sum += weight;
  }
  for (Part& part : parts) {
    for (double& weight : part.weights) weight /= sum;
  }
}

TEST_CASE("a single normal") {
  for (const double sd : {1e-4, 0.0137, 0.6, 2.385, 10.0}) {
    CAPTURE(sd);
    CHECK(worst_error({{{3.217}, {1.0}, sd}}) < interpolation_error);
  }
}

TEST_CASE("two means anywhere between two bins") {
  for (int i = 0; i <= 40; ++i) {
    CAPTURE(i);
    CHECK(worst_error({{{0.731, 0.731 + 0.0517 * i}, {0.385, 0.615}, 1.0}}) < binning_error);
  }
}

TEST_CASE("a thousand means over several standard deviations cancel the error of binning") {
  for (const double spread : {1.0, 1.7, 3.0}) {
    CAPTURE(spread);
    std::vector<Part> parts(1);
    for (int i = 0; i < 1000; ++i) {
      const double z = -4 + 8.0 * i / 999;
      parts[0].means.push_back(spread * z);
      parts[0].weights.push_back(std::exp(-0.5 * z * z));
    }
    normalize(parts);
    CHECK(worst_error(parts) < interpolation_error);
  }
}

TEST_CASE("widths from 10^-4 to 10 together") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed);
    std::vector<Part> parts;
    for (const double sd : {1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0}) {
      Part part;
      part.sd = sd * random.log_uniform(1, 3);
      // As many bins as are kept: a group that spans more is smoothed by more, which is the next test's matter.
      const double reach = std::min(10.0, 1000 * sd);
      const double center = random.uniform(-5, 5);
      const int count = random.integer(1, 200);
      for (int i = 0; i < count; ++i) {
        part.means.push_back(center + random.uniform(-reach, reach));
        part.weights.push_back(random.log_uniform(1e-6, 1));
      }
      parts.push_back(part);
    }
    normalize(parts);
    CHECK(worst_error(parts) < binning_error);
  }
}

TEST_CASE("means of -inf and below the floor count as the floor") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const std::vector<Part> parts{{{-inf, -1e100, -23.85, 0.617}, {0.2, 0.15, 0.05, 0.6}, 0.385}};
  CHECK(worst_error(parts) < binning_error);
  const NormalMixture mixture = binned(parts);
  CHECK(std::isfinite(mixture.low()));
  CHECK(mixture.low() < floor_of_means);
  CHECK(mixture.distribution(-8.5) == doctest::Approx(0.4).epsilon(binning_error));
}

TEST_CASE("components without weight are as if they were not there, -inf and NaN means among them") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  const NormalMixture with = binned({{{-inf, 2.385, std::nan("")}, {0, 1, 0}, 0.5}});
  const NormalMixture without = binned({{{2.385}, {1}, 0.5}});
  for (const double x : {1.1, 2.0, 2.385, 3.7}) CHECK(with.distribution(x) == without.distribution(x));
  CHECK(with.low() == without.low());
}

TEST_CASE("the distribution function rises from 0 to the sum of the weights over the support") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed + 500);
    std::vector<Part> parts(3);
    double sum = 0;
    for (Part& part : parts) {
      part.sd = random.log_uniform(0.05, 3);
      for (int i = 0; i < 100; ++i) {
        part.means.push_back(random.uniform(-20, 10));
        part.weights.push_back(random.uniform(0, 1));
        sum += part.weights.back();
      }
    }
    const NormalMixture mixture = binned(parts);
    // 10^-10 of a component is what the support leaves out; the rest is rounding of 300 terms.
    CHECK(mixture.distribution(mixture.low()) <= 1e-10 * sum);
    CHECK(mixture.distribution(mixture.high()) == doctest::Approx(sum).epsilon(2e-10));
    double before = 0;
    for (int i = 0; i <= 1000; ++i) {
      const double value = mixture.distribution(mixture.low() + (mixture.high() - mixture.low()) * i / 1000);
      CHECK(value >= before - 1e-12 * sum);
      before = value;
    }
  }
}

TEST_CASE("a mixture far wider than its components is off by their steps at most") {
  // 10^-4 wide components over 30 units are smoothed to 30 / 2^14 / (1/3) = 0.0055 at most: away from the means, where
  // the sum is flat, nothing shows.
  std::vector<Part> parts{{{-15.0, 2.385, 15.0}, {0.25, 0.4, 0.35}, 1e-4}};
  const NormalMixture mixture = binned(parts);
  const double widest = 6.7 * 3 * 30 / 16384.0;
  for (const double x : {-15 + widest, 0.0, 2.385 - widest, 2.385 + widest, 15 - widest, 15 + widest}) {
    CAPTURE(x);
    CHECK(mixture.distribution(x) == doctest::Approx(plain_sum(parts, x)).epsilon(1e-9));
  }
}

}  // namespace
}  // namespace swarmcast
