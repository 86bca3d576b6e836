#pragma once

#include <array>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// A rate of 1 / (tau + t), as of aftershocks and of attention.
struct Logarithmic {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("until then the rate is nearly constant, later it falls as 1/t")};
  static constexpr Curve info{
      .name = "logarithmic",
      .formula = "ln(1 + t/tau)",
      .note = "the rate falls as 1/t after tau",
      .reference = "Omori, J. Coll. Sci. Imp. Univ. Tokyo 7, 1894",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = false,
  };

  // ln((1 + x2) / (1 + x1)), the quotient as one plus a small number
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    const V first = t.from * u.rate;
    return math::log(math::log1p(V(t.length * u.rate / (1.0 + first))));
  }

  static double limit(double) { return infinity; }
  static double peak(double) { return 0; }
};

}  // namespace swarmcast
