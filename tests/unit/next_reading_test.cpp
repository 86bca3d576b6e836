// The worth of a reading not yet taken, against projections of the series that would be, and against a case whose
// answer is a single integral.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "oracle/random_series.hpp"
#include "projection/next_reading.hpp"
#include "swarmcast/swarmcast.hpp"
#include "tables/reference_projections.hpp"

namespace swarmcast {
namespace {

TEST_CASE("candidates are round times, up to where a quarter of the log time is left") {
  using Hours = std::vector<double>;
  CHECK(candidate_hours(20, 168) == Hours{24, 36, 42, 60, 78, 96});
  CHECK(candidate_hours(10, 48) == Hours{12, 15, 18, 22, 27, 32});
  CHECK(candidate_hours(24, 26).back() < 26);
  const double next = std::nextafter(20.0, 21.0);
  CHECK(candidate_hours(20, next).empty());
  for (const double last : {1e-9, 1e-4, 0.5, 23.85, 9007.0, 1e9}) {
    for (const double ratio : {1.0001, 1.385, 2.0, 10.0, 1e6}) {
      CAPTURE(last);
      CAPTURE(ratio);
      const Hours hours = candidate_hours(last, last * ratio);
      CHECK(hours.size() == 6);
      CHECK(std::is_sorted(hours.begin(), hours.end(), std::less_equal<>()));
      CHECK(hours.front() > last);
      for (std::size_t i = 0; i < hours.size(); ++i) {
        const double exact = last * std::pow(ratio, 0.125 * static_cast<double>(i + 1));
        CHECK(std::abs(hours[i] - exact) <= 0.5 * exact * (1 - std::pow(ratio, -0.125)) * (1 + 1e-9));
      }
    }
  }
}

TEST_CASE("earlier readings give way to a lower count") {
  Series series;
  series.readings = {make_reading(5, 100e3), make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)};
  const auto counts = [&](double count) {
    std::vector<double> result;
    for (const Reading& reading : with_reading(series, 24, count).readings) result.push_back(reading.count_used);
    return result;
  };
  using Counts = std::vector<double>;
  CHECK(counts(900e3) == Counts{100e3, 200e3, 825e3, 900e3});
  CHECK(counts(800e3) == Counts{100e3, 200e3, 750e3, 800e3});  // as typed
  CHECK(counts(740e3) == Counts{100e3, 200e3, 740e3});
  CHECK(counts(150e3) == Counts{100e3, 150e3});
  CHECK(counts(2385) == Counts{2385});
  // Typed, it would not be above the one before.
  series.readings[1] = make_reading(10, 800e3);
  CHECK(counts(810e3) == Counts{100e3, 800e3, 810e3});
  const Reading added = with_reading(series, 24, 900e3).readings.back();
  CHECK(added.hours == 24);
  CHECK_FALSE(added.uncertain());
  CHECK(added.relative_error == 0);
}

double log_width(const Projection& projection) {
  const Band& band = projection.horizons.front().bands.front();
  return std::log(band.high / band.low);
}

Projection answer(const Series& series, const Prior& prior, double hours, const std::vector<double>& levels) {
  const auto projection = project(series, prior, {.horizons = {hours}, .levels = levels});
  REQUIRE(projection);
  return *projection;
}

TEST_CASE("what is expected is the mean over the projections there would be") {
  // The abscissas and weights of Gauss's rule on [-1, 1] (Abramowitz and Stegun, table 25.4) are levels of central
  // bands and twice their ends' weights.
  constexpr double inner = 0.538469310105683, outer = 0.906179845938664;
  constexpr double middle_weight = 0.568888888888889, inner_weight = 0.478628670499366,
                   outer_weight = 0.236926885056189;
  for (const std::uint64_t seed : {5U, 8U}) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double horizon = 5.385 * random.series.readings.back().hours;
    const NextReading next = next_reading(random.series, random.prior, horizon);
    const double now = log_width(answer(random.series, random.prior, horizon, {80}));
    CHECK(std::log(next.factor) == doctest::Approx(now).epsilon(1e-8));
    REQUIRE(next.candidates.size() == 6);
    for (const std::size_t i : {1U, 4U}) {
      const CandidateReading& candidate = next.candidates[i];
      const HorizonProjection counts =
          answer(random.series, random.prior, candidate.hours, {100 * inner, 100 * outer}).horizons.front();
      double expected = 0;
      for (const auto& [count, weight] : {std::pair{counts.median, middle_weight},
                                          {counts.bands[0].low, inner_weight},
                                          {counts.bands[0].high, inner_weight},
                                          {counts.bands[1].low, outer_weight},
                                          {counts.bands[1].high, outer_weight}}) {
        const Series then = with_reading(random.series, candidate.hours, count);
        expected += weight / 2 * log_width(answer(then, random.prior, horizon, {80}));
      }
      // Probabilities differ in their last bit, and roots are found to 10^-10: a count differs by as much.
      CHECK(std::log(candidate.factor) == doctest::Approx(expected).epsilon(1e-6));
      CHECK(candidate.narrowing == doctest::Approx(1 - expected / now).epsilon(1e-6));
    }
  }
}

