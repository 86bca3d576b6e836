#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// The stretched exponential.
struct Weibull {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("when 63 % of the plateau is reached"),
      curve_shape("the steepness (above 1 the rate rises at first, below 1 the tail is long)")};
  static constexpr Curve info{
      .name = "weibull",
      .formula = "1 - exp(-(t/tau)^b)",
      .note = "63 % of the plateau is reached at tau; b below 1 has a long tail",
      .reference = "Weibull, J. Appl. Mech. 18, 1951",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return t.time > 0 ? V(math::exp(V(u.b * (t.log_time - u.log_tau)))) : V(0.0);
  }

  // e^-p1 (1 - e^-(p2 - p1)) with p = (t/tau)^b, p1 = p2 (t1/t2)^b; by logarithms where p2 would underflow
  template <class V>
  static V log_increment(const Interval& t, const V& p1, const V& p2, const Shape<V>& u) {
    const V log_p2 = u.b * (t.log_to - u.log_tau);
    const V fall = u.b * t.log_ratio;
    if (!math::any(math::abs(log_p2) > V(math::safe_log))) return math::log1mexp(math::difference(p2, p1, fall)) - p1;
    return math::log1mexp_of_exp(V(log_p2 + math::log1mexp(fall))) - p1;
  }

  static double limit(double) { return 1; }
  static double peak(double b) { return b > 1 ? std::pow((b - 1) / b, 1 / b) : 0; }
};

}  // namespace swarmcast
