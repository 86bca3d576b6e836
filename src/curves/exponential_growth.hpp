#pragma once

#include "curves/textbook.hpp"

namespace swarmcast {

/// Growth, or decay, at a constant relative rate.
struct ExponentialGrowth {
  static constexpr std::array<CurveParameter, 2> parameters{{
      {"a", "the count at the release", "downloads"},
      {"r", "relative growth", "per hour"},
  }};
  static constexpr Curve info{
      .name = "exponential-growth",
      .formula = "a e^(r t)",
      .note = "doubles every ln 2 / r hours",
      .reference = "Malthus, An Essay on the Principle of Population, 1798",
      .parameters = parameters,
      .fit_only = true,
  };
  static constexpr std::array kinds{ParameterKind::scale, ParameterKind::free};

  template <class V>
  static V value(const V& t, const std::array<double, 2>& u, std::array<V, 2>& slopes) {
    const V growth = math::exp(V(V(u[1]) * t));
    slopes = {growth, V(V(u[0]) * t * growth)};
    return V(u[0]) * growth;
  }

  static double limit(const std::array<double, 2>& u) { return u[1] > 0 ? std::copysign(infinity, u[0]) : 0; }
  static double peak(const std::array<double, 2>& u) { return u[0] * u[1] > 0 && u[1] > 0 ? infinity : 0; }
};

}  // namespace swarmcast
