#pragma once

#include <array>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// The Omori-Utsu law of aftershocks, which is the Lomax distribution where it saturates.
struct Omori {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("when the rate starts to fall"),
      curve_shape("how fast the rate falls in the end, as t^-b (above 1 there is a plateau)")};
  static constexpr Curve info{
      .name = "omori",
      .formula = "((1 + t/tau)^(1 - b) - 1) / (1 - b), or ln(1 + t/tau) at b = 1",
      .note = "the rate falls as (1 + t/tau)^-b; saturates for b above 1",
      .reference = "Utsu, Geophys. Mag. 30, 1961; Lomax, J. Am. Stat. Assoc. 49, 1954",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  // ln(1 + x)
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return math::log1p(V(t.time * u.rate));
  }

  // With E = ln((1 + x2) / (1 + x1)) and g = 1 - b: (1 + x1)^g (e^(g E) - 1) / g, whose limit at g = 0 is E.
  template <class V>
  static V log_increment(const Interval& t, const V& log_first, const V& log_second, const Shape<V>& u) {
    const V g = 1.0 - u.b;
    V span = log_second - log_first;
    if (!math::keeps_digits(span, log_second)) span = math::log1p(V(t.length * u.rate / (1.0 + t.from * u.rate)));
    const V x = g * span;
    const V ratio = math::select(math::abs(x) < V(1e-8), V(1.0 + 0.5 * x), V(math::expm1(x) / x));
    return g * log_first + math::log(V(span * ratio));
  }

  static double limit(double b) { return b > 1 ? 1 / (b - 1) : infinity; }
  static double peak(double) { return 0; }
};

}  // namespace swarmcast
