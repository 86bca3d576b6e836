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

/// A case with all its times and horizons multiplied.
oracle::RandomCase scaled(oracle::RandomCase random, double factor) {
  for (Reading& reading : random.series.readings) reading.hours *= factor;
  for (double& hours : random.horizons) hours *= factor;
  return random;
}

TEST_CASE("scaling time by a power of two changes no bit") {
  // Every time enters as a ratio to the last reading's, and such ratios are the same to the bit.
  for (std::uint64_t seed = 0; seed < 2 * series_count; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const Projection before = answer(random.series, random.prior, random.horizons);
    for (const double factor : {0.25, 1024.0}) {
      const oracle::RandomCase other = scaled(random, factor);
      const Projection after = answer(other.series, other.prior, other.horizons);
      for (std::size_t h = 0; h < before.horizons.size(); ++h) {
        CHECK(same_numbers(after.horizons[h], before.horizons[h]));
      }
    }
  }
}

TEST_CASE("scaling time by any constant changes next to nothing") {
  std::vector<double> changes;
  for (std::uint64_t seed = 0; seed < 2 * series_count; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const oracle::RandomCase other = scaled(random, 2.385);
    const Projection before = answer(random.series, random.prior, random.horizons);
    const Projection after = answer(other.series, other.prior, other.horizons);
    double change = 0;
    for (std::size_t h = 0; h < before.horizons.size(); ++h) {
      const auto compare = [&](double a, double b) { change = std::max(change, std::abs(std::log(a / b))); };
      compare(before.horizons[h].median, after.horizons[h].median);
      for (std::size_t i = 0; i < before.horizons[h].bands.size(); ++i) {
        compare(before.horizons[h].bands[i].low, after.horizons[h].bands[i].low);
        compare(before.horizons[h].bands[i].high, after.horizons[h].bands[i].high);
      }
    }
    // Where a ratio's last bit tips a choice of nodes, the change is an error of quadrature: a tenth of the tolerance
    // against the oracle at most.
    CHECK(change < 5e-4);
    changes.push_back(change);
  }
  // Else it is 10^-16 through the sums.
  std::sort(changes.begin(), changes.end());
  CHECK(changes[changes.size() / 2] < 1e-11);
  CHECK(changes[changes.size() * 7 / 10] < 1e-9);
}

/// The least count that a projection may start from: the last one, or the lowest base of an uncertain last reading.
double lowest_start(const std::vector<Reading>& readings) {
  const Reading& last = readings.back();
  if (!last.uncertain()) return last.count_used;
  double low = last.count_used * (1 - last.relative_error * std::sqrt(5 + std::sqrt(10.0)));
  if (last.qualifier == Qualifier::at_least) low = std::max(low, last.count);
  if (readings.size() > 1) low = std::max(low, readings[readings.size() - 2].count_used);
  return low;
}

TEST_CASE("bands are nested, finite and above the last count; quantiles rise at fixed times and from them on") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const double last = random.series.readings.back().hours;
    std::vector<double> horizons;
    for (const double times : {1.0385, 1.5, 2.0, 2.6, 3.7, 4.0, 5.3, 8.0, 11.0, 16.0, 17.0})
      horizons.push_back(times * last);
    const Projection projection = answer(random.series, random.prior, horizons);
    // One part in 10^12: the product of a ratio and the last count rounds.
    const double least = lowest_start(random.series.readings) * (1 - 1e-12);
    std::vector<double> at_fixed(5, 0.0);
    for (const HorizonProjection& horizon : projection.horizons) {
      CAPTURE(horizon.hours / last);
      const Band &narrow = horizon.bands[0], &wide = horizon.bands[1];
      const std::vector<double> quantiles{wide.low, narrow.low, horizon.median, narrow.high, wide.high};
      CHECK(std::is_sorted(quantiles.begin(), quantiles.end()));
      CHECK(wide.low >= least);
      CHECK(std::isfinite(wide.high));
      // Between fixed times a raw quantile may dip; never below what the fixed times before it say.
      for (std::size_t i = 0; i < quantiles.size(); ++i) CHECK(quantiles[i] >= at_fixed[i]);
      const double doublings = std::log2(horizon.hours / last);
      if (doublings >= 1 && doublings == std::round(doublings)) at_fixed = quantiles;
    }
  }
}

