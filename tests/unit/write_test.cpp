#include "swarmcast/write.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "io/prose.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast {
namespace {

Projection interview() {
  Projection out;
  out.title = "The Interview";
  out.prior = "reference";
  out.readings = {make_reading(10, 200000), make_reading(20, 750000, Qualifier::at_least)};
  out.horizons = {{24, 924084.6, {{80, 799342.8, 1196351.6}, {97.5, 767330.7, 1713758.3}}},
                  {168, 9769590.4, {{80, 957697.6, 24514606.6}, {97.5, 809591.2, 90029518.25}}}};
  out.curves = {{"power", 0.0625, -2.385}, {"hill", 0.75, -1.5}, {"logistic", 0.1875, -3}};
  out.narrowing = 0.381;
  out.verdicts = {{VerdictCode::still_accelerating, "The rate still rises."}};
  out.warnings = {{WarningCode::flat, "the count stands still"}};
  return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("the table, whole") {
  CHECK(write_table(interview()) ==
        R"("The Interview": about 9.77 million downloads by 7 days after release, with an
80 % chance of between 958,000 and 24.5 million.

time   estimate   80 % band      97.5 % band    since 20h
24h        924k   799k - 1.20M   767k - 1.71M       +12 %
7d        9.77M   958k - 24.5M   810k - 90.0M       x11.8

What this rests on
  readings    2, the last of them 750k+ at 20h, taken as 825k
  curves      hill 75 %, logistic 19 %, power 6 %
  narrowing   together the readings make the 80 % band at 7d 38 % narrower than
              the last one alone would
  prior       reference
  - still-accelerating: The rate still rises.
)");
}

TEST_CASE("the first sentence") {
  Projection projection = interview();
  projection.title.clear();
  CHECK(has(write_table(projection), "About 9.77 million downloads by 7 days after release, with an"));
  projection.horizons.back().bands.clear();
  projection.horizons.front().bands.clear();
  CHECK(has(write_table(projection), "by 7 days after release.\n"));
  projection = interview();
  projection.horizons.back().bands.front().level = 95;
  CHECK(has(write_table(projection), "with a\n95 % chance"));
  projection.title = "bad\x1b[31m\ntitle \xff\u202e";
  const std::string table = write_table(projection);
  CHECK(has(table, "\"bad\ufffd[31m\ufffdtitle \ufffd\ufffd\": about"));
  CHECK(std::none_of(table.begin(), table.end(), [](char c) { return c != '\n' && c >= 0 && c < ' '; }));
}

TEST_CASE("a narrow band is shown with the digits it takes to see it") {
  Projection projection = interview();
  projection.horizons = {{72, 75000.2, {{80, 74990, 75011}}}};
  const std::string table = write_table(projection);
  CHECK(has(table, "74.99k - 75.01k"));
  CHECK(has(table, "between 74,990 and 75,010"));
}

TEST_CASE("when a count is reached, in words") {
  Projection projection = interview();
  projection.reach = {{5e6, {0.0003, 0.837}, 235.9, {{80, 50.25, std::nullopt}, {97.5, 30, 500}}},
                      {1e8, {0, 0.0214}, std::nullopt, {{80, std::nullopt, std::nullopt}}}};
  CHECK(has(write_table(projection), R"(
When it reaches 5M
  even odds   by 9.83d after release
  80 % band   50.2h or later, perhaps never
  97.5 % band 30h - 20.8d
  chance      <0.1 % by 24h, 84 % by 7d

When it reaches 100M
  even odds   never: more likely than not, it stays below
  80 % band   never
  chance      <0.1 % by 24h, 2 % by 7d
)"));
}

TEST_CASE("what it rests on") {
  Projection projection = interview();
  projection.narrowing = -0.1234;
  CHECK(has(write_table(projection), "12 % wider than"));
  projection.narrowing = 0.0001;
  CHECK(has(write_table(projection), "is as wide as the last reading alone"));
  projection.narrowing.reset();
  projection.readings.resize(1);
  const std::string one = write_table(projection);
  CHECK_FALSE(has(one, "narrowing"));
  CHECK(has(one, "  readings    only 200k at 10h\n"));
  projection.curves.assign(13, {"hill", 1.0 / 13, 0});
  CHECK(has(write_table(projection), "8 others 62 %"));
  projection.curves.resize(6);
  CHECK_FALSE(has(write_table(projection), "others"));
  projection.horizons.clear();
  CHECK(has(write_table(projection), "What this rests on"));
}

TEST_CASE("colour adds escape codes and changes nothing else") {
  std::string colored = write_table(interview(), {.color = true});
  CHECK(has(colored, "\x1b[1m\"The Interview\""));
  for (const std::string_view code : {"\x1b[0m", "\x1b[1m", "\x1b[2m"}) {
    for (auto at = colored.find(code); at != std::string::npos; at = colored.find(code)) colored.erase(at, code.size());
  }
  CHECK(colored == write_table(interview()));
}

TEST_CASE("prose keeps to the width and a percent sign to its number") {
  CHECK(wrapped("one two three", 7) == "one two\nthree\n");
  CHECK(wrapped("about 80 % of it", 9, "- ") == "- about\n  80 % of\n  it\n");
  CHECK(wrapped("unbreakable", 4) == "unbreakable\n");
  CHECK(wrapped("\u00e9\u00e9 \u00e9\u00e9", 5) == "\u00e9\u00e9 \u00e9\u00e9\n");
  CHECK(wrapped("", 80) == "\n");
  const std::string narrow = write_table(interview(), {.color = false, .width = 40});
  CHECK(has(narrow, "about 9.77 million\ndownloads by 7 days after release, with\nan 80 % chance"));
}

TEST_CASE("JSON holds everything, in full") {
  Projection projection = interview();
  projection.reach = {{5e6, {0.0003, 0.837}, std::nullopt, {{80, 50.25, std::nullopt}}}};
  const std::string text = write_json(projection);
  CHECK(text.back() == '\n');
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK(has(text, R"({"schema":"swarmcast/projection/1","version":")"));
  CHECK(has(
      text,
      R"("id":null,"title":"The Interview","release":null,"since_hours":0,"method":"posterior","band":"credible","prior":"reference",)"));
  CHECK(has(text, R"({"hours":20,"count":750000,"count_used":825000,"qualifier":"at_least","relative_error":0.08}])"));
  CHECK(has(
      text,
      R"("projections":[{"hours":24,"time":null,"median":924084.6,"bands":[{"level":80,"low":799342.8,"high":1196351.6},)"));
  CHECK(has(text, R"({"name":"hill","weight":0.75})"));
  CHECK(has(text, R"("reach":[{"count":5000000,"probability":[0.0003,0.837],"median_hours":null,"bands":[)"
                  R"({"level":80,"low":50.25,"high":null}]}],"against":[],"comparison":[],"narrowing":0.381,)"));
  CHECK(has(text, R"("verdicts":[{"code":"still-accelerating","text":"The rate still rises."}],)"
                  R"("warnings":[{"code":"flat","text":"the count stands still"}]})"));
  const auto back = nlohmann::json::parse(text);
  CHECK(back["version"] == version());
  CHECK(back["projections"][1]["bands"][1]["high"] == 90029518.25);
  CHECK_FALSE(back.contains("error"));
}

TEST_CASE("JSON is ASCII, and has null where there is no number") {
  Projection projection = interview();
  projection.id = "line 7";
  projection.title = "caf\u00e9 \x1b\x7f \xff";
  projection.narrowing.reset();
  projection.horizons.front().median = std::numeric_limits<double>::quiet_NaN();
  projection.horizons.front().bands.front().high = std::numeric_limits<double>::infinity();
  projection.horizons.back().median = 1.0 / 3;
  const std::string text = write_json(projection);
  CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c < 0x7f); }));
  CHECK(has(text, R"("title":"caf\u00e9 \u001b\u007f \ufffd")"));
  CHECK(has(text, R"("median":null)"));
  CHECK(has(text, R"("high":null)"));
  CHECK(has(text, R"("narrowing":null)"));
  const auto back = nlohmann::json::parse(text);
  CHECK(back["id"] == "line 7");
  CHECK(back["projections"][1]["median"] == 1.0 / 3);
}

TEST_CASE("CSV has a row per horizon") {
  Projection projection = interview();
  CHECK(write_csv(projection) ==
        "title,hours,median,low80,high80,low97.5,high97.5\n"
        "The Interview,24,924084.6,799342.8,1196351.6,767330.7,1713758.3\n"
        "The Interview,168,9769590.4,957697.6,24514606.6,809591.2,90029518.25\n");
  projection.horizons.pop_back();
  projection.title = "a, \"b\"\r\n\x1b";
  CHECK(has(write_csv(projection), "\n\"a, \"\"b\"\"\ufffd\ufffd\ufffd\",24,"));
  projection.title.clear();
  projection.horizons.front().median = std::numeric_limits<double>::quiet_NaN();
  CHECK(has(write_csv(projection), "\n,24,,799342.8,"));
  projection.horizons.clear();
  CHECK(write_csv(projection) == "title,hours,median\n");
}

}  // namespace
}  // namespace swarmcast
