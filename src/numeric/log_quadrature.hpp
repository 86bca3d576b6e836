#pragma once
/// Quadrature of a positive function known by its logarithm at few points of any spacing.
///
/// Between neighbours ln f is the cubic through the four points around them (a parabola at either end), which is exact
/// for a Gaussian however far apart they are; what f is multiplied with is the cubic through the same points, or linear
/// where their distances are very uneven. The integrals of their product are Gauss's, with four abscissas.

#include <cstddef>
#include <span>

namespace swarmcast {

struct LogPoint {
  double x = 0;
  double log_f = 0;
  double weight = 0;     ///< the integral of f g is that of f times the sum of weight g
  std::size_t slot = 0;  ///< the caller's
};

/// Sets the weights, which add up to 1 and are not negative, and returns ln of the integral of f from the first point
/// to the last. Precondition: 3 points or more, ascending in x.
double integrate_log(std::span<LogPoint> points);

/// -d^2 ln f / dx^2 at a point, from its neighbours; 0 at either end.
[[nodiscard]] double curvature_at(std::span<const LogPoint> points, std::size_t i);

}  // namespace swarmcast
