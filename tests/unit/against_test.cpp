// Counts held against another number: how that is written, and that every output divides by it.

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

const std::vector<Yardstick> yardsticks{{152000, "ratings"}, {2.385, "a, \"b\"\x1b[31m"}};

Projection interview() {
  const Result<Series> series = make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)});
  REQUIRE(series);
  const Result<Projection> projection =
      project(*series, builtin_prior(), {.horizons = {24, 48, 168}, .levels = {50, 80, 95}, .against = yardsticks});
  REQUIRE(projection);
  return *projection;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("a yardstick is a plain count, a colon and a label") {
  const auto read = [](std::string_view text) {
    const Result<Yardstick> yardstick = parse_yardstick(text);
    REQUIRE_MESSAGE(yardstick, text);
    return *yardstick;
  };
  CHECK(read("152000:ratings") == Yardstick{152000, "ratings"});
  CHECK(read("152,000:ratings") == Yardstick{152000, "ratings"});
  CHECK(read("1.5M: dollars, at 9:30 ") == Yardstick{1.5e6, "dollars, at 9:30"});
  CHECK(read(" 2.5 :x") == Yardstick{2.5, "x"});
}

TEST_CASE("what is no yardstick is refused, and the number at fault is where it stands") {
  for (const std::string_view text : {"", ":", "152000", "ratings", ":ratings", "152000:", "152000: \t", "0:ratings"}) {
    CAPTURE(text);
    const Result<Yardstick> yardstick = parse_yardstick(text);
    REQUIRE_FALSE(yardstick);
    CHECK(yardstick.error().code == ErrorCode::bad_yardstick);
  }
  for (const std::string_view text :
       {" 2M+:x", " ~2M:x", " 2+-1%:x", " 2+-0:x", " -2:x", " lots:x", " 2e15:x", " 5B-:"}) {
    CAPTURE(text);
    const Result<Yardstick> yardstick = parse_yardstick(text);
    REQUIRE_FALSE(yardstick);
    if (text.back() == ':') {
      CHECK(yardstick.error().code == ErrorCode::bad_yardstick);
      continue;
    }
    CHECK(yardstick.error().code == ErrorCode::bad_count);
    CHECK(yardstick.error().origin.offset == 1);
    CHECK(yardstick.error().origin.length == text.find(':') - 1);
  }
  CHECK(parse_yardstick("152.000:ratings").error().code == ErrorCode::ambiguous_count);
}

TEST_CASE("a projection refuses a number that nothing can be divided by, and a label that says nothing") {
  const Series series = *make_series({make_reading(10, 200e3)});
  for (const double number : {0.0, -2.385, HUGE_VAL, std::nan("")}) {
    const Result<Projection> projection = project(series, builtin_prior(), {.against = {{number, "ratings"}}});
    REQUIRE_FALSE(projection);
    CHECK(projection.error().code == ErrorCode::bad_yardstick);
  }
  CHECK(project(series, builtin_prior(), {.against = {{2.385, ""}}}).error().code == ErrorCode::bad_yardstick);
}

TEST_CASE("JSON states every estimate and every end of a band over the number, to the last bit") {
  const Projection projection = interview();
  CHECK(projection.against == yardsticks);
  const auto against = nlohmann::json::parse(write_json(projection))["against"];
  REQUIRE(against.size() == yardsticks.size());
  for (std::size_t i = 0; i < yardsticks.size(); ++i) {
    const double unit = yardsticks[i].number;
    CHECK(against[i]["number"] == unit);
    CHECK(against[i]["label"] == yardsticks[i].label);
    REQUIRE(against[i]["horizons"].size() == 3);
    for (std::size_t h = 0; h < 3; ++h) {
      const HorizonProjection& horizon = projection.horizons[h];
      const auto& row = against[i]["horizons"][h];
      CHECK(row["hours"] == horizon.hours);
      CHECK(row["median"] == horizon.median / unit);
      REQUIRE(row["bands"].size() == 3);
      for (std::size_t b = 0; b < 3; ++b) {
        CHECK(row["bands"][b]["level"] == horizon.bands[b].level);
        CHECK(row["bands"][b]["low"] == horizon.bands[b].low / unit);
        CHECK(row["bands"][b]["high"] == horizon.bands[b].high / unit);
      }
    }
  }
}

TEST_CASE("the answer itself does not depend on what it is held against") {
  Projection projection = interview();
  const std::string with = write_json(projection);
  projection.against.clear();
  const std::string without = write_json(projection);
  CHECK(has(without, "\"against\":[]"));
  auto same = nlohmann::json::parse(with);
  same["against"] = nlohmann::json::array();
  CHECK(same == nlohmann::json::parse(without));
}

TEST_CASE("CSV and the table divide too, whatever the label") {
  Projection projection = interview();
  projection.horizons = {{24, 304000, {{80, 152000, 1520000}}}};
  CHECK(write_csv(projection) ==
        "title,hours,median,low80,high80,median_per_152000_ratings,low80_per_152000_ratings,high80_per_152000_ratings,"
        "\"median_per_2.385_a, \"\"b\"\"\ufffd[31m\",\"low80_per_2.385_a, \"\"b\"\"\ufffd[31m\","
        "\"high80_per_2.385_a, \"\"b\"\"\ufffd[31m\"\n"
        ",24,304000,152000,1520000,2,1,10,127463.31236897275,63731.656184486375,637316.5618448638\n");
  const std::string table = write_table(projection);
  CHECK(has(table, R"(
Against 152,000 ratings
  time   estimate   80 % band
  24h     2 times   1 - 10

Against 2.385 a, "b")"));
  CHECK(has(table, "127,000 times   63,700 - 637,000\n"));
  projection.horizons.front().bands.clear();
  CHECK(has(write_table(projection), "  24h     2 times\n"));
}

TEST_CASE("a projection with yardsticks reads back as the readings it holds") {
  const Projection projection = interview();
  const Result<Series> series = read_series(write_json(projection), "projection");
  REQUIRE_MESSAGE(series, series.error().message);
  CHECK(series->readings == projection.readings);
}

}  // namespace
}  // namespace swarmcast
