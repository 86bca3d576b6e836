#pragma once
/// The normal distribution in its far tails, for double and for xsimd::batch<double> alike.

#include <xsimd/xsimd.hpp>

#include "numeric/vector_math.hpp"

namespace swarmcast {

inline constexpr double sqrt_half = 0.70710678118654752440;
inline constexpr double log_sqrt_two_pi = 0.91893853320467274178;

/// erfcx(x) = exp(x^2) erfc(x) for x >= 0, to 4 10^-16 relative.
///
/// (1 + 2x) erfcx(x) is a polynomial in q = (x - 4)/(x + 4) (Shepherd and Laframboise, Math. Comp. 36, 1981); the
/// coefficients come from tests/tables/make_erfcx.py.
template <class V>
V erfcx(const V& x) {
  constexpr double coefficients[] = {
      1.2329951186255526,      -0.1396211168405572,    0.015379652102610473,    0.06809705425421975,
      -0.10103906603586531,    0.09373283501077742,    -0.06633036582031154,    0.03716751538635946,
      -0.016197733981455194,   0.005031971002298884,   -0.000757773707063825,   -0.00019926095315041177,
      0.00015062309720018628,  -2.438779085759055e-05, -1.1225101875659178e-05, 5.689537732302816e-06,
      2.9801353803031333e-07,  -8.020193766522085e-07, 7.115337800585303e-08,   9.295292277973951e-08,
      -1.6371779763566967e-08, -6.9926126813398e-09,   1.5738283774192037e-09,
  };
  const V q = (x - 4.0) / (x + 4.0);
  V sum(coefficients[22]);
  for (int power = 21; power >= 0; --power) sum = math::fma(sum, q, V(coefficients[power]));
  return sum / (1.0 + 2.0 * x);
}

/// ln(Phi(upper) - Phi(lower)) for lower < upper, given their distance too, which may be far smaller than either's last
/// bit.
///
/// Where the interval is short on the scale of the density's own change, the Taylor series of the density about the
/// midpoint is integrated (Hermite polynomials): within a half-width of 0.6, nine terms leave less than 10^-15.
/// Elsewhere the difference of the two tails does not cancel by more than a digit; both tails are taken on the side
/// where they are small, scaled by erfcx.
template <class V>
V log_normal_interval(const V& lower, const V& upper, const V& distance) {
  // Reflect so that the midpoint is not negative: Phi(b) - Phi(a) = Phi(-a) - Phi(-b).
  const auto reflect = lower + upper < V(0.0);
  const V a = math::select(reflect, -upper, lower);
  const V b = math::select(reflect, -lower, upper);
  const V half = 0.5 * distance;
  const V middle = math::max(0.5 * (a + b), V(0.0));

  const auto is_short = half * math::max(middle, V(1.0 / 0.6)) < V(1.0);
  V short_log(0.0), long_log(0.0);
  if (math::any(is_short)) {
    // 2h phi(m) sum of He_2j(m) h^2j / (2j + 1)!
    V even(1.0), odd(middle), power(1.0), series(1.0);
    const V half_squared = half * half;
    double factorial = 1.0, order = 1.0;
    for (int j = 1; j <= 9; ++j) {
      even = middle * odd - order * even;
      order += 1.0;
      odd = middle * even - order * odd;
      order += 1.0;
      power = power * half_squared;
      factorial *= (order - 1.0) * order;
      series = series + even * power * (1.0 / factorial);
    }
    short_log =
        math::log(math::select(is_short, V(distance * series), V(1.0))) - 0.5 * middle * middle - log_sqrt_two_pi;
  }
  if (math::any(!is_short)) {
    constexpr double lowest = -700;  // of an exponent: next to nothing, and still a normal number
    const V tail_a = 0.5 * erfcx(V(math::abs(a) * sqrt_half));
    const V tail_b = 0.5 * erfcx(V(b * sqrt_half));
    // On one side of zero: the tail beyond a less the tail beyond b, over e^(-a^2/2).
    const V beyond = tail_a - math::exp(math::max(V(-distance * middle), V(lowest))) * tail_b;
    // Across zero: nothing cancels.
    const V across = 1.0 - tail_a * math::exp(math::max(V(-0.5 * a * a), V(lowest))) -
                     tail_b * math::exp(math::max(V(-0.5 * b * b), V(lowest)));
    const auto straddles = a < V(0.0);
    long_log = math::log(math::select(straddles, across, beyond)) - math::select(straddles, V(0.0), V(0.5 * a * a));
  }
  return math::select(is_short, short_log, long_log);
}

}  // namespace swarmcast
