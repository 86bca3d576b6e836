#include <doctest/doctest.h>

#include <string>

#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

double seconds(std::string_view text) {
  const auto time = parse_clock_time(text);
  REQUIRE_MESSAGE(time, text);
  return time->unix_seconds;
}

std::string refusal(std::string_view text) {
  const auto time = parse_clock_time(text);
  REQUIRE_FALSE_MESSAGE(time, text);
  CHECK(time.error().code == ErrorCode::bad_time);
  return time.error().message;
}

TEST_CASE("clock times in every form") {
  CHECK(seconds("1970-01-01T00:00Z") == 0);
  for (const char* text : {"2014-12-25T09:00-05:00", "2014-12-25T14:00Z", "2014-12-25 14:00:00z", "2014-12-25t14:00+00",
                           "2014-12-25T19:30+0530", "2014-12-25T09:00:00.000-05", "@1419516000"}) {
    CHECK_MESSAGE(seconds(text) == 1419516000, text);
  }
  CHECK(seconds("2014-12-25T14:00:30.5Z") == 1419516030.5);
  CHECK(seconds("0001-01-01T00:00Z") == -62135596800);
  CHECK(seconds("9999-12-31T23:59:59Z") == 253402300799);
  CHECK(seconds("@-86400") == seconds("1969-12-31T00:00Z"));
  CHECK(parse_clock_time("2014-12-25T09:00-05:00")->offset_minutes == -300);
}

TEST_CASE("leap days and the days that clocks are changed") {
  CHECK(seconds("2016-03-01T00:00Z") - seconds("2016-02-28T00:00Z") == 2 * 86400);
  CHECK(seconds("2015-03-01T00:00Z") - seconds("2015-02-28T00:00Z") == 86400);
  CHECK(seconds("2000-02-29T12:00Z") == 951825600);
  CHECK(refusal("2015-02-29T00:00Z") == "\"2015-02-29T00:00Z\" is not a clock time: that month has 28 days");
  CHECK(refusal("1900-02-29T00:00Z").find("28 days") != std::string::npos);
  CHECK(refusal("2014-04-31T00:00Z").find("30 days") != std::string::npos);
  // New York, 2014: clocks went from 02:00 to 03:00 on 9 March, and from 02:00 back to 01:00 on 2 November.
  CHECK(seconds("2014-03-09T03:30-04:00") - seconds("2014-03-09T01:30-05:00") == 3600);
  CHECK(seconds("2014-11-02T01:30-05:00") - seconds("2014-11-02T01:30-04:00") == 3600);
  // Berlin: the day of 26 October 2014 had 25 hours.
  CHECK(seconds("2014-10-27T00:00+01:00") - seconds("2014-10-26T00:00+02:00") == 25 * 3600);
}

TEST_CASE("an offset is never guessed") {
  CHECK(refusal("2014-12-25T09:00") ==
        "\"2014-12-25T09:00\" lacks its offset from UTC: write 2014-12-25T09:00Z if it is in UTC, or "
        "2014-12-25T09:00-05:00 (with the offset of your place) if it is a local time");
  CHECK(refusal("2014-12-25") ==
        "\"2014-12-25\" has no time of day: write 2014-12-25T14:00Z, or 2014-12-25T09:00-05:00 for a local time");
}

TEST_CASE("what is refused is not echoed at length") {
  CHECK(refusal("2014-12-25T09:00:30." + std::string(1 << 20, '1')).size() < 300);
  CHECK(parse_time(std::string(1 << 20, '0') + "1419516000").error().message.size() < 300);
}

TEST_CASE("what is no clock time") {
  for (const char* text : {"",
                           "T",
                           "2014",
                           "2014-12",
                           "2014-1-5T00:00Z",
                           "14-12-25T09:00Z",
                           "2014-12-25T9:00Z",
                           "2014-12-25T09Z",
                           "2014-12-25T09:00:5Z",
                           "2014-12-25T09:00:05.Z",
                           "2014-12-25T09:00 Z",
                           "2014-12-25T09:00+5",
                           "2014-12-25T09:00+05:",
                           "2014-12-25T09:00+24:00",
                           "2014-12-25T09:00+05:60",
                           "2014-12-25T09:00Zx",
                           "2014-12-25T24:00Z",
                           "2014-12-25T09:60Z",
                           "2014-12-25T09:00:60Z",
                           "2014-13-01T00:00Z",
                           "2014-00-01T00:00Z",
                           "2014-01-00T00:00Z",
                           "0000-01-01T00:00Z",
                           "2014/12/25T09:00Z",
                           "@",
                           "@x",
                           "@1e9",
                           "@+5",
                           "@--5",
                           "@253402300800",
                           "@-62135596801"}) {
    refusal(text);
  }
  CHECK(refusal("@1419516000000").find("milliseconds") != std::string::npos);
  CHECK(refusal(std::string(1 << 20, '2')).size() < 300);
}

TEST_CASE("a clock time is written on the clock it was read from, and reads back") {
  for (const char* text : {"2014-12-25T09:00:00-05:00", "2014-12-25T14:00:00Z", "2016-02-29T23:59:59.25+05:30",
                           "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59.999Z"}) {
    CHECK(write_clock_time(*parse_clock_time(text)) == text);
  }
  CHECK(write_clock_time({1419516000.9999999, 0}) == "2014-12-25T14:00:01Z");
  for (const char* text :
       {"9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999-23:59"}) {  // not the year 10000
    CHECK(seconds(write_clock_time(*parse_clock_time(text))) == doctest::Approx(seconds(text)).epsilon(1e-15));
  }
}

TEST_CASE("times that may be either") {
  CHECK(parse_time("10h")->hours == 10);
  CHECK(parse_time("0")->hours == 0);
  CHECK(parse_time("0h")->hours == 0);
  CHECK(parse_time("2014-12-25T14:00Z")->clock == ClockTime{1419516000, 0});
  CHECK(parse_time("09:00").error().code == ErrorCode::bad_time);
  CHECK(parse_time("1419516000").error().message.find("write @1419516000") != std::string::npos);

  const ClockTime release{1419516000, -300};
  CHECK(*parse_time("2014-12-25T14:30Z")->since(release) == 0.5);
  CHECK(*parse_time("2014-12-25T13:00Z")->since(release) == -1);
  CHECK(*parse_time("10h")->since({}) == 10);
  const auto lost = parse_time("2014-12-25T14:30Z")->since({});
  REQUIRE_FALSE(lost);
  CHECK(lost.error().code == ErrorCode::no_release);

  CHECK(parse_reading("2014-12-25T15:00Z=200k", release)->hours == 1);
  CHECK(parse_reading("2014-12-25T15:00Z=200k").error().code == ErrorCode::no_release);
}

}  // namespace
}  // namespace swarmcast
