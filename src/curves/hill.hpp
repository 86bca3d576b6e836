#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// An S-curve in log time.
struct Hill {
  static constexpr std::array parameters{curve_scale, curve_timescale("when half of the plateau is reached"),
                                         curve_shape("the steepness (above 1 the rate rises at first)")};
  static constexpr Curve info{
      .name = "hill",
      .formula = "t^b / (t^b + tau^b)",
      .note = "half of the plateau is reached at tau; b is the steepness",
      .reference = "Hill, J. Physiol. 40, 1910; the log-logistic distribution",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  // p: not p1 as what is left of p2, which cancels where p2 is large
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return t.time > 0 ? V(math::exp(V(u.b * (t.log_time - u.log_tau)))) : V(0.0);
  }

  // (p2 - p1) / ((1 + p1) (1 + p2)) with p = (t/tau)^b and p2 - p1 = p2 (1 - (t1/t2)^b); by logarithms where p2 would
  // overflow
  template <class V>
  static V log_increment(const Interval& t, const V& p1, const V& p2, const Shape<V>& u) {
    const V log_p1 = u.b * (t.log_from - u.log_tau);
    const V log_p2 = u.b * (t.log_to - u.log_tau);
    const V grown = -math::expm1(V(-u.b * t.log_ratio));
    const V direct = math::log(V(p2 * grown / ((1.0 + p1) * (1.0 + p2))));
    if (!math::any(math::abs(log_p2) > V(math::safe_log_square))) return direct;
    return log_p2 + math::log(grown) - math::softplus(log_p1) - math::softplus(log_p2);
  }

  static double limit(double) { return 1; }
  static double peak(double b) { return b > 1 ? std::pow((b - 1) / (b + 1), 1 / b) : 0; }
};

}  // namespace swarmcast
