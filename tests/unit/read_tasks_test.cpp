// From files of many series to tasks: what is seen, what is hidden, and what is left out.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

Tasks tasks_of(std::string_view bytes, const TaskOptions& options = {}) {
  const auto tasks = read_tasks(bytes, "past", options);
  if (!tasks) CAPTURE(tasks.error().message);
  REQUIRE(tasks);
  return *tasks;
}

Error refusal(std::string_view bytes, const TaskOptions& options = {}) {
  const auto tasks = read_tasks(bytes, "past", options);
  REQUIRE_FALSE(tasks);
  return tasks.error();
}

std::vector<std::string> ids(const Tasks& tasks) {
  std::vector<std::string> all;
  for (const Task& task : tasks.tasks) all.push_back(task.id);
  return all;
}

std::vector<double> times(const std::vector<Actual>& later) {
  std::vector<double> all;
  for (const Actual& actual : later) all.push_back(actual.hours);
  return all;
}

std::vector<WarningCode> codes(const Tasks& tasks) {
  std::vector<WarningCode> all;
  for (const Warning& warning : tasks.warnings) all.push_back(warning.code);
  return all;
}

/// Rows "NAME,hours,count" at hours 1, 2, 3, ..., a thousand a time and one more each.
std::string steady(const std::string& name, int rows) {
  std::string text;
  for (int i = 1; i <= rows; ++i) text += name + ',' + std::to_string(i) + ',' + std::to_string(1001 * i) + '\n';
  return text;
}

TEST_CASE("a task in JSON: what is seen and what comes later, as they stand") {
  const Tasks tasks = tasks_of(
      R"({"id": "a#2", "family": "films", "readings": [[10, 200000], [20, "750k+"]], "later": [[48, 1.5e6], ["3d", "2M"]]})"
      "\n"
      R"({"id": "b", "group": "g", "family": "films", "later": [], "readings": [{"hours": 1, "count": 5}]})");
  CHECK(tasks.warnings.empty());
  CHECK(tasks.left_out == 0);
  REQUIRE(tasks.tasks.size() == 2);
  const Task& first = tasks.tasks[0];
  CHECK(first.id == "a#2");
  CHECK(first.family == "films");
  CHECK(first.group == "films");
  CHECK(first.series.readings == std::vector{make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)});
  CHECK(first.later == std::vector<Actual>{{48, 1.5e6}, {72, 2e6}});
  CHECK(tasks.tasks[1].group == "g");
  CHECK(tasks.tasks[1].later.empty());
}

TEST_CASE("tasks of one name stay apart, and those without a name are named by their lines") {
  const Tasks tasks = tasks_of(
      "{\"id\": \"a\", \"readings\": [[1, 5]], \"later\": [[2, 7]]}\n"
      "{\"id\": \"a\", \"readings\": [[1, 50]], \"later\": [[2, 70]]}\n"
      "\n"
      "{\"readings\": [[1, 500]], \"later\": [[2, 700]]}\n");
  CHECK(ids(tasks) == std::vector<std::string>{"a", "a", "line 4"});
  CHECK(tasks.tasks[0].series.readings.front().count == 5);
  CHECK(tasks.tasks[1].series.readings.front().count == 50);
  CHECK(tasks.tasks[1].later == std::vector<Actual>{{2, 70}});
  CHECK(tasks.tasks[2].group == "line 4");
  CHECK(ids(tasks_of(R"({"readings": [[1, 5]], "later": [[2, 7]]})")) == std::vector<std::string>{"line 1"});
}

TEST_CASE("clock times of later counts are those of the task's release, wherever that stands") {
  const Tasks tasks = tasks_of(
      R"({"later": [["2014-12-25T09:00Z", 700]], "readings": [["2014-12-25T01:00Z", 500]], "release": "2014-12-25T00:00Z"})");
  CHECK(times(tasks.tasks.front().later) == std::vector<double>{9});
}

TEST_CASE("later counts in doubt are no truth") {
  const Tasks tasks = tasks_of(
      R"({"id": "a", "readings": [[1, 5]], "later": [[2, "~7"], [3, "8+"], [4, "9-"], [5, "10+-10%"], [6, 11], [7, "12+-0"]]})");
  CHECK(times(tasks.tasks.front().later) == std::vector<double>{6, 7});
  CHECK(codes(tasks) == std::vector(4, WarningCode::truth_left_out));
  CHECK(tasks.left_out == 4);
  CHECK(tasks.warnings.front().text == "series \"a\": ~7 at 2h is in doubt, and no truth to score by");
  CHECK(tasks.warnings.front().place.column == 46);
}

