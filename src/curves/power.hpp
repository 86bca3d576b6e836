#pragma once

#include <array>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// Growth as a power of time.
struct Power {
  static constexpr std::array parameters{curve_scale, curve_shape("a doubling of time multiplies the total by 2^b")};
  static constexpr Curve info{
      .name = "power",
      .formula = "t^b",
      .note = "never saturates; b below 1 slows down, above 1 speeds up",
      .reference = "Szabo and Huberman, Comm. ACM 53(8), 2010",
      .parameters = parameters,
      .has_timescale = false,
      .has_shape = true,
  };

  // t2^b - t1^b = t2^b (1 - (t1/t2)^b)
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    return u.b * t.log_to + math::log1mexp(V(u.b * t.log_ratio));
  }

  static double limit(double) { return infinity; }
  static double peak(double b) { return b > 1 ? infinity : 0; }
};

}  // namespace swarmcast
