// MINPACK's lmder and covar, in C.

#include <cmath>

#include <cminpack.h>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

int evaluate(void* data, int, int, const double* u, double* residuals, double* jacobian, int, int what) {
  auto& shares = *static_cast<Shares*>(data);
  if (what == 1) fill_residuals(shares, u, residuals);
  if (what == 2) fill_jacobian<points, 1>(shares, u, jacobian);
  return 0;
}

void fit(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  constexpr int m = points;
  constexpr int n = parameters;
  Shares shares;
  std::array<double, m> residuals, work_m;
  std::array<double, m * n> jacobian;
  std::array<double, n> scale, qtf, work_1, work_2, work_3;
  std::array<int, n> pivots;
  for (std::size_t i = 0; i < series.size(); ++i) {
    shares.take(series[i]);
    Parameters u = series[i].start;
    int evaluations = 0;
    int jacobians = 0;
    constexpr double start_step = 100;  // MINPACK's own choice in lmder1
    lmder(evaluate, &shares, m, n, u.data(), residuals.data(), jacobian.data(), m, 0, tolerance, 0, 400, scale.data(),
          1, start_step, 0, &evaluations, &jacobians, pivots.data(), qtf.data(), work_1.data(), work_2.data(),
          work_3.data(), work_m.data());
    double sum = 0;
    for (const double residual : residuals) sum += residual * residual;
    covar(n, jacobian.data(), m, pivots.data(), 0, work_1.data());
    fits[i].values = u;
    fits[i].passes = shares.passes();
    fits[i].sum_of_squares = sum;
    for (std::size_t j = 0; j < n; ++j) fits[i].errors[j] = std::sqrt(jacobian[j * m + j] * sum / (m - n));
  }
}

}  // namespace

std::vector<Solver> minpack_solvers() {
  return {{"MINPACK (cminpack), lmder", CMINPACK_VERSION, "radius of trust / ||D u||", fit}};
}

}  // namespace fit_benchmark
