// Each verdict on one side of its inequality and off on the other.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "oracle/random_series.hpp"
#include "projection/outlook.hpp"
#include "projection/verdicts.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

bool has(const std::vector<Verdict>& verdicts, VerdictCode code) {
  return std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& verdict) { return verdict.code == code; });
}

std::vector<Verdict> verdicts_of(const std::vector<Reading>& readings, const ProjectionOptions& options = {}) {
  const Result<Projection> projection = project(*make_series(readings), builtin_prior(), options);
  REQUIRE(projection);
  return projection->verdicts;
}

std::vector<Verdict> verdicts_on(const std::vector<HorizonProjection>& horizons) {
  const std::vector<Reading> readings{make_reading(10, 23850)};
  Posterior posterior;
  REQUIRE(posterior.compute(make_increments(readings), builtin_prior()));
  Outlook outlook(posterior, readings);
  return find_verdicts({.readings = readings}, horizons, outlook);
}

TEST_CASE("one-reading: n = 1") {
  CHECK(has(verdicts_of({make_reading(10, 23851)}), VerdictCode::one_reading));
  CHECK_FALSE(has(verdicts_of({make_reading(7, 20000), make_reading(10, 23851)}), VerdictCode::one_reading));
}

TEST_CASE("still-accelerating: the last interval's rate exceeds the one before") {
  const auto accelerates = [](const std::vector<Reading>& readings) {
    return has(verdicts_of(readings), VerdictCode::still_accelerating);
  };
  // The first of two intervals starts at the release.
  CHECK_FALSE(accelerates({make_reading(10, 2385), make_reading(20, 4770)}));
  CHECK(accelerates({make_reading(10, 2385), make_reading(20, 4771)}));
  CHECK_FALSE(accelerates({make_reading(10, 2385), make_reading(20, 4769)}));
  // 100 an hour in the last interval, whatever came first.
  CHECK_FALSE(accelerates({make_reading(4, 385), make_reading(8, 785), make_reading(12, 1185)}));
  CHECK(accelerates({make_reading(4, 385), make_reading(8, 785), make_reading(12, 1186)}));
  // The counts used decide, not those typed: 1000+ is 1100, and 100 an hour becomes 110.
  CHECK(accelerates({make_reading(5, 500), make_reading(10, 1000, Qualifier::at_least)}));
  CHECK_FALSE(accelerates({make_reading(10, 23851)}));
}

TEST_CASE("plateau-not-identified: q90 / q10 of N(10 t_n) > 2") {
  int on = 0, off = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double end = 10 * random.series.readings.back().hours;
    const Result<Projection> projection = project(random.series, random.prior, {.horizons = {end}, .levels = {80}});
    REQUIRE(projection);
    const Band& band = projection->horizons[0].bands[0];
    const bool wanted = band.high / band.low > 2;
    // The band's ends are at 0.5 -+ 0.4, which is 0.1 and 0.9 but for a last bit.
    if (std::abs(band.high / band.low - 2) < 1e-6) continue;
    CHECK(has(projection->verdicts, VerdictCode::plateau_not_identified) == wanted);
    ++(wanted ? on : off);
  }
  CHECK(on > 10);
  CHECK(off > 10);
}

TEST_CASE("far-horizon: T > 10 t_n for some horizon") {
  const auto is_far = [](const std::vector<double>& horizons) {
    return has(verdicts_of({make_reading(10, 23851)}, {.horizons = horizons}), VerdictCode::far_horizon);
  };
  CHECK_FALSE(is_far({100}));
  CHECK(is_far({std::nextafter(100.0, 101.0)}));
  CHECK(is_far({101, 20}));
  CHECK_FALSE(is_far({}));
}

TEST_CASE("wide-band: high / low > 10 for the first level's band at the last horizon") {
  const auto is_wide = [](const std::vector<HorizonProjection>& horizons) {
    return has(verdicts_on(horizons), VerdictCode::wide_band);
  };
  const double low = 23872;
  const Band limit{80, low, 10 * low}, wider{80, low, std::nextafter(10 * low, 1e9)};
  CHECK_FALSE(is_wide({{48, 1e5, {limit}}}));
  CHECK(is_wide({{48, 1e5, {wider}}}));
  CHECK_FALSE(is_wide({{48, 1e5, {limit, wider}}}));
  CHECK(is_wide({{48, 1e5, {wider, limit}}}));
  CHECK_FALSE(is_wide({{48, 1e5, {wider}}, {72, 1e5, {limit}}}));
  CHECK(is_wide({{48, 1e5, {limit}}, {72, 1e5, {wider}}}));
  CHECK_FALSE(is_wide({{48, 1e5, {}}}));
  CHECK_FALSE(is_wide({}));
}

TEST_CASE("every verdict is a sentence, none comes twice, and they keep the table's order") {
  const std::span<const VerdictCodeInfo> infos = verdict_codes();
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const Result<Projection> projection = project(random.series, random.prior, {.horizons = random.horizons});
    REQUIRE(projection);
    std::ptrdiff_t before = -1;
    for (const Verdict& verdict : projection->verdicts) {
      const auto row =
          std::find_if(infos.begin(), infos.end(), [&](const auto& info) { return info.code == verdict.code; });
      REQUIRE(row != infos.end());
      CHECK(row - infos.begin() > before);
      before = row - infos.begin();
      CHECK(to_string(verdict.code) == row->name);
      CHECK(verdict.text.ends_with('.'));
    }
  }
}

}  // namespace
}  // namespace swarmcast
