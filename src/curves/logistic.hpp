#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// The logistic curve, shifted to pass through the origin.
struct Logistic {
  static constexpr std::array parameters{curve_scale,
                                         curve_timescale("in each such time, early, the rate grows e-fold"),
                                         curve_shape("the delay (the rate peaks at b tau)")};
  static constexpr Curve info{
      .name = "logistic",
      .formula = "s(t/tau - b) - s(-b), s(x) = 1 / (1 + e^-x)",
      .note = "a symmetric S-curve, shifted to start at zero; its middle is at b tau",
      .reference = "Verhulst, Corr. Math. Phys. 10, 1838",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  /// b is where the curve starts: rows of nodes have it in common (Kernel::common_shape).
  static constexpr bool common_shape = true;

  // e^-|x - b|
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return math::exp(V(-math::abs(V(t.time * u.rate - u.b))));
  }

  // s(p) - s(q), with p = x2 - b, q = x1 - b: where both are on one side of 0, the difference of the tails there; where
  // that cancels, s(p) s(-q) (1 - e^(q - p)) with ln s(x) = min(x, 0) - ln(1 + e^-|x|)
  template <class V>
  static V log_increment(const Interval& t, const V& e_q, const V& e_p, const Shape<V>& u) {
    const V p = t.to * u.rate - u.b;
    const V q = t.from * u.rate - u.b;
    const V scale = (1.0 + e_p) * (1.0 + e_q);
    const auto late = q > V(0.0), early = p < V(0.0);
    const V larger = math::select(late, e_q, math::select(early, e_p, V(1.0)));
    const V smaller = math::select(late, e_p, math::select(early, e_q, V(e_p * e_q)));
    if (math::keeps_digits(V(larger - smaller), larger)) return math::log(V((larger - smaller) / scale));
    const V grown = -math::expm1(V(-t.length * u.rate));
    return math::log(V(grown / scale)) - math::max(-p, V(0.0)) - math::max(q, V(0.0));
  }

  static double limit(double b) { return 1 / (1 + std::exp(-b)); }
  static double peak(double b) { return b; }
};

}  // namespace swarmcast
