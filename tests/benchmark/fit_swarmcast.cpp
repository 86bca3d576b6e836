// swarmcast's own solver.

#include <algorithm>
#include <cmath>

#include "fit_peers.hpp"
#include "numeric/levenberg_marquardt.hpp"

namespace fit_benchmark {

namespace {

struct Model {
  [[nodiscard]] static std::size_t points() { return fit_benchmark::points; }

  [[nodiscard]] double data_norm() const {
    double sum = 0;
    for (const double y : shares.series().counts) sum += y * y;
    return std::sqrt(sum);
  }

  void operator()(const Parameters& u, const swarmcast::LeastSquaresBlock& block) const {
    constexpr std::size_t rows = swarmcast::padded_rows(fit_benchmark::points);
    fill_residuals(shares, u.data(), block.residuals());
    fill_jacobian<rows, 1>(shares, u.data(), block.column(0));
    for (std::size_t j = 0; j <= parameters; ++j) {
      std::fill(block.data + j * rows + fit_benchmark::points, block.data + (j + 1) * rows, 0.0);
    }
  }

  mutable Shares shares;
};

void fit(std::span<const Series> series, double tolerance, std::span<Fit> fits) {
  swarmcast::LeastSquaresWorkspace workspace;
  swarmcast::MinimizeOptions<parameters> options;
  options.tolerance = tolerance;
  Model model;
  for (std::size_t i = 0; i < series.size(); ++i) {
    model.shares.take(series[i]);
    const auto minimum = swarmcast::minimize(model, series[i].start, workspace, options);
    swarmcast::Triangle<parameters> inverse;
    swarmcast::invert(minimum.linear.upper, inverse);
    fits[i].values = minimum.parameters;
    fits[i].sum_of_squares = minimum.sum_of_squares;
    fits[i].passes = model.shares.passes();
    for (std::size_t j = 0; j < parameters; ++j) {
      double square = 0;
      for (std::size_t k = j; k < parameters; ++k) square += inverse(j, k) * inverse(j, k);
      fits[i].errors[j] = std::sqrt(square * minimum.sum_of_squares / (points - parameters));
    }
  }
}

void fit_to_the_last_digit(std::span<const Series> series, double, std::span<Fit> fits) { fit(series, 0, fits); }

}  // namespace

std::vector<Solver> swarmcast_solvers() {
  return {{"swarmcast", SWARMCAST_VERSION, "||Q'r|| / ||r||", fit},
          {"swarmcast, to the last digit", SWARMCAST_VERSION, "", fit_to_the_last_digit, false}};
}

}  // namespace fit_benchmark
