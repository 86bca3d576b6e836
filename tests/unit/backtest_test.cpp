// The backtest as a whole: what is scored, what is left out and named, and that threads change nothing.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "swarmcast/projection.hpp"
#include "swarmcast/score.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

Task task_of(std::string id, std::vector<Reading> readings, std::vector<Actual> later) {
  const auto series = make_series(std::move(readings));
  REQUIRE(series);
  return {.id = std::move(id), .family = "films", .group = "films", .series = *series, .later = std::move(later)};
}

Task interview() {
  return task_of("interview", {make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)},
                 {{48, 1.5e6}, {30, 1.1e6}});
}

std::vector<std::string> texts(const std::vector<Warning>& warnings) {
  std::vector<std::string> all;
  for (const Warning& warning : warnings) all.push_back(std::string(to_string(warning.code)) + ": " + warning.text);
  return all;
}

TEST_CASE("a task's forecasts are those of project(), in the order of its later counts") {
  const Task task = interview();
  const auto result = backtest(std::vector{task}, builtin_prior());
  REQUIRE(result);
  REQUIRE(result->tasks.size() == 1);
  CHECK(result->tasks.front().readings == 2);
  CHECK(result->tasks.front().last_hours == 20);
  CHECK(result->tasks.front().last_count == 825e3);
  CHECK(result->prior == builtin_prior().name);
  CHECK(result->warnings.empty());
  REQUIRE(result->forecasts.size() == 2);
  for (const ScoredForecast& forecast : result->forecasts) {
    const auto projection =
        project(task.series, builtin_prior(), {.horizons = {forecast.truth.hours}, .levels = {80, 95, 50}});
    REQUIRE(projection);
    const HorizonProjection& expected = projection->horizons.front();
    const QuantileForecast& said = *forecast.forecasts.front();
    CHECK(said.median == expected.median);
    CHECK((*said.bands)[0].low == expected.bands[2].low);
    CHECK((*said.bands)[1].high == expected.bands[0].high);
    CHECK((*said.bands)[2].high == expected.bands[1].high);
    CHECK(forecast.scores.front()->log_error == std::log(expected.median / forecast.truth.count));
  }
  CHECK(result->forecasts[0].truth == Actual{48, 1.5e6});
  CHECK(result->forecasts[1].truth == Actual{30, 1.1e6});
}

TEST_CASE("what cannot be scored is left out and named") {
  const double nan = std::nan("");
  Task mixed = interview();
  mixed.id = "mixed";
  mixed.later = {{48, 1.5e6}, {20, 1e6}, {30, 800e3}, {nan, 1e6}, {40, std::numeric_limits<double>::infinity()}};
  Task none = interview();
  none.id = "none";
  none.later.clear();
  Task all_early = interview();
  all_early.id = "early";
  all_early.later = {{-3, 1e6}};
  const Task empty{.id = "empty", .later = {{1, 1}}};
  const auto result = backtest(std::vector{mixed, none, all_early, empty}, builtin_prior());
  REQUIRE(result);
  CHECK(result->forecasts.size() == 1);
  CHECK(result->tasks.size() == 1);
  CHECK(result->tasks_left_out == 3);
  CHECK(result->truths_left_out == 5);
  CHECK(texts(result->warnings) ==
        std::vector<std::string>{
            "task-left-out: task \"none\" is left out: it has no later counts to score by",
            "task-left-out: task \"early\" is left out: none of its later counts can be scored",
            "task-left-out: task \"empty\" is left out: it has no readings",
            "truth-left-out: task \"mixed\": a later count (1M at 20h) is not after the last reading, at 20h, and is "
            "left out",
            "truth-left-out: task \"mixed\": a later count (800k at 30h) is below the last reading, 750k+ at 20h, and "
            "is left out",
            "truth-left-out: task \"mixed\": a later count is not a number above 0 at a time after the "
            "release, and is left out",
            "truth-left-out: task \"mixed\": a later count is not a number above 0 at a time after the "
            "release, and is left out",
            "truth-left-out: task \"early\": a later count is not a number above 0 at a time after the "
            "release, and is left out",
        });
}

