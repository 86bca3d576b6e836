// What simpler methods say beside a projection: the formulas against other forms of themselves, and how the writers
// cope with what such methods may come to.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Projection compared(std::vector<Reading> readings, std::vector<double> horizons) {
  const Result<Series> series = make_series(std::move(readings));
  REQUIRE(series);
  const Result<Projection> projection =
      project(*series, builtin_prior(), {.horizons = std::move(horizons), .levels = {80}, .compare = true});
  REQUIRE(projection);
  return *projection;
}

Projection interview(std::vector<double> horizons) {
  return compared({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)}, std::move(horizons));
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("The Interview at 48 hours: 30 million, 4.0, 2.3 and 1.4") {
  const Projection projection = interview({48});
  REQUIRE(projection.comparison.size() == 5);
  const double expected[] = {30.363e6, 3.9818e6, 2.29e6, 1.44467e6};  // to as many digits as stand there
  const std::string_view names[] = {"exponential", "power-law", "straight-line", "log-time-line"};
  for (std::size_t i = 0; i < 4; ++i) {
    const Comparison& comparison = projection.comparison[i];
    CHECK(comparison.name == names[i]);
    CHECK(comparison.description.size() > 20);
    REQUIRE(comparison.values.size() == 1);
    CHECK(*comparison.values[0] == doctest::Approx(expected[i]).epsilon(5e-5));
    CHECK(comparison.bands.empty());
  }
}

TEST_CASE("each goes through the last two readings as typed, and stays itself where time is counted otherwise") {
  // At T with the same step again each formula is elementary: 2 t2 - t1 in time, t2^2 / t1 in log time.
  const double t1 = 11.5, y1 = 2385, t2 = 23.85, y2 = 9007;
  const Projection projection = compared(
      {make_reading(3, 100), make_reading(t1, y1, Qualifier::at_most), make_reading(t2, y2, Qualifier::at_least)},
      {2 * t2 - t1, t2 * t2 / t1});
  const auto value = [&](std::size_t method, std::size_t horizon) {
    return *projection.comparison[method].values[horizon];
  };
  constexpr double rounding = 1e-13;  // of a few operations, exponents up to 2
  CHECK(value(0, 0) == doctest::Approx(y2 * y2 / y1).epsilon(rounding));
  CHECK(value(1, 1) == doctest::Approx(y2 * y2 / y1).epsilon(rounding));
  CHECK(value(2, 0) == doctest::Approx(2 * y2 - y1).epsilon(rounding));
  CHECK(value(3, 1) == doctest::Approx(2 * y2 - y1).epsilon(rounding));
}

TEST_CASE("one reading gives none of them, and that is said") {
  const Projection projection = compared({make_reading(10, 200e3)}, {24, 48});
  REQUIRE(projection.comparison.size() == 5);
  for (const Comparison& comparison : projection.comparison) {
    REQUIRE(comparison.values.size() == 2);
    CHECK_FALSE(comparison.values[0]);
    CHECK_FALSE(comparison.values[1]);
  }
  CHECK(has(write_table(projection), "as typed\n  Nothing: each of them needs two readings.\n"));
  CHECK(nlohmann::json::parse(write_json(projection))["comparison"][0]["horizons"][1]["estimate"].is_null());
  CHECK(has(write_csv(projection), ",exponential,power-law,straight-line,log-time-line,least-squares\n"));
  const std::string csv = write_csv(projection);
  CHECK(csv.substr(csv.size() - 6) == ",,,,,\n");
}

TEST_CASE("unasked there are none, and the rest does not change") {
  Projection projection = interview({48});
  const auto with = nlohmann::json::parse(write_json(projection));
  projection = *project(*make_series(projection.readings), builtin_prior(), {.horizons = {48}, .levels = {80}});
  CHECK(projection.comparison.empty());
  CHECK_FALSE(has(write_table(projection), "simpler"));
  auto same = with;
  same["comparison"] = nlohmann::json::array();
  CHECK(nlohmann::json::parse(write_json(projection)) == same);
}

