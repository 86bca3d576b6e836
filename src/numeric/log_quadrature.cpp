#include "numeric/log_quadrature.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "numeric/vector_kernel.hpp"

namespace swarmcast {
namespace {

// Gauss-Legendre on (0, 1).
constexpr std::array<double, 4> abscissas{0.06943184420297371, 0.33000947820757187, 0.66999052179242813,
                                          0.93056815579702629};
constexpr std::array<double, 4> gauss_weights{0.17392742256872693, 0.32607257743127307, 0.32607257743127307,
                                              0.17392742256872693};

/// Below the largest ln f: what lies lower is taken to lie here, so that a wall does not throw the cubic off.
constexpr double deepest = 60;

/// Further below it an interval holds nothing.
constexpr double nothing = 15;

/// A cubic next to a wall may overshoot; where it rises above both ends of its interval by more, it is cut off.
constexpr double highest_arch = 2;

/// Where one of three neighbouring intervals is so many times as long as another, the cubic through the points makes
/// weights that are large and of both signs: there what f is multiplied with is taken to be linear.
constexpr double most_uneven = 2.8;

}  // namespace

double integrate_log(std::span<LogPoint> points) {
  assert(points.size() >= 3);
  double top = points[0].log_f;
  for (LogPoint& point : points) {
    top = std::max(top, point.log_f);
    point.weight = 0;
  }
  double integral = 0;  // over e^top
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const double larger = std::max(points[i].log_f, points[i + 1].log_f) - top;
    if (larger < -nothing) continue;
    const std::size_t begin = i == 0 ? 0 : i - 1;
    const auto around = points.subspan(begin, std::min(i + 3, points.size()) - begin);
    const double length = points[i + 1].x - points[i].x;
    const double before = i == 0 ? length : points[i].x - points[i - 1].x;
    const double after = i + 2 == points.size() ? length : points[i + 2].x - points[i + 1].x;
    const bool even = std::max({length, before, after}) < most_uneven * std::min({length, before, after});
    // Lagrange's basis: the products of distances to the other points, over those at the point itself.
    std::array<double, 4> scale{}, level{};
    for (std::size_t a = 0; a < around.size(); ++a) {
      double product = 1;
      for (std::size_t b = 0; b < around.size(); ++b) {
        if (b != a) product *= around[a].x - around[b].x;
      }
      scale[a] = 1 / product;
      level[a] = std::max(around[a].log_f - top, -deepest);
    }
    std::array<std::array<double, 4>, abscissas.size()> bases{};
    std::array<double, abscissas.size()> f{};
    static_assert(abscissas.size() % exponentials_step == 0);
    for (std::size_t k = 0; k < abscissas.size(); ++k) {
      const double x = points[i].x + length * abscissas[k];
      std::array<double, 4>& basis = bases[k];
      basis = scale;
      double log_f = 0;
      for (std::size_t a = 0; a < around.size(); ++a) {
        for (std::size_t b = 0; b < around.size(); ++b) {
          if (b != a) basis[a] *= x - around[b].x;
        }
        log_f += basis[a] * level[a];
      }
      f[k] = std::min(log_f, larger + highest_arch);
    }
    vector_kernel().exponentials(f);
    for (std::size_t k = 0; k < abscissas.size(); ++k) {
      const double part = length * gauss_weights[k] * f[k];
      integral += part;
      if (even) {
        for (std::size_t a = 0; a < around.size(); ++a) around[a].weight += part * bases[k][a];
      } else {
        points[i].weight += part * (1 - abscissas[k]);
        points[i + 1].weight += part * abscissas[k];
      }
    }
  }
  double sum = 0;
  for (LogPoint& point : points) {
    point.weight = std::max(point.weight, 0.0);
    sum += point.weight;
  }
  for (LogPoint& point : points) point.weight /= sum;
  return top + std::log(integral);
}

double curvature_at(std::span<const LogPoint> points, std::size_t i) {
  if (i == 0 || i + 1 == points.size()) return 0;
  const LogPoint &before = points[i - 1], &here = points[i], &after = points[i + 1];
  const double slope_before = (here.log_f - before.log_f) / (here.x - before.x);
  const double slope_after = (after.log_f - here.log_f) / (after.x - here.x);
  return 2 * (slope_before - slope_after) / (after.x - before.x);
}

}  // namespace swarmcast
