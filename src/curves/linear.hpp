#pragma once

#include "curves/textbook.hpp"

namespace swarmcast {

/// A straight line.
struct Linear {
  static constexpr std::array<CurveParameter, 2> parameters{{
      {"a", "the count at the release", "downloads"},
      {"c", "downloads in an hour", "downloads per hour"},
  }};
  static constexpr Curve info{
      .name = "linear",
      .formula = "a + c t",
      .note = "a steady rate",
      .reference = "Legendre, Nouvelles methodes pour la determination des orbites, 1805",
      .parameters = parameters,
      .fit_only = true,
  };
  static constexpr std::array kinds{ParameterKind::scale, ParameterKind::scale};

  template <class V>
  static V value(const V& t, const std::array<double, 2>& u, std::array<V, 2>& slopes) {
    slopes = {V(1.0), t};
    return V(u[0]) + V(u[1]) * t;
  }

  static double limit(const std::array<double, 2>& u) { return u[1] == 0 ? u[0] : std::copysign(infinity, u[1]); }
  static double peak(const std::array<double, 2>&) { return 0; }
};

}  // namespace swarmcast
