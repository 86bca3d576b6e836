// What an alert waits for: the grammar, where an error points, and values that are those of project() to the bit.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/condition.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

using Quantity = Condition::Quantity;

Condition parsed(std::string_view text) {
  CAPTURE(text);
  const auto condition = parse_condition(text);
  REQUIRE(condition);
  return *condition;
}

Series interview() { return *make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)}); }

Result<Projection> by_builtin_prior(const ProjectionOptions& options) {
  return project(interview(), builtin_prior(), options);
}

double value(std::string_view text) {
  const auto result = value_of(parsed(text), interview(), by_builtin_prior);
  CAPTURE(text);
  REQUIRE(result);
  REQUIRE(result->has_value());
  return **result;
}

TEST_CASE("a condition is a quantity, a comparison and a limit, with blanks or without") {
  const auto condition = parsed("  p97.5( 52.967h )>=2,385,000 ");
  CHECK(condition.text == "p97.5( 52.967h )>=2,385,000");
  CHECK(condition.quantity == Quantity::high);
  CHECK(condition.level == 95);
  CHECK(condition.at.time.hours == 52.967);
  CHECK_FALSE(condition.at.from_last_reading);
  CHECK(condition.comparison == Condition::Comparison::at_least);
  CHECK(condition.limit == 2385000);

  CHECK(parsed("p10(48h)<2M").quantity == Quantity::low);
  CHECK(parsed("p10(48h)<2M").level == 80);
  CHECK(parsed("p50(48h)<2M").quantity == Quantity::median);
  CHECK(parsed("estimate(48h) < 2M").quantity == Quantity::median);
  CHECK(parsed("median(48h) < 2M").quantity == Quantity::median);
  CHECK(parsed("low80(48h) < 2M").level == 80);
  CHECK(parsed("high95(48h) < 2M").quantity == Quantity::high);
  CHECK(parsed("count > 0").limit == 0);
  CHECK(parsed("estimate(+12h) > 2M").at.from_last_reading);
  CHECK(parsed("estimate(2014-12-27T00:00Z) > 2M").at.time.clock.has_value());
  const auto chance = parsed("chance(2,385,000, 7d) <= 12.5 %");
  CHECK(chance.quantity == Quantity::chance);
  CHECK(chance.goal == 2385000);
  CHECK(chance.at.time.hours == 168);
  CHECK(chance.limit == 0.125);
}

TEST_CASE("a comparison holds at its limit or does not") {
  for (const auto& [sign, below, at, above] :
       {std::tuple{">", false, false, true}, std::tuple{">=", false, true, true}, std::tuple{"<", true, false, false},
        std::tuple{"<=", true, true, false}}) {
    const auto condition = parsed("count " + std::string(sign) + " 2385");
    CHECK(condition.holds(2384) == below);
    CHECK(condition.holds(2385) == at);
    CHECK(condition.holds(2386) == above);
    CHECK_FALSE(condition.holds(std::numeric_limits<double>::quiet_NaN()));
  }
}

TEST_CASE("an error points at the part that is at fault") {
  struct Fault {
    std::string text;
    ErrorCode code;
    std::string part;
  };
  const std::vector<Fault> faults{
      {"p80(48h) 2M", ErrorCode::bad_condition, "p80(48h) 2M"},
      {"  p80(48h) => 2M", ErrorCode::bad_condition, "=>"},
      {"p80(48h) > 1M > 2M", ErrorCode::bad_count, "1M > 2M"},
      {"p100(48h) > 2M", ErrorCode::bad_condition, "p100"},
      {"p0(48h) > 2M", ErrorCode::bad_condition, "p0"},
      {"p(48h) > 2M", ErrorCode::bad_condition, "p"},
      {"p99.999999999999999999(48h) > 2M", ErrorCode::bad_condition, "p99.999999999999999999"},
      {"low100(48h) > 2M", ErrorCode::bad_condition, "low100"},
      {"q80(48h) > 2M", ErrorCode::bad_condition, "q80"},
      {"estimate80(48h) > 2M", ErrorCode::bad_condition, "estimate80"},
      {"p80 > 2M", ErrorCode::bad_condition, "p80"},
      {"p80(48h > 2M", ErrorCode::bad_condition, "p80(48h"},
      {"p80() > 2M", ErrorCode::bad_condition, "p80()"},
      {"p80(24h,48h) > 2M", ErrorCode::bad_condition, "24h,48h"},
      {"p80(48x) > 2M", ErrorCode::bad_time, "48x"},
      {"p80(+0h) > 2M", ErrorCode::bad_time, "0h"},
      {"chance(48h) > 5%", ErrorCode::bad_condition, "chance(48h)"},
      {"chance(2m, 48h) > 5%", ErrorCode::bad_count, "2m"},
      {"chance(2M, ) > 5%", ErrorCode::bad_condition, "chance(2M, )"},
      {"chance(2M, 48h) > 0.05", ErrorCode::bad_condition, "0.05"},
      {"chance(2M, 48h) > 105%", ErrorCode::bad_condition, "105%"},
      {"p80(48h) > 200.000", ErrorCode::ambiguous_count, "200.000"},
      {"p80(48h) > ~2M", ErrorCode::bad_count, "~2M"},
      {"p80(48h) >", ErrorCode::bad_condition, ">"},
      {"> 2M", ErrorCode::bad_condition, ">"},
      {"2M < p80(48h)", ErrorCode::bad_condition, "2M"},
      {"count(48h) > 2M", ErrorCode::bad_condition, "count(48h)"},
  };
  for (const auto& fault : faults) {
    CAPTURE(fault.text);
    const auto condition = parse_condition(fault.text);
    REQUIRE_FALSE(condition);
    CHECK(to_string(condition.error().code) == to_string(fault.code));
    const auto& origin = condition.error().origin;
    CHECK(fault.text.substr(origin.offset, origin.length) == fault.part);
  }
  CHECK(parse_condition(" ").error().code == ErrorCode::bad_condition);
  CHECK(parse_condition("estimat(48h) > 1").error().message.find("did you mean estimate?") != std::string::npos);
}

