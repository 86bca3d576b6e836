// From bytes to one series: which format it is, which series and source are meant, and what the swarms add up to.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/notes.hpp"
#include "io/sum_swarms.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

const std::vector<Reading> interview{make_reading(10, 200000), make_reading(20, 750000, Qualifier::at_least)};

Observations read(std::string_view bytes, const ReadOptions& options = {}) {
  auto result = read_observations(bytes, "log", options);
  REQUIRE_MESSAGE(result, result.error().message);
  return *std::move(result);
}

Error refusal(std::string_view bytes, const ReadOptions& options = {}) {
  const auto result = read_series(bytes, "log", options);
  REQUIRE_FALSE_MESSAGE(result, bytes);
  CHECK(result.error().place.source == "log");
  return result.error();
}

std::vector<WarningCode> codes(const std::vector<Warning>& warnings) {
  std::vector<WarningCode> all;
  for (const auto& warning : warnings) all.push_back(warning.code);
  return all;
}

TEST_CASE("the format is what the content looks like, unless it is said") {
  for (const char* bytes : {"time,count\n10h,200k\n20h,750k+\n", "time;count\n10h;200k\n20h;750k+\n",
                            "time\tcount\n10h\t200k\n20h\t750k+\n", "10h 200k\n20h 750k+\n",
                            "\xEF\xBB\xBF# said\r\n\r\n  10h\t 200,000\r\n20h=750k+", "10 200k\n 20 = 750k+",
                            R"({"readings":[[10,200000],["20h","750k+"]]})", R"( [[10,"200k"],[20,"750k+"]] )"}) {
    CHECK(read(bytes).readings == interview);
  }
  CHECK(read("time\tcount\n1\t2\n", {.format = InputFormat::tsv}).readings == std::vector{make_reading(1, 2)});
  CHECK(refusal("time\tcount\n1\t2\n", {.format = InputFormat::csv}).code == ErrorCode::bad_file);
  CHECK(refusal("10h 200k\n", {.format = InputFormat::json}).code == ErrorCode::bad_file);
  CHECK(refusal("time,count\n1,2\n", {.format = InputFormat::lines}).code == ErrorCode::bad_file);
  for (const char* bytes : {"", "\n", "# nothing\n", "time,count\n", "{\"readings\":[]}", "\xEF\xBB\xBF"}) {
    CHECK(refusal(bytes).code == ErrorCode::no_readings);
  }
}

TEST_CASE("lines: a time, a blank and a count") {
  const ReadOptions options{.release = ClockTime{1419465600, 0}};  // 2014-12-25T00:00Z
  CHECK(read("2014-12-25T10:00Z 200k\n2014-12-25 15:00-05:00 750k+\n", options).readings == interview);
  const auto place = [](std::string_view bytes) {
    const auto error = refusal(bytes);
    return std::vector{error.place.line, error.place.column};
  };
  CHECK(place("10h 200k\n20h\n") == std::vector<std::size_t>{2, 1});
  CHECK(place("10h 200k\n\n  20h  75ok\n") == std::vector<std::size_t>{3, 8});
  CHECK(place("10h 200k\n20x 750k") == std::vector<std::size_t>{2, 1});
  CHECK(place("10h 200 000\n") == std::vector<std::size_t>{1, 5});
  CHECK(refusal("10h,200k\n").message.find("put a header such as time,count above") != std::string::npos);
  CHECK(refusal("2014-12-25T10:00Z 200k\n").code == ErrorCode::no_release);
}

TEST_CASE("clock times count from the release, whichever says when that was") {
  const char* const clock = R"({"release":"2014-12-25T00:00Z","readings":[["2014-12-25T10:00Z","200k"],[20,"750k+"]]})";
  CHECK(read(clock).readings == interview);
  CHECK(read(clock).release == ClockTime{1419465600, 0});
  const auto later = read(clock, {.release = ClockTime{1419465600 + 3600, 60}});
  CHECK(later.readings.front().hours == 9);
  CHECK(later.release->offset_minutes == 60);
  const auto since = read(R"({"release":0,"since":"1970-01-01T03:00Z","readings":[[10,"200k"]]})");
  CHECK(since.since_hours == 3);
  CHECK(read("10h 200k", {.since = TimeText{.hours = 2}}).since_hours == 2);
  CHECK(refusal("10h 200k", {.since = TimeText{.clock = ClockTime{}}}).code == ErrorCode::no_release);
  CHECK(refusal("10h 200k", {.release = ClockTime{7200, 0}, .since = TimeText{.clock = ClockTime{}}}).code ==
        ErrorCode::bad_time);
  CHECK(refusal("10h 200k", {.since = TimeText{.hours = 10}}).code == ErrorCode::bad_time);
}