TEST_CASE("no NaN and no infinity reaches the output") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    ProjectionOptions options;
    options.horizons = random.horizons;
    options.reach = {2.385 * std::max(random.series.readings.back().count, random.series.readings.back().count_used)};
    const Result<Projection> projection = project(random.series, random.prior, options);
    REQUIRE(projection);
    double weights = 0;
    for (const CurveWeight& curve : projection->curves) {
      CHECK(std::isfinite(curve.log_evidence));
      CHECK(curve.weight >= 0);
      weights += curve.weight;
    }
    CHECK(weights == doctest::Approx(1).epsilon(1e-12));
    for (const std::string& text : {write_json(*projection), write_csv(*projection), write_table(*projection)}) {
      std::string word;
      for (const char c : text + ' ') {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter) {
          word += static_cast<char>(c | 0x20);
          continue;
        }
        CHECK(word != "nan");
        CHECK(word != "inf");
        CHECK(word != "infinity");
        word.clear();
      }
    }
  }
}

TEST_CASE("one, thirty and a hundred readings") {
  for (const int n : {1, 30, 100}) {
    CAPTURE(n);
    std::vector<Reading> readings;
    for (int i = 1; i <= n; ++i) readings.push_back(make_reading(2.385 * i, std::round(73100 * std::log1p(0.617 * i))));
    const double last = readings.back().hours;
    const Projection projection = answer(*make_series(readings), builtin_prior(), {1.5 * last, 10 * last});
    for (const HorizonProjection& horizon : projection.horizons) {
      CHECK(horizon.bands[1].low >= readings.back().count_used);
      CHECK(horizon.bands[1].high > horizon.median);
      CHECK(std::isfinite(horizon.bands[1].high));
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

TEST_CASE("priors as wide, as narrow and as far off as a file may have them") {
  const auto with = [](double mean_shift, double sd, const Normal& log_sigma) {
    Prior prior = builtin_prior();
    prior.log_sigma = log_sigma;
    for (CurvePrior& curve : prior.curves) {
      for (std::optional<Normal>* const normal : {&curve.log_timescale, &curve.log_shape}) {
        if (*normal) *normal = Normal{(*normal)->mean + mean_shift, sd};
      }
    }
    return prior;
  };
  const Normal usual = builtin_prior().log_sigma;
  const std::vector<Prior> priors{with(0, 30, usual),     with(0, 100, usual),    with(60, 1e-6, usual),
                                  with(-60, 1e-6, usual), with(0, 1, {-7, 0.01}), with(0, 1, {-20, 1e-3}),
                                  with(0, 1, {-10, 1}),   with(0, 1, {3, 3}),     with(0, 1e-6, {-20, 1e-6})};
  const std::vector<Series> all{
      *make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)}),
      *make_series({make_reading(1, 1), make_reading(2, 2000001), make_reading(3, 2000002), make_reading(4, 4000002)})};
  for (std::size_t p = 0; p < priors.size(); ++p) {
    for (const Series& series : all) {
      CAPTURE(p);
      CAPTURE(series.readings.size());
      const ProjectionOptions options{.horizons = {30, 400}};
      const auto written = [](const Result<Projection>& result) {
        return result ? write_json(*result) : result.error().message;
      };
      const Result<Projection> here = project(series, priors[p], options);
      std::string elsewhere;  // where no other work has left anything behind
      std::thread([&] { elsewhere = written(project(series, priors[p], options)); }).join();
      CHECK(written(here) == elsewhere);
      if (!here) {
        CHECK(here.error().code == ErrorCode::not_projectable);
        continue;
      }
      for (const HorizonProjection& horizon : here->horizons) {
        const Band &inner = horizon.bands[0], &outer = horizon.bands[1];
        CHECK(std::isfinite(outer.high));
        CHECK(outer.low <= inner.low);
        CHECK(inner.low <= horizon.median);
        CHECK(horizon.median <= inner.high);
        CHECK(inner.high <= outer.high);
      }
    }
  }
}

