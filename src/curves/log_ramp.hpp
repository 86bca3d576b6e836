#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// A ramp that turns into logarithmic growth.
struct LogRamp {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("until then growth is as t^b, and long after each doubling of time adds the same"),
      curve_shape("the steepness of the start")};
  static constexpr Curve info{
      .name = "log-ramp",
      .formula = "ln(1 + (t/tau)^b)",
      .note = "ramps up as t^b, then the rate falls as 1/t",
      .reference = "the logarithmic curve in (t/tau)^b",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return t.time > 0 ? V(math::exp(V(u.b * (t.log_time - u.log_tau)))) : V(0.0);
  }

  // ln((1 + p2) / (1 + p1)) with p = (t/tau)^b, p1 = p2 (t1/t2)^b, the quotient as 1 + (p2 - p1) / (1 + p1); by
  // logarithms where p2 would overflow
  template <class V>
  static V log_increment(const Interval& t, const V& p1, const V& p2, const Shape<V>& u) {
    const V log_p2 = u.b * (t.log_to - u.log_tau);
    const V fall = u.b * t.log_ratio;
    if (!math::any(math::abs(log_p2) > V(math::safe_log))) {
      return math::log(math::log1p(V(math::difference(p2, p1, fall) / (1.0 + p1))));
    }
    const V log_p1 = u.b * (t.log_from - u.log_tau);
    return math::log_softplus(V(log_p2 + math::log1mexp(fall) - math::softplus(log_p1)));
  }

  static double limit(double) { return infinity; }
  static double peak(double b) { return b > 1 ? std::pow(b - 1, 1 / b) : 0; }
};

}  // namespace swarmcast