TEST_CASE("later counts of another shape are refused where they stand") {
  CHECK(refusal(R"({"readings": [[1, 5]], "later": 7})").message ==
        "\"later\" is 7 where a list is due: write [[48, 1200000], [96, 1500000]]");
  CHECK(refusal(R"({"readings": [[1, 5]], "later": [7]})").code == ErrorCode::bad_file);
  CHECK(refusal(R"({"readings": [[1, 5]], "later": [[2, 7]], "later": [[3, 8]]})").message ==
        "\"later\" is given twice: write it once");
  CHECK(refusal(R"({"hours": 1, "count": 5, "later": [[2, 7]]})").message ==
        "\"later\" stands beside \"readings\", and here are none: give both as lists");
  CHECK(refusal(R"({"readings": [[1, 5]], "latr": [[2, 7]]})").message ==
        "\"latr\" is no key of a series: did you mean \"later\"?");
  CHECK(refusal(R"({"readings": [[1, 5]], "family": 3})").message ==
        "\"family\" is 3 where a text is due: write it in quotes");
  CHECK(refusal(R"({"hours": 1, "count": 5, "family": 3})").message ==
        "\"family\" is 3 where a text is due: write it in quotes");
  const Error torrent = refusal(
      R"({"readings": [{"hours": 1, "count": 5, "torrent": "x"}], "later": [{"hours": 2, "count": 7, "torrent": "x"}]})");
  CHECK(torrent.message == "what came later is counted of all swarms together: leave the torrent out here");
  CHECK(torrent.place.column == 78);
}

TEST_CASE("a null \"later\" is none: the series is whole") {
  CHECK(tasks_of(R"({"id": "a", "later": null, "readings": [[1, 5], [2, 7], [3, 9], [4, 11]]})").tasks.size() == 2);
}

TEST_CASE("elsewhere, the keys of tasks mean nothing") {
  const auto series = read_series(R"({"latr": 3, "later": [[2, "x"]], "family": 3, "readings": [[1, 5]]})", "a", {});
  REQUIRE(series);
  CHECK(series->readings.size() == 1);
  const auto table = read_series("hours,count,family,group\n1,5,a,b\n2,9,c,d\n", "a", {});
  REQUIRE(table);
  CHECK(table->readings.size() == 2);
}

TEST_CASE("a whole series is cut after 2, 3, 5 and 8 readings, and each cut hides what is near its targets") {
  const Tasks tasks = tasks_of("series,hours,count\n" + steady("a", 30));
  REQUIRE(ids(tasks) == std::vector<std::string>{"a#2", "a#3", "a#5", "a#8"});
  CHECK(times(tasks.tasks[0].later) == std::vector<double>{3, 4, 6, 10, 20});
  CHECK(times(tasks.tasks[1].later) == std::vector<double>{5, 6, 9, 15, 30});  // 5 is nearer to 4.5 in log time than 4
  CHECK(times(tasks.tasks[2].later) == std::vector<double>{8, 10, 15, 25});    // and 8 to 7.5 than 7
  CHECK(times(tasks.tasks[3].later) == std::vector<double>{12, 16, 24});       // 30 is nearer to 3 than to 5 times
  CHECK(tasks.tasks[2].series.readings.size() == 5);
  CHECK(tasks.tasks[2].later.front().count == 8008);
  CHECK(tasks.tasks[3].family.empty());
  CHECK(tasks.tasks[3].group == "a");
}

TEST_CASE("a reading further from each target than half the way to the next is none") {
  // The last of those seen is at 100; 129 is below the reach of 150, and 1,415 beyond that of 1,000.
  const Tasks tasks = tasks_of("hours,count\n50,10\n100,20\n129,30\n1415,40\n", {.origins = {2}});
  CHECK(tasks.tasks.empty());
  CHECK(codes(tasks) == std::vector{WarningCode::series_too_short});
  CHECK(tasks.left_out == 0);
  const Tasks near = tasks_of("hours,count\n50,10\n100,20\n130,30\n173,32\n174,33\n1414,40\n", {.origins = {2}});
  CHECK(times(near.tasks.front().later) == std::vector<double>{173, 174, 1414});
}

TEST_CASE("--origins are taken once, in order") {
  const Tasks tasks = tasks_of("series,hours,count\n" + steady("a", 12), {.origins = {4, 1, 4, 0, 11, 12, 900}});
  CHECK(ids(tasks) == std::vector<std::string>{"a#1", "a#4"});  // after 11 the only one is too near
  CHECK(tasks_of("series,hours,count\n" + steady("a", 12), {.origins = {}}).tasks.empty());
}

