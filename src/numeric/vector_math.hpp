#pragma once
/// Elementary functions that neither cancel nor overflow, for double and for xsimd::batch<double> alike.
///
/// V is double or a batch. The functions of a batch are those of glibc's libmvec where there is one and it has batches
/// of this width, and xsimd's elsewhere: errors are below 4 units in the last place (glibc's manual, "Errors in Math
/// Functions").

#include <algorithm>
#include <cmath>

#include <xsimd/xsimd.hpp>

#ifdef SWARMCAST_HAS_LIBMVEC
// The names are those of the vector function ABI for x86-64: b for SSE, d for AVX2.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
__m128d _ZGVbN2v_exp(__m128d);
__m128d _ZGVbN2v_expm1(__m128d);
__m128d _ZGVbN2v_log(__m128d);
__m128d _ZGVbN2v_log1p(__m128d);
#ifdef __AVX2__
__m256d _ZGVdN4v_exp(__m256d);
__m256d _ZGVdN4v_expm1(__m256d);
__m256d _ZGVdN4v_log(__m256d);
__m256d _ZGVdN4v_log1p(__m256d);
#endif
}
// NOLINTEND(bugprone-reserved-identifier)
#endif

namespace swarmcast::math {

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
using Batch = xsimd::batch<double, A>;

/// Returns libmvec's function of x, where it has one of this width.
#if defined(SWARMCAST_HAS_LIBMVEC) && defined(__AVX2__)
#define SWARMCAST_LIBMVEC(function)                                           \
  if constexpr (Batch<A>::size == 4) return Batch<A>(_ZGVdN4v_##function(x)); \
  if constexpr (Batch<A>::size == 2) return Batch<A>(_ZGVbN2v_##function(x))
#elif defined(SWARMCAST_HAS_LIBMVEC)
#define SWARMCAST_LIBMVEC(function) \
  if constexpr (Batch<A>::size == 2) return Batch<A>(_ZGVbN2v_##function(x))
#else
#define SWARMCAST_LIBMVEC(function) static_cast<void>(0)
#endif
template <class A>
Batch<A> exp(const Batch<A>& x) {
  SWARMCAST_LIBMVEC(exp);
  return xsimd::exp(x);
}
template <class A>
Batch<A> expm1(const Batch<A>& x) {
  SWARMCAST_LIBMVEC(expm1);
  return xsimd::expm1(x);
}
template <class A>
Batch<A> log(const Batch<A>& x) {
  SWARMCAST_LIBMVEC(log);
  return xsimd::log(x);
}
template <class A>
Batch<A> log1p(const Batch<A>& x) {
  SWARMCAST_LIBMVEC(log1p);
  return xsimd::log1p(x);
}
#undef SWARMCAST_LIBMVEC
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