TEST_CASE("with nothing to learn but the level, it is an integral over one normal") {
  // A power of time with its exponent and s known, and a count so large that it is exact. After readings at t1 and t,
  // docs/method.md gives the mean and the variance of ln((N(T) - y) / y) in closed form; the first reading alone gives
  // those of ln((y - y1) / y1).
  const double b = 0.6, s = 0.4, l = 0.3, L = 1, t1 = 10, y1 = 1e12, T = 80;
  const Prior prior{.name = "known",
                    .log_sigma = {std::log(s), 1e-4},
                    .correlation_length = l,
                    .log_level_sd = L,
                    .curves = {{"power", 1, {}, Normal{std::log(b), 1e-4}}}};
  const Series series = *make_series({make_reading(t1, y1, Qualifier::exact)});
  const NextReading next = next_reading(series, prior, T);
  REQUIRE(next.candidates.size() == 6);
  const auto grown = [&](double from, double to) { return std::log(std::pow(to, b) - std::pow(from, b)); };
  constexpr double z90 = 1.2815515655446004;
  const auto log_width_of = [&](double mean, double variance) {
    const double sd = std::sqrt(variance);
    return std::log1p(std::exp(mean + z90 * sd)) - std::log1p(std::exp(mean - z90 * sd));
  };
  /// Of ln of a count's growth from t1 on: level and deviation from a single increment.
  const auto first = [&](double to) {
    const double c = std::exp(-(std::log((t1 + to) / 2) - std::log(t1 / 2)) / l);
    const double variance = s * s, precision = 1 / variance + 1 / (L * L);
    return std::pair{grown(t1, to) - grown(0, t1),  // the level is expected where the reading has it, x at zero
                     s * s * (1 - c * c) + (1 - c) * (1 - c) / precision};
  };
  const auto [mean_now, variance_now] = first(T);
  const double now = log_width_of(mean_now, variance_now);
  CHECK(std::log(next.factor) == doctest::Approx(now).epsilon(2e-3));

  for (const CandidateReading& candidate : next.candidates) {
    CAPTURE(candidate.hours);
    const double t = candidate.hours;
    const auto [mean, variance] = first(t);
    const double rho = std::exp(-(std::log((t1 + t) / 2) - std::log(t1 / 2)) / l);
    const double c = std::exp(-(std::log((t + T) / 2) - std::log((t1 + t) / 2)) / l);
    constexpr int steps = 400;
    double sum = 0, whole = 0;
    for (int i = 0; i < steps; ++i) {
      const double z = -6 + 12 * (i + 0.5) / steps;
      const double d = y1 * std::exp(mean + z * std::sqrt(variance));  // downloads from t1 to t
      const double y = y1 + d;
      // z_i of the two increments, in units of y and of the curve at t; P = C^-1 for two correlated deviations.
      const double z1 = std::log(y1 / y) - (grown(0, t1) - grown(0, t));
      const double z2 = std::log(d / y) - (grown(t1, t) - grown(0, t));
      const double scale = 1 / (s * s * (1 - rho * rho));
      const double ones = 2 * scale * (1 - rho);
      const double a = ones + 1 / (L * L);
      const double k = scale * (1 - rho) * (z1 + z2) / a;
      // The deviation of the last increment is known exactly, given the level: f - k f1 = z2 - k.
      const double mean_then = k + grown(t, T) - grown(0, t) + c * (z2 - k);
      const double variance_then = s * s * (1 - c * c) + (1 - c) * (1 - c) / a;
      // ln(N(T)) = ln y + ln(1 + e^M): y drops out of the width.
      const double weight = std::exp(-0.5 * z * z);
      sum += weight * log_width_of(mean_then, variance_then);
      whole += weight;
    }
    // Five abscissas, and the engine's own 0.005 and hundredth of a width.
    CHECK(std::log(candidate.factor) == doctest::Approx(sum / whole).epsilon(0.01));
  }
}

TEST_CASE("a reading is expected to narrow the band, the later the more, and the best is the best on average") {
  for (const ReferenceCase& reference : reference_cases()) {
    CAPTURE(reference.name);
    const Series series = make_typed_series(reference.readings);
    const double horizon = reference.projections.back().hours;
    const NextReading next = next_reading(series, reference_prior(), horizon);
    REQUIRE(next.most);
    REQUIRE(next.best);
    CHECK(next.candidates[*next.most].narrowing > 0);
    CHECK(*next.best <= *next.most);
    const auto average = [&](const CandidateReading& candidate) {
      const double begin = series.readings.back().hours;
      const double now = std::log(next.factor), then = std::log(candidate.factor);
      return (now * (candidate.hours - begin) + then * (horizon - candidate.hours)) / (horizon - begin);
    };
    for (const CandidateReading& candidate : next.candidates) {
      CHECK(candidate.narrowing <= next.candidates[*next.most].narrowing);
      CHECK(average(candidate) >= average(next.candidates[*next.best]) * (1 - 1e-12));
      CHECK(candidate.narrowing == doctest::Approx(1 - std::log(candidate.factor) / std::log(next.factor)));
    }
  }
}

TEST_CASE("where there is no time, there is no candidate") {
  const Series series = *make_series({make_reading(10, 200e3), make_reading(20, 750e3)});
  const NextReading next = next_reading(series, builtin_prior(), std::nextafter(20.0, 21.0));
  CHECK(next.candidates.empty());
  CHECK_FALSE(next.most);
  CHECK_FALSE(next.best);
}

}  // namespace
}  // namespace swarmcast
