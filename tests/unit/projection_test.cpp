// What holds for every projection, over seeded random series.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "oracle/random_series.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

constexpr std::uint64_t series_count = 60;

Projection answer(const Series& series, const Prior& prior, const std::vector<double>& horizons) {
  ProjectionOptions options;
  options.horizons = horizons;
  const Result<Projection> projection = project(series, prior, options);
  REQUIRE(projection);
  return *projection;
}

bool same_numbers(const HorizonProjection& a, const HorizonProjection& b) {
  bool same = a.median == b.median && a.bands.size() == b.bands.size();
  for (std::size_t i = 0; same && i < a.bands.size(); ++i) {
    same = a.bands[i].low == b.bands[i].low && a.bands[i].high == b.bands[i].high;
  }
  return same;
}

TEST_CASE("a horizon's numbers do not depend on the others asked for") {
  for (std::uint64_t seed = 0; seed < series_count; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double last = random.series.readings.back().hours;
    const Projection together = answer(random.series, random.prior, {7.385 * last, 1.385 * last, 2.617 * last});
    for (const HorizonProjection& horizon : together.horizons) {
      CHECK(same_numbers(answer(random.series, random.prior, {horizon.hours}).horizons.front(), horizon));
    }
  }
}

TEST_CASE("scaling time by a power of two changes nothing") {
  for (std::uint64_t seed = 0; seed < series_count; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    Series scaled = random.series;
    for (Reading& reading : scaled.readings) reading.hours *= 8;
    std::vector<double> horizons = random.horizons;
    for (double& hours : horizons) hours *= 8;
    const Projection before = answer(random.series, random.prior, random.horizons);
    const Projection after = answer(scaled, random.prior, horizons);
    for (std::size_t h = 0; h < before.horizons.size(); ++h) {
      // ln(8 t) is not ln 8 + ln t to the last bit, so nodes move by a few 10^-16, and what the sums magnify stays
      // below this.
      CHECK(after.horizons[h].median == doctest::Approx(before.horizons[h].median).epsilon(1e-5));
    }
  }
}

TEST_CASE("bands are nested, finite, above the last count, and rise from one fixed time to the next") {
  for (std::uint64_t seed = 0; seed < series_count; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const Reading& last = random.series.readings.back();
    const Projection projection =
        answer(random.series, random.prior,
               {2 * last.hours, 4 * last.hours, 5.3 * last.hours, 8 * last.hours, 71 * last.hours});
    const HorizonProjection* before = nullptr;
    for (const HorizonProjection& horizon : projection.horizons) {
      const Band& narrow = horizon.bands[0];
      const Band& wide = horizon.bands[1];
      CHECK(wide.low <= narrow.low);
      CHECK(narrow.low <= horizon.median);
      CHECK(horizon.median <= narrow.high);
      CHECK(narrow.high <= wide.high);
      CHECK(std::isfinite(wide.high));
      if (!last.uncertain()) CHECK(wide.low >= last.count_used);
      if (before != nullptr &&
          std::exp2(std::round(std::log2(before->hours / last.hours))) == before->hours / last.hours) {
        CHECK(horizon.median >= before->median);
        CHECK(wide.low >= before->bands[1].low);
        CHECK(wide.high >= before->bands[1].high);
      }
      before = &horizon;
    }
  }
}

TEST_CASE("the same bytes from other threads and after other work") {
  const oracle::RandomCase random = oracle::random_case(5), other = oracle::random_case(8);
  const std::string alone = write_json(answer(random.series, random.prior, random.horizons));
  (void)answer(other.series, other.prior, other.horizons);
  std::string first, second;
  std::thread one([&] { first = write_json(*project(random.series, random.prior, {.horizons = random.horizons})); });
  std::thread two([&] { second = write_json(*project(random.series, random.prior, {.horizons = random.horizons})); });
  one.join();
  two.join();
  CHECK(first == alone);
  CHECK(second == alone);
  CHECK(write_json(answer(random.series, random.prior, random.horizons)) == alone);
}

TEST_CASE("readings a second or a year apart, and a count of 10^12") {
  for (const double hours : {1.0 / 3600, 8766.0}) {
    std::vector<Reading> readings;
    for (int i = 1; i <= 5; ++i) readings.push_back(make_reading(hours * i, 1234567.0 * i));
    const Projection projection = answer(*make_series(readings), builtin_prior(), {hours * 12});
    CHECK(projection.horizons[0].median > 1234567.0 * 5);
    CHECK(std::isfinite(projection.horizons[0].bands[1].high));
  }
  const Projection large =
      answer(*make_series({make_reading(10, 2e11), make_reading(20, 1e12)}), builtin_prior(), {48});
  CHECK(large.horizons[0].bands[1].low > 1e12);
}

TEST_CASE("The Interview: the 80 % band at 48 h holds 1.5 M, and the 95 % band stays under 15 M") {
  const Series series = *make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)});
  const HorizonProjection horizon = answer(series, builtin_prior(), {48}).horizons.front();
  CHECK(horizon.bands[0].low < 1.5e6);
  CHECK(horizon.bands[0].high > 1.5e6);
  CHECK(horizon.bands[1].high < 15e6);
}

TEST_CASE("a count is reached when its quantile says so") {
  const Series series = *make_series({make_reading(10, 200e3), make_reading(20, 750e3)});
  ProjectionOptions options;
  options.horizons = {48};
  options.reach = {1.5e6};
  const Result<Projection> projection = project(series, builtin_prior(), options);
  REQUIRE(projection);
  const Reach& reach = projection->reach.front();
  REQUIRE(reach.median_hours);
  // The root is found to 10^-11 in ln T, and the quantile there to as much.
  CHECK(answer(series, builtin_prior(), {*reach.median_hours}).horizons[0].median ==
        doctest::Approx(1.5e6).epsilon(1e-6));
  CHECK((reach.probability[0] > 0.5) == (projection->horizons[0].median > 1.5e6));
}

TEST_CASE("options outside their domain are refused by name") {
  const Series series = *make_series({make_reading(10, 200e3)});
  CHECK(project(series, builtin_prior(), {.horizons = {10}}).error().code == ErrorCode::bad_horizon);
  CHECK(project(series, builtin_prior(), {.levels = {100}}).error().code == ErrorCode::bad_level);
  CHECK(project(series, builtin_prior(), {.reach = {200e3}}).error().code == ErrorCode::bad_reach);
  CHECK(with_curves(builtin_prior(), {"hil"}).error().code == ErrorCode::unknown_curve);
}

}  // namespace
}  // namespace swarmcast
