#include "oracle/random_series.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "tables/reference_projections.hpp"

namespace swarmcast::oracle {
namespace {

/// The share of the last count that was there at a share x of the last time: six ways to grow.
double grown(int kind, double shape, double x) {
  switch (kind) {
    case 0:
      return std::pow(x, shape);
    case 1:
      return -std::expm1(-x * shape * 3);
    case 2:
      return std::log1p(x * std::exp(4 * shape));
    case 3:
      return std::expm1(2 * shape * x);
    case 4:
      return 1 / (1 + std::exp(-8 * shape * (x - 0.5))) - 1 / (1 + std::exp(4 * shape));
    default:
      return 1 - std::pow(1 + 30 * x, -shape);
  }
}

int reading_count(Random& random) {
  const double u = random.uniform(0, 1);
  if (u < 0.06) return 1;
  if (u < 0.20) return 2;
  if (u < 0.75) return random.integer(3, 8);
  if (u < 0.92) return random.integer(9, 20);
  return random.integer(21, 100);
}

/// Strictly increasing times, hours.
std::vector<double> reading_times(Random& random, int n) {
  std::vector<double> out;
  const double last = random.log_uniform(0.01, 26000);
  const int kind = random.integer(0, 4);
  const double first = last / random.log_uniform(1.5, 300);
  const double step = random.log_uniform(1e-6, 0.3) / n;
  for (int i = 1; i <= n; ++i) {
    const double part = static_cast<double>(i) / n;
    switch (kind) {
      case 0:  // evenly from the release on
        out.push_back(last * part);
        break;
      case 1:  // evenly in log time
        out.push_back(first * std::pow(last / first, part));
        break;
      case 2:  // at random
        out.push_back(last * random.uniform(0.01, 1));
        break;
      case 3:  // late and close together, down to seconds apart after a year
        out.push_back(last * (1 - (1 - part) * n * step));
        break;
      default:  // evenly, but late
        out.push_back(first + (last - first) * part);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The count as someone would type it, to `digits` significant digits and never less than one download.
double typed(double count, int digits) {
  const double unit = std::fmax(1, std::pow(10, std::floor(std::log10(count)) + 1 - digits));
  return std::fmin(max_count, std::fmax(1, std::round(count / unit) * unit));
}

std::vector<Reading> random_readings(Random& random) {
  const int n = reading_count(random);
  const std::vector<double> hours = reading_times(random, n);
  const double total = random.log_uniform(10, 1e12);
  const int kind = random.integer(0, 5);
  const double shape = random.log_uniform(0.1, 3);
  const double noise = std::vector<double>{0, 0.02, 0.1, 0.3, 1}[static_cast<std::size_t>(random.integer(0, 4))];
  const int digits = random.chance(0.4) ? random.integer(1, 4) : 15;
  const bool all_exact = random.chance(0.15);
  const bool mixed = random.chance(0.45);

  std::vector<double> counts;
  double sum = 0;
  double before = 0;
  for (double t : hours) {
    const double share = grown(kind, shape, t / hours.back());
    sum += std::fmax(share - before, 0) * std::exp(noise * random.normal());
    before = share;
    counts.push_back(sum);
  }
  std::vector<Reading> out;
  for (std::size_t i = 0; i < hours.size(); ++i) {
    Qualifier qualifier = all_exact ? Qualifier::exact : Qualifier::rounded;
    double stated = 0;
    if (mixed && random.chance(0.5)) {
      qualifier = static_cast<Qualifier>(random.integer(0, 5));
      if (qualifier == Qualifier::stated) stated = random.log_uniform(0.005, 0.5);
    }
    out.push_back(make_reading(hours[i], typed(std::fmax(total * counts[i] / sum, 1), digits), qualifier, stated));
  }
  return out;
}

}  // namespace

std::uint64_t Random::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

double Random::uniform(double low, double high) {
  return low + (high - low) * std::ldexp(static_cast<double>(next() >> 11U), -53);
}

double Random::log_uniform(double low, double high) { return std::exp(uniform(std::log(low), std::log(high))); }

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform(0, 1)));
  return radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
}

int Random::integer(int low, int high) {
  return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
}

Prior random_prior(std::uint64_t seed) {
  Random random(seed + 7919);
  Prior prior = reference_prior();
  prior.name = "random " + std::to_string(seed);
  prior.log_sigma = {random.uniform(-2, 0), random.uniform(0.2, 1.2)};
  prior.correlation_length = random.log_uniform(0.03, 3);
  prior.log_level_sd = random.log_uniform(0.3, 3);
  // As wide as any in the reference prior.
  constexpr double widest_timescale = 2.3, widest_shape = 1.7;
  std::vector<CurvePrior> kept;
  for (CurvePrior curve : prior.curves) {
    curve.weight = random.uniform(0.2, 3);
    const Normal timescale{1.2 * random.normal(), random.log_uniform(0.1, widest_timescale)};
    const Normal shape{0.5 * random.normal(), random.log_uniform(0.1, widest_shape)};
    if (curve.log_timescale) curve.log_timescale = timescale;
    if (curve.log_shape) curve.log_shape = shape;
    if (random.chance(0.4)) kept.push_back(curve);
  }
  if (!kept.empty()) prior.curves = kept;
  return prior;
}

RandomCase random_case(std::uint64_t seed) {
  Random random(seed * 1000003 + 17);
  for (;;) {
    // What a counter cannot do (fall by more than a correction) is drawn again.
    Result<Series> series = make_series(random_readings(random));
    if (!series) continue;
    RandomCase out{std::move(*series), {}, seed % 5 == 4 ? random_prior(seed / 5 % 20) : reference_prior()};
    const double last = out.series.readings.back().hours;
    out.horizons = {last * (1 + random.log_uniform(1e-3, 0.5)), last * random.uniform(1.2, 4),
                    last * random.log_uniform(3, 60)};
    return out;
  }
}

}  // namespace swarmcast::oracle
