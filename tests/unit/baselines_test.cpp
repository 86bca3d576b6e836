// What simpler methods say, against answers worked out by hand or by scipy.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "learning/over_9000.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {
namespace {

struct Point {
  double hours, count;
};

Series series_of(const std::vector<Point>& points) {
  std::vector<Reading> readings;
  for (const Point& point : points) readings.push_back(make_reading(point.hours, point.count));
  const auto series = make_series(readings);
  REQUIRE(series);
  return *series;
}

std::optional<QuantileForecast> said(std::string_view method, const Series& series, double hours) {
  const auto forecasts = baseline_forecasts(series, std::vector<Actual>{{hours, 1}});
  REQUIRE(forecasts.size() == 1);
  for (std::size_t i = 0; i < method_count; ++i) {
    if (backtest_methods()[i].name == method) return forecasts.front()[i];
  }
  FAIL("there is no method of that name");
  return std::nullopt;
}

double median(std::string_view method, const Series& series, double hours) {
  const auto forecast = said(method, series, hours);
  REQUIRE(forecast);
  return forecast->median;
}

TEST_CASE("the last count stays, as typed") {
  CHECK(median("last-count", series_of({{10, 100}, {20, 180}}), 47) == 180);
  const auto surpassed = make_series({make_reading(10, 750e3, Qualifier::at_least)});
  REQUIRE(surpassed);
  CHECK(median("last-count", *surpassed, 47) == 750e3);
}

TEST_CASE("the line over log time goes through the last two readings") {
  const Series series = series_of({{3, 70}, {10, 100}, {20, 180}});
  CHECK(median("log-time-line", series, 40) == doctest::Approx(260).epsilon(1e-14));
  CHECK(median("log-time-line", series, 160) == doctest::Approx(420).epsilon(1e-14));
  CHECK_FALSE(said("log-time-line", series_of({{10, 100}}), 40));
}

TEST_CASE("Over 9000 with one reading: b ln(x + 1)^0.5 in both places, never above three times the count") {
  const Over9000 curve(series_of({{24, 1000}}).readings);
  CHECK(*curve.at(72) == doctest::Approx(1000 * std::sqrt(2.0)).epsilon(1e-14));
  CHECK(*curve.at(24 * 510) < 3000);  // ln(x + 1) = 9 ln 2 at 511 days
  CHECK(*curve.at(24 * 511) == doctest::Approx(3000).epsilon(1e-14));
  CHECK(*curve.at(24 * 5110) == 3000);
}

TEST_CASE("Over 9000 with two readings: their hyperbola, and b ln(x + 1)^0.5 as close as its weights have it") {
  // 1000 x / (x + 2) at 1 and 4 days.
  const double first = 1000.0 / 3, second = 2000.0 / 3;
  const Over9000 curve(series_of({{24, first}, {96, second}}).readings);
  const double f1 = std::sqrt(std::log(2.0)), f2 = std::sqrt(std::log(5.0));
  const double b = (2.25 * f1 * first + 20.25 * f2 * second) / (2.25 * std::log(2.0) + 20.25 * std::log(5.0));
  for (const double x : {4.5, 10.0, 30.0}) {
    const double expected = (b * std::sqrt(std::log(x + 1)) + 1000 * x / (x + 2)) / 2;
    CHECK(*curve.at(24 * x) == doctest::Approx(expected).epsilon(1e-9));
  }
}

TEST_CASE("Over 9000 with five readings, as scipy's curve_fit has it") {
  // scipy 1.10.1, curve_fit with sigma = 1 / (x + 0.5) and tolerances of 1e-14: a = 1.243119, b = 1191.574, c
  // = 2.816189 and a = 13.33155, b = 298435.4. From another start its last digits differ by 5e-8.
  const Series series = series_of({{24, 1960}, {48, 3400}, {72, 4900}, {96, 6560}, {144, 9750}});
  CHECK(median("over-9000", series, 24 * 7) == doctest::Approx(11311.78257).epsilon(1e-7));
  CHECK(median("over-9000", series, 24 * 12) == doctest::Approx(18768.57249).epsilon(1e-7));
}

TEST_CASE("Over 9000 copes with counts no curve of its follows") {
  for (const auto& points : std::vector<std::vector<Point>>{
           {{1e-9, 1e14}, {1e9, 1.1e14}},
           {{1, 1}, {2, 1e3}, {3, 1e6}, {4, 1e9}, {5, 1e12}, {6, 1e15}},
           {{1, 1}, {1.0000001, 1e9}, {1.0000002, 1.1e9}, {1.0000003, 1.2e9}, {1e8, 1.3e9}, {1e9, 1.4e9}}}) {
    const Over9000 curve(series_of(points).readings);
    const auto value = curve.at(2e9);
    if (value) CHECK((*value > 0 && *value <= 3 * points.back().count));
  }
}

TEST_CASE("least squares with two readings: the first textbook curve that goes through both, without bands") {
  // 1000 (1 - e^(-t / 20)).
  const Series series = series_of({{10, 1000 * -std::expm1(-0.5)}, {20, 1000 * -std::expm1(-1)}});
  const auto forecast = said("least-squares", series, 40);
  REQUIRE(forecast);
  CHECK(forecast->median == doctest::Approx(1000 * -std::expm1(-2)).epsilon(1e-9));
  CHECK_FALSE(forecast->bands);

  // Faster and faster: only a power of time can, 5 t^1.5.
  const Series faster = series_of({{4, 40}, {9, 135}});
  CHECK(median("least-squares", faster, 16) == doctest::Approx(320).epsilon(1e-9));
  CHECK_FALSE(said("least-squares", series_of({{10, 100}}), 40));
}

TEST_CASE("least squares with enough readings: what project_by_least_squares() says with the same five curves") {
  for (const Series& series :
       {series_of({{5, 60e3}, {10, 200e3}, {20, 750e3}, {30, 1.1e6}, {48, 1.4e6}, {72, 1.55e6}}),
        series_of({{1, 10e3}, {3, 31e3}, {6, 50e3}, {12, 78e3}, {24, 101e3}, {36, 118e3}, {48, 123e3}}),
        series_of({{1, 100}, {2, 205}, {3, 287}, {4, 410}, {5, 496}, {6, 611}, {7, 689}})}) {
    const double last = series.readings.back().hours;
    const std::vector<Actual> later{{1.5 * last, 1}, {4 * last, 1}};
    const auto projection = project_by_least_squares(
        series, {"logistic-3", "gompertz-3", "exponential-decay", "power", "hyperbolic"},
        {.horizons = {later[0].hours, later[1].hours}, .levels = {score_levels.begin(), score_levels.end()}});
    REQUIRE(projection);
    const auto forecasts = baseline_forecasts(series, later);
    for (std::size_t i = 0; i < later.size(); ++i) {
      const HorizonProjection& expected = projection->horizons[i];
      REQUIRE(forecasts[i].back());
      const QuantileForecast& forecast = *forecasts[i].back();
      CHECK(forecast.median == doctest::Approx(expected.median).epsilon(1e-9));
      REQUIRE(forecast.bands);
      const double least = std::min(series.readings.back().count, forecast.median);
      for (std::size_t k = 0; k < score_levels.size(); ++k) {
        const double low = std::max(expected.bands[k].low, least);
        CHECK((*forecast.bands)[k].low == doctest::Approx(low).epsilon(1e-6));
        CHECK((*forecast.bands)[k].high == doctest::Approx(expected.bands[k].high).epsilon(1e-6));
        CHECK(forecast.median >= (*forecast.bands)[k].low);
      }
    }
  }
}

TEST_CASE("nobody says anything where there is nothing to go by") {
  const auto forecasts = baseline_forecasts({}, std::vector<Actual>{{10, 1}, {20, 2}});
  REQUIRE(forecasts.size() == 2);
  for (const MethodForecasts& each : forecasts) {
    for (const auto& forecast : each) CHECK_FALSE(forecast);
  }
}

}  // namespace
}  // namespace swarmcast
