#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/normal.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// Arrivals whose log time is normal.
struct Lognormal {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("when half of the plateau is reached"),
      curve_shape("the spread in log time (at tau e^b 84 % of the plateau is reached)")};
  static constexpr Curve info{
      .name = "lognormal",
      .formula = "Phi(ln(t/tau) / b)",
      .note = "half of the plateau is reached at tau; b is the spread in log time",
      .reference = "Galton, Proc. R. Soc. 29, 1879",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  // Phi(-|z|)
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    if (!(t.time > 0)) return V(0.0);
    const V z = (t.log_time - u.log_tau) / u.b;
    return 0.5 * erfcx(V(math::abs(z) * sqrt_half)) * math::exp(V(-0.5 * z * z));
  }

  // The difference of the tails on one side of 0, or of both from 1.
  template <class V>
  static V log_increment(const Interval& t, const V& tail_from, const V& tail_to, const Shape<V>& u) {
    const auto late = V(t.log_from) > u.log_tau;
    const auto early = V(t.log_to) < u.log_tau;
    const V larger = math::select(late, tail_from, math::select(early, tail_to, V(1.0)));
    const V smaller = math::select(late, tail_to, math::select(early, tail_from, V(tail_from + tail_to)));
    if (math::keeps_digits(V(larger - smaller), larger)) return math::log(V(larger - smaller));
    return log_increment(t, u);
  }

  // Phi(z2) - Phi(z1) with z = ln(t/tau) / b
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    const V scale = 1.0 / u.b;
    return log_normal_interval(V((t.log_from - u.log_tau) * scale), V((t.log_to - u.log_tau) * scale),
                               V(t.log_ratio * scale));
  }

  static double limit(double) { return 1; }
  static double peak(double b) { return std::exp(-b * b); }
};

}  // namespace swarmcast
