// The series that the solvers of fit_benchmark.cpp are given, and what the right answers are.

#include <algorithm>
#include <cmath>
#include <random>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

/// Uniform on [low, high), from the generator's bits alone: the standard's distributions differ between libraries.
double uniform(std::mt19937_64& bits, double low, double high) {
  return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53);
}

/// A standard normal deviate (Box and Muller).
double normal(std::mt19937_64& bits) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform(bits, 0, 1)));
  return radius * std::cos(2 * 3.14159265358979323846 * uniform(bits, 0, 1));
}

/// K a tenth above the largest count; r and m from the straight line through ln(y / (K - y)).
Parameters start_of(const Series& series) {
  constexpr double ceiling = 1.1;
  double t_mean = 0;
  double z_mean = 0;
  std::array<double, points> z{};
  for (std::size_t i = 0; i < points; ++i) {
    z[i] = std::log(series.counts[i] / (ceiling - series.counts[i]));
    t_mean += series.hours[i] / points;
    z_mean += z[i] / points;
  }
  double tz = 0;
  double tt = 0;
  for (std::size_t i = 0; i < points; ++i) {
    tz += (series.hours[i] - t_mean) * (z[i] - z_mean);
    tt += (series.hours[i] - t_mean) * (series.hours[i] - t_mean);
  }
  const double rate = tz / tt;
  return {ceiling, rate, t_mean - z_mean / rate};
}

using Real = long double;

struct Equations {
  Real matrix[parameters][parameters] = {};
  Real gradient[parameters] = {};
  Real sum_of_squares = 0;
};

Equations equations_at(const Series& series, const std::array<Real, parameters>& u) {
  Equations equations;
  for (std::size_t i = 0; i < points; ++i) {
    const Real late = static_cast<Real>(series.hours[i]) - u[2];
    const Real share = 1 / (1 + std::exp(-u[1] * late));
    const Real residual = u[0] * share - static_cast<Real>(series.counts[i]);
    const Real slope = u[0] * share * (1 - share);
    const Real row[parameters] = {share, slope * late, -slope * u[1]};
    equations.sum_of_squares += residual * residual;
    for (std::size_t j = 0; j < parameters; ++j) {
      equations.gradient[j] += row[j] * residual;
      for (std::size_t k = 0; k < parameters; ++k) equations.matrix[j][k] += row[j] * row[k];
    }
  }
  return equations;
}

/// The inverse of a symmetric 3 x 3 matrix, by cofactors.
std::array<std::array<Real, parameters>, parameters> inverse(const Real (&a)[parameters][parameters]) {
  std::array<std::array<Real, parameters>, parameters> result{};
  for (std::size_t i = 0; i < parameters; ++i) {
    for (std::size_t j = 0; j < parameters; ++j) {
      const std::size_t i1 = (i + 1) % 3, i2 = (i + 2) % 3, j1 = (j + 1) % 3, j2 = (j + 2) % 3;
      result[i][j] = a[i1][j1] * a[i2][j2] - a[i1][j2] * a[i2][j1];
    }
  }
  const Real determinant = a[0][0] * result[0][0] + a[0][1] * result[0][1] + a[0][2] * result[0][2];
  for (auto& row : result) {
    for (Real& element : row) element /= determinant;
  }
  return result;
}

/// Gauss-Newton steps, halved until they lead downhill, in long double.
Fit reference_fit(const Series& series) {
  std::array<Real, parameters> u{};
  for (std::size_t j = 0; j < parameters; ++j) u[j] = static_cast<Real>(series.start[j]);
  Equations here = equations_at(series, u);
  for (int step = 0; step < 200; ++step) {
    const auto inverted = inverse(here.matrix);
    std::array<Real, parameters> move{};
    for (std::size_t j = 0; j < parameters; ++j) {
      for (std::size_t k = 0; k < parameters; ++k) move[j] -= inverted[j][k] * here.gradient[k];
    }
    bool moved = false;
    for (Real part = 1; part > 1e-6L && !moved; part /= 2) {
      std::array<Real, parameters> next = u;
      for (std::size_t j = 0; j < parameters; ++j) next[j] += part * move[j];
      const Equations there = equations_at(series, next);
      moved = there.sum_of_squares < here.sum_of_squares;
      if (!moved) continue;
      u = next;
      here = there;
    }
    if (!moved) break;
  }
  Fit fit;
  const auto inverted = inverse(here.matrix);
  fit.sum_of_squares = static_cast<double>(here.sum_of_squares);
  for (std::size_t j = 0; j < parameters; ++j) {
    fit.values[j] = static_cast<double>(u[j]);
    fit.errors[j] = static_cast<double>(std::sqrt(inverted[j][j] * here.sum_of_squares / (points - parameters)));
  }
  return fit;
}

}  // namespace

std::vector<Series> make_series(std::size_t count) {
  std::mt19937_64 bits(20'141'225);
  std::vector<Series> all;
  while (all.size() < count) {
    const double ceiling = std::pow(10, uniform(bits, 3, 7));
    const double rate = uniform(bits, 0.02, 0.3);
    const double middle = uniform(bits, 10, 60);
    const double last = uniform(bits, 2, 3) * middle;
    if (rate * middle < 3) continue;  // hardly more than a straight line: no answer that solvers could agree on
    Series series;
    for (std::size_t i = 0; i < points; ++i) {
      series.hours[i] = last * static_cast<double>(i) / (points - 1);
      const double exact = ceiling / (1 + std::exp(-rate * (series.hours[i] - middle)));
      series.counts[i] = exact * (1 + 0.03 * normal(bits));
    }
    const double largest = *std::max_element(series.counts.begin(), series.counts.end());
    for (double& y : series.counts) y /= largest;
    series.start = start_of(series);
    all.push_back(series);
  }
  return all;
}

std::vector<Fit> reference_fits(std::span<const Series> series) {
  std::vector<Fit> fits;
  for (const Series& one : series) fits.push_back(reference_fit(one));
  return fits;
}

}  // namespace fit_benchmark
