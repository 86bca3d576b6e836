#pragma once

#include "curves/textbook.hpp"

namespace swarmcast {

/// The logistic curve of textbooks.
struct Logistic3 {
  static constexpr std::array<CurveParameter, 3> parameters{{
      {"K", "the plateau", "downloads"},
      {"r", "relative growth at the beginning", "per hour"},
      {"m", "when half of the plateau is reached", "hours"},
  }};
  static constexpr Curve info{
      .name = "logistic-3",
      .formula = "K / (1 + e^(-r (t - m)))",
      .note = "a symmetric S-curve; its rate peaks at m",
      .reference = "Verhulst, Corr. Math. Phys. 10, 1838",
      .parameters = parameters,
      .fit_only = true,
  };
  static constexpr std::array kinds{ParameterKind::scale, ParameterKind::free, ParameterKind::free};

  template <class V>
  static V value(const V& t, const std::array<double, 3>& u, std::array<V, 3>& slopes) {
    const V away = t - V(u[2]);
    const V share = 1.0 / (1.0 + math::exp(V(V(-u[1]) * away)));
    const V steepness = V(u[0]) * share * (1.0 - share);
    slopes = {share, V(steepness * away), V(V(-u[1]) * steepness)};
    return V(u[0]) * share;
  }

  static double limit(const std::array<double, 3>& u) { return u[1] > 0 ? u[0] : 0; }
  static double peak(const std::array<double, 3>& u) { return u[2]; }
};

}  // namespace swarmcast