TEST_CASE("bands are nested where growth that has ended is a spike beside growth that has not") {
  // Exact counts on a power of time leave next to nothing unknown about an end soon after the last of them.
  Prior prior = builtin_prior();
  for (const double hazard : {0.15, 0.3}) {
    prior.stop_hazard = hazard;
    for (const int n : {30, 100, 200}) {
      CAPTURE(hazard);
      CAPTURE(n);
      std::vector<Reading> readings;
      for (int i = 1; i <= n; ++i) {
        readings.push_back(make_reading(10.0 * i, std::floor(1e9 * std::pow(i, 0.6)), Qualifier::exact));
      }
      ProjectionOptions options{.horizons = {13.0 * n}, .levels = {}};
      for (double level = 90; level < 99.5; level += 0.5) options.levels.push_back(level);
      const Projection projection = *project(*make_series(readings), prior, options);
      const std::vector<Band>& bands = projection.horizons.front().bands;
      for (std::size_t i = 1; i < bands.size(); ++i) {
        CAPTURE(bands[i].level);
        CHECK(bands[i].low < bands[i - 1].low);
        CHECK(bands[i].high > bands[i - 1].high);
      }
      // What lies below the low end is as likely as the level says.
      for (const Band& band : bands) {
        CAPTURE(band.level);
        if (band.low * (1 - 1e-6) <= readings.back().count) continue;
        options.reach = {band.low * (1 - 1e-6), band.low * (1 + 1e-6)};
        const Projection again = *project(*make_series(readings), prior, options);
        const double share = 0.5 + band.level / 200;
        CHECK(again.reach[0].probability.front() >= share - 1e-9);
        CHECK(again.reach[1].probability.front() <= share + 1e-9);
      }
    }
  }
}

