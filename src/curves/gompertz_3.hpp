#pragma once

#include "curves/textbook.hpp"

namespace swarmcast {

/// The Gompertz curve of textbooks.
struct Gompertz3 {
  static constexpr std::array<CurveParameter, 3> parameters{{
      {"K", "the plateau", "downloads"},
      {"r", "how fast what is missing shrinks in the end", "per hour"},
      {"m", "when the rate peaks, at 37 % of the plateau", "hours"},
  }};
  static constexpr Curve info{
      .name = "gompertz-3",
      .formula = "K exp(-e^(-r (t - m)))",
      .note = "an early S-curve; its rate peaks at m",
      .reference = "Winsor, Proc. Natl. Acad. Sci. 18, 1932",
      .parameters = parameters,
      .fit_only = true,
  };
  static constexpr std::array kinds{ParameterKind::scale, ParameterKind::free, ParameterKind::free};

  template <class V>
  static V value(const V& t, const std::array<double, 3>& u, std::array<V, 3>& slopes) {
    const V away = t - V(u[2]);
    const V delay = V(-u[1]) * away;
    const V missing = math::exp(delay);
    const V share = math::exp(V(-missing));
    const V steepness =
        V(u[0]) * math::exp(V(delay - missing));  // not share times missing, which may be 0 times infinity
    slopes = {share, V(steepness * away), V(V(-u[1]) * steepness)};
    return V(u[0]) * share;
  }

  static double limit(const std::array<double, 3>& u) { return u[1] > 0 ? u[0] : 0; }
  static double peak(const std::array<double, 3>& u) { return u[2]; }
};

}  // namespace swarmcast
