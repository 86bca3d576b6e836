// The ordered pipeline: order, bound, early end, and whose threads do the work.

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/pipeline.hpp"

namespace swarmcast {
namespace {

/// 0, 1, 2, ... below `end`.
auto numbers(std::size_t end, std::size_t& next) {
  return [end, &next]() -> std::optional<std::size_t> { return next < end ? std::optional(next++) : std::nullopt; };
}

/// Waits for what another thread is to bring about. False: it did not come in half a minute.
template <class Condition>
bool comes(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

/// Work whose length jumps from item to item.
std::size_t uneven_square(std::size_t number) {
  volatile std::size_t burnt = 0;
  for (std::size_t i = 0; i < number * 7919 % 5000; ++i) burnt = burnt + i;
  return number * number;
}

TEST_CASE("results come in the order of the source, whatever the number of workers") {
  for (const std::size_t jobs : {1U, 2U, 3U, 16U}) {
    CAPTURE(jobs);
    std::size_t next = 0;
    std::vector<std::size_t> results;
    run_pipeline(jobs, numbers(1000, next), uneven_square, [&](std::size_t result) {
      results.push_back(result);
      return true;
    });
    REQUIRE(results.size() == 1000);
    for (std::size_t i = 0; i < results.size(); ++i) CHECK(results[i] == i * i);
  }
}

TEST_CASE("no items are no work") {
  for (const std::size_t jobs : {1U, 4U}) {
    std::size_t next = 0, worked = 0;
    run_pipeline(
        jobs, numbers(0, next), [&](std::size_t n) { return worked += n + 1; }, [](std::size_t) { return true; });
    CHECK(worked == 0);
  }
}

TEST_CASE("one slow item lets the others go on for as long as the window has room, and no longer") {
  constexpr std::size_t jobs = 3, window = jobs * items_per_worker;
  std::atomic<std::size_t> taken = 0, delivered = 0, most_under_way = 0;
  std::atomic<bool> filled = false;
  const auto source = [&]() -> std::optional<std::size_t> {
    if (taken == 100) return std::nullopt;
    const std::size_t number = taken++;
    most_under_way = std::max<std::size_t>(most_under_way, taken - delivered);
    return number;
  };
  run_pipeline(
      jobs, source,
      [&](std::size_t number) {
        if (number == 0) filled = comes([&] { return taken >= window; });
        return number;
      },
      [&](std::size_t number) {
        CHECK(number == delivered);
        ++delivered;
        return true;
      });
  CHECK(filled);
  CHECK(delivered == 100);
  CHECK(most_under_way == window);
}

TEST_CASE("a sink that has enough gets no more, and the source is left alone") {
  for (const std::size_t jobs : {1U, 4U}) {
    CAPTURE(jobs);
    std::size_t next = 0;
    std::vector<std::size_t> results;
    run_pipeline(jobs, numbers(1000000, next), uneven_square, [&](std::size_t result) {
      results.push_back(result);
      return results.size() < 5;
    });
    CHECK(results == std::vector<std::size_t>{0, 1, 4, 9, 16});
    CHECK(next <= 5 + jobs * items_per_worker);
    if (jobs == 1) CHECK(next == 5);
  }
}

TEST_CASE("results are delivered while the source waits for its next item") {
  std::atomic<std::size_t> delivered = 0;
  std::size_t next = 0;
  bool came = true;
  run_pipeline(
      2,
      [&]() -> std::optional<std::size_t> {
        if (next == 3) came = comes([&] { return delivered == 3; });  // as a pipe that stays empty until then
        return next < 4 ? std::optional(next++) : std::nullopt;
      },
      [](std::size_t number) { return number; },
      [&](std::size_t) {
        ++delivered;
        return true;
      });
  CHECK(came);
  CHECK(delivered == 4);
}

TEST_CASE("one job is the caller's own, and of more the caller does one") {
  const auto caller = std::this_thread::get_id();
  std::size_t next = 0;
  bool elsewhere = false;
  run_pipeline(
      1, numbers(20, next), [&](std::size_t) { return std::this_thread::get_id(); },
      [&](std::thread::id id) {
        elsewhere = elsewhere || id != caller || std::this_thread::get_id() != caller;
        return true;
      });
  CHECK_FALSE(elsewhere);

  constexpr std::size_t jobs = 3;
  std::atomic<std::size_t> at_work = 0;
  std::set<std::thread::id> ids;
  next = 0;
  run_pipeline(
      jobs, numbers(jobs, next),
      [&](std::size_t) {
        ++at_work;
        comes([&] { return at_work == jobs; });  // all of them at once
        return std::this_thread::get_id();
      },
      [&](std::thread::id id) {
        ids.insert(id);
        return true;
      });
  CHECK(ids.size() == jobs);
  CHECK(ids.count(caller) == 1);
}

TEST_CASE("items and results may be of types that only move") {
  struct Result {
    std::vector<int> values;
    Result(const Result&) = delete;
    Result(Result&&) = default;
    explicit Result(int value) : values(3, value) {}
    Result& operator=(const Result&) = delete;
    Result& operator=(Result&&) = default;
    ~Result() = default;
  };
  int next = 0, sum = 0;
  run_pipeline(
      4, [&]() -> std::optional<Result> { return next < 50 ? std::optional<Result>(Result(next++)) : std::nullopt; },
      [](Result item) { return item; },
      [&](Result result) {
        for (const int value : result.values) sum += value;
        return true;
      });
  CHECK(sum == 3 * 49 * 50 / 2);
}

}  // namespace
}  // namespace swarmcast