TEST_CASE("one series of several, by name") {
  const char* const csv = "series,time,count\na,10h,5\nb,10h,7\na,20h,9\n";
  const auto error = refusal(csv);
  CHECK(error.code == ErrorCode::several_series);
  CHECK(error.message == "2 series stand in one file (\"a\", \"b\"): choose one with --series NAME");
  CHECK(error.place.line == 3);
  CHECK(read(csv, {.series = "a"}).readings == std::vector{make_reading(10, 5), make_reading(20, 9)});
  CHECK(read(csv, {.series = "a"}).id == "a");
  CHECK(refusal(csv, {.series = "c"}).message == "there is no series \"c\" here: choose from \"a\", \"b\"");
  CHECK(read("{\"id\":\"x\",\"readings\":[[1,2]]}\n{\"title\":\"y\",\"readings\":[[1,3]]}", {.series = "y"}).title ==
        "y");
  std::string many = "series,time,count\n";
  for (int i = 0; i < 12; ++i) many += std::string(1, static_cast<char>('a' + i)) + ",1,2\n";
  CHECK(refusal(many).message.find("\"h\" and 4 more)") != std::string::npos);
}

TEST_CASE("sources are never mixed in silence") {
  const char* const csv = "time,count,source\n10h,5,x\n10h,7,y\n20h,9,x\n";
  const auto error = refusal(csv);
  CHECK(error.code == ErrorCode::several_sources);
  CHECK(error.message == "2 sources stand in one file (\"x\", \"y\"): choose one with --source NAME");
  CHECK(read(csv, {.source = "x"}).readings == std::vector{make_reading(10, 5), make_reading(20, 9)});
  CHECK(refusal(csv, {.source = "z"}).code == ErrorCode::several_sources);
  CHECK(read("time,count,source\n10h,5,x\n20h,9,x\n").readings.size() == 2);
}

TEST_CASE("counts of intervals are added up") {
  const auto series = read_series("20h 300\n10h 200\n30h 0\n40h 7~\n", "log", {.increments = true});
  CHECK_FALSE(series);
  const auto sum = read_series("20h 300\n10h 200\n30h ~40\n", "log", {.increments = true});
  REQUIRE(sum);
  REQUIRE(sum->readings.size() == 3);
  CHECK(sum->readings[0].count_used == 200);
  CHECK(sum->readings[1].count_used == 500);
  CHECK(sum->readings[2].count_used == 540);
  CHECK(sum->readings[2].qualifier == Qualifier::stated);
  // Three roundings to hundreds and tens, and 10 % of 40: the variances add up.
  const double variance = 100 * 100 / 12.0 * 2 + 4 * 4;
  CHECK(sum->readings[2].relative_error == doctest::Approx(std::sqrt(variance) / 540).epsilon(1e-15));
}

TEST_CASE("an interval without downloads leaves the sum as inexact as it was") {
  const auto sum = read_series("10h 200\n20h 300\n30h 0\n", "log", {.increments = true});
  REQUIRE(sum);
  CHECK(sum->readings.back().hours == 30);
  CHECK(sum->readings.back().count_used == 500);
  CHECK(sum->readings.back().qualifier == Qualifier::rounded);
  CHECK(sum->readings.back().relative_error > 0);
}

// ---- swarms ---------------------------------------------------------------------------------------------------------

TEST_CASE("the count of a title is the sum over its swarms, each interpolated between its own readings") {
  const auto sum = read("time,torrent,count\n10h,a,100\n11h,b,1000\n20h,a,200\n21h,b,2000\n30h,a,300\n31h,b,2500\n");
  REQUIRE(sum.readings.size() == 4);
  // From 11h, when both are known, to 30h, when a ends. Each has gained so much an hour.
  const auto a = [](double hours) { return 100 + 10 * (hours - 10); };
  CHECK(sum.readings[0] == make_reading(11, 1000 + a(11), Qualifier::exact));
  CHECK(sum.readings[1] == make_reading(20, 200 + 1900, Qualifier::exact));
  CHECK(sum.readings[2] == make_reading(21, 2000 + a(21), Qualifier::exact));
  CHECK(sum.readings[3] == make_reading(30, 300 + 2450, Qualifier::exact));
  CHECK(sum.warnings.empty());  // readings of one round: nothing is lost
  REQUIRE(sum.swarms.size() == 2);
  CHECK(sum.swarms[0] == Swarm{"a", 10, 30, 300, false});
  CHECK(sum.swarms[1] == Swarm{"b", 11, 31, 2500, false});
}

