// The binned and interpolated mixture against the plain sum of normal distribution functions.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "numeric/normal_mixture.hpp"
#include "oracle/random_series.hpp"

namespace swarmcast {
namespace {

/// Of a lone mean: what is cut off beyond 5 standard deviations, 2.87 10^-7, and the table's interpolation, 5.5 10^-8.
constexpr double lone_error = 3.5e-7;

// A bin as wide as a standard deviation keeps its members' mean and variance. What is lost are the third and fourth
// cumulants, k3 and k4 in bins, which move the distribution function by k3 / 6 times the normal density's largest
// second derivative, 0.399, and by k4 / 24 times its largest third derivative, 1.381. Weights here add up to 1.

/// Uniform over the bin: k3 = 0, k4 = -1/120.
constexpr double even_error = 1.381 / 120 / 24;

/// Whatever lies in the bin: |k3| is at most 1 / (6 sqrt 3), of two heaps at the ends weighing 0.79 and 0.21, which is
/// 6.4 10^-3; |k4| at most 1/8, of two equal heaps, which is 7.2 10^-3. The two are not large together: where heaps are
/// equal there is no third cumulant, and the fourth vanishes at weights of 0.79 and 0.21.
constexpr double worst_case_error = 8e-3;

struct Part {
  std::vector<double> means;
  std::vector<double> weights;
  double sd = 1;
};

double plain_sum(const std::vector<Part>& parts, double x) {
  double sum = 0;
  for (const Part& part : parts) {
    for (std::size_t i = 0; i < part.means.size(); ++i) {
      sum += part.weights[i] * 0.5 * std::erfc((part.means[i] - x) / part.sd / std::sqrt(2.0));
    }
  }
  return sum;
}

NormalMixture binned(const std::vector<Part>& parts) {
  NormalMixture mixture;
  for (const Part& part : parts) {
    const auto [least, greatest] = std::minmax_element(part.means.begin(), part.means.end());
    mixture.add(part.means, part.weights, part.sd, *least, *greatest);
  }
  return mixture;
}

/// The largest difference over 2001 points across the support and a little beyond it, and 201 points about each of the
/// first means, where a narrow component rises.
double worst_error(const std::vector<Part>& parts) {
  const NormalMixture mixture = binned(parts);
  double worst = 0;
  const auto compare = [&](double x) {
    const double error = std::abs(mixture.distribution(x) - plain_sum(parts, x));
    worst = error <= worst ? worst : error;
    REQUIRE_FALSE(std::isnan(error));
  };
  const double margin = 0.05 * (mixture.high() - mixture.low());
  for (int i = 0; i <= 2000; ++i) {
    compare(mixture.low() - margin + (mixture.high() - mixture.low() + 2 * margin) * i / 2000);
  }
  for (const Part& part : parts) {
    for (std::size_t m = 0; m < std::min<std::size_t>(part.means.size(), 5); ++m) {
      for (int i = -100; i <= 100; ++i) compare(part.means[m] + 0.0537 * i * part.sd);
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
    CHECK(worst_error({{{3.217}, {1.0}, sd}}) < lone_error);
  }
}

TEST_CASE("two heaps anywhere, of any weights") {
  for (int i = 0; i <= 40; ++i) {
    for (int k = 1; k < 20; ++k) {
      const std::vector<Part> parts{{{0.731, 0.731 + 0.0517 * i}, {0.05 * k, 1 - 0.05 * k}, 1.0}};
      CAPTURE(i);
      CAPTURE(k);
      CHECK(worst_error(parts) < worst_case_error);
    }
  }
}

TEST_CASE("a thousand means spread evenly") {
  for (const double spread : {0.37, 1.0, 1.7, 3.0, 38.5}) {
    CAPTURE(spread);
    std::vector<Part> parts(1);
    for (int i = 0; i < 1000; ++i) {
      parts[0].means.push_back(spread * i / 999);
      parts[0].weights.push_back(1);
    }
    normalize(parts);
    CHECK(worst_error(parts) < even_error);
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
    CHECK(worst_error(parts) < worst_case_error);
  }
}

TEST_CASE("the distribution function rises from 0 to the weights' sum, and the rough one stays near it") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed);
    std::vector<Part> parts(3);
    double sum = 0;
    for (Part& part : parts) {
      part.sd = random.log_uniform(1e-3, 3);
      const int count = random.integer(1, 50);
      for (int i = 0; i < count; ++i) {
        part.means.push_back(random.uniform(-5, 5));
        part.weights.push_back(random.log_uniform(1e-3, 1));
        sum += part.weights.back();
      }
    }
    const NormalMixture mixture = binned(parts);
    CHECK(mixture.distribution(mixture.low()) < lone_error * sum);
    CHECK(mixture.distribution(mixture.high()) > (1 - lone_error) * sum);
    double widest = 0;
    for (const Part& part : parts) widest = std::max(widest, part.sd);
    double before = 0;
    for (int i = 0; i <= 1000; ++i) {
      const double x = mixture.low() + (mixture.high() - mixture.low()) * i / 1000;
      const double value = mixture.distribution(x);
      CHECK(value >= before - 1e-12 * sum);
      before = value;
      // All of a component lies within the reach of its bin and of 5 standard deviations, which a bin can widen by
      // sqrt(5) / 2 at most.
      const double reach = (1 + 5 * 1.12) * widest;
      CHECK(mixture.rough_distribution(x) <= mixture.distribution(x + reach) + lone_error * sum);
      CHECK(mixture.rough_distribution(x) >= mixture.distribution(x - reach) - lone_error * sum);
    }
  }
}

TEST_CASE("a mixture far wider than its components is off by their steps at most") {
  // Over 600 units there are 2^16 bins of 0.0092, however narrow the components: away from the means, where the sum is
  // flat, nothing shows.
  const std::vector<Part> parts{{{-15.0, 2.385, 585.0}, {0.25, 0.4, 0.35}, 1e-4}};
  const NormalMixture mixture = binned(parts);
  const double bin = 600 / 65536.0;
  for (const double x : {-15 - bin, -15 + bin, 0.0, 2.385 - bin, 2.385 + bin, 585 - bin, 585 + bin}) {
    CAPTURE(x);
    CHECK(mixture.distribution(x) == doctest::Approx(plain_sum(parts, x)).epsilon(1e-6));
  }
}

}  // namespace
}  // namespace swarmcast