TEST_CASE("what a double cannot hold is null in JSON, empty in CSV, and a phrase in the table") {
  const Projection projection = interview({24000});
  CHECK(projection.comparison[0].values[0] == infinity);
  const std::string json = write_json(projection), csv = write_csv(projection), table = write_table(projection);
  CHECK(nlohmann::json::parse(json)["comparison"][0]["horizons"][0]["estimate"].is_null());
  CHECK(has(table, "  exponential     beyond 10^308\n"));
  CHECK(has(csv, ",,558114137440.8"));
  for (const std::string& text : {json, csv, table}) {
    CHECK_FALSE(has(text, "inf,"));
    CHECK_FALSE(has(text, "inf\n"));
    CHECK_FALSE(has(text, "nan"));
  }
}

TEST_CASE("counts that fall as typed make a line that falls below zero") {
  const Projection projection =
      compared({make_reading(10, 1000, Qualifier::at_most), make_reading(20, 950)}, {30, 720});
  CHECK(*projection.comparison[2].values[1] == doctest::Approx(950 - 5 * 700));
  CHECK(has(write_table(projection), "-2.55k\n"));
  CHECK(nlohmann::json::parse(write_json(projection))["comparison"][2]["horizons"][1]["estimate"] == -2550);
}

TEST_CASE("bands of a method may lack an end or go below zero") {
  Projection projection = interview({24, 48});
  projection.comparison.resize(1);
  projection.comparison.push_back({"other-method",
                                   "another method",
                                   {1.2e6, std::nullopt},
                                   {{{80, -2.5e6, 4.9e6}, {95, std::nullopt, 8e6}}, {{80, {}, {}}, {95, {}, {}}}}});
  projection.horizons = {{24, 1e6, {{80, 9e5, 2e6}}}, {48, 2e6, {{80, 1e6, 4e6}}}};
  CHECK(has(write_table(projection), R"(
                            24h             48h
  swarmcast               1.00M           2.00M
    80 % band      900k - 2.00M   1.00M - 4.00M
  exponential             1.27M           30.4M
  other-method            1.20M               -
    80 % band    -2.50M - 4.90M   not estimable
)"));
  CHECK(has(write_csv(projection),
            ",exponential,other-method,other-method_low80,other-method_high80,"
            "other-method_low95,other-method_high95\n"));
  CHECK(has(write_csv(projection), ",1200000,-2500000,4900000,,8000000\n"));
  const auto bands = nlohmann::json::parse(write_json(projection))["comparison"][1]["horizons"][0]["bands"];
  CHECK(bands[0]["low"] == -2.5e6);
  CHECK(bands[1]["low"].is_null());
  projection.comparison[1].bands[1][0] = {80, std::nullopt, 5e6};
  CHECK(has(write_table(projection), "   ? - 5.00M\n"));
}

TEST_CASE("horizons that have no room follow below") {
  const Projection projection = interview({24, 48, 72, 168, 336, 720});
  for (const int width : {20, 60, 80, 200}) {
    CAPTURE(width);
    const std::string table = write_table(projection, {.color = false, .width = width});
    const std::size_t start = table.find("as typed\n");
    const std::string section = table.substr(start, table.find("What this rests on") - start);
    std::size_t line = section.find('\n') + 1;
    for (std::size_t end = section.find('\n', line); end != std::string::npos; end = section.find('\n', line)) {
      CHECK(section.substr(line, end - line).size() <= static_cast<std::size_t>(std::max(width, 40)));
      line = end + 1;
    }
    for (const char* hours : {" 24h", " 48h", " 72h", " 7d", " 14d", " 30d"}) CHECK(has(section, hours));
  }
}

TEST_CASE("a projection with comparisons reads back as the readings it holds") {
  const Projection projection = interview({48});
  const Result<Series> series = read_series(write_json(projection), "projection");
  REQUIRE_MESSAGE(series, series.error().message);
  CHECK(series->readings == projection.readings);
  CHECK(series->warnings.empty());
}

}  // namespace
}  // namespace swarmcast
