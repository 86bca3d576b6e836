#include "swarmcast/series.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <set>
#include <string>

namespace swarmcast {
namespace {

using enum Qualifier;

std::vector<double> used(const Result<Series>& series) {
  std::vector<double> out;
  REQUIRE(series);
  for (const Reading& reading : series->readings) out.push_back(reading.count_used);
  return out;
}

std::vector<WarningCode> codes(const Result<Series>& series) {
  std::vector<WarningCode> out;
  REQUIRE(series);
  for (const Warning& warning : series->warnings) out.push_back(warning.code);
  return out;
}

using Counts = std::vector<double>;
using Codes = std::vector<WarningCode>;

TEST_CASE("a plain count is rounded to its trailing zeros") {
  const auto unit = [](double count) {
    const Reading reading = make_reading(2.385, count);
    CHECK(reading.count_used == count);
    return reading.relative_error * count * std::sqrt(12.0);
  };
  const doctest::Approx unit_1 = doctest::Approx(1).epsilon(1e-14);  // two roundings of 1.1e-16 and a root
  CHECK(unit(200000) == doctest::Approx(100000).epsilon(1e-14));
  CHECK(unit(750000) == doctest::Approx(10000).epsilon(1e-14));
  CHECK(unit(66844) == unit_1);
  CHECK(unit(66840) == doctest::Approx(10).epsilon(1e-14));
  CHECK(unit(2385.5) == unit_1);
  CHECK(unit(0.2385) == unit_1);
  CHECK(unit(1e15) == doctest::Approx(1e15).epsilon(1e-14));
}

TEST_CASE("the other ways to state a count") {
  CHECK(make_reading(20, 750000, at_least) == Reading{20, 750000, at_least, 825000, 0.08});
  CHECK(make_reading(20, 750000, at_most) == Reading{20, 750000, at_most, 675000, 0.08});
  CHECK(make_reading(20, 66844, about) == Reading{20, 66844, about, 66844, 0.1});
  CHECK(make_reading(20, 2, about).relative_error == doctest::Approx(0.14433756729740646));  // 1 / (2 sqrt 12) > 10 %
  CHECK(make_reading(20, 750000, stated, 0.025) == Reading{20, 750000, stated, 750000, 0.025});
  CHECK(make_reading(20, 750000, stated, 0) == Reading{20, 750000, exact, 750000, 0});
  CHECK(make_reading(20, 750000, exact) == Reading{20, 750000, exact, 750000, 0});
  CHECK(make_reading(20, 750000, at_least).uncertain());
  CHECK(make_reading(20, 750000, stated, 0.025).uncertain());
  CHECK_FALSE(make_reading(20, 750000).uncertain());
  CHECK_FALSE(make_reading(20, 750000, exact).uncertain());
}

TEST_CASE("a good series stays as it is") {
  const std::vector<Reading> readings{make_reading(10, 200000), make_reading(20, 750000, at_least)};
  const auto series = make_series(readings);
  REQUIRE(series);
  CHECK(series->readings == readings);
  CHECK(series->warnings.empty());
}

TEST_CASE("readings are sorted, with a warning") {
  const auto series = make_series({make_reading(20, 750), make_reading(10, 200), make_reading(15, 410)});
  CHECK(used(series) == Counts{200, 410, 750});
  CHECK(codes(series) == Codes{WarningCode::readings_sorted});
}

TEST_CASE("no readings, and two at one time, are errors") {
  CHECK(make_series({}).error().code == ErrorCode::no_readings);
  const auto twins = make_series({make_reading(20, 201), make_reading(10, 200), make_reading(20, 200001)});
  REQUIRE_FALSE(twins);
  CHECK(twins.error().code == ErrorCode::repeated_time);
  CHECK(twins.error().message == "two readings at one time, 201 at 20h and 200,001 at 20h: leave one of them out");
}

TEST_CASE("a count that falls by more than 2 % is refused, naming both readings and both ways out") {
  const auto series = make_series({make_reading(10, 200000), make_reading(20, 195999)});
  REQUIRE_FALSE(series);
  CHECK(series.error().code == ErrorCode::falling_count);
  CHECK(series.error().message ==
        "the count falls from 200k at 10h to 195,999 at 20h: leave the wrong reading out, or choose --on-fall correct "
        "(trust "
        "the later reading) or --on-fall reset (the counter restarted: add what it had)");
}

TEST_CASE("a fall by at most 2 % of the highest earlier count is a correction") {
  const auto series = make_series({make_reading(10, 150000), make_reading(15, 198000), make_reading(18, 200000),
                                   make_reading(20, 196000), make_reading(30, 240000)});
  CHECK(used(series) == Counts{150000, 196000, 240000});
  CHECK(codes(series) == Codes{WarningCode::correction});
  CHECK(series->warnings.front().text ==
        "the count falls from 200k at 18h to 196k at 20h: taken as a correction, the later is trusted, and 2 earlier "
        "readings "
        "above it are dropped");

  SUBCASE("small falls do not add up unseen") {
    const auto creeping = make_series({make_reading(1, 1000), make_reading(2, 985), make_reading(3, 970)});
    REQUIRE_FALSE(creeping);
    CHECK(creeping.error().message.find("from 1k at 1h to 970 at 3h") != std::string::npos);
  }
  SUBCASE("a rise after a correction is a rise, though below the old height") {
    const auto rising = make_series({make_reading(1, 1000), make_reading(2, 985), make_reading(3, 990)});
    CHECK(used(rising) == Counts{985, 990});
    CHECK(codes(rising) == Codes{WarningCode::correction});
  }
}

TEST_CASE("FallPolicy::correct trusts the later reading") {
  const auto series = make_series({make_reading(10, 100), make_reading(20, 900), make_reading(30, 950),
                                   make_reading(40, 300), make_reading(50, 297), make_reading(60, 400)},
                                  {.on_fall = FallPolicy::correct});
  CHECK(used(series) == Counts{100, 297, 400});  // and the highest count is that of the later: 297 is 1 % below it
  CHECK(codes(series) == Codes{WarningCode::correction, WarningCode::fall_corrected});
  CHECK(used(make_series({make_reading(10, 900), make_reading(20, 300)}, {.on_fall = FallPolicy::correct})) ==
        Counts{300});
}

TEST_CASE("FallPolicy::reset adds what the counter had, and keeps the error in downloads") {
  const auto series = make_series({make_reading(10, 900), make_reading(20, 300), make_reading(30, 500, at_least),
                                   make_reading(40, 40), make_reading(50, 240)},
                                  {.on_fall = FallPolicy::reset});
  CHECK(used(series) == Counts{900, 1200, 1450, 1490, 1690});
  CHECK(codes(series) == Codes{WarningCode::counter_reset});
  CHECK(series->warnings.front().text ==
        "the count falls from 900 at 10h to 300 at 20h: the counter restarted, and the 900 it had are added to every "
        "later "
        "reading (and 1 more like it)");
  CHECK(series->readings[2].count == 500);
  // One division and two products: a few units in the last place.
  CHECK(series->readings[1].relative_error * 1200 == doctest::Approx(100 / std::sqrt(12.0)).epsilon(1e-14));
  CHECK(series->readings[2].relative_error * 1450 == doctest::Approx(550 * 0.08).epsilon(1e-14));
}

TEST_CASE("of equal counts the earlier is dropped, with one warning however often") {
  const auto series = make_series({make_reading(10, 200), make_reading(20, 750), make_reading(24, 750),
                                   make_reading(30, 750), make_reading(40, 900)});
  CHECK(used(series) == Counts{200, 750, 900});
  CHECK(series->readings[1].hours == 30);
  CHECK(codes(series) == Codes{WarningCode::flat});
  CHECK(
      series->warnings.front().text ==
      "the count stands still from 750 at 20h to 750 at 24h: growth has stopped, or the counter is cached; the earlier "
      "reading is dropped (and 1 more like it)");
  CHECK(used(make_series({make_reading(10, 750, at_least), make_reading(20, 750, at_least)})) == Counts{825});
}

TEST_CASE("a lift that would pass a neighbour is taken back") {
  const auto series = make_series({make_reading(20, 750000, at_least), make_reading(30, 800000)});
  REQUIRE(series);
  CHECK(series->readings.front() == Reading{20, 750000, at_least, 750000, 0.08});
  CHECK(codes(series) == Codes{WarningCode::lift_limited});
  CHECK(series->warnings.front().text ==
        "750k+ at 20h is used as typed, because 800k at 30h leaves no room to take it as more");

  CHECK(used(make_series({make_reading(20, 740000), make_reading(30, 750000, at_most)})) == Counts{740000, 750000});
  CHECK(used(make_series({make_reading(20, 750000, at_least), make_reading(30, 825000)})) == Counts{750000, 825000});
  CHECK(used(make_series({make_reading(20, 750000, at_least), make_reading(30, 800000, at_most)})) ==
        Counts{750000, 800000});
  CHECK(used(make_series({make_reading(20, 700000, at_least), make_reading(30, 800000, at_most)})) ==
        Counts{700000, 720000});
  CHECK(used(make_series({make_reading(20, 750, at_least), make_reading(25, 780, at_least), make_reading(30, 800)})) ==
        Counts{750, 780, 800});  // 780+ yields to 800, and then 750+ to 780
  CHECK(used(make_series({make_reading(20, 750, at_least), make_reading(30, 750)})) == Counts{750});  // flat
}

TEST_CASE("a fall as typed is a fall, whatever the qualifier") {
  CHECK(make_series({make_reading(20, 750, at_least), make_reading(30, 700)}).error().code == ErrorCode::falling_count);
}

TEST_CASE("readings of nothing are left out, and downloads before counting began are refused") {
  const auto series = make_series({make_reading(-3, 0), make_reading(0, 0), make_reading(5, 0), make_reading(10, 385)});
  CHECK(used(series) == Counts{385});
  CHECK(codes(series) == Codes{WarningCode::nothing_yet});
  CHECK(make_series({make_reading(1, 0), make_reading(2, 0)}).error().code == ErrorCode::no_readings);
  CHECK(make_series({make_reading(0, 5)}).error().code == ErrorCode::bad_time);
  CHECK(make_series({make_reading(-1, 5), make_reading(1, 9)}).error().code == ErrorCode::bad_time);
  CHECK(make_series({make_reading(10, 5), make_reading(20, 0)}).error().code == ErrorCode::falling_count);

  const auto since = make_series({make_reading(3, 0), make_reading(10, 385)}, {.since_hours = 3});
  CHECK(used(since) == Counts{385});
  CHECK(since->since_hours == 3);
  CHECK(make_series({make_reading(3, 5)}, {.since_hours = 3}).error().code == ErrorCode::bad_time);
  CHECK(make_series({make_reading(3, 5)}, {.since_hours = -1}).error().code == ErrorCode::bad_time);
}

TEST_CASE("a reading that stands there twice counts once") {
  const auto series = make_series({make_reading(10, 385), make_reading(20, 500), make_reading(10, 385)});
  CHECK(used(series) == Counts{385, 500});
  CHECK(codes(series) == Codes{WarningCode::readings_sorted, WarningCode::duplicate});
}

TEST_CASE("a missing unit is asked about") {
  const auto message = [](double first, double second) {
    return make_series({make_reading(10, first), make_reading(20, second)}).error().message;
  };
  CHECK(message(200e3, 750) == "the count falls from 200k at 10h to 750 at 20h: did you mean 750k?");
  CHECK(message(200e6, 750) == "the count falls from 200M at 10h to 750 at 20h: did you mean 750M?");
  CHECK(message(200e3, 199).find("did you mean") == std::string::npos);
  const auto low = make_series({make_reading(10, 200), make_reading(20, 750e3)});
  CHECK(codes(low) == Codes{WarningCode::unit_slip});
  CHECK(low->warnings[0].text == "200 at 10h, and then 750k at 20h: did you mean 200k at first?");
  CHECK(codes(make_series({make_reading(10, 200, exact), make_reading(20, 750e3)})).empty());
  CHECK(codes(make_series({make_reading(0.1, 200), make_reading(20, 750e3)})).empty());  // such growth is common
}

TEST_CASE("more downloads than people") {
  CHECK(codes(make_series({make_reading(10, 8.4e9)})) == Codes{WarningCode::implausible_count});
  CHECK(codes(make_series({make_reading(10, 8.2e9)})).empty());
}

TEST_CASE("of very many readings the last of each step of log time are kept") {
  std::vector<Reading> readings;
  constexpr std::size_t many = 100000;
  for (std::size_t i = 1; i <= many; ++i) {
    readings.push_back(make_reading(0.1 * static_cast<double>(i), static_cast<double>(3 * i), exact));
  }
  const auto series = make_series(readings);
  REQUIRE(series);
  CHECK(codes(series) == Codes{WarningCode::thinned});
  const auto& kept = series->readings;
  CHECK(kept.size() <= most_readings);
  CHECK(kept.size() > most_readings / 2);
  CHECK(kept.front() == readings.front());
  CHECK(kept.back() == readings.back());
  // Steps are equal in log time, but for what a step loses where readings are scarce.
  const double step = std::log(static_cast<double>(many)) / most_readings;
  for (std::size_t i = 1; i < kept.size(); ++i) {
    const double gap = std::log(kept[i].hours / kept[i - 1].hours);
    const double spacing = std::log1p(0.1 / kept[i - 1].hours);  // to the next of all readings
    CHECK(gap <= std::max(2 * step, spacing) + 1e-9);
  }
  readings.resize(most_readings);
  CHECK(codes(make_series(readings)).empty());
}

TEST_CASE("any readings give a series that keeps its promises, or an error") {
  std::mt19937_64 random(2385);
  const auto below = [&](std::uint64_t n) { return static_cast<double>(random() % n); };
  for (int round = 0; round < 20000; ++round) {
    std::vector<Reading> readings;
    const auto size = 1 + random() % 8;
    for (std::size_t i = 0; i < size; ++i) {
      const double hours = 1 + below(40);  // one statement each: the order of arguments is the compiler's choice
      const double count = 90 + below(30);
      const auto qualifier = static_cast<Qualifier>(random() % 6);
      readings.push_back(make_reading(hours, count, qualifier, below(3) / 10));
    }
    const auto policy = static_cast<FallPolicy>(random() % 3);
    const auto series = make_series(readings, {.on_fall = policy});
    if (!series) {
      const bool refused = policy == FallPolicy::refuse && series.error().code == ErrorCode::falling_count;
      CHECK((refused || series.error().code == ErrorCode::repeated_time));
      continue;
    }
    REQUIRE_FALSE(series->readings.empty());
    for (std::size_t i = 1; i < series->readings.size(); ++i) {
      CHECK(series->readings[i - 1].hours < series->readings[i].hours);
      CHECK(series->readings[i - 1].count_used < series->readings[i].count_used);
    }
  }
}

TEST_CASE("every code has a name of its own") {
  std::set<std::string_view> names;
  for (const ErrorCodeInfo& info : error_codes()) {
    CHECK(to_string(info.code) == info.name);
    CHECK(names.insert(info.name).second);
    CHECK_FALSE(info.meaning.empty());
  }
  CHECK(names.size() == static_cast<std::size_t>(ErrorCode::not_projectable) + 1);
  names.clear();
  for (const WarningCodeInfo& info : warning_codes()) {
    CHECK(to_string(info.code) == info.name);
    CHECK(names.insert(info.name).second);
    CHECK_FALSE(info.meaning.empty());
  }
  CHECK(names.size() == static_cast<std::size_t>(WarningCode::truth_left_out) + 1);
  CHECK(to_string(ErrorCode::ambiguous_count) == "ambiguous-count");
  CHECK(to_string(Qualifier::at_least) == "at_least");
}

}  // namespace
}  // namespace swarmcast
