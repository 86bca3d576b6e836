#pragma once

#include <array>
#include <cmath>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// A power of logarithmic growth.
struct LogPower {
  static constexpr std::array parameters{
      curve_scale, curve_timescale("until then growth is as t^b, and long after as a power of ln t"),
      curve_shape("the power")};
  static constexpr Curve info{
      .name = "log-power",
      .formula = "ln(1 + t/tau)^b",
      .note = "the logarithmic curve bent by b",
      .reference = "Trnka, Over 9000: torrent download charts, 2015",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = true,
  };

  // ln(1 + x)^b
  template <class V>
  static V at(const Instant& t, const Shape<V>& u) {
    return t.time > 0 ? V(math::exp(V(u.b * log_log(t, u)))) : V(0.0);
  }

  template <class V>
  static V log_increment(const Interval& t, const V& from, const V& to, const Shape<V>& u) {
    constexpr double huge = 1e300;  // exp() is not to have cut it off
    const V plain = to - from;
    if (math::keeps_digits(plain, to) && !math::any(to > V(huge))) return math::log(plain);
    return log_increment(t, u);
  }

  // A^b - B^b with A = ln(1 + x2), B = ln(1 + x1): A^b (1 - (B/A)^b). ln(B/A) comes from the small difference A - B
  // where the two are near, and from the two logarithms where they are not.
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    const V log_later = log_log(t.end(), u);
    const V log_first = t.from > 0 ? log_log(t.begin(), u) : V(log_of_zero);
    const V fraction = math::log1p(V(t.length * u.rate / (1.0 + t.from * u.rate))) / math::log1p(V(t.to * u.rate));
    const V near = math::log1p(V(-math::min(fraction, V(0.5))));
    const V log_quotient = math::select(fraction > V(0.5), V(log_first - log_later), near);
    return u.b * log_later + math::log1mexp(V(-u.b * log_quotient));
  }

  static double limit(double) { return infinity; }
  static double peak(double b) { return b > 1 ? std::expm1(b - 1) : 0; }

 private:
  // ln ln(1 + x)
  template <class V>
  static V log_log(const Instant& t, const Shape<V>& u) {
    return math::log(math::log1p(V(t.time * u.rate)));
  }
};

}  // namespace swarmcast
