#pragma once
/// Where the solver starts when nobody says: from the best places of a coarse grid over all parameters but the scale,
/// which is linear and is solved for at each place.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "inference/fit_models.hpp"

namespace swarmcast {

/// Values of one variable to try, in order.
struct StartAxis {
  std::array<double, 10> at{};
  std::size_t count = 0;
};

template <std::size_t n>
StartAxis start_axis(const std::array<double, n>& values, double factor = 1, double offset = 0) {
  StartAxis axis;
  for (const double value : values) axis.at[axis.count++] = offset + factor * value;
  return axis;
}

/// The axes of a curve's shapes: from growth that is over before the first point to growth that has hardly begun.
template <class Model>
std::array<StartAxis, Model::size - 1> start_axes(const FitProblem& problem) {
  std::array<StartAxis, Model::size - 1> axes;
  constexpr std::array log_timescales{-7.0, -5.0, -3.5, -2.3, -1.4, -0.7, 0.0, 1.0, 2.5};
  constexpr std::array log_shapes{-2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0, 6.0, 9.0};
  constexpr std::array rates{-8.0, -1.0, -0.1, 0.1, 1.0, 3.0, 6.0, 12.0, 25.0, 60.0};
  constexpr std::array middles{-1.0, -0.3, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 3.0};
  constexpr std::array log_asymmetries{-2.0, -0.5, 0.5, 2.0};
  if constexpr (requires { Model::shapes; }) {  // a growth curve
    std::size_t next = 0;
    if (Model::info.has_timescale) axes[next++] = start_axis(log_timescales, 1, std::log(problem.last_hours));
    if (Model::info.has_shape) axes[next++] = start_axis(log_shapes);
  } else {
    const double length = problem.last_hours - problem.first_hours;
    const double span = length > 0 ? length : 1;
    axes[0] = start_axis(rates, 1 / span);
    if constexpr (Model::size > 2) axes[1] = start_axis(middles, span, problem.first_hours);
    if constexpr (Model::size > 3) axes[2] = start_axis(log_asymmetries);
  }
  return axes;
}

/// The scale that suits a curve's shape best, and the sum of squares it leaves: infinity where there is none.
struct Scaled {
  double scale = 0;
  double sum_of_squares = std::numeric_limits<double>::infinity();
};

/// u[0] is taken as 1.
template <class Model>
Scaled best_scale(const FitProblem& problem, typename Model::Variables u, LeastSquaresWorkspace& workspace) {
  workspace.reserve(problem.points, Model::size);
  const LeastSquaresBlock block = workspace.block(0);
  u[0] = 1;
  Model::fill(problem, u, block);
  const double* const shape = block.column(0);
  const double square = vector_rows::dot(shape, shape, block.rows);
  if (!(square > 0) || !std::isfinite(square)) return {};
  const double scale = vector_rows::dot(shape, problem.values.data(), block.rows) / square;
  // Not ||y||^2 less a product, which cancels where the fit is good.
  vector_rows::subtract(1 - scale, shape, block.residuals(), block.rows);
  return {scale, vector_rows::dot(block.residuals(), block.residuals(), block.rows)};
}

inline constexpr std::size_t most_starts = 4;

template <class Model>
struct Starts {
  std::array<typename Model::Variables, most_starts> at{};
  std::size_t count = 0;
};

/// Up to four local minima of the grid, the best first.
template <class Model>
Starts<Model> find_starts(const FitProblem& problem, LeastSquaresWorkspace& workspace) {
  constexpr std::size_t axes_count = Model::size - 1;
  constexpr double none = std::numeric_limits<double>::infinity();
  const auto axes = start_axes<Model>(problem);
  std::array<std::size_t, axes_count> stride{};
  std::size_t nodes = 1;
  for (std::size_t a = 0; a < axes_count; ++a) {
    stride[a] = nodes;
    nodes *= axes[a].count;
  }
  constexpr std::size_t most_nodes = axes_count > 2 ? 400 : 100;  // of the longest axes above
  std::array<double, most_nodes> squares{};
  std::array<double, most_nodes> scales{};
  const auto index = [&](std::size_t node, std::size_t a) { return node / stride[a] % axes[a].count; };
  const auto variables = [&](std::size_t node, double scale) {
    typename Model::Variables u{scale};
    for (std::size_t a = 0; a < axes_count; ++a) u[1 + a] = axes[a].at[index(node, a)];
    return u;
  };
  for (std::size_t node = 0; node < nodes; ++node) {
    const Scaled scaled = best_scale<Model>(problem, variables(node, 1), workspace);
    scales[node] = scaled.scale;
    squares[node] = std::isfinite(scaled.sum_of_squares) ? scaled.sum_of_squares : none;
  }

  Starts<Model> starts;
  std::array<double, most_starts> found{};
  for (std::size_t node = 0; node < nodes; ++node) {
    bool lowest = squares[node] < none;
    for (std::size_t a = 0; a < axes_count; ++a) {
      if (index(node, a) > 0 && squares[node - stride[a]] < squares[node]) lowest = false;
      if (index(node, a) + 1 < axes[a].count && squares[node + stride[a]] < squares[node]) lowest = false;
    }
    if (!lowest) continue;
    std::size_t place = starts.count;
    while (place > 0 && squares[node] < found[place - 1]) --place;
    if (place == most_starts) continue;
    starts.count = std::min(starts.count + 1, most_starts);
    for (std::size_t k = starts.count - 1; k > place; --k) {
      found[k] = found[k - 1];
      starts.at[k] = starts.at[k - 1];
    }
    found[place] = squares[node];
    starts.at[place] = variables(node, scales[node]);
  }
  return starts;
}

/// A straight line has no shape: any start will do.
template <>
inline Starts<TextbookModel<Linear>> find_starts(const FitProblem&, LeastSquaresWorkspace&) {
  return {.at = {}, .count = 1};
}

}  // namespace swarmcast
