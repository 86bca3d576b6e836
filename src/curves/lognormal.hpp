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
