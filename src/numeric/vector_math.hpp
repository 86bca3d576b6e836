#pragma once
/// Elementary functions that neither cancel nor overflow, for double and for xsimd::batch<double> alike.
///
/// V is double or a batch. The functions of xsimd (exp, log, expm1, log1p, max, abs) take both, and are accurate to
/// a unit in the last place or two.

#include <xsimd/xsimd.hpp>

namespace swarmcast {

using xsimd::any;
using xsimd::select;

/// The scalar form that xsimd leaves out before version 9.
inline double select(bool condition, double if_true, double if_false) { return condition ? if_true : if_false; }

inline bool any(bool condition) { return condition; }

/// Beyond e^+-safe_log a double, and beyond e^+-safe_log_square its square, may overflow or underflow.
inline constexpr double safe_log = 600;
inline constexpr double safe_log_square = 300;

/// ln(1 - e^-x) for x > 0; -inf at 0. Absolute error below 10^-15, which is what a logarithm that is added to others
/// needs.
template <class V>
V log1mexp(const V& x) {
  return xsimd::log(-xsimd::expm1(-x));
}

/// ln(1 + e^x) for any x.
template <class V>
V softplus(const V& x) {
  return xsimd::max(x, V(0.0)) + xsimd::log1p(xsimd::exp(-xsimd::abs(x)));
}

/// ln(ln(1 + e^x)): softplus on a log scale. Below -36 it is x to the last bit.
template <class V>
V log_softplus(const V& x) {
  return select(x < V(-36.0), x, xsimd::log(softplus(x)));
}

/// ln(1 - exp(-e^x)): log1mexp of an argument given by its logarithm. Below -36 it is x to the last bit.
template <class V>
V log1mexp_of_exp(const V& x) {
  return select(x < V(-36.0), x, log1mexp(xsimd::exp(x)));
}

}  // namespace swarmcast
