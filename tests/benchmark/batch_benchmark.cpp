// What each part of a batch costs a series of 6 readings at 3 horizons: reading the line, projecting, writing the
// result. Input and output are to be small beside the projection.

#include <benchmark/benchmark.h>

#include <string>

#include "swarmcast/swarmcast.hpp"

namespace {

constexpr const char* line =
    R"({"id": "s1", "readings": [[2.8366, 241748], [8.5991, 590996], [16.4512, 1153410], [26.0676, 1700875], )"
    R"([37.2526, 2174727], [49.8708, 2772666]], "at": [74.806, 99.742, 124.677]})";

constexpr const char* rows =
    "series,time,count\ns1,2.8366,241748\ns1,8.5991,590996\ns1,16.4512,1153410\ns1,26.0676,1700875\n"
    "s1,37.2526,2174727\ns1,49.8708,2772666\n";

void read(benchmark::State& state, const char* text, swarmcast::InputFormat format) {
  for (auto _ : state) {
    auto request = swarmcast::read_request(text, {}, {.format = format}, {});
    if (!request) state.SkipWithError(request.error().message.c_str());
    benchmark::DoNotOptimize(request);
  }
}

swarmcast::Projection projected() {
  const auto request = swarmcast::read_request(line, {}, {}, {});
  return *swarmcast::project(request->series, swarmcast::builtin_prior(), request->options);
}

void read_line(benchmark::State& state) { read(state, line, swarmcast::InputFormat::json); }
void read_rows(benchmark::State& state) { read(state, rows, swarmcast::InputFormat::csv); }

void project(benchmark::State& state) {
  const auto request = swarmcast::read_request(line, {}, {}, {});
  for (auto _ : state) {
    auto projection = swarmcast::project(request->series, swarmcast::builtin_prior(), request->options);
    benchmark::DoNotOptimize(projection);
  }
}

void write_json(benchmark::State& state) {
  const swarmcast::Projection projection = projected();
  for (auto _ : state) benchmark::DoNotOptimize(swarmcast::write_json(projection));
}

void write_rows(benchmark::State& state) {
  const swarmcast::Projection projection = projected();
  for (auto _ : state) benchmark::DoNotOptimize(swarmcast::write_rows(projection));
}

}  // namespace

BENCHMARK(read_line)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_rows)->Unit(benchmark::kMicrosecond);
BENCHMARK(project)->Unit(benchmark::kMicrosecond);
BENCHMARK(write_json)->Unit(benchmark::kMicrosecond);
BENCHMARK(write_rows)->Unit(benchmark::kMicrosecond);

BENCHMARK_MAIN();
