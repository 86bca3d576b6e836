#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// The Gompertz curve, shifted to pass through the origin.
struct Gompertz {
  static constexpr std::array parameters{curve_scale,
                                         curve_timescale("in each such time, late, what is missing shrinks by 63 %"),
                                         curve_shape("the delay (above 1 the rate peaks at tau ln b)")};
  static constexpr Curve info{
      .name = "gompertz",
      .formula = "exp(-b e^(-t/tau)) - exp(-b)",
      .note = "an early S-curve, shifted to start at zero; b sets the delay",
      .reference = "Gompertz, Phil. Trans. R. Soc. 115, 1825",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  /// b is where the curve starts: rows of nodes have it in common (Kernel::common_shape).
  static constexpr bool common_shape = true;

  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return u.b * math::exp(V(-t.time * u.rate));
  }

  // e^-q2 (1 - e^-(q1 - q2)) with q = b e^-x; by logarithms where q1 would underflow
  template <class V>
  static V log_increment(const Interval& t, const V& q1, const V& q2, const Shape<V>& u) {
    const V elapsed = t.from * u.rate;
    const V fall = t.length * u.rate;
    if (!math::any(elapsed > V(math::safe_log))) return math::log1mexp(math::difference(q1, q2, fall)) - q2;
    return math::log1mexp_of_exp(V(u.log_b - elapsed + math::log1mexp(fall))) - q2;
  }

  static double limit(double b) { return -std::expm1(-b); }
  static double peak(double b) { return b > 1 ? std::log(b) : 0; }
};

}  // namespace swarmcast
