// The whole of Ceres: one Problem, whose cost function is handed one series after another.

#include <cmath>

#include <ceres/covariance.h>
#include <ceres/problem.h>
#include <ceres/sized_cost_function.h>
#include <ceres/solver.h>
#include <ceres/version.h>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

class Cost : public ceres::SizedCostFunction<points, parameters> {
 public:
  bool Evaluate(const double* const* u, double* residuals, double** jacobians) const override {
    fill_residuals(shares, u[0], residuals);
    if (jacobians != nullptr && jacobians[0] != nullptr) fill_jacobian<1, parameters>(shares, u[0], jacobians[0]);
    return true;
  }

  mutable Shares shares;
};

template <ceres::LinearSolverType linear>
void fit(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  Parameters u{};
  auto* const cost = new Cost;  // the problem's, which deletes it
  ceres::Problem problem;
  problem.AddResidualBlock(cost, nullptr, u.data());

  ceres::Solver::Options options;
  options.linear_solver_type = linear;
  options.logging_type = ceres::SILENT;
  options.num_threads = 1;
  options.parameter_tolerance = tolerance;
  options.function_tolerance = 0;
  options.gradient_tolerance = 0;
  ceres::Covariance::Options covariance_options;
  covariance_options.algorithm_type = ceres::DENSE_SVD;
  covariance_options.num_threads = 1;

  ceres::Solver::Summary summary;
  ceres::Covariance covariance(covariance_options);
  for (std::size_t i = 0; i < series.size(); ++i) {
    cost->shares.take(series[i]);
    u = series[i].start;
    ceres::Solve(options, &problem, &summary);
    std::array<double, parameters * parameters> matrix{};
    if (covariance.Compute(std::vector<const double*>{u.data()}, &problem)) {
      covariance.GetCovarianceBlock(u.data(), u.data(), matrix.data());
    }
    fits[i].values = u;
    fits[i].passes = cost->shares.passes();
    fits[i].sum_of_squares = 2 * summary.final_cost;
    for (std::size_t j = 0; j < parameters; ++j) {
      fits[i].errors[j] = std::sqrt(matrix[j * (parameters + 1)] * fits[i].sum_of_squares / (points - parameters));
    }
  }
}

}  // namespace

std::vector<Solver> ceres_solvers() {
  const std::string stop = "||step|| / ||u||";
  return {{"Ceres, QR", CERES_VERSION_STRING, stop, fit<ceres::DENSE_QR>},
          {"Ceres, Cholesky", CERES_VERSION_STRING, stop, fit<ceres::DENSE_NORMAL_CHOLESKY>}};
}

}  // namespace fit_benchmark
