// What least squares takes of readings, and of numbers of any kind.

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "swarmcast/fit.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

using Points = std::vector<FitPoint>;

std::string codes(const std::vector<Warning>& warnings) {
  std::string all;
  for (const Warning& warning : warnings) all += std::string(to_string(warning.code)) + ' ';
  return all;
}

TEST_CASE("counts are taken as typed, in order of time, and equal ones stay") {
  const auto data = make_fit_data({make_reading(20, 750e3, Qualifier::at_least), make_reading(10, 200e3),
                                   make_reading(10, 200e3), make_reading(30, 750e3)});
  REQUIRE(data);
  CHECK(data->points == Points{{10, 200e3}, {20, 750e3}, {30, 750e3}});
  CHECK(codes(data->warnings) == "readings-sorted duplicate ");
  CHECK_FALSE(data->any_unit);
}

TEST_CASE("zeros stay after counting began, and are left out before") {
  const auto data = make_fit_data({make_reading(0, 0), make_reading(1, 0), make_reading(2, 0), make_reading(3, 5)},
                                  {.since_hours = 1});
  REQUIRE(data);
  CHECK(data->points == Points{{2, 0}, {3, 5}});
  CHECK(data->since_hours == 1);
  CHECK(codes(data->warnings) == "nothing-yet ");
  CHECK(make_fit_data({make_reading(1, 0), make_reading(2, 0)}).error().code == ErrorCode::no_readings);
}

TEST_CASE("downloads at or before the time when counting began are refused") {
  CHECK(make_fit_data({make_reading(0, 5), make_reading(1, 6)}).error().code == ErrorCode::bad_time);
  CHECK(make_fit_data({make_reading(-1, 5), make_reading(1, 6)}).error().code == ErrorCode::bad_time);
  CHECK(make_fit_data({make_reading(2, 5)}, {.since_hours = 2}).error().code == ErrorCode::bad_time);
  CHECK(make_fit_data({make_reading(2, 5)}, {.since_hours = -2}).error().code == ErrorCode::bad_time);
  CHECK(make_fit_data({make_reading(2, 5), make_reading(2, 6)}).error().code == ErrorCode::repeated_time);
  CHECK(make_fit_data({}).error().code == ErrorCode::no_readings);
}

TEST_CASE("small falls stay as typed, but do not add up unseen") {
  const std::vector<Reading> small{make_reading(1, 1000), make_reading(2, 990), make_reading(3, 980),
                                   make_reading(4, 1100)};
  const auto data = make_fit_data(small);
  REQUIRE(data);
  CHECK(data->points == Points{{1, 1000}, {2, 990}, {3, 980}, {4, 1100}});
  CHECK(data->warnings.empty());
  // 2.1 % below the highest, though less than 2 % below the one before.
  CHECK(make_fit_data({small[0], small[1], small[2], make_reading(4, 979)}).error().code == ErrorCode::falling_count);
}

TEST_CASE("larger falls are refused, corrected or taken as resets") {
  const std::vector<Reading> fall{make_reading(1, 1000), make_reading(2, 990), make_reading(3, 400),
                                  make_reading(4, 500)};
  CHECK(make_fit_data(fall).error().code == ErrorCode::falling_count);
  const auto corrected = make_fit_data(fall, {.on_fall = FallPolicy::correct});
  REQUIRE(corrected);
  CHECK(corrected->points == Points{{3, 400}, {4, 500}});
  CHECK(codes(corrected->warnings) == "fall-corrected ");
  const auto reset = make_fit_data(fall, {.on_fall = FallPolicy::reset});
  REQUIRE(reset);
  CHECK(reset->points == Points{{1, 1000}, {2, 990}, {3, 1390}, {4, 1490}});
  CHECK(codes(reset->warnings) == "counter-reset ");
}

TEST_CASE("counts of intervals are added up, as typed") {
  const auto data = make_fit_data({make_reading(1, 100), make_reading(2, 50, Qualifier::at_least), make_reading(3, 0)},
                                  {.increments = true});
  REQUIRE(data);
  CHECK(data->points == Points{{1, 100}, {2, 150}, {3, 150}});
}

