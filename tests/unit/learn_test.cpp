// What learning finds in series whose making is known.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "io/sha256.hpp"
#include "oracle/random_series.hpp"
#include "swarmcast/learn.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// Tasks cut from K t^b, whose log increments stray by `noise`; ln b has this mean and s.d.
std::vector<Task> power_tasks(std::size_t count, double mean, double sd, std::uint64_t seed, double noise = 0.02) {
  oracle::Random random(seed);
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < count; ++i) {
    const double b = std::exp(mean + sd * random.normal());
    const double scale = random.log_uniform(1e3, 1e5), unit = random.log_uniform(0.5, 50);
    double total = 0, before = 0;
    std::vector<Reading> readings;
    Task task{.id = "t" + std::to_string(i), .family = i % 2 == 0 ? "even" : "odd"};
    for (const double hours : {10.0, 20.0, 40.0, 80.0, 160.0}) {
      const double exact = scale * std::pow(hours / 10, b);
      total += (exact - before) * std::exp(noise * random.normal());
      before = exact;
      if (hours < 50) {
        readings.push_back(make_reading(hours * unit, std::round(total)));
      } else {
        task.later.push_back({hours * unit, std::round(total)});
      }
    }
    Result<Series> series = make_series(std::move(readings));
    REQUIRE(series);
    task.series = *std::move(series);
    tasks.push_back(std::move(task));
  }
  return tasks;
}

Prior start_with(const std::vector<std::string>& curves) {
  Prior prior = *with_curves(builtin_prior(), curves);
  for (CurvePrior& curve : prior.curves) curve.weight = 1;
  return prior;
}

TEST_CASE("the mean of a shape is that of the series, less what the start still counts") {
  constexpr std::size_t count = 60;
  constexpr double mean = -0.385, sd = 0.1;
  Prior start = start_with({"power"});
  start.curves.front().log_shape = Normal{-0.7, 0.55};
  const auto learned = learn(power_tasks(count, mean, sd, 7), start);
  REQUIRE(learned);
  CHECK(learned->tasks == count);
  CHECK(learned->families == 2);
  const Normal shape = *learned->prior.curves.front().log_shape;
  // The posterior of each b is far narrower than 0.1 (increments stray by 2 % over a range of ln 16 in time), so the
  // mean of 60 is that of the normal they came from to 0.1 / sqrt(60) = 0.013. Five of these.
  const double expected = (count * mean + tasks_of_start * -0.7) / (count + tasks_of_start);
  CHECK(std::abs(shape.mean - expected) < 5 * 0.013);
  CHECK(learned->wis_after < learned->wis_before);
  // Series that stray less than the start expects make the deviations smaller.
  CHECK(learned->prior.log_sigma.mean < start.log_sigma.mean);
}

TEST_CASE("the curve that made the series gets the weight") {
  const Prior start = start_with({"power", "exponential-decay"});
  const auto learned = learn(power_tasks(40, -0.385, 0.1, 8), start);
  REQUIRE(learned);
  REQUIRE(learned->prior.curves.size() == 2);
  CHECK(learned->prior.curves[0].weight > 2 * learned->prior.curves[1].weight);
}

TEST_CASE("one task moves little") {
  const Prior start = start_with({"power", "hyperbolic"});
  const auto learned = learn(power_tasks(1, -0.385, 0.1, 9), start);
  REQUIRE(learned);
  REQUIRE(learned->prior.origin);
  CHECK(learned->prior.origin->kept == doctest::Approx(tasks_of_start / (tasks_of_start + 1)));
  // A posterior mean lies within some s.d.s of the prior's mean, and counts as one task.
  const Normal before = *start.curves.front().log_shape, after = *learned->prior.curves.front().log_shape;
  CHECK(std::abs(after.mean - before.mean) < 4 * before.sd / (tasks_of_start + 1));
}

