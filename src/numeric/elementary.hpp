#pragma once
/// Exponentials and logarithms of xsimd::batch<double>, made to be inlined: a call would cost as much as the function.
///
/// Errors are below 2 units in the last place where the result is a normal number. What is too large for a double, or
/// too small for a normal one, becomes about e^709 or e^-708. NaN stays NaN; log and log1p are -inf where they have no
/// value.

#include <bit>
#include <cstdint>
#include <limits>

#include <xsimd/xsimd.hpp>

namespace swarmcast::math {

template <class A>
using Batch = xsimd::batch<double, A>;

namespace detail {

template <class A>
using Bits = xsimd::batch<std::uint64_t, A>;

template <class A>
Bits<A> bits(const Batch<A>& x) {
  return std::bit_cast<Bits<A>>(x);
}
template <class A>
Batch<A> from_bits(const Bits<A>& x) {
  return std::bit_cast<Batch<A>>(x);
}

// ln 2 in two parts: the first has 32 trailing zeros, so that its products with whole numbers up to 2^32 are exact.
inline constexpr double ln2_high = 6.93147180369123816490e-01;
inline constexpr double ln2_low = 1.90821492927058770002e-10;

constexpr std::uint64_t exponent_of_one = 0x3ff0000000000000;
constexpr int fraction_bits = 52;

/// 2^n and e^r - 1, with x = n ln 2 + r and |r| <= ln(2) / 2.
template <class A>
struct Power {
  Batch<A> scale;
  Batch<A> rest;
};

template <class A>
[[gnu::always_inline]] inline Power<A> split_power(const Batch<A>& x) {
  using V = Batch<A>;
  constexpr double lowest = -708, highest = 709;  // where 2^n is a normal number
  // In this order, a NaN stays one.
  const V bounded = xsimd::min(V(highest), xsimd::max(V(lowest), x));
  // Added to 3/2 2^52, a number is rounded to a whole one, which stands in the last bits of the sum.
  constexpr double shift = 6755399441055744.0;
  const V shifted = xsimd::fma(bounded, V(1.4426950408889634), V(shift));
  const V n = shifted - shift;
  const V r = xsimd::fma(n, V(-ln2_low), xsimd::fma(n, V(-ln2_high), bounded));
  // (e^r - 1 - r) / r^2, from tests/tables/make_exponential.py; in pairs, for these do not wait for each other.
  const V r2 = r * r;
  const V r4 = r2 * r2;
  const V p01 = xsimd::fma(r, V(0.1666666666666667), V(0.5000000000000001));
  const V p23 = xsimd::fma(r, V(0.008333333333326141), V(0.04166666666662416));
  const V p45 = xsimd::fma(r, V(0.00019841269874802173), V(0.0013888888917198588));
  const V p67 = xsimd::fma(r, V(2.755725542387984e-06), V(2.4801521319879672e-05));
  const V p89 = xsimd::fma(r, V(2.510520706464424e-08), V(2.762007691611333e-07));
  const V p03 = xsimd::fma(r2, p23, p01);
  const V p47 = xsimd::fma(r2, p67, p45);
  const V series = xsimd::fma(r4, xsimd::fma(r4, p89, p47), p03);
  return {from_bits<A>((bits<A>(shifted) << fraction_bits) + exponent_of_one), xsimd::fma(r2, series, r)};
}

/// x = 2^k (1 + f), with 1 + f from sqrt(1/2) to sqrt(2).
template <class A>
struct Parts {
  Batch<A> k;
  Batch<A> f;
  Batch<A> unscale;  ///< 2^-k
};

/// Precondition: x is a positive normal number.
template <class A>
[[gnu::always_inline]] inline Parts<A> split_parts(const Batch<A>& x) {
  using V = Batch<A>;
  constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;
  constexpr std::uint64_t fraction = (std::uint64_t{1} << fraction_bits) - 1;
  const Bits<A> raised = bits<A>(x) + (exponent_of_one - root_half);
  const Bits<A> exponent = raised >> fraction_bits;  // k + 1023
  const V mantissa = from_bits<A>((raised & Bits<A>(fraction)) + root_half);
  // In the last bits of 2^52 a whole number is added to it.
  constexpr std::uint64_t two_to_52 = 0x4330000000000000;
  const V k = from_bits<A>(exponent | Bits<A>(two_to_52)) - (4503599627370496.0 + 1023.0);
  const V unscale = from_bits<A>((Bits<A>(2046) - exponent) << fraction_bits);
  return {k, mantissa - 1.0, unscale};
}

/// k ln 2 + ln(1 + f), as in FreeBSD's e_log.c (Sun Microsystems 1993): ln(1 + f) = f - f^2/2 + s (f^2/2 + R) with
/// s = f / (2 + f).
template <class A>
[[gnu::always_inline]] inline Batch<A> joined_log(const Batch<A>& k, const Batch<A>& f) {
  using V = Batch<A>;
  const V s = f / (2.0 + f);
  const V z = s * s, w = z * z;
  const V t1 = w * xsimd::fma(w, xsimd::fma(w, V(1.531383769920937332e-01), V(2.222219843214978396e-01)),
                              V(3.999999999940941908e-01));
  const V t2 = z * xsimd::fma(w,
                              xsimd::fma(w, xsimd::fma(w, V(1.479819860511658591e-01), V(1.818357216161805012e-01)),
                                         V(2.857142874366239149e-01)),
                              V(6.666666666666735130e-01));
  const V half_square = 0.5 * f * f;
  return xsimd::fma(k, V(ln2_high), f - (half_square - xsimd::fma(s, half_square + (t1 + t2), k * ln2_low)));
}

/// What a logarithm made of x, where it could.
template <class A>
[[gnu::always_inline]] inline Batch<A> checked_log(const Batch<A>& x, const Batch<A>& result) {
  using V = Batch<A>;
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const V above = xsimd::select(x < V(infinite), result, x);
  return xsimd::select(x >= V(std::numeric_limits<double>::min()), above, x - infinite);
}

}  // namespace detail

template <class A>
[[gnu::always_inline]] inline Batch<A> exp(const Batch<A>& x) {
  const auto power = detail::split_power<A>(x);
  return xsimd::fma(power.scale, power.rest, power.scale);
}

/// e^x - 1.
template <class A>
[[gnu::always_inline]] inline Batch<A> expm1(const Batch<A>& x) {
  const auto power = detail::split_power<A>(x);
  return xsimd::fma(power.scale, power.rest, power.scale - 1.0);
}

/// -inf below the least normal number too.
template <class A>
[[gnu::always_inline]] inline Batch<A> log(const Batch<A>& x) {
  const auto parts = detail::split_parts<A>(x);
  return detail::checked_log<A>(x, detail::joined_log<A>(parts.k, parts.f));
}

/// ln(1 + x).
template <class A>
[[gnu::always_inline]] inline Batch<A> log1p(const Batch<A>& x) {
  const Batch<A> sum = 1.0 + x;
  const Batch<A> from_sum = sum - 1.0;
  const Batch<A> lost = (1.0 - (sum - from_sum)) + (x - from_sum);  // by the rounding of the sum, exactly
  const auto parts = detail::split_parts<A>(sum);
  return detail::checked_log<A>(sum, detail::joined_log<A>(parts.k, xsimd::fma(lost, parts.unscale, parts.f)));
}

}  // namespace swarmcast::math
