// The filter against dense matrices, and the two compilations of the kernel against each other.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "inference/deviations.hpp"
#include "inference/kernel.hpp"
#include "oracle/random_series.hpp"
#include "swarmcast/curve.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
namespace swarmcast::v3 {
// Weak, for whether the library has it is known to the library alone.
[[gnu::weak]] const Kernel& kernel();
}  // namespace swarmcast::v3
#endif

namespace swarmcast {
namespace {

using Column = std::vector<long double>;

/// Cholesky's factor of a symmetric positive definite matrix, given by rows.
class Cholesky {
 public:
  explicit Cholesky(std::vector<Column> matrix) : l_(std::move(matrix)) {
    for (std::size_t j = 0; j < l_.size(); ++j) {
      for (std::size_t i = j; i < l_.size(); ++i) {
        for (std::size_t k = 0; k < j; ++k) l_[i][j] -= l_[i][k] * l_[j][k];
        l_[i][j] = i == j ? std::sqrt(l_[i][j]) : l_[i][j] / l_[j][j];
      }
    }
  }

  [[nodiscard]] Column solve(Column b) const {
    for (std::size_t i = 0; i < b.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) b[i] -= l_[i][k] * b[k];
      b[i] /= l_[i][i];
    }
    for (std::size_t i = b.size(); i-- > 0;) {
      for (std::size_t k = i + 1; k < b.size(); ++k) b[i] -= l_[k][i] * b[k];
      b[i] /= l_[i][i];
    }
    return b;
  }

  [[nodiscard]] long double log_determinant() const {
    long double sum = 0;
    for (std::size_t i = 0; i < l_.size(); ++i) sum += 2 * std::log(l_[i][i]);
    return sum;
  }

 private:
  std::vector<Column> l_;
};

long double dot(const Column& a, const Column& b) {
  long double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double as_double(long double x) { return static_cast<double>(x); }
long double exactly(double x) { return static_cast<long double>(x); }

Increments random_increments(oracle::Random& random, std::size_t n) {
  Increments data;
  data.intervals.resize(n);
  double midpoint = -random.log_uniform(1, 6);
  for (std::size_t i = 0; i < n; ++i) {
    data.log_midpoint.push_back(midpoint);
    midpoint += random.log_uniform(1e-4, 2);
    data.variance.push_back(random.log_uniform(1e-5, 1));
    data.log_share.push_back(random.normal());
  }
  return data;
}

TEST_CASE("the filter agrees with dense matrices") {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    CAPTURE(seed);
    oracle::Random random(seed);
    const auto n = static_cast<std::size_t>(random.integer(1, 8));
    const Increments data = random_increments(random, n);
    const double s = random.log_uniform(0.05, 2.5), l = random.log_uniform(0.03, 3), level_sd = random.uniform(0.3, 3);
    const double ahead = random.log_uniform(1e-3, 5), nugget = random.integer(0, 1) * random.log_uniform(0.1, 3);
    const DeviationFilter filter =
        make_deviation_filter(data, s, {.correlation_length = l, .log_level_sd = level_sd, .nugget = nugget});

    const auto covariance = [s = exactly(s), l = exactly(l)](double distance) {
      return s * s * std::exp(-std::abs(exactly(distance)) / l);
    };
    std::vector<Column> matrix(n, Column(n));
    Column z(n), c(n);
    const Column ones(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        matrix[i][j] = covariance(data.log_midpoint[i] - data.log_midpoint[j]) +
                       (i == j ? exactly(data.variance[i]) + exactly(s * nugget) * exactly(s * nugget) : 0);
      }
      z[i] = exactly(random.normal());
      c[i] = covariance(data.log_midpoint[n - 1] + ahead - data.log_midpoint[i]);
    }
    const Cholesky factor(matrix);
    const Column to_ones = factor.solve(ones), g = factor.solve(c);
    const long double a = dot(ones, to_ones) + 1 / (exactly(level_sd) * exactly(level_sd));
    const long double k = dot(to_ones, z) / a;

    // 10^-9: C has a condition number below 8 s^2 / 10^-5, 5 10^6, and doubles 10^-16.
    CHECK(filter.level_precision == doctest::Approx(as_double(a)).epsilon(1e-9));
    const long double pi = 3.14159265358979323846L;
    const long double normalizer = -0.5L * (factor.log_determinant() + std::log(a) + 2 * std::log(exactly(level_sd)) +
                                            static_cast<long double>(n) * std::log(2 * pi));
    CHECK(filter.log_normalizer == doctest::Approx(as_double(normalizer)).epsilon(1e-9));

    // The recursion that the filter's description gives.
    double state = 0, squares = 0, along = 0;
    REQUIRE(filter.steps.size() == n);
    for (std::size_t i = 0; i < n; ++i) {
      const double residual = as_double(z[i]);
      const double white = (residual - state) * filter.steps[i].scale;
      squares += white * white;
      along += white * filter.steps[i].level;
      state = filter.steps[i].keep * state + filter.steps[i].pull * residual;
    }
    CHECK(squares == doctest::Approx(as_double(dot(z, factor.solve(z)))).epsilon(1e-9));
    CHECK(along / filter.level_precision == doctest::Approx(as_double(k)).epsilon(1e-9));

    Column e = z;
    for (long double& error : e) error -= k;
    const Lead predicted = lead(filter, ahead, l);
    const double mean = predicted.decay * (state - along / filter.level_precision * filter.filtered_level);
    CHECK(mean == doctest::Approx(as_double(dot(g, e))).epsilon(1e-9));
    const long double share = 1 - dot(g, ones);
    const long double variance = exactly(s) * exactly(s) - dot(c, g) + share * share / a;
    CHECK(predicted.sd == doctest::Approx(as_double(std::sqrt(variance))).epsilon(1e-9));
  }
}

