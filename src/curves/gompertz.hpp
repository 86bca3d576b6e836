#pragma once

#include "curves/interval.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// The Gompertz curve, shifted to pass through the origin.
struct Gompertz {
  static constexpr Curve info{
      .name = "gompertz",
      .formula = "exp(-b e^(-t/tau)) - exp(-b)",
      .note = "an early S-curve, shifted to start at zero; b sets the delay",
      .reference = "Gompertz, Phil. Trans. R. Soc. 115, 1825",
      .has_timescale = true,
      .has_shape = true,
  };

  // e^-q2 (1 - e^-(q1 - q2)) with q = b e^-x and q1 - q2 = q1 (1 - e^-(x2 - x1)); by logarithms where q1 would
  // underflow
  template <class T, class V>
  static V log_increment(const Interval& t, const Shape<T, V>& u) {
    const T elapsed = t.from * u.rate;
    const T lost = -xsimd::expm1(T(-t.length * u.rate));
    const V q1 = u.b * xsimd::exp(T(-elapsed));
    const V q2 = u.b * xsimd::exp(T(-t.to * u.rate));  // not q1 less the fall, which cancels where b is large
    const V direct = log1mexp(V(q1 * lost)) - q2;
    if (!any(elapsed > T(safe_log))) return direct;
    return log1mexp_of_exp(V(u.log_b - elapsed + xsimd::log(lost))) - q2;
  }
};

}  // namespace swarmcast
