#include "io/axis.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

std::string labels(const Axis& axis) {
  std::string text;
  for (const Tick& tick : axis.ticks) text += (text.empty() ? "" : " ") + tick.label;
  return text;
}

TEST_CASE("counts stand at round numbers, from 0") {
  CHECK(labels(count_axis(1, 4.25e6, false, 6)) == "0 1M 2M 3M 4M 5M");
  CHECK(labels(count_axis(1, 1.5e6, false, 4)) == "0 500k 1M 1.5M");
  CHECK(labels(count_axis(1, 1.501e6, false, 4)) == "0 1M 2M");
  CHECK(labels(count_axis(1, 0.3, false, 4)) == "0 0.1 0.2 0.3");
  CHECK(labels(count_axis(1, 7, false, 9)) == "0 1 2 3 4 5 6 7");
  CHECK(count_axis(1, 4.25e6, false, 6).high == 5e6);
}

TEST_CASE("a logarithmic axis of counts has 1, 2 and 5, or whole powers where those are too many") {
  const Axis axis = count_axis(180e3, 4.25e6, true, 8);
  CHECK(labels(axis) == "100k 200k 500k 1M 2M 5M");
  CHECK(axis.low == 100e3);
  CHECK(axis.high == 5e6);
  CHECK(axis.position(std::sqrt(axis.low * axis.high)) == doctest::Approx(0.5).epsilon(1e-14));
  CHECK(labels(count_axis(180e3, 4.25e6, true, 3)) == "100k 1M");
  CHECK(labels(count_axis(2.385, 3e11, true, 4)) == "1k 1M 1B");
}

TEST_CASE("times stand at whole hours, days and weeks") {
  CHECK(labels(time_axis(0, 48, false, 7, {})) == "0 12h 24h 36h 48h");
  CHECK(labels(time_axis(0, 168, false, 9, {})) == "0 1d 2d 3d 4d 5d 6d 7d");
  CHECK(labels(time_axis(0, 2, false, 5, {})) == "0 30m 1h 1.5h 2h");
  CHECK(labels(time_axis(0, 24 * 400, false, 6, {})) == "0 100d 200d 300d 400d");
  CHECK(labels(time_axis(9, 168, true, 9, {})) == "12h 24h 48h 4d 7d");
  CHECK(labels(time_axis(0, 24 * 1e6, false, 3, {})) == "0 500,000d 1,000,000d");
}

TEST_CASE("a logarithmic axis of times has ticks however short it is") {
  CHECK(labels(time_axis(13, 20, true, 7, {})) == "14h 16h 18h 20h");
  CHECK(labels(time_axis(24 * 58, 24 * 340, true, 7, {})) == "90d 200d");
}

TEST_CASE("by the clock, days begin at its midnight") {
  const ClockTime release = *parse_clock_time("2014-12-24T18:00-05:00");
  CHECK(labels(time_axis(0, 48, false, 7, release)) == "25 Dec 12:00 26 Dec 12:00");
  CHECK(labels(time_axis(0, 168, false, 9, release)) == "25 Dec 26 Dec 27 Dec 28 Dec 29 Dec 30 Dec 31 Dec");
  CHECK(time_axis(0, 168, false, 9, release).ticks.front().value == 6);
  CHECK(labels(time_axis(0, 24 * 2000, false, 6, release)) == "May 2016 Sep 2017 Feb 2019 Jun 2020");
  CHECK(labels(time_axis(0, 3, false, 4, *parse_clock_time("2014-12-31T22:30Z"))) == "23:00 1 Jan 01:00");
}

TEST_CASE("whatever the range: ticks ascend within the ends, and are neither too many nor too few") {
  std::mt19937_64 random(2385);
  std::uniform_real_distribution<double> exponent(-2, 14), width(0.001, 6);
  for (int i = 0; i < 20000; ++i) {
    const double low = std::pow(10, exponent(random)), high = low * std::pow(10, width(random));
    const std::size_t most = 2 + random() % 9;
    const bool logarithmic = i % 2 == 0;
    const Axis axis = count_axis(low, high, logarithmic, most);
    CAPTURE(low);
    CAPTURE(high);
    CAPTURE(most);
    REQUIRE(axis.low <= low);
    REQUIRE(axis.high >= high * (1 - 1e-9));
    REQUIRE(axis.ticks.size() >= (logarithmic ? 1 : 2));
    REQUIRE(axis.ticks.size() <= most);
    double before = -1;
    for (const Tick& tick : axis.ticks) {
      REQUIRE(tick.value > before);
      REQUIRE(tick.value >= axis.low * (1 - 1e-9));
      REQUIRE(tick.value <= axis.high * (1 + 1e-9));
      before = tick.value;
    }
    const Axis time = time_axis(logarithmic ? low : 0, high, logarithmic, most, {});
    REQUIRE(time.ticks.size() <= most);
    if (high > 0.1 && high > 1.2 * low && most > 6) REQUIRE(time.ticks.size() >= 2);
    before = -1;
    for (const Tick& tick : time.ticks) {
      REQUIRE(tick.value > before);
      REQUIRE(tick.value <= high * (1 + 1e-9));
      before = tick.value;
    }
  }
}

TEST_CASE("an axis over more than a double's range of quotients") {
  const Axis axis = count_axis(1e-20, 1e300, true, 8);
  CHECK(axis.position(1e140) == doctest::Approx(0.5).epsilon(1e-3));
  CHECK(axis.ticks.size() >= 2);
}

TEST_CASE("what lies outside is held at the ends") {
  const Axis axis = count_axis(1, 4e6, false, 5);
  CHECK(axis.position(-2.385) == 0);
  CHECK(axis.position(1e300) == 1);
  CHECK(axis.position(std::nan("")) == 0);
  CHECK(axis.position(std::numeric_limits<double>::infinity()) == 1);
}

}  // namespace
}  // namespace swarmcast