TEST_CASE("a stop hazard near zero is like none, and one beyond reason ends growth at once") {
  const Series series = *make_series({make_reading(10, 200e3), make_reading(20, 750e3)});
  Prior prior = builtin_prior();
  const auto at_two_days = [&](double hazard) {
    prior.stop_hazard = hazard;
    return answer(series, prior, {48}).horizons.front();
  };
  const HorizonProjection without = at_two_days(0);
  for (const double hazard : {5e-324, 1e-300, 1e-17, 1e-9}) {
    CAPTURE(hazard);
    const HorizonProjection with = at_two_days(hazard);
    CHECK(with.median == doctest::Approx(without.median).epsilon(1e-6));
    CHECK(with.bands[1].low == doctest::Approx(without.bands[1].low).epsilon(1e-6));
    CHECK(with.bands[1].high == doctest::Approx(without.bands[1].high).epsilon(1e-6));
  }
  // That is at the first place where growth may end.
  const HorizonProjection ended = at_two_days(100);
  prior.stop_hazard = 0;
  const HorizonProjection soon = answer(series, prior, {20 * std::exp2(0.1)}).horizons.front();
  CHECK(ended.median == doctest::Approx(soon.median).epsilon(0.001));
  CHECK(ended.bands[1].low == doctest::Approx(soon.bands[1].low).epsilon(0.001));
  CHECK(ended.bands[1].high == doctest::Approx(soon.bands[1].high).epsilon(0.001));
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

TEST_CASE("options outside their domain are refused by name") {
  const Series series = *make_series({make_reading(10, 200e3)});
  const auto code_of = [&](const ProjectionOptions& options) {
    const Result<Projection> projection = project(series, builtin_prior(), options);
    REQUIRE_FALSE(projection);
    CHECK(projection.error().message.size() > 20);
    return projection.error().code;
  };
  const double infinity = HUGE_VAL, nan = std::nan("");
  for (const double hours : {10.0, 9.385, -2.385, 0.0, infinity, nan}) {
    CHECK(code_of({.horizons = {48, hours}}) == ErrorCode::bad_horizon);
  }
  for (const double level : {100.0, 0.0, -2.385, 138.5, infinity, nan}) {
    CHECK(code_of({.levels = {80, level}}) == ErrorCode::bad_level);
  }
  for (const double count : {200e3, 199e3, -2.385, infinity, nan}) {
    CHECK(code_of({.reach = {count}}) == ErrorCode::bad_reach);
  }
  CHECK(project(Series{}, builtin_prior()).error().code == ErrorCode::no_readings);
  // A lifted count cannot be reached again, nor the typed one of a lowered.
  const Series lifted = *make_series({make_reading(10, 200e3, Qualifier::at_least)});
  CHECK(project(lifted, builtin_prior(), {.reach = {210e3}}).error().code == ErrorCode::bad_reach);
  const Series lowered = *make_series({make_reading(10, 200e3, Qualifier::at_most)});
  CHECK(project(lowered, builtin_prior(), {.reach = {190e3}}).error().code == ErrorCode::bad_reach);
}

TEST_CASE("horizons keep the order given, and levels theirs") {
  const Series series = *make_series({make_reading(10, 200e3), make_reading(20, 750e3)});
  const Result<Projection> projection =
      project(series, builtin_prior(), {.horizons = {72, 24, 48}, .levels = {95, 50, 80}});
  REQUIRE(projection);
  REQUIRE(projection->horizons.size() == 3);
  CHECK(projection->horizons[0].hours == 72);
  CHECK(projection->horizons[1].hours == 24);
  CHECK(projection->horizons[0].bands[1].level == 50);
  CHECK(projection->horizons[0].bands[1].low > projection->horizons[0].bands[2].low);
  CHECK(projection->horizons[0].bands[2].low > projection->horizons[0].bands[0].low);
}

TEST_CASE("default horizons: the usual ones within ten times the last reading, or multiples of it") {
  using Hours = std::vector<double>;
  CHECK(default_horizons(20) == Hours{24, 48, 72, 168});
  CHECK(default_horizons(24) == Hours{48, 72, 168});  // not at the last reading itself
  CHECK(default_horizons(7.2) == Hours{24, 48, 72});  // ten times it is within
  CHECK(default_horizons(7.1) == Hours{1.5 * 7.1, 2 * 7.1, 3 * 7.1, 5 * 7.1, 10 * 7.1});
  CHECK(default_horizons(100) == Hours{168, 336, 720});
  CHECK(default_horizons(168) == Hours{1.5 * 168, 2.0 * 168, 3.0 * 168, 5.0 * 168, 10.0 * 168});
  CHECK(default_horizons(23.85e3).front() == 1.5 * 23.85e3);
  const Series series = *make_series({make_reading(20, 750e3)});
  CHECK(answer(series, builtin_prior(), {}).horizons.size() == 4);
}

TEST_CASE("chosen curves keep the prior's order and weights; others are refused") {
  const Result<Prior> chosen = with_curves(builtin_prior(), {"weibull", "power"});
  REQUIRE(chosen);
  REQUIRE(chosen->curves.size() == 2);
  CHECK(chosen->curves[0].curve == "power");
  CHECK(chosen->curves[1].curve == "weibull");
  CHECK(chosen->log_sigma == builtin_prior().log_sigma);

  const Result<Prior> typo = with_curves(builtin_prior(), {"power", "hil"});
  REQUIRE_FALSE(typo);
  CHECK(typo.error().code == ErrorCode::unknown_curve);
  CHECK(typo.error().message.find("did you mean hill?") != std::string::npos);
  const Result<Prior> strange = with_curves(builtin_prior(), {"xyzzyxyzzy"});
  REQUIRE_FALSE(strange);
  CHECK(strange.error().message.find("did you mean") == std::string::npos);
  // A curve that is known, but not to this prior.
  const Result<Prior> left_out = with_curves(*chosen, {"hill"});
  REQUIRE_FALSE(left_out);
  CHECK(left_out.error().code == ErrorCode::unknown_curve);
}

TEST_CASE("narrowing is its definition, and null with one reading or unasked") {
  for (const std::uint64_t seed : {3U, 5U, 8U, 11U, 13U}) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    ProjectionOptions options{.horizons = random.horizons, .levels = {80}, .narrowing = true};
    const Result<Projection> all = project(random.series, random.prior, options);
    Series last;
    last.readings = {random.series.readings.back()};
    const Result<Projection> alone = project(last, random.prior, options);
    REQUIRE(all);
    REQUIRE(alone);
    CHECK_FALSE(alone->narrowing);
    if (random.series.readings.size() < 2) continue;
    const auto log_width = [](const Projection& projection) {
      const Band& band = projection.horizons.back().bands[0];
      return std::log(band.high / band.low);
    };
    REQUIRE(all->narrowing);
    // Quantiles are found to 10^-11 in the logarithm, and 0.5 - 0.4 is not 0.1 in the last bit.
    CHECK(*all->narrowing == doctest::Approx(1 - log_width(*all) / log_width(*alone)).epsilon(1e-8));
    options.narrowing = false;
    CHECK_FALSE(project(random.series, random.prior, options)->narrowing);
  }
}

}  // namespace
}  // namespace swarmcast
