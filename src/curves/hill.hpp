#pragma once

#include "curves/interval.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// An S-curve in log time.
struct Hill {
  static constexpr Curve info{
      .name = "hill",
      .formula = "t^b / (t^b + tau^b)",
      .note = "half of the plateau is reached at tau; b is the steepness",
      .reference = "Hill, J. Physiol. 40, 1910; the log-logistic distribution",
      .has_timescale = true,
      .has_shape = true,
  };

  // (p2 - p1) / ((1 + p1) (1 + p2)) with p = (t/tau)^b and p2 - p1 = p2 (1 - (t1/t2)^b); by logarithms where p2 would
  // overflow
  template <class T, class V>
  static V log_increment(const Interval& t, const Shape<T, V>& u) {
    const V log_p1 = u.b * (t.log_from - u.log_tau);
    const V log_p2 = u.b * (t.log_to - u.log_tau);
    const V grown = -xsimd::expm1(V(-u.b * t.log_ratio));
    const V p1 = xsimd::exp(log_p1);  // not p2 - rise, which cancels where p2 is large
    const V p2 = xsimd::exp(log_p2);
    const V direct = xsimd::log(V(p2 * grown / ((1.0 + p1) * (1.0 + p2))));
    if (!any(xsimd::abs(log_p2) > V(safe_log_square))) return direct;
    return log_p2 + xsimd::log(grown) - softplus(log_p1) - softplus(log_p2);
  }
};

}  // namespace swarmcast