TEST_CASE("what a counter had before it restarted stays, where a file has it so") {
  Reading raised = make_reading(2, 50);
  raised.count_used = 150;  // as a projection writes it
  const auto data = make_fit_data({make_reading(1, 100), raised});
  REQUIRE(data);
  CHECK(data->points == Points{{1, 100}, {2, 150}});
}

TEST_CASE("numbers of any kind: sorted, repeated, falling, negative") {
  const auto data = make_fit_data_in_any_unit({{3, -5}, {0, 1.5}, {3, 2}});
  REQUIRE(data);
  CHECK(data->any_unit);
  CHECK(data->points == Points{{0, 1.5}, {3, -5}, {3, 2}});
  CHECK(codes(data->warnings) == "readings-sorted ");

  constexpr double infinite = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(make_fit_data_in_any_unit({}).error().code == ErrorCode::no_readings);
  for (const double hours : {-1.0, 1e101, infinite, nan}) {
    CHECK(make_fit_data_in_any_unit({{hours, 1}}).error().code == ErrorCode::bad_time);
  }
  for (const double value : {-1e101, infinite, nan}) {
    CHECK(make_fit_data_in_any_unit({{1, value}}).error().code == ErrorCode::bad_count);
  }
  CHECK(make_fit_data_in_any_unit({{1e100, -1e100}}));
}

TEST_CASE("parse_number() takes signs, decimals and exponents, and nothing else") {
  CHECK(*parse_number("0") == 0);
  CHECK(*parse_number("-12.5") == -12.5);
  CHECK(*parse_number("+3") == 3);
  CHECK(*parse_number(".5") == 0.5);
  CHECK(*parse_number("1.2e-3") == 1.2e-3);
  CHECK(*parse_number("200.000") == 200);  // no thousands are possible here
  CHECK(*parse_number("1E+100") == 1e100);
  for (const char* const text : {"",   "-",    "+",     ".",  "e5", "1e", "1e+",  "1.",  "--1", "+-1",  "1 ",
                                 " 1", "200k", "1,000", "~5", "5+", "5%", "0x10", "inf", "nan", "1e5.5"}) {
    CAPTURE(text);
    CHECK(parse_number(text).error().code == ErrorCode::bad_count);
  }
  for (const char* const text : {"1e101", "-2e100", "1e999", "1e-101", "1e-999"}) {
    CAPTURE(text);
    CHECK(parse_number(text).error().code == ErrorCode::bad_count);
  }
}

TEST_CASE("every format reads numbers of any kind where it is told to") {
  const ReadOptions any{.any_number = true};
  const std::vector<double> expected{-5, 1200};
  for (const char* const text : {"time,count\n1,-5\n2,1.2e3\n", "time\tcount\n1\t-5\n2\t1.2e3\n", "1 -5\n2 1.2e3\n",
                                 "[[1, -5], [2, 1.2e3]]", R"([[1, "-5"], {"hours": 2, "count": 1.2e3}])",
                                 R"({"readings": [[1, -5], {"time": "2h", "views": "1.2e3"}]})"}) {
    CAPTURE(text);
    const auto read = read_observations(text, "data", any);
    REQUIRE(read);
    REQUIRE(read->readings.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(read->readings[i].count == expected[i]);
      CHECK(read->readings[i].count_used == expected[i]);
      CHECK(read->readings[i].relative_error == 0);
      CHECK(read->readings[i].qualifier == Qualifier::exact);
    }
    CHECK(read_observations(text, "data").error().code == ErrorCode::bad_count);
  }
  CHECK(parse_reading("2=-7.5", {}, true)->count == -7.5);
  for (const char* const text :
       {"time,count\n1,200k\n", "1 200k\n", "[[1, \"200k\"]]", "[[1, null]]", "[[1, 1e101]]"}) {
    CAPTURE(text);
    CHECK(read_observations(text, "data", any).error().code == ErrorCode::bad_count);
  }
  const auto swarms = read_observations("time,torrent,count\n1,a,-1\n1,b,2\n", "data", any);
  CHECK(swarms.error().code == ErrorCode::bad_file);
}

}  // namespace
}  // namespace swarmcast
