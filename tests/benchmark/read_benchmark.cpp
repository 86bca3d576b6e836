// How fast files are read: bytes a second, for logs of a million rows as they come from a spreadsheet, from a tracker
// and from a script. A million, because a year of one title's swarms scraped every ten minutes is that much.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "swarmcast/read.hpp"

namespace {

constexpr int rows = 1000000;

void read(benchmark::State& state, const std::string& bytes) {
  swarmcast::ReadOptions options;
  options.release = swarmcast::ClockTime{1419379200, 0};  // 2014-12-24T00:00Z
  for (auto _ : state) {
    auto observations = swarmcast::read_observations(bytes, "log", options);
    if (!observations) state.SkipWithError(observations.error().message.c_str());
    benchmark::DoNotOptimize(observations);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(bytes.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * rows);
}

void table(benchmark::State& state) {
  std::string bytes = "time,count\n";
  for (int i = 1; i <= rows; ++i) bytes += fmt::format("{:.4f},{}\n", i * 0.0051, 100L * i + i % 97);
  read(state, bytes);
}

void tracker_log(benchmark::State& state) {
  constexpr int swarms = 20;
  std::string bytes = "time,info_hash,count,seeders,leechers\n";
  for (int i = 0; i < rows; ++i) {
    const int round = i / swarms + 1;
    bytes += fmt::format("{},{:040x},{},{},{}\n", swarmcast::write_clock_time({1419379200.0 + 600.0 * round, 0}),
                         i % swarms * 2385, round * (i % swarms + 1), 385, 77);
  }
  read(state, bytes);
}

void lines(benchmark::State& state) {
  std::string bytes;
  for (int i = 1; i <= rows; ++i) bytes += fmt::format("{:.4f} {}\n", i * 0.0051, 100L * i + i % 97);
  read(state, bytes);
}

void json_pairs(benchmark::State& state) {
  std::string bytes = R"({"readings":[[0.001,1])";
  for (int i = 1; i < rows; ++i) bytes += fmt::format(",[{:.4f},{}]", i * 0.0051, 100L * i + i % 97);
  read(state, bytes + "]}");
}

BENCHMARK(table)->Unit(benchmark::kMillisecond);
BENCHMARK(tracker_log)->Unit(benchmark::kMillisecond);
BENCHMARK(lines)->Unit(benchmark::kMillisecond);
BENCHMARK(json_pairs)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