TEST_CASE("nothing of what comes later is known at an origin") {
  // The reading at 2h is later corrected away, and one at 3h stands still until 4h.
  const Tasks tasks =
      tasks_of("hours,count\n1,1001\n2,2011\n3,1999\n4,1999\n6,3001\n8,4001\n12,5003\n", {.origins = {2, 3}});
  REQUIRE(tasks.tasks.size() == 2);
  CHECK(tasks.tasks[0].series.readings.back().hours == 2);
  CHECK(tasks.tasks[0].series.readings.back().count == 2011);
  CHECK(tasks.tasks[1].series.readings.size() == 2);  // the correction is known now
  CHECK(tasks.tasks[1].series.readings.back().hours == 3);
  CHECK(times(tasks.tasks[0].later) == std::vector<double>{4, 6, 12});
  CHECK(codes(tasks) == std::vector{WarningCode::correction, WarningCode::flat});
}

TEST_CASE("readings of zero before the first download are not among those counted") {
  const Tasks tasks = tasks_of("hours,count\n0,0\n1,0\n2,5\n3,9\n4,11\n6,14\n", {.origins = {2}});
  REQUIRE(tasks.tasks.size() == 1);
  CHECK(tasks.tasks.front().series.readings.back().hours == 3);
}

TEST_CASE("counts of intervals are added up, and counters that restart too, as far as they are known") {
  TaskOptions options{.read = {.increments = true}, .origins = {2}};
  const Tasks intervals = tasks_of("hours,count\n1,11\n2,7\n3,5\n4,3\n", options);
  CHECK(intervals.tasks.front().series.readings.back().count == 18);
  CHECK(intervals.tasks.front().later == std::vector<Actual>{{3, 23}, {4, 26}});

  options = {.read = {.on_fall = FallPolicy::reset}, .origins = {2}};
  const Tasks restarted = tasks_of("hours,count\n1,11\n2,17\n3,5\n4,9\n", options);
  CHECK(restarted.tasks.front().series.readings.back().count == 17);
  CHECK(restarted.tasks.front().later == std::vector<Actual>{{3, 22}, {4, 26}});
}

TEST_CASE("of a whole series, later counts in doubt are passed over") {
  const Tasks tasks = tasks_of("hours,count\n1,11\n2,17\n3,20+\n4,25\n6,~30\n", {.origins = {2}});
  CHECK(times(tasks.tasks.front().later) == std::vector<double>{4});
}

TEST_CASE("one bad series among others is left out, with the place and the reason") {
  const Tasks tasks =
      tasks_of("series,hours,count\n" + steady("a", 4) + "b,1,70\nb,2,50\n" + steady("c", 4), {.origins = {2}});
  CHECK(ids(tasks) == std::vector<std::string>{"a#2", "c#2"});
  CHECK(tasks.left_out == 1);
  REQUIRE(codes(tasks) == std::vector{WarningCode::series_left_out});
  const Warning& warning = tasks.warnings.front();
  CHECK(warning.text.starts_with("series \"b\" is left out: the count falls from 70 at 1h to 50 at 2h"));
  CHECK(warning.place.source == "past");
  CHECK(warning.place.line == 7);
  CHECK(warning.place.column == 3);
}

TEST_CASE("series are told apart wherever their rows stand, and taken in the order of their first rows") {
  const Tasks tasks =
      tasks_of("id,hours,count,family,group\nb,1,5,x,\na,1,50,y,g\na,2,70,y,g\nb,2,7,x,\nb,4,9,x,\na,3,80,y,g\n",
               {.origins = {2}});
  REQUIRE(ids(tasks) == std::vector<std::string>{"b#2", "a#2"});
  CHECK(tasks.tasks[0].later == std::vector<Actual>{{4, 9}});
  CHECK(tasks.tasks[0].family == "x");
  CHECK(tasks.tasks[0].group == "x");
  CHECK(tasks.tasks[1].later == std::vector<Actual>{{3, 80}});
  CHECK(tasks.tasks[1].group == "g");
}

