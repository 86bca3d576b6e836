#pragma once

#include <array>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// Saturation with a long tail.
struct Hyperbolic {
  static constexpr std::array parameters{curve_scale, curve_timescale("when half of the plateau is reached")};
  static constexpr Curve info{
      .name = "hyperbolic",
      .formula = "t / (t + tau)",
      .note = "half of the plateau is reached at tau",
      .reference = "Michaelis and Menten, Biochem. Z. 49, 1913",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = false,
  };

  // (x2 - x1) / ((1 + x1) (1 + x2))
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    return math::log(V(t.length * u.rate / ((1.0 + t.from * u.rate) * (1.0 + t.to * u.rate))));
  }

  static double limit(double) { return 1; }
  static double peak(double) { return 0; }
};

}  // namespace swarmcast
