#include <doctest/doctest.h>

#include <string>

#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

using enum Qualifier;

Count count(std::string_view text) {
  const auto result = parse_count(text);
  REQUIRE_MESSAGE(result, text);
  return *result;
}

std::string refusal(std::string_view text, ErrorCode code = ErrorCode::bad_count) {
  const auto result = parse_count(text);
  REQUIRE_FALSE_MESSAGE(result, text);
  CHECK_MESSAGE(result.error().code == code, text);
  return result.error().message;
}

TEST_CASE("plain counts are exact") {
  for (const char* text : {"200000", "200,000", "200k", "200K", "0.2M", ".2M", "200.000k", "0.0002B", "000200000"}) {
    CHECK_MESSAGE(count(text).count == 200000, text);
    CHECK(count(text).qualifier == rounded);
  }
  CHECK(count("1.1M").count == 1100000);
  CHECK(count("1.234k").count == 1234);
  CHECK(count("2B").count == 2e9);
  CHECK(count("725.5").count == 725.5);
  CHECK(count("1234.5678").count == 1234.5678);
  CHECK(count("12,345,678").count == 12345678);
  CHECK(count("1,234.5k").count == 1234500);
  CHECK(count("1,234.567").count == 1234.567);  // the comma tells what the dot is
  CHECK(count("1000000B").count == max_count);
}

TEST_CASE("qualified counts") {
  CHECK(count("~200k").qualifier == about);
  CHECK(count("750k+").qualifier == at_least);
  CHECK(count("750,000-").qualifier == at_most);
  for (const char* text : {"200k\u00b110%", "200k+-10%", "200k+-10.0%"}) {
    CHECK(count(text).count == 200000);
    CHECK(count(text).qualifier == stated);
    CHECK(count(text).stated_error == 0.1);
  }
  for (const char* text : {"200k\u00b10", "200k+-0%", "200k\u00b10.0%"}) CHECK(count(text).qualifier == exact);
  CHECK(count("200k+-0." + std::string(322, '0') + "5%").qualifier == exact);  // a hundredth of it is 0 in a double
}

TEST_CASE("digits that mean different counts in different countries are refused, with both meanings") {
  CHECK(refusal("200.000", ErrorCode::ambiguous_count) == "\"200.000\" could mean 200,000 or 200: write 200000 or 200");
  CHECK(refusal("~1.234", ErrorCode::ambiguous_count) == "\"~1.234\" could mean 1,234 or 1.234: write 1234 or 1.2340");
  CHECK(refusal("200.000+", ErrorCode::ambiguous_count).find("could mean") != std::string::npos);
  CHECK(count("1.2340").count == 1.234);
}

TEST_CASE("commas and dots out of place") {
  for (const char* text : {"2,00", "2,0000", "20,00,000", "1234,567", ",200", "200,", "1,,000", "1.234,56", "1.234.567",
                           "1,000,00", "1..5"}) {
    CHECK_MESSAGE(refusal(text).find("commas go between groups of three digits (200,000)") != std::string::npos, text);
  }
  CHECK(refusal("5.").find("digits are missing after the dot") != std::string::npos);
}

TEST_CASE("m is refused with a reason") {
  for (const char* text : {"750m", "1.5m+", "1.5m\u00b110%", "750m+-10%"}) refusal(text);
  CHECK(refusal("750m") ==
        "\"750m\" is unclear: m means a thousand to some and a million to others, so write 750k or 750M");
}

TEST_CASE("counts outside the domain") {
  for (const char* text : {"0", "0k", "0.0", "0.000k"}) {
    const auto count = parse_count(text);
    REQUIRE_MESSAGE(count, text);
    CHECK(count->count == 0);
    CHECK(count->qualifier == Qualifier::exact);
  }
  for (const char* text : {"~0", "0+", "0-", "0k+-10%"}) {
    CHECK_MESSAGE(refusal(text).find("write 0 alone") != std::string::npos, text);
  }
  CHECK(refusal("-5") == "\"-5\" is below zero: a count of downloads cannot be negative");
  CHECK(refusal("~-5").find("negative") != std::string::npos);
  for (const std::string& text : {std::string("1000000.1B"), std::string("1000000000000001"), std::string(400, '9'),
                                  std::string(20, '9') + ".000"}) {
    CHECK_MESSAGE(refusal(text).find("is too large: counts go up to 1,000,000B (10^15)") != std::string::npos, text);
  }
  CHECK(refusal("0." + std::string(30, '0') + "1").find("too small") != std::string::npos);
}

TEST_CASE("errors that cannot be read") {
  for (const char* text : {"~200k+", "~200k-", "~200k\u00b110%", "~200k+-0"}) {
    CHECK_MESSAGE(refusal(text).find("says two things about its error") != std::string::npos, text);
  }
  CHECK(refusal("200k\u00b120k").find("lacks a number after") != std::string::npos);
  CHECK(refusal("200k\u00b1").find("lacks a number after") != std::string::npos);
  CHECK(refusal("200k+-%").find("lacks a number after") != std::string::npos);
  CHECK(refusal("200k+-10").find("without a percent sign") != std::string::npos);
  CHECK(refusal("200k+-100%").find("must stay below 100 %") != std::string::npos);
}

TEST_CASE("everything else is not a count, and says what is") {
  for (const char* text :
       {"k",     "~",  "+",      "inf",     "nan",      "0x10",   "1e6", "200 k", " 200",  "200k ", "lots",    "200kk",
        "200kM", "2T", "200k++", "200k+-+", "200k+10%", "750k+~", "+5",  "5mm",   "200k%", "=5",    "200\xc2", "2b"}) {
    CHECK_MESSAGE(parse_count(text).error().code == ErrorCode::bad_count, text);
    refusal(text);
  }
  CHECK(refusal("lots") ==
        "\"lots\" is not a count: write 200000, 200k, 1.5M, 2B, ~200k (about), 750k+ (at least), 750k- (at most) or "
        "200k+-10%");
  CHECK(refusal("") == "a count is missing: write 200k, 1.5M or 750k+");
  CHECK(refusal("\x1b[31m").find('\x1b') == std::string::npos);
  CHECK(refusal(std::string(std::size_t{1} << 20, 'x')).size() < 300);
}

TEST_CASE("a reading is TIME=COUNT") {
  CHECK(*parse_reading("10h=200k") == make_reading(10, 200000));
  CHECK(*parse_reading("1d12h=750k+") == make_reading(36, 750000, at_least));
  CHECK(*parse_reading("36=200k\u00b17.5%") == make_reading(36, 200000, stated, 0.075));
  CHECK(parse_reading("10h200k").error().message == "\"10h200k\" is not a reading: write TIME=COUNT, such as 10h=200k");
  CHECK(parse_reading("10h200k").error().code == ErrorCode::bad_reading);
  CHECK(parse_reading("=200k").error().code == ErrorCode::bad_time);
  CHECK(parse_reading("10h=").error().code == ErrorCode::bad_count);
  CHECK(parse_reading("10h=5=6").error().code == ErrorCode::bad_count);
}

}  // namespace
}  // namespace swarmcast
