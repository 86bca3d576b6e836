#include <doctest/doctest.h>

#include <string>

#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

double hours(std::string_view text) {
  const auto result = parse_duration(text);
  REQUIRE_MESSAGE(result, text);
  return *result;
}

std::string refusal(std::string_view text) {
  const auto result = parse_duration(text);
  REQUIRE_FALSE_MESSAGE(result, text);
  CHECK(result.error().code == ErrorCode::bad_time);
  return result.error().message;
}

TEST_CASE("durations are exact") {
  CHECK(hours("10h") == 10);
  CHECK(hours("36") == 36);
  CHECK(hours("52.967h") == 52.967);
  CHECK(hours("52.967") == 52.967);
  CHECK(hours("90m") == 1.5);
  CHECK(hours("1d12h") == 36);
  CHECK(hours("1.5d") == 36);
  CHECK(hours("0.1d") == 2.4);
  CHECK(hours("2w") == 336);
  CHECK(hours("1h20m") == 4.0 / 3);
  CHECK(hours("2h30m0.9s") == doctest::Approx(2.50025).epsilon(1e-15));  // one sum, rounded once
  CHECK(hours("1w1d1h1m1s") == 694861.0 / 3600);
  CHECK(hours(".5h") == 0.5);
  CHECK(hours("1s") == 1.0 / 3600);
}

TEST_CASE("a duration that cannot be read is quoted, with the way out") {
  constexpr const char* forms = " is not a time: write 10h, 90m, 1d12h, 2w, 52.967h, or a bare number of hours";
  for (const std::string text : {"x", "h", "10x", "10H", "10h ", " 10h", "1d12", "10hh5", "1e3h", "0x10h", "inf", "nan",
                                 "5.", "5.h", "1,5h", "10h\n", "1.2.3h", "+10h", "2y"}) {
    const auto refused = refusal(text);
    CHECK_MESSAGE(refused.find(forms) != std::string::npos, refused);
  }
  CHECK(refusal("10x") == std::string("\"10x\"") + forms);
  CHECK(refusal("") == "a time is missing: write 10h, 90m, 1d12h or 2w");
  CHECK(refusal("12h1d") == "\"12h1d\" has its units out of order: write the larger first, each once: 1d12h");
  CHECK(refusal("1h1h").find("out of order") != std::string::npos);
  CHECK(refusal("1.5d2h") == "\"1.5d2h\" has decimals before its last part: only the last may have them");
  CHECK(refusal("-5h") == "\"-5h\" lies before the release: times count from it, so they are above 0");
  for (const char* text : {"0h", "0", "0.000m", "0d0h"})
    CHECK(refusal(text).find("is the release itself") != std::string::npos);
  for (const char* text : {"2014-12-25T09:00", "2014-12-25", "09:00", "2014-12-25T09:00-05:00"}) {
    CHECK(refusal(text).find("is a time of day: give the hours since release instead") != std::string::npos);
  }
  CHECK(refusal(std::string(400, '9') + "h").find("too long") != std::string::npos);
  CHECK(refusal("1000000001h").find("too long") != std::string::npos);
  CHECK(hours("1000000000h") == 1e9);
  CHECK(refusal("0." + std::string(400, '0') + "1h").find("is the release itself") != std::string::npos);
  CHECK(refusal("0." + std::string(20, '0') + "1h").find("too short") != std::string::npos);
  CHECK(refusal(std::string(std::size_t{1} << 20, 'x')).size() < 200);
}

TEST_CASE("horizons are absolute, or from the last reading") {
  const auto list = parse_horizons("24h, +12h,7d");
  REQUIRE(list);
  REQUIRE(list->size() == 3);
  CHECK((*list)[0].time.hours == 24);
  CHECK_FALSE((*list)[0].from_last_reading);
  CHECK((*list)[1].time.hours == 12);
  CHECK((*list)[1].from_last_reading);
  CHECK((*list)[2].time.hours == 168);
  for (const char* text : {"", ",", "24h,", ",24h", "24h,,48h", "+", "++2h", "24h;48h", "24h 48h", "+-2h"}) {
    const auto refused = parse_horizons(text);
    REQUIRE_FALSE_MESSAGE(refused, text);
    CHECK(refused.error().code == ErrorCode::bad_time);
  }
}

TEST_CASE("levels are percentages inside (0, 100)") {
  CHECK(*parse_levels("80,95") == std::vector<double>{80, 95});
  CHECK(*parse_levels("97.5%, 50 %") == std::vector<double>{97.5, 50});
  for (const char* text :
       {"", "80,", "0", "100", "100.1", "-5", "nan", "inf", "1e1", "80;95", "eighty", "%", "80%%", "80 95"}) {
    const auto refused = parse_levels(text);
    REQUIRE_FALSE_MESSAGE(refused, text);
    CHECK(refused.error().code == ErrorCode::bad_level);
  }
  CHECK(parse_levels("80,100").error().message ==
        "\"100\" is not a level: a band holds more than 0 and less than 100 percent");
}

TEST_CASE("decimal numbers take no sign, no exponent and no dot at the end") {
  CHECK(decimal_length("1.5M") == 3);
  CHECK(decimal_length(".5") == 2);
  CHECK(decimal_length("5.") == 1);
  CHECK(decimal_length("1e5") == 1);
  CHECK(decimal_length("-1") == 0);
  CHECK(decimal_length(".") == 0);
  CHECK(decimal_length("") == 0);
  CHECK(decimal_value("1.1", 6) == 1100000);
  CHECK(decimal_value("0.0000000000000000000000000000000000002385", 37) == 2.385);
}

}  // namespace
}  // namespace swarmcast
