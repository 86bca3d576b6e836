#pragma once
/// Elementary functions that neither cancel nor overflow, for double and for xsimd::batch<double> alike.
///
/// V is double or a batch; those of a batch are in elementary.hpp.

#include <algorithm>
#include <cmath>

#include <xsimd/xsimd.hpp>

#include "numeric/elementary.hpp"

namespace swarmcast::math {

template <class V>
inline constexpr bool is_batch = false;
template <class A>
inline constexpr bool is_batch<Batch<A>> = true;

inline double exp(double x) { return std::exp(x); }
inline double expm1(double x) { return std::expm1(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }
inline double abs(double x) { return std::abs(x); }
inline double max(double x, double y) { return std::max(x, y); }
inline double min(double x, double y) { return std::min(x, y); }
inline double fma(double x, double y, double z) { return std::fma(x, y, z); }
inline double select(bool condition, double if_true, double if_false) { return condition ? if_true : if_false; }
inline bool any(bool condition) { return condition; }

template <class A>
Batch<A> abs(const Batch<A>& x) {
  return xsimd::abs(x);
}
template <class A>
Batch<A> max(const Batch<A>& x, const Batch<A>& y) {
  return xsimd::max(x, y);
}
template <class A>
Batch<A> min(const Batch<A>& x, const Batch<A>& y) {
  return xsimd::min(x, y);
}
template <class A>
Batch<A> fma(const Batch<A>& x, const Batch<A>& y, const Batch<A>& z) {
  return xsimd::fma(x, y, z);
}
template <class A>
Batch<A> select(const xsimd::batch_bool<double, A>& condition, const Batch<A>& if_true, const Batch<A>& if_false) {
  return xsimd::select(condition, if_true, if_false);
}
template <class A>
bool any(const xsimd::batch_bool<double, A>& condition) {
  return xsimd::any(condition);
}

/// Beyond e^+-safe_log a double, and beyond e^+-safe_log_square its square, may overflow or underflow.
inline constexpr double safe_log = 600;
inline constexpr double safe_log_square = 300;

/// By how much a difference may magnify the roundings of what it is taken of, where speed matters: in vectors.
inline constexpr double most_magnified = 256;

/// Whether the difference of two positive numbers, the larger one given, keeps enough of their digits. Never, of single
/// numbers: there the last digit is wanted.
template <class V>
bool keeps_digits(const V& difference, const V& larger) {
  if constexpr (is_batch<V>) {
    constexpr double share = 1 / most_magnified, least = 1e-290;  // exp() is not to have cut off the smaller one
    return xsimd::all(difference > xsimd::max(larger * share, V(least)));
  }
  return false;
}

/// larger - smaller, given x > 0 too: smaller = larger e^-x.
template <class V>
V difference(const V& larger, const V& smaller, const V& x) {
  const V plain = larger - smaller;
  return keeps_digits(plain, larger) ? plain : V(larger * -expm1(V(-x)));
}

/// ln(1 - e^-x) for x > 0; -inf at 0. Absolute error below 10^-15, which is what a logarithm that is added to others
/// needs.
template <class V>
V log1mexp(const V& x) {
  return log(V(-expm1(V(-x))));
}

/// ln(1 + e^x) for any x.
template <class V>
V softplus(const V& x) {
  return max(x, V(0.0)) + log1p(exp(V(-abs(x))));
}

/// ln(ln(1 + e^x)): softplus on a log scale. Below -36 it is x to the last bit.
template <class V>
V log_softplus(const V& x) {
  return select(x < V(-36.0), x, log(softplus(x)));
}

/// ln(1 - exp(-e^x)): log1mexp of an argument given by its logarithm. Below -36 it is x to the last bit.
template <class V>
V log1mexp_of_exp(const V& x) {
  return select(x < V(-36.0), x, log1mexp(exp(x)));
}

}  // namespace swarmcast::math