TEST_CASE("a series has one family") {
  const Error error = refusal("id,hours,count,family\na,1,5,x\na,2,7,y\n");
  CHECK(error.message ==
        "this family of the series \"a\" differs from the one above: give another series another name");
  CHECK(error.place.line == 3);
  CHECK(error.place.column == 7);
  CHECK(refusal(
            R"([{"id": "a", "hours": 1, "count": 5, "group": "x"}, {"id": "a", "hours": 2, "count": 7, "group": "y"}])")
            .message ==
        "this \"group\" of the series \"a\" differs from the one before: another series needs another \"id\"");
  CHECK(refusal(R"({"id": "a", "family": "x", "readings": [[1, 5]]} {"id": "a", "family": "y", "readings": [[2, 7]]})")
            .message.starts_with("this \"family\" of the series \"a\" differs from the one before"));
}

TEST_CASE("columns for families are found by their names") {
  const std::string rows = "id,hours,count,kind,family\na,1,5,x,p\na,2,7,x,p\na,3,9,x,p\n";
  CHECK(tasks_of(rows, {.origins = {2}}).tasks.front().family == "p");
  const Tasks chosen = tasks_of(rows, {.family_column = "Kind", .group_column = "family", .origins = {2}});
  CHECK(chosen.tasks.front().family == "x");
  CHECK(chosen.tasks.front().group == "p");
  CHECK(refusal(rows, {.family_column = "kinds"}).message == "there is no column \"kinds\": did you mean \"kind\"?");
  CHECK(refusal(rows, {.group_column = "team"}).code == ErrorCode::bad_file);
  CHECK(refusal("family,FAMILY,hours,count\nx,x,1,5\n").message.find("could both be the column of the family") !=
        std::string::npos);
}

TEST_CASE("swarms are summed as far as they are known at an origin") {
  // "web" is found at 3h with a third of the title's count: from then on the sum starts there, but not before.
  const Tasks tasks = tasks_of(
      "hours,torrent,count\n1,cam,100\n2,cam,180\n3,cam,250\n3,web,125\n4,cam,300\n4,web,200\n6,cam,400\n6,web,350\n",
      {.origins = {1, 2}});
  REQUIRE(tasks.tasks.size() == 2);  // after 1 of the sum's readings, at 3h, and after 2, at 4h
  CHECK(tasks.tasks[0].series.readings.back().hours == 3);
  CHECK(tasks.tasks[0].series.readings.back().count == 375);
  CHECK(tasks.tasks[0].later == std::vector<Actual>{{4, 500}, {6, 750}});
}

TEST_CASE("of several sources one must be named") {
  const std::string rows = "id,hours,count,source\na,1,5,x\na,2,7,y\na,3,9,x\na,6,15,x\n";
  const Tasks none = tasks_of(rows, {.origins = {2}});
  CHECK(none.tasks.empty());
  CHECK(codes(none) == std::vector{WarningCode::series_left_out});
  const Tasks one = tasks_of(rows, {.read = {.source = "x"}, .origins = {2}});
  REQUIRE(one.tasks.size() == 1);
  CHECK(one.tasks.front().series.readings.back().hours == 3);
}

TEST_CASE("warnings that many series share are one, with their number") {
  std::string rows = "id,hours,count\n";
  for (int i = 0; i < 5; ++i) rows += "s" + std::to_string(i) + ",2,7\ns" + std::to_string(i) + ",1,5\n";
  const Tasks tasks = tasks_of(rows);
  CHECK(codes(tasks) == std::vector{WarningCode::readings_sorted, WarningCode::series_too_short});
  CHECK(tasks.warnings.front().text ==
        "series \"s0\": the readings were not in order of time, and have been sorted (and 4 more series like it)");
}

TEST_CASE("a file without tasks at all is refused, and one with empty ones is not") {
  CHECK(refusal("").code == ErrorCode::no_readings);
  CHECK(refusal("[]").code == ErrorCode::no_readings);
  const Tasks tasks = tasks_of(R"({"id": "a", "readings": []} {"id": "b", "readings": [[1, 5]], "later": [[2, 7]]})");
  CHECK(ids(tasks) == std::vector<std::string>{"b"});
  CHECK(tasks.left_out == 1);
  CHECK(tasks.warnings.front().text == "series \"a\" is left out: it has no readings");
}

TEST_CASE("time and memory grow with the rows, not with rows times series") {
  // A quarter of a million series of one row, each with a swarm of its own: rows times series would be hours.
  std::string rows = "series,torrent,hours,count\n";
  for (int i = 0; i < 250000; ++i) {
    const std::string number = std::to_string(i);
    rows += number + ',' + number + ",1,5\n";
  }
  const Tasks tasks = tasks_of(rows);
  CHECK(tasks.tasks.empty());
  CHECK(codes(tasks) == std::vector{WarningCode::series_too_short});
}

}  // namespace
}  // namespace swarmcast
