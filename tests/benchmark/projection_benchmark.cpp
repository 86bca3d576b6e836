// How long a projection takes. Run: build/release/tests/projection_benchmark; results in docs/benchmarks.md.
//
// The sizes: 6 readings at 3 horizons is a release watched for a day; 2 is the least that tells a speed, 100 a log read
// every hour, and the step to 500 (a series holds at most 512) shows whether the cost grows linearly. Readings are
// spread as a release's are, denser early.

#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "swarmcast/swarmcast.hpp"

namespace {

/// n readings of a release that saturates slowly, with deviations of a few percent from a fixed sequence.
swarmcast::Series release(int n) {
  std::vector<swarmcast::Reading> readings;
  for (int i = 1; i <= n; ++i) {
    const double hours = 30.0 * std::pow(static_cast<double>(i) / n, 1.6);
    const double wobble = 1 + 0.02 * std::sin(7.3 * i) / n;
    readings.push_back(swarmcast::make_reading(
        hours, std::floor(620'007 * std::pow(hours, 1.1) / (std::pow(hours, 1.1) + 25) * wobble)));
  }
  return *swarmcast::make_series(std::move(readings), {.on_fall = swarmcast::FallPolicy::correct});
}

void project(benchmark::State& state) {
  const swarmcast::Series series = release(static_cast<int>(state.range(0)));
  swarmcast::ProjectionOptions options;
  options.horizons.clear();
  for (int i = 1; i <= state.range(1); ++i) options.horizons.push_back(30 + 46.0 * i);
  for (auto _ : state) {
    auto projection = swarmcast::project(series, swarmcast::builtin_prior(), options);
    benchmark::DoNotOptimize(projection);
  }
  state.counters["projections/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

}  // namespace

BENCHMARK(project)
    ->ArgNames({"readings", "horizons"})
    ->Args({6, 3})
    ->Args({2, 3})
    ->Args({20, 3})
    ->Args({100, 3})
    ->Args({500, 3})
    ->Args({6, 30})
    ->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
