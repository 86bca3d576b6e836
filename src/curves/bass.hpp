#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// Diffusion by advertising (p) and by word of mouth (q).
struct Bass {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("1 / (p + q), the pace of both drives together"),
      curve_shape("q / p, how much stronger word of mouth is than coming by oneself")};
  static constexpr Curve info{
      .name = "bass",
      .formula = "(1 - e^(-t/tau)) / (1 + b e^(-t/tau))",
      .note = "word of mouth: 1/tau = p + q and b = q/p",
      .reference = "Bass, Management Sci. 15, 1969",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  /// b is where the curve starts: rows of nodes have it in common (Kernel::common_shape).
  static constexpr bool common_shape = true;

  // b e
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return u.b * math::exp(V(-t.time * u.rate));
  }

  // (1 + b) (e1 - e2) / ((1 + b e1) (1 + b e2)) with e = e^-x
  template <class V>
  static V log_increment(const Interval& t, const V& odds1, const V& odds2, const Shape<V>& u) {
    constexpr double far = 200;  // third powers are still numbers
    const V elapsed = t.from * u.rate;
    const V fallen = odds1 - odds2, scale = (1.0 + odds1) * (1.0 + odds2);
    if (math::keeps_digits(fallen, odds1) && !math::any(elapsed + math::abs(u.log_b) > V(far))) {
      return math::log(V((1.0 + u.b) * fallen / (u.b * scale)));
    }
    const V lost = -math::expm1(V(-t.length * u.rate));
    return math::log(V((1.0 + u.b) * lost / scale)) - elapsed;
  }

  static double limit(double) { return 1; }
  static double peak(double b) { return b > 1 ? std::log(b) : 0; }
};

}  // namespace swarmcast
