// When a count is reached, and how likely: the inverse of the projection's own quantiles.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "oracle/random_series.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

/// Leaps of quantiles between two modes are among these.
constexpr std::uint64_t first_seed = 20, end_of_seeds = 45;
constexpr double never = std::numeric_limits<double>::infinity();

Projection answer(const Series& series, const Prior& prior, const ProjectionOptions& options) {
  const Result<Projection> projection = project(series, prior, options);
  REQUIRE(projection);
  return *projection;
}

double last_count(const Series& series) {
  return std::fmax(series.readings.back().count, series.readings.back().count_used);
}

/// The quantile that ends the band of `level` at `hours`; the median for level 0.
double quantile(const oracle::RandomCase& random, double hours, double level, bool upper) {
  const HorizonProjection horizon =
      answer(random.series, random.prior, {.horizons = {hours}, .levels = {level > 0 ? level : 80}}).horizons[0];
  if (level <= 0) return horizon.median;
  return upper ? horizon.bands[0].high : horizon.bands[0].low;
}

TEST_CASE("the quantile crosses a count at the time to reach it, and stays below where it never gets there") {
  int reached = 0, unreached = 0, jumps = 0;
  for (std::uint64_t seed = first_seed; seed < end_of_seeds; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double last = random.series.readings.back().hours;
    for (const double times : {1.0385, 2.385, 1000.0}) {
      CAPTURE(times);
      const double count = times * last_count(random.series);
      const Projection projection =
          answer(random.series, random.prior, {.horizons = {2 * last}, .levels = {80}, .reach = {count}});
      const Reach& reach = projection.reach[0];
      CHECK(reach.count == count);
      const auto check = [&](const std::optional<double>& hours, double level, bool upper) {
        if (!hours) {
          CHECK(quantile(random, last * reach_limit, level, upper) < count);
          ++unreached;
          return;
        }
        CHECK(*hours > last);
        CHECK(*hours <= last * reach_limit);
        // Nearer to the last reading than 10^-8 of its time, the search for the time is at its limit.
        if (*hours < last * (1 + 1e-8)) return;
        ++reached;
        if (std::abs(quantile(random, *hours, level, upper) / count - 1) < 1e-6) return;
        // Where the distribution has two modes with nothing between, a quantile leaps from one to the other.
        ++jumps;
        CHECK(quantile(random, last + (*hours - last) * (1 - 1e-6), level, upper) <= count * (1 + 1e-6));
        CHECK(quantile(random, last + (*hours - last) * (1 + 1e-6), level, upper) >= count * (1 - 1e-6));
      };
      check(reach.median_hours, 0, false);
      check(reach.bands[0].low, 80, true);
      check(reach.bands[0].high, 80, false);
    }
  }
  CHECK(reached > 60);
  CHECK(unreached > 10);
  CHECK(jumps < 0.05 * reached);
}

TEST_CASE("earlier ends of bands come first, and wider bands hold narrower ones") {
  for (std::uint64_t seed = first_seed; seed < end_of_seeds; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double count = last_count(random.series);
    const Projection projection =
        answer(random.series, random.prior,
               {.horizons = random.horizons, .levels = {50, 80, 95}, .reach = {1.1 * count, 2.385 * count}});
    for (const Reach& reach : projection.reach) {
      double low = reach.median_hours.value_or(never), high = low;
      for (const TimeBand& band : reach.bands) {
        CHECK(band.low.value_or(never) <= low);
        CHECK(band.high.value_or(never) >= high);
        low = band.low.value_or(never);
        high = band.high.value_or(never);
      }
    }
    const Reach &near = projection.reach[0], &far = projection.reach[1];
    CHECK(near.median_hours.value_or(never) <= far.median_hours.value_or(never));
    constexpr double rounding = 1e-12;  // of sums of thousands of terms
    for (std::size_t h = 0; h < random.horizons.size(); ++h) {
      CHECK(near.probability[h] >= far.probability[h] - rounding);
    }
  }
}

TEST_CASE("the probability of being past a count agrees with the quantiles") {
  int compared = 0;
  for (std::uint64_t seed = first_seed; seed < end_of_seeds; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double count = 1.385 * last_count(random.series);
    const Projection projection = answer(random.series, random.prior, {.horizons = random.horizons, .reach = {count}});
    REQUIRE(projection.reach[0].probability.size() == random.horizons.size());
    for (std::size_t h = 0; h < random.horizons.size(); ++h) {
      const double probability = projection.reach[0].probability[h];
      CHECK(probability >= 0);
      CHECK(probability <= 1);
      CHECK((probability > 0.5 + 1e-9) <= (projection.horizons[h].median > count));
      CHECK((probability < 0.5 - 1e-9) <= (projection.horizons[h].median < count));
      if (probability < 0.01 || probability > 0.99 || std::abs(probability - 0.5) < 0.01) continue;
      // The count is the (1 - probability)-quantile: one end of the band of this level.
      const double level = 200 * std::abs(0.5 - probability);
      const double end = quantile(random, random.horizons[h], level, probability < 0.5);
      CHECK(end == doctest::Approx(count).epsilon(1e-6));
      ++compared;
    }
  }
  CHECK(compared > 20);
}

TEST_CASE("a count that saturation forbids is never reached") {
  std::vector<Reading> readings;
  for (int day = 1; day <= 12; ++day) {
    readings.push_back(make_reading(24.0 * day, std::round(2385e6 * -std::expm1(-1.7 * day))));
  }
  const Result<Series> series = make_series(readings);
  REQUIRE(series);
  const double count = last_count(*series);
  const Projection projection = answer(*series, builtin_prior(), {.horizons = {24 * 30}, .reach = {100 * count}});
  CHECK_FALSE(projection.reach[0].median_hours);
  CHECK_FALSE(projection.reach[0].bands[0].low);
  CHECK(projection.reach[0].probability[0] < 0.01);
  CHECK(write_json(projection).find("\"median_hours\":null") != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