TEST_CASE("a family is judged by what the others teach") {
  // Three kinds of series, the same in both cases. Where a family is a kind, nothing is known of it when it is left
  // out.
  std::vector<Task> tasks;
  for (const auto& [mean, seed] : {std::pair{-1.385, 21}, {-0.385, 22}, {0.385, 23}}) {
    for (Task& task : power_tasks(30, mean, 0.02, static_cast<std::uint64_t>(seed), 0.4)) {
      task.family = std::to_string(tasks.size() / 30);
      tasks.push_back(std::move(task));
    }
  }
  Prior start = start_with({"power"});
  start.curves.front().log_shape = Normal{-0.385, 0.1};
  const auto kinds = learn(tasks, start);
  for (std::size_t i = 0; i < tasks.size(); ++i) tasks[i].family = std::to_string(i % 3);
  const auto mixed = learn(tasks, start);
  REQUIRE(kinds);
  REQUIRE(mixed);
  CHECK(kinds->families == 3);
  CHECK(kinds->wis_before == doctest::Approx(mixed->wis_before));
  CHECK(kinds->wis_after > mixed->wis_after);
}

TEST_CASE("the same prior for any number of threads") {
  const std::vector<Task> tasks = power_tasks(12, -0.385, 0.2, 10);
  const Prior start = start_with({"power", "hill"});
  const auto one = learn(tasks, start, {.jobs = 1});
  const auto three = learn(tasks, start, {.jobs = 3});
  REQUIRE(one);
  REQUIRE(three);
  CHECK(write_prior(one->prior) == write_prior(three->prior));
  CHECK(write_table(*one, start) == write_table(*three, start));
}

TEST_CASE("what cannot be learned from is named") {
  std::vector<Task> tasks = power_tasks(2, -0.385, 0.1, 11);
  tasks[0].later.clear();
  const auto learned = learn(tasks, start_with({"power"}));
  REQUIRE(learned);
  CHECK(learned->tasks == 1);
  CHECK(learned->left_out == 1);
  REQUIRE(learned->warnings.size() == 1);
  CHECK(learned->warnings.front().code == WarningCode::task_left_out);
  tasks.resize(1);
  const auto none = learn(tasks, start_with({"power"}));
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::no_tasks);
  CHECK(learn({}, builtin_prior()).error().code == ErrorCode::no_tasks);
}

TEST_CASE("timescales in hours") {
  const std::vector<Task> tasks = power_tasks(10, -0.385, 0.2, 12);
  const Prior start = start_with({"hill", "exponential-decay"});
  const auto learned = learn(tasks, start, {.absolute = true});
  REQUIRE(learned);
  CHECK(learned->prior.absolute);
  // Under such a prior a projection is that of the relative prior it amounts to at that age.
  const Series& series = tasks.front().series;
  const Prior relative = at_age(learned->prior, series.readings.back().hours);
  CHECK_FALSE(relative.absolute);
  CHECK(relative.curves.front().log_timescale->mean ==
        learned->prior.curves.front().log_timescale->mean - std::log(series.readings.back().hours));
  const auto a = project(series, learned->prior), b = project(series, relative);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->horizons.back().median == b->horizons.back().median);
  CHECK(a->horizons.back().bands.front().high == b->horizons.back().bands.front().high);
  // Its explanation speaks of the same timescales.
  const auto c = project(series, learned->prior, {.explain = true}), d = project(series, relative, {.explain = true});
  REQUIRE(c);
  REQUIRE(d);
  const auto& in_hours = c->explanation->curves.front().parameters.front();
  const auto& by_age = d->explanation->curves.front().parameters.front();
  CHECK(in_hours.prior.median == by_age.prior.median);
  CHECK(in_hours.posterior->median == by_age.posterior->median);
  // And of another age, another one.
  const Prior later = at_age(learned->prior, 100 * series.readings.back().hours);
  CHECK(project(series, later)->horizons.back().median != a->horizons.back().median);
}

TEST_CASE("SHA-256, as FIPS 180-4 has it") {
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace swarmcast
