#pragma once

#include "curves/interval.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// A power of logarithmic growth.
struct LogPower {
  static constexpr Curve info{
      .name = "log-power",
      .formula = "ln(1 + t/tau)^b",
      .note = "the logarithmic curve bent by b",
      .reference = "Trnka, Over 9000: torrent download charts, 2015",
      .has_timescale = true,
      .has_shape = true,
  };

  // A^b - B^b with A = ln(1 + x2), B = ln(1 + x1): A^b (1 - (B/A)^b). ln(B/A) comes from the small difference A - B
  // where the two are near, and from the two logarithms where they are not.
  template <class T, class V>
  static V log_increment(const Interval& t, const Shape<T, V>& u) {
    const T first = t.from * u.rate;
    const T later = xsimd::log1p(T(t.to * u.rate));
    const T log_later = xsimd::log(later);
    const T fraction = xsimd::log1p(T(t.length * u.rate / (1.0 + first))) / later;
    T log_quotient = xsimd::log1p(T(-xsimd::min(fraction, T(0.5))));
    if (any(fraction > T(0.5))) {
      const T far = t.from > 0 ? T(xsimd::log(xsimd::log1p(first)) - log_later) : T(log_of_zero);
      log_quotient = select(fraction > T(0.5), far, log_quotient);
    }
    return u.b * log_later + log1mexp(V(-u.b * log_quotient));
  }
};

}  // namespace swarmcast