TEST_CASE("a task that no curve of the prior can explain is left out and named") {
  // Under a prior by which all was over long ago, a second reading cannot be; a first alone can.
  Prior prior = builtin_prior();
  prior.curves = {
      CurvePrior{.curve = "exponential-decay", .weight = 1, .log_timescale = Normal{-20, 0.01}, .log_shape = {}}};
  const Task lone = task_of("lone", {make_reading(10, 200e3)}, {{40, 210e3}});
  const auto result = backtest(std::vector{interview(), lone}, prior);
  REQUIRE(result);
  REQUIRE(result->tasks.size() == 1);
  CHECK(result->tasks.front().id == "lone");
  CHECK(result->tasks_left_out == 1);
  REQUIRE(result->warnings.size() == 1);
  CHECK(result->warnings.front().text.starts_with("task \"interview\" is left out: no curve of the prior"));
}

TEST_CASE("nothing to score is an error that says why") {
  const auto nothing = backtest({}, builtin_prior());
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == ErrorCode::no_tasks);
  Task task = interview();
  task.later = {{5, 1e6}};
  const auto early = backtest(std::vector{task}, builtin_prior());
  REQUIRE_FALSE(early);
  CHECK(early.error().code == ErrorCode::no_tasks);
  CHECK(early.error().message.find("none of its later counts can be scored") != std::string::npos);
}

std::vector<Task> many_tasks() {
  std::vector<Task> tasks;
  for (int i = 0; i < 60; ++i) {
    const double pace = 1 + 0.37 * i, bend = 0.3 + 0.02 * i;
    std::vector<Reading> readings;
    for (int k = 1; k <= 2 + i % 5; ++k)
      readings.push_back(make_reading(k * pace, std::floor(1e5 * std::pow(k, bend))));
    const double last = readings.back().hours;
    Task task = task_of("task " + std::to_string(i), readings,
                        {{1.5 * last, 2 * readings.back().count}, {6 * last, 3 * readings.back().count}});
    task.family = i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "";
    tasks.push_back(std::move(task));
  }
  tasks[17].later = {{0.1, 1}};
  tasks[41].later.clear();
  return tasks;
}

TEST_CASE("the number of threads changes no byte of any format") {
  const std::vector<Task> tasks = many_tasks();
  std::vector<std::size_t> reports;
  const auto one = backtest(tasks, builtin_prior(), {.progress = [&](std::size_t done, std::size_t all) {
                              CHECK(all == 58);
                              reports.push_back(done);
                            }});
  REQUIRE(one);
  REQUIRE(reports.size() == 58);
  CHECK(std::is_sorted(reports.begin(), reports.end()));
  CHECK(reports.back() == 58);
  for (const std::size_t jobs : {0U, 2U, 5U, 1000U}) {
    CAPTURE(jobs);
    const auto other = backtest(tasks, builtin_prior(), {.jobs = jobs});
    REQUIRE(other);
    CHECK(write_csv(*one) == write_csv(*other));
    CHECK(write_json(*one) == write_json(*other));
    CHECK(write_table(*one) == write_table(*other));
  }
}

TEST_CASE("a thousand tasks left out are a hundred names and a number") {
  std::vector<Task> tasks(1000, Task{.id = "x"});
  tasks.push_back(interview());
  const auto result = backtest(tasks, builtin_prior());
  REQUIRE(result);
  CHECK(result->tasks_left_out == 1000);
  REQUIRE(result->warnings.size() == 101);
  CHECK(result->warnings.back().text == "900 more tasks are left out like these");
}

TEST_CASE("names from anywhere are harmless in a table") {
  Task task = interview();
  task.family = "evil \x1b[31m\n\xff" + std::string(100, 'x');
  Task other = interview();
  other.family = "";
  const auto result = backtest(std::vector{task, other}, builtin_prior());
  REQUIRE(result);
  const std::string table = write_table(*result);
  CHECK(table.find('\x1b') == std::string::npos);
  CHECK(table.find(std::string(40, 'x')) == std::string::npos);
  CHECK(table.find("(none named)") != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