TEST_CASE("a single increment, by hand") {
  Increments data;
  data.intervals.resize(1);
  data.log_midpoint = {-0.693};
  data.variance = {0.0385};
  const double s = 0.617, level_sd = 1.385;
  const DeviationFilter filter = make_deviation_filter(data, s, {.correlation_length = 0.3, .log_level_sd = level_sd});
  CHECK(filter.level_precision == doctest::Approx(1 / (s * s + 0.0385) + 1 / (level_sd * level_sd)).epsilon(1e-14));
  CHECK(filter.filtered_level == doctest::Approx(s * s / (s * s + 0.0385)).epsilon(1e-14));
  CHECK(filter.filtered_variance == doctest::Approx(s * s * 0.0385 / (s * s + 0.0385)).epsilon(1e-14));
}

TEST_CASE("an average over s, by hand") {
  std::vector<ScaleColumn> columns(2);
  Lanes growth, mean, variance;
  for (std::size_t i = 0; i < lanes; ++i) {
    growth[i] = 0.3 + 0.1 * static_cast<double>(i);
    columns[0].share[i] = 0.25;
    columns[1].share[i] = 0.75;
    columns[0].level[i] = 0.2;
    columns[1].level[i] = -0.6;
    columns[0].state[i] = 1.6;
    columns[1].state[i] = 0.4;
  }
  const std::vector<Lead> leads{{.decay = 0.5, .sd = 0.5}, {.decay = 0.25, .sd = 1.5}};
  kernel().average(growth, columns, leads, mean, variance);
  for (std::size_t i = 0; i < lanes; ++i) {
    CHECK(mean[i] == doctest::Approx(growth[i] + 0.25 * (0.2 + 0.8) + 0.75 * (-0.6 + 0.1)).epsilon(1e-14));
    CHECK(variance[i] == doctest::Approx(1.0).epsilon(1e-14));  // (0.25 / 0.5 + 0.75 / 1.5)^-2
  }
}

TEST_CASE("combining adds up each pair, and keeps it within the range") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double inf = std::numeric_limits<double>::infinity();
  for (const std::size_t count : {1U, 2U, 3U, 4U, 5U, 7U, 8U, 9U, 100U}) {
    CAPTURE(count);
    oracle::Random random(count);
    const std::vector<double> growth{0.3, -1.7, 2.385, -inf, nan, 750};
    std::vector<std::uint32_t> node;
    std::vector<double> level, state;
    for (std::size_t i = 0; i < count; ++i) {
      node.push_back(static_cast<std::uint32_t>(random.integer(0, 5)));
      level.push_back(random.normal());
      state.push_back(random.normal());
    }
    std::vector<double> mean(count);
    Range range{-13, 600};
    kernel().combine(node, growth.data(), level, state, 0.617, range, mean);
    double least = 600, greatest = -13;
    for (std::size_t i = 0; i < count; ++i) {
      const double sum = growth[node[i]] + level[i] + 0.617 * state[i];
      const double want = sum > -13 ? std::min(sum, 600.0) : -13;  // NaN too
      CHECK(mean[i] == doctest::Approx(want).epsilon(1e-14));
      least = std::min(least, mean[i]);
      greatest = std::max(greatest, mean[i]);
    }
    CHECK(range.low == least);
    CHECK(range.high == greatest);
  }
}

