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

  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return t.time > 0 ? V(math::exp(V(u.b * (t.log_time - u.log_tau)))) : V(0.0);
  }

  // (p2 - p1) / ((1 + p1) (1 + p2)) with p = (t/tau)^b, p1 = p2 (t1/t2)^b; by logarithms where p2 would overflow
  template <class V>
  static V log_increment(const Interval& t, const V& p1, const V& p2, const Shape<V>& u) {
    const V log_p2 = u.b * (t.log_to - u.log_tau);
    const V fall = u.b * t.log_ratio;
    if (!math::any(math::abs(log_p2) > V(math::safe_log_square))) {
      return math::log(V(math::difference(p2, p1, fall) / ((1.0 + p1) * (1.0 + p2))));
    }
    const V log_p1 = u.b * (t.log_from - u.log_tau);
    return log_p2 + math::log1mexp(fall) - math::softplus(log_p1) - math::softplus(log_p2);
  }

  static double limit(double) { return 1; }
  static double peak(double b) { return b > 1 ? std::pow((b - 1) / (b + 1), 1 / b) : 0; }
};

}  // namespace swarmcast