TEST_CASE("a swarm that comes later with little started from zero, with much it was found late") {
  const std::string rows = "time,torrent,count\n10h,a,1000\n20h,a,2000\n30h,a,3000\n40h,a,4000\n";
  const auto small = read(rows + "30h,b,157\n40h,b,900\n");  // 157 of 3157 are 4.97 %
  CHECK(small.warnings.empty());
  REQUIRE(small.readings.size() == 4);
  CHECK(small.readings[1].count_used == 2000);
  CHECK(small.readings[2].count_used == 3157);
  CHECK(small.swarms[1].joined);
  const auto large = read(rows + "30h,b,158\n40h,b,900\n");  // 158 of 3158 are 5.003 %
  CHECK(codes(large.warnings) == std::vector{WarningCode::late_swarm});
  CHECK(large.warnings[0].text ==
        "swarm \"b\" is first seen at 30h, with 5 % of all downloads: the sum starts there, for what it had before is "
        "not "
        "known");
  CHECK(large.warnings[0].place.line == 6);
  REQUIRE(large.readings.size() == 2);
  CHECK(large.readings[0].count_used == 3158);
  CHECK(large.readings[1].count_used == 4900);
}

TEST_CASE("the sum ends with the first swarm that still grew, unless it is held") {
  const std::string rows = "time,torrent,count\n10h,a,10\n20h,a,20\n30h,a,30\n40h,a,40\n10h,b,100\n20h,b,200\n";
  const auto cut = read(rows);
  CHECK(codes(cut.warnings) == std::vector{WarningCode::sum_ends_early});
  CHECK(cut.readings.size() == 2);
  CHECK(cut.readings.back().count_used == 220);
  const auto held = read(rows, {.hold = true});
  CHECK(held.warnings.empty());
  CHECK(held.readings.size() == 4);
  CHECK(held.readings.back().count_used == 240);
  const auto plateau = read(rows + "21h,b,200\n");  // it had stopped: nothing is lost
  CHECK(plateau.warnings.empty());
  CHECK(plateau.readings.back().hours == 40);
  CHECK(plateau.readings.back().count_used == 240);
}

TEST_CASE("swarms that were never counted together have no sum") {
  const std::string rows = "time,torrent,count\n10h,a,100\n20h,a,200\n30h,b,1000\n40h,b,2000\n";
  const auto error = refusal(rows);
  CHECK(error.code == ErrorCode::disjoint_swarms);
  CHECK(error.place.line == 3);
  const auto held = read(rows, {.hold = true});
  CHECK(held.readings.front().count_used == 1200);
  CHECK(held.readings.back().count_used == 2200);
}

TEST_CASE("each swarm is checked as a counter of its own") {
  const std::string rows =
      "time,info_hash,count\n10h,aa,100\n10h,bb,5000\n20h,aa,60\n20h,bb,6000\n30h,aa,90\n30h,bb,7000\n";
  const auto error = refusal(rows);
  CHECK(error.code == ErrorCode::falling_count);
  CHECK(error.message.starts_with("swarm \"aa\": the count falls from 100 at 10h to 60 at 20h"));
  CHECK(error.place.line == 4);
  const auto reset = read(rows, {.on_fall = FallPolicy::reset});
  CHECK(codes(reset.warnings) == std::vector{WarningCode::counter_reset});
  CHECK(reset.readings[1].count_used == 6160);
  CHECK(reset.readings[2].count_used == 7190);
  CHECK(refusal("time,torrent,count\n1h,a,5\n1h,a,6\n").code == ErrorCode::repeated_time);
  const auto twice = read("time,torrent,count\n1h,a,5\n1h,b,9\n1h,a,5\n2h,a,7\n2h,b,9\n");
  CHECK(codes(twice.warnings) == std::vector{WarningCode::duplicate});
  const auto increments = read("time,torrent,count\n1h,a,5\n1h,b,9\n2h,a,7\n2h,b,1\n", {.increments = true});
  CHECK(increments.readings.back().count_used == 22);
  const auto doubtful = read_series("10h ~40\n20h 300\n", "log", {.increments = true});
  REQUIRE(doubtful);
  CHECK(doubtful->readings.back().uncertain());
}

TEST_CASE("a tracker's counts are exact, and errors of others add up") {
  const auto tracker = read("time,info_hash,count\n1h,a,2000\n2h,a,3000\n");
  CHECK(tracker.readings.front() == make_reading(1, 2000, Qualifier::exact));
  const auto stated = read("time,torrent,count\n1h,a,300+-10%\n1h,b,400±10%\n2h,a,600±1%\n2h,b,800±1%\n");
  CHECK(stated.readings.front().qualifier == Qualifier::stated);
  CHECK(stated.readings.front().relative_error == doctest::Approx(50.0 / 700).epsilon(1e-15));
}

TEST_CASE("more swarms than any title has are a wrong column") {
  std::string rows = "time,torrent,count\n";
  for (int i = 0; i <= 10000; ++i) rows += "1h," + std::to_string(i) + ",5\n";
  CHECK(refusal(rows).message.find("more than 10000 swarms") != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
