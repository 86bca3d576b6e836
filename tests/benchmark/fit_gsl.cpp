// The GNU Scientific Library's gsl_multifit_nlinear.

#include <cmath>

#include <gsl/gsl_multifit_nlinear.h>
#include <gsl/gsl_version.h>

#include "fit_peers.hpp"

namespace fit_benchmark {

namespace {

int residuals(const gsl_vector* u, void* data, gsl_vector* f) {
  fill_residuals(*static_cast<Shares*>(data), u->data, f->data);
  return GSL_SUCCESS;
}

int jacobian(const gsl_vector* u, void* data, gsl_matrix* j) {
  fill_jacobian<1, parameters>(*static_cast<Shares*>(data), u->data, j->data);
  return GSL_SUCCESS;
}

template <const gsl_multifit_nlinear_solver* const& linear>
void fit(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  Shares shares;
  gsl_multifit_nlinear_parameters options = gsl_multifit_nlinear_default_parameters();
  options.trs = gsl_multifit_nlinear_trs_lm;
  options.solver = linear;
  gsl_multifit_nlinear_fdf function{};
  function.f = residuals;
  function.df = jacobian;
  function.n = points;
  function.p = parameters;
  function.params = &shares;
  gsl_multifit_nlinear_workspace* const workspace =
      gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &options, points, parameters);
  gsl_matrix* const covariance = gsl_matrix_alloc(parameters, parameters);
  for (std::size_t i = 0; i < series.size(); ++i) {
    shares.take(series[i]);
    const auto start = gsl_vector_const_view_array(series[i].start.data(), parameters);
    gsl_multifit_nlinear_init(&start.vector, &function, workspace);
    int why = 0;
    gsl_multifit_nlinear_driver(200, tolerance, 0, 0, nullptr, nullptr, &why, workspace);
    gsl_multifit_nlinear_covar(gsl_multifit_nlinear_jac(workspace), 0, covariance);
    const gsl_vector* const rest = gsl_multifit_nlinear_residual(workspace);
    double sum = 0;
    for (std::size_t k = 0; k < points; ++k) sum += gsl_vector_get(rest, k) * gsl_vector_get(rest, k);
    fits[i].sum_of_squares = sum;
    fits[i].passes = shares.passes();
    for (std::size_t j = 0; j < parameters; ++j) {
      fits[i].values[j] = gsl_vector_get(gsl_multifit_nlinear_position(workspace), j);
      fits[i].errors[j] = std::sqrt(gsl_matrix_get(covariance, j, j) * sum / (points - parameters));
    }
  }
  gsl_matrix_free(covariance);
  gsl_multifit_nlinear_free(workspace);
}

}  // namespace

std::vector<Solver> gsl_solvers() {
  const std::string stop = "each |step| / |u|";
  return {{"GSL, lm, QR", GSL_VERSION, stop, fit<gsl_multifit_nlinear_solver_qr>},
          {"GSL, lm, Cholesky", GSL_VERSION, stop, fit<gsl_multifit_nlinear_solver_cholesky>}};
}

}  // namespace fit_benchmark