#if defined(__x86_64__) && defined(__GNUC__)

bool has_v3() {
  (void)kernel();  // which brings the other in where there is one: a weak name does not
  return &v3::kernel != nullptr && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

/// The largest difference, relative for numbers above 1.
double difference(std::span<const double> a, std::span<const double> b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) continue;
    if (!std::isfinite(a[i]) || !std::isfinite(b[i])) return HUGE_VAL;
    worst = std::max(worst, std::abs(a[i] - b[i]) / std::max({1.0, std::abs(a[i]), std::abs(b[i])}));
  }
  return worst;
}

struct Answer {
  std::size_t first_column = 0;
  std::vector<ScaleColumn> columns;
  ParameterBlock block{};
  Lanes marginal{};
  Lanes growth{};
  Lanes mean{};
  Lanes variance{};
};

Answer answer_of(const Kernel& kernel, std::size_t curve, const Evidence& evidence, const Lanes& log_tau,
                 const Lanes& log_b) {
  Answer answer;
  answer.columns.resize(evidence.filters.size());
  answer.block.log_tau = log_tau;
  answer.block.log_b = log_b;
  std::vector<Lanes> residuals(evidence.intervals.size());
  answer.first_column = kernel.evaluate[curve](evidence, answer.block, residuals, answer.columns, answer.marginal);
  kernel.predict[curve](Interval::between(1, 4.385), answer.block, answer.growth);
  std::vector<Lead> leads;
  for (const DeviationFilter& filter : evidence.filters) leads.push_back(lead(filter, 0.731, 0.3));
  kernel.average(answer.growth, std::span(answer.columns).subspan(answer.first_column),
                 std::span(leads).subspan(answer.first_column), answer.mean, answer.variance);
  return answer;
}

TEST_CASE("the kernel for x86-64-v3 agrees with the one for every processor") {
  if (!has_v3()) {
    MESSAGE("not compared: this library or processor has none");
    return;
  }
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const Series series = oracle::random_case(seed).series;
    const Increments data = make_increments(series.readings);
    std::vector<DeviationFilter> filters;
    for (const double s : {0.0617, 0.385, 1.17})
      filters.push_back(make_deviation_filter(data, s, {.correlation_length = 0.3, .log_level_sd = 1}));
    const Evidence evidence{data.whole, data.intervals, data.log_share, filters};
    for (std::size_t curve = 0; curve < growth_curves().size(); ++curve) {
      CAPTURE(curves()[curve].name);
      oracle::Random random(1000 * seed + curve);
      Lanes log_tau{}, log_b{};
      const double shared = random.uniform(-3, 3);
      for (std::size_t i = 0; i < lanes; ++i) {
        log_tau[i] = curves()[curve].has_shape ? shared : random.uniform(-3, 3);
        log_b[i] = random.uniform(-1.5, 1.5);
      }
      const Answer a = answer_of(baseline::kernel(), curve, evidence, log_tau, log_b);
      const Answer b = answer_of(v3::kernel(), curve, evidence, log_tau, log_b);
      // Curves are good to a few 10^-13, and the fused operations of one round otherwise.
      CHECK(difference(a.block.whole, b.block.whole) < 1e-11);
      CHECK(difference(a.growth, b.growth) < 1e-11);
      CHECK(difference(a.marginal, b.marginal) < 1e-11);
      CHECK(difference(a.mean, b.mean) < 1e-10);
      CHECK(difference(a.variance, b.variance) < 1e-10);
      CHECK(a.first_column == b.first_column);
      for (std::size_t s = a.first_column; s < filters.size(); ++s) {
        CHECK(difference(a.columns[s].share, b.columns[s].share) < 1e-11);
        CHECK(difference(a.columns[s].level, b.columns[s].level) < 1e-11);
        CHECK(difference(a.columns[s].state, b.columns[s].state) < 1e-11);
      }
    }
  }
}

#endif

}  // namespace
}  // namespace swarmcast