TEST_CASE("values are those of a projection, to the bit") {
  const auto projection = by_builtin_prior({.horizons = {48}, .levels = {80, 95, 60}, .reach = {1.5e6}});
  REQUIRE(projection);
  const auto& horizon = projection->horizons.front();
  CHECK(value("estimate(48h) > 2M") == horizon.median);
  CHECK(value("p50(+28h) > 2M") == horizon.median);
  CHECK(value("low80(48h) > 2M") == horizon.bands[0].low);
  CHECK(value("p10(48h) > 2M") == horizon.bands[0].low);
  CHECK(value("high80(48h) > 2M") == horizon.bands[0].high);
  CHECK(value("p90(48h) > 2M") == horizon.bands[0].high);
  CHECK(value("p97.5(2d) > 2M") == horizon.bands[1].high);
  CHECK(value("p80(48h) > 2M") == horizon.bands[2].high);
  CHECK(value("chance(1.5M, 48h) > 50%") == projection->reach.front().probability.front());
  CHECK(value("chance(750k, 48h) > 50%") == 1);
  CHECK(value("count >= 750k") == 750e3);
}

TEST_CASE("what needs no projection asks for none") {
  const Projector none = [](const ProjectionOptions&) -> Result<Projection> {
    return Error{ErrorCode::not_projectable, "asked"};
  };
  CHECK(**value_of(parsed("count > 1M"), interview(), none) == 750e3);
  CHECK(**value_of(parsed("chance(700k, 48h) > 50%"), interview(), none) == 1);
  CHECK_FALSE(value_of(parsed("estimate(20h) > 1M"), interview(), none)->has_value());
  CHECK_FALSE(value_of(parsed("chance(700k, 20h) > 50%"), interview(), none)->has_value());
  CHECK(value_of(parsed("estimate(48h) > 1M"), interview(), none).error().code == ErrorCode::not_projectable);
  CHECK(value_of(parsed("estimate(2014-12-27T00:00Z) > 1M"), interview(), none).error().code == ErrorCode::no_release);
}

TEST_CASE("a clock time counts from the release, and an alert says when its last reading was by the clock") {
  auto series = interview();
  series.release = *parse_clock_time("2014-12-24T18:00Z");
  const auto condition = parsed("estimate(2014-12-26T18:00Z) > 1M");
  const auto moved = value_of(condition, series, by_builtin_prior);
  REQUIRE(moved);
  CHECK(**moved == value("estimate(48h) > 1M"));
  CHECK(write_alert(condition, **moved, series).find("750k+ at 20h (2014-12-25T14:00Z)") != std::string::npos);
}

TEST_CASE("an alert is one safe line, with a value that can be told from the limit") {
  auto condition = parsed("p80(48h) > 2M");
  CHECK(write_alert(condition, 2312345, interview()) ==
        "alert: p80(48h) > 2M: 2.31M, by the readings until 750k+ at 20h\n");
  CHECK(value_in_words(condition, 2001234) == "2.001M");
  CHECK(value_in_words(condition, 2000000) == "2.00M");
  CHECK(value_in_words(parsed("chance(2M, 48h) > 50%"), 0.512) == "51 %");
  condition.text = "x\x1b[31m";
  CHECK(write_alert(condition, 2.385e6, interview()).find('\x1b') == std::string::npos);
  condition.text = "p80(48h) > 2M";
  const auto json = nlohmann::json::parse(write_alert_json(condition, 2312345, interview()));
  CHECK(json["schema"] == "swarmcast/alert/1");
  CHECK(json["condition"] == "p80(48h) > 2M");
  CHECK(json["value"] == 2312345);
  CHECK(json["hours"] == 20);
}

}  // namespace
}  // namespace swarmcast
