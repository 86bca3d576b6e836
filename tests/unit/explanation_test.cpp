// What stands in an explanation, against projections asked for one by one.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oracle/random_series.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

Projection explained(const Series& series, const Prior& prior, const std::vector<double>& horizons) {
  const auto projection = project(series, prior, {.horizons = horizons, .explain = true});
  REQUIRE(projection);
  REQUIRE(projection->explanation);
  return *projection;
}

Series interview() { return *make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)}); }

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("an explanation changes nothing else, and unasked there is none") {
  const Projection with = explained(interview(), builtin_prior(), {48, 168});
  const auto without = project(interview(), builtin_prior(), {.horizons = {48, 168}});
  REQUIRE(without);
  CHECK_FALSE(without->explanation);
  auto json = nlohmann::json::parse(write_json(with));
  CHECK(json.erase("explanation") == 1);
  CHECK(json == nlohmann::json::parse(write_json(*without)));
  CHECK(write_csv(with) == write_csv(*without));
}

TEST_CASE("a curve's own projection is the one that --curve gives") {
  for (const std::uint64_t seed : {2U, 5U, 11U}) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const Projection projection = explained(random.series, random.prior, random.horizons);
    REQUIRE(projection.explanation->curves.size() == random.prior.curves.size());
    double before = 0, after = 0;
    for (const CurveExplanation& curve : projection.explanation->curves) {
      CAPTURE(curve.name);
      before += curve.prior_weight;
      after += curve.weight;
      CHECK(curve.projections.empty() == (curve.weight < 1e-6));
      if (curve.projections.empty()) {
        for (const ParameterSpread& parameter : curve.parameters) CHECK_FALSE(parameter.posterior);
        continue;
      }
      const auto alone = project(random.series, *with_curves(random.prior, {std::string(curve.name)}),
                                 {.horizons = random.horizons, .levels = {80}});
      REQUIRE(alone);
      for (std::size_t h = 0; h < random.horizons.size(); ++h) {
        // 0.5 - 0.4 is not 0.1 in the last bit, and roots are found to 10^-10.
        CHECK(curve.projections[h].median == alone->horizons[h].median);
        CHECK(curve.projections[h].low == doctest::Approx(alone->horizons[h].bands[0].low).epsilon(1e-9));
        CHECK(curve.projections[h].high == doctest::Approx(alone->horizons[h].bands[0].high).epsilon(1e-9));
      }
    }
    CHECK(before == doctest::Approx(1).epsilon(1e-12));
    CHECK(after == doctest::Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("the curves' own projections, mixed by their weights, are the whole") {
  for (const std::uint64_t seed : {3U, 8U, 13U, 21U}) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    // Before 2 t_n, for from there on a quantile may be an earlier time's.
    const double hours = 1.617 * random.series.readings.back().hours;
    const auto whole = project(random.series, random.prior, {.horizons = {hours}, .levels = {80, 95}});
    REQUIRE(whole);
    const HorizonProjection& horizon = whole->horizons.front();
    // Two projections may differ by twice what one is allowed.
    const double tolerance = 2 * (0.005 + 0.01 * std::log(horizon.bands[1].high / horizon.bands[1].low));
    const auto mixed = [&](double count) {
      double below = 0;
      for (const CurveWeight& curve : whole->curves) {
        if (curve.weight < 1e-6) continue;
        const auto alone = project(random.series, *with_curves(random.prior, {std::string(curve.name)}),
                                   {.horizons = {hours}, .reach = {count}});
        REQUIRE(alone);
        below += curve.weight * (1 - alone->reach.front().probability.front());
      }
      return below;
    };
    const double last = random.series.readings.back().count_used;
    for (const auto& [quantile, p] :
         {std::pair{horizon.bands[0].low, 0.1}, {horizon.median, 0.5}, {horizon.bands[0].high, 0.9}}) {
      // What has been counted cannot be asked for.
      if (quantile * std::exp(-tolerance) > last) CHECK(mixed(quantile * std::exp(-tolerance)) <= p);
      CHECK(mixed(quantile * std::exp(tolerance)) >= p);
    }
  }
}

void check_in_order(const Spread& spread) {
  CHECK(spread.low <= spread.median);
  CHECK(spread.median <= spread.high);
}

void check_sound(const Series& series, const Prior& prior, const std::vector<double>& horizons) {
  const auto projection = project(series, prior, {.horizons = horizons, .explain = true});
  if (!projection) return;
  const Explanation& explanation = *projection->explanation;
  for (const CurveExplanation& curve : explanation.curves) {
    CAPTURE(curve.name);
    for (const Spread& count : curve.projections) {
      check_in_order(count);
      CHECK(std::isfinite(count.high));
    }
    for (const ParameterSpread& parameter : curve.parameters) {
      check_in_order(parameter.prior);
      CHECK(parameter.posterior.has_value() == !curve.projections.empty());
      if (parameter.posterior) check_in_order(*parameter.posterior);
    }
  }
  check_in_order(*explanation.deviations.posterior);
  for (const CandidateReading& candidate : explanation.next_reading.candidates) {
    CHECK(candidate.hours > series.readings.back().hours);
    CHECK(candidate.hours < horizons.back());
    CHECK(candidate.factor >= 1);
    CHECK(candidate.narrowing <= 1);
  }
  for (const std::string& text : {write_json(*projection), write_table(*projection)}) CHECK_FALSE(has(text, "nan"));
}

TEST_CASE("explanations of random series, under priors as wide, as narrow and as far off as a file may have them") {
  for (std::uint64_t seed = 100; seed < 108; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    check_sound(random.series, random.prior, random.horizons);
  }
  for (const auto& change : {std::pair{0.0, 100.0}, {0.0, 1e-6}, {60.0, 1e-6}, {-60.0, 1e-6}, {0.0, 30.0}}) {
    const double shift = change.first, sd = change.second;
    for (const Normal& log_sigma : {Normal{-0.7, 0.8}, Normal{-20, 1e-6}}) {
      CAPTURE(shift);
      CAPTURE(sd);
      Prior prior = builtin_prior();
      prior.log_sigma = log_sigma;
      for (CurvePrior& curve : prior.curves) {
        for (std::optional<Normal>* const normal : {&curve.log_timescale, &curve.log_shape}) {
          if (*normal) *normal = Normal{(*normal)->mean + shift, sd};
        }
      }
      check_sound(interview(), prior, {30, 400});
    }
  }
}

/// Small enough to be read whole.
Projection by_hand() {
  Projection projection =
      *project(interview(), *with_curves(builtin_prior(), {"power", "hill"}), {.horizons = {48, 168}, .levels = {80}});
  const Curve &power = *find_curve("power"), &hill = *find_curve("hill");
  Explanation& explanation = projection.explanation.emplace();
  explanation.curves = {
      {"power", 0.25, 1e-7, {{power.parameters[1], {0.5, 0.25, 1}, {}}}, {}},
      {"hill",
       0.75,
       0.9999999,
       {{hill.parameters[1], {60.1, 5.53, 720}, Spread{34.25, 25.5, 46}},
        {hill.parameters[2], {0.951, 0.47, 1.92}, Spread{1.64, 0.856, 2.4}}},
       {{1.96e6, 1.14e6, 6.77e6}, {7.68e6, 1.48e6, 63.5e6}}},
  };
  explanation.deviations = {{"e^s", "a factor", ""}, {1.64, 1.19, 3.99}, Spread{1.88, 1.29, 3.83}};
  explanation.next_reading = {168, 25.0, {{26, 14.3, 0.17}, {96, 2.6, 0.7}}, 1, 0};
  return projection;
}

std::string section(const Projection& projection) {
  const std::string table = write_table(projection);
  const std::size_t start = table.find("\nEach curve's");
  return table.substr(start, table.find("\nWhat this rests on") - start);
}

TEST_CASE("the table, whole") {
  CHECK(section(by_hand()) == R"(
Each curve's weight before the readings and after, and what it alone would say
  curve   before     after     48h      7d   80 % band at 7d
  hill      75 %   >99.9 %   1.96M   7.68M   1.48M - 63.5M
  of little weight after, together <0.1 %: power

Their parameters before the readings and after: median (80 % band)
  hill: t^b / (t^b + tau^b)
    tau   when half of the plateau is reached
          60.1h (5.53h - 30d) before, 34.2h (25.5h - 46h) after
    b     the steepness (above 1 the rate rises at first)
          0.951 (0.47 - 1.92) before, 1.64 (0.856 - 2.4) after

How far the rate of downloads strays from its curve: by a factor, typically
  before  1.64 (1.19 - 3.99)
  after   1.88 (1.29 - 3.83)

What one more reading would do to the 80 % band at 7d, which spans a factor of
25.0
  read at   expected factor   narrower by
  26h                  14.3          17 %
  4d                   2.60          70 %
  The one at 4d would narrow it most; weighed with the time that is left then,
  the best is at 26h.
)");
}

TEST_CASE("what there may be none of") {
  Projection projection = by_hand();
  NextReading& next = projection.explanation->next_reading;
  next.best = next.most;
  CHECK(has(section(projection), "  The one at 4d would narrow it most.\n"));
  next = {168, 25.0, {{26, 25.9, -0.011}}, {}, {}};
  CHECK(has(section(projection),
            "  26h                  25.9          -1 %\n  None of them is expected to narrow it.\n"));
  next.candidates.clear();
  CHECK(has(section(projection), "25.0\n  There is no time for one before the horizon.\n"));
  projection.explanation->deviations.posterior.reset();
  CHECK_FALSE(has(section(projection), "\n  after  "));
  const auto json = nlohmann::json::parse(write_json(projection))["explanation"];
  CHECK(json["deviations"]["posterior"].is_null());
  CHECK(json["next_reading"]["most_hours"].is_null());
  CHECK(json["next_reading"]["best_hours"].is_null());
  CHECK(json["curves"][0]["projections"].is_null());
  CHECK(json["curves"][0]["parameters"][0]["posterior"].is_null());
  CHECK(json["curves"][1]["projections"][1]["bands"][0]["high"] == 63.5e6);
}

TEST_CASE("numbers of any size") {
  Projection projection = by_hand();
  Spread& tau = projection.explanation->curves[1].parameters[0].prior;
  tau = {1e-20, 0, std::numeric_limits<double>::infinity()};
  CHECK(has(section(projection), "          1e-20h (0h - infh) before, "));
  CHECK(nlohmann::json::parse(
            write_json(projection))["explanation"]["curves"][1]["parameters"][0]["prior"]["bands"][0]["high"]
            .is_null());
  for (const int width : {20, 60, 200}) {
    CAPTURE(width);
    CHECK(has(write_table(projection, {.color = false, .width = width}), "What one more"));
  }
}

TEST_CASE("by the clock, where the release is known") {
  Projection projection = by_hand();
  projection.release = ClockTime{1419444000, -300};  // 2014-12-24T13:00-05:00
  CHECK(has(section(projection), "  26h       2014-12-25T15:00-05:00              14.3          17 %\n"));
  CHECK(nlohmann::json::parse(write_json(projection))["explanation"]["next_reading"]["candidates"][0]["time"] ==
        "2014-12-25T15:00:00-05:00");
}

TEST_CASE("a projection with an explanation reads back as the readings it holds") {
  const Projection projection = by_hand();
  const Result<Series> series = read_series(write_json(projection), "projection");
  REQUIRE_MESSAGE(series, series.error().message);
  CHECK(series->readings == projection.readings);
}

}  // namespace
}  // namespace swarmcast
