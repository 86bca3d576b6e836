// Ceres' TinySolver, which is a header. It has no covariance: (J'J)^-1 is computed at its answer.
//
// This file is compiled a second time by fit_tiny_solver_by_sums.cpp.

#ifndef TINY_SOLVERS
#define TINY_SOLVERS tiny_solvers
#define TINY_SOLVER "TinySolver, as it comes"
#endif

#include <ceres/tiny_solver.h>
#include <ceres/tiny_solver_autodiff_function.h>
#include <ceres/version.h>

#include <Eigen/LU>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

template <int rows>
struct Analytic {
  using Scalar = double;
  enum { NUM_RESIDUALS = rows, NUM_PARAMETERS = parameters };

  [[nodiscard]] static int NumResiduals() { return points; }

  bool operator()(const double* u, double* residuals, double* jacobian) const {
    fill_residuals(shares, u, residuals);
    if (jacobian != nullptr) fill_jacobian<points, 1>(shares, u, jacobian);
    return true;
  }

  mutable Shares shares;
};

struct Formula {
  const Series* series = nullptr;
  mutable int passes = 0;

  [[nodiscard]] static int NumResiduals() { return points; }

  template <class T>
  bool operator()(const T* u, T* residuals) const {
    using std::exp;
    ++passes;
    for (std::size_t i = 0; i < points; ++i) {
      residuals[i] = u[0] / (1.0 + exp(u[1] * (u[2] - series->hours[i]))) - series->counts[i];
    }
    return true;
  }
};

template <class Function>
void solve(ceres::TinySolver<Function>& solver, const Function& function, const Series& series, double tolerance,
           Shares& shares, Fit& fit) {
  solver.options.parameter_tolerance = tolerance;  // the others are absolute thresholds
  solver.options.function_tolerance = 0;
  solver.options.gradient_tolerance = 0;
  solver.options.cost_threshold = 0;
  Eigen::Vector3d u = Eigen::Map<const Eigen::Vector3d>(series.start.data());
  solver.Solve(function, &u);

  std::array<double, points> residuals;
  Eigen::Matrix<double, points, parameters> jacobian;
  fill_residuals(shares, u.data(), residuals.data());
  fill_jacobian<points, 1>(shares, u.data(), jacobian.data());
  const Eigen::Matrix3d covariance = (jacobian.transpose() * jacobian).eval().inverse();
  fit.sum_of_squares = 0;
  fit.passes = shares.passes();
  for (const double residual : residuals) fit.sum_of_squares += residual * residual;
  for (int j = 0; j < 3; ++j) {
    const auto at = static_cast<std::size_t>(j);
    fit.values[at] = u[j];
    fit.errors[at] = std::sqrt(covariance(j, j) * fit.sum_of_squares / (points - parameters));
  }
}

template <int rows>
void fit_analytic(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  ceres::TinySolver<Analytic<rows>> solver;
  Analytic<rows> function;
  for (std::size_t i = 0; i < series.size(); ++i) {
    function.shares.take(series[i]);
    solve(solver, function, series[i], tolerance, function.shares, fits[i]);
  }
}

void fit_automatic(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  using Function = ceres::TinySolverAutoDiffFunction<Formula, points, parameters>;
  ceres::TinySolver<Function> solver;
  Formula formula;
  const Function function(formula);
  Shares shares;
  for (std::size_t i = 0; i < series.size(); ++i) {
    formula = {&series[i]};
    shares.take(series[i]);
    solve(solver, function, series[i], tolerance, shares, fits[i]);
    fits[i].passes += formula.passes;
  }
}

}  // namespace

std::vector<Solver> TINY_SOLVERS() {
  const std::string stop = "||step|| / ||u||";
  return {{TINY_SOLVER, CERES_VERSION_STRING, stop, fit_analytic<Eigen::Dynamic>},
          {TINY_SOLVER ", 20 rows known when compiling", CERES_VERSION_STRING, stop, fit_analytic<points>},
          {TINY_SOLVER ", 20 rows, automatic derivatives", CERES_VERSION_STRING, stop, fit_automatic}};
}

}  // namespace fit_benchmark
