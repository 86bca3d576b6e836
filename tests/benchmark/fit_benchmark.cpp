// swarmcast's least squares beside that of others, on one job (fit_peers.hpp). Results in docs/benchmarks.md.
// Run: build/release/tests/fit_benchmark_v3 [ROUNDS], and fit_benchmark, which is the same for any x86-64.
//
// Solvers stop by inequalities of their own, so that the same tolerance means other things to each. What is the same
// here is the answer: every solver is given the loosest tolerance at which all its answers, standard errors
// included, are within 10^-5 of the right ones, looked for in steps of a quarter of a power of ten. One that has no
// such tolerance is not timed.
//
// 2,000 series are some milliseconds of work, enough for the clock. In every round each solver does all of them in its
// turn, and the first of the solvers once before and once after it. Ratios are taken within these three: the machine is
// now faster and now slower, but hardly as quickly as that.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

constexpr std::size_t series_count = 2'000;
constexpr double agreement = 1e-5;  // relative

/// The largest relative difference of any number of a fit.
double difference(const Fit& fit, const Fit& right) {
  double largest = std::abs(fit.sum_of_squares / right.sum_of_squares - 1);
  for (std::size_t j = 0; j < parameters; ++j) {
    for (const double one : {fit.values[j] / right.values[j], fit.errors[j] / right.errors[j]}) {
      if (!(std::abs(one - 1) <= largest)) largest = std::abs(one - 1);  // NaN stays
      if (std::isnan(largest)) return HUGE_VAL;
    }
  }
  return largest;
}

struct Agreement {
  double largest = 0;
  std::size_t disagreeing = 0;
  double passes = 0;  // a fit
};

Agreement agree(const Solver& solver, std::span<const Series> series, double tolerance, std::span<const Fit> right) {
  std::vector<Fit> fits(series.size());
  Agreement result;
  solver.fit(series, tolerance, fits);
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const double one = difference(fits[i], right[i]);
    result.largest = std::max(result.largest, one);
    if (one > agreement) ++result.disagreeing;
    result.passes += fits[i].passes / static_cast<double>(series.size());
  }
  return result;
}

struct Candidate {
  Solver solver;
  double tolerance = 0;
  Agreement agreement;
  std::vector<double> seconds;  // of each round
  std::vector<double> ratios;   // of its speed to the first one's, in each round
};

/// The solver with its loosest tolerance. Without one, says by how much it fails.
std::optional<Candidate> admit(const Solver& solver, std::span<const Series> series, std::span<const Fit> right) {
  Candidate candidate;
  candidate.solver = solver;
  for (int quarter = 4; quarter <= 56; ++quarter) {
    candidate.tolerance = std::pow(10.0, -quarter / 4.0);
    candidate.agreement = agree(solver, series, candidate.tolerance, right);
    if (candidate.agreement.disagreeing == 0) return candidate;
    if (!solver.takes_tolerance) break;
  }
  fmt::print("{}: not timed, for {} of {} answers are off, by up to {:.1e}\n", solver.name,
             candidate.agreement.disagreeing, series.size(), candidate.agreement.largest);
  return std::nullopt;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double seconds_of(const Candidate& candidate, std::span<const Series> series, std::span<Fit> fits) {
  const auto from = std::chrono::steady_clock::now();
  candidate.solver.fit(series, candidate.tolerance, fits);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

void time(std::vector<Candidate>& candidates, std::span<const Series> series, int rounds) {
  std::vector<Fit> fits(series.size());
  for (int round = 0; round < rounds; ++round) {
    for (Candidate& candidate : candidates) {
      seconds_of(candidate, series, fits);  // warms up
      const double before = seconds_of(candidates.front(), series, fits);
      const double own = seconds_of(candidate, series, fits);
      const double after = seconds_of(candidates.front(), series, fits);
      candidate.seconds.push_back(own);
      candidate.ratios.push_back((before + after) / 2 / own);
    }
  }
}

void print(const std::vector<Candidate>& candidates) {
  fmt::print("{:<44}{:<8}{:>9}{:>9}  {:<24}{:>7}{:>9}{:>10}  {}\n", "solver", "version", "fits/s", "best",
             "speed ratio", "passes", "off by", "tolerance", "compared with");
  for (const Candidate& candidate : candidates) {
    const auto [least, most] = std::minmax_element(candidate.ratios.begin(), candidate.ratios.end());
    const auto best = *std::min_element(candidate.seconds.begin(), candidate.seconds.end());
    fmt::print("{:<44}{:<8}{:>9.0f}{:>9.0f}  {:<24}{:>7.2f}{:>9.1e}{:>10}  {}\n", candidate.solver.name,
               candidate.solver.version, series_count / median(candidate.seconds), series_count / best,
               fmt::format("{:.3f} ({:.3f} - {:.3f})", median(candidate.ratios), *least, *most),
               candidate.agreement.passes, candidate.agreement.largest,
               candidate.solver.takes_tolerance ? fmt::format("{:.1e}", candidate.tolerance) : "",
               candidate.solver.compared);
  }
}

void run(int rounds) {
  std::vector<Solver> solvers;
  const auto add = [&](const std::vector<Solver>& more) { solvers.insert(solvers.end(), more.begin(), more.end()); };
#ifdef FIT_BENCHMARK_HAS_Ceres
  add(tiny_solvers_by_sums());
  add({tiny_solvers().front()});
  add(ceres_solvers());
#endif
#ifdef FIT_BENCHMARK_HAS_GSL
  add(gsl_solvers());
#endif
#ifdef FIT_BENCHMARK_HAS_CMINPACK
  add(minpack_solvers());
#endif
  add(swarmcast_solvers());

  const auto series = make_series(series_count);
  const auto right = reference_fits(series);
  std::vector<Candidate> candidates;
  for (const Solver& solver : solvers) {
    if (auto candidate = admit(solver, series, right)) candidates.push_back(std::move(*candidate));
  }
  if (candidates.empty()) return;
  time(candidates, series, rounds);
  fmt::print("{} series of {} points, {} rounds; fits/s: median and best round; speed ratio to {}: median (range)\n",
             series_count, points, rounds, candidates.front().solver.name);
  print(candidates);
}

}  // namespace

}  // namespace fit_benchmark

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 25;
  if (rounds < 1) return 2;
  fit_benchmark::run(rounds);
  return 0;
}
