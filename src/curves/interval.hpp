#pragma once
/// What a curve is evaluated on: an interval of time, and the parameters u = (ln tau, ln b).

#include <cmath>
#include <limits>

#include "numeric/dual.hpp"  // before the curves, whose formulas take it in place of a number
#include "numeric/vector_math.hpp"

namespace swarmcast {

/// Of what has no end.
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// Stands for the logarithm of zero where a true infinity would breed NaN; no finite time comes near it.
inline constexpr double log_of_zero = -1e100;

/// An interval of time with the logarithms that curves share, worked out once for all of them. Any one unit of time.
struct Interval {
  double from = 0;
  double to = 0;
  double length = 0;     ///< to - from
  double log_from = 0;   ///< ln from, or log_of_zero
  double log_to = 0;     ///< ln to
  double log_ratio = 0;  ///< ln(to / from) without cancellation, or -log_of_zero

  /// Precondition: 0 <= from < to.
  static Interval between(double from, double to) {
    const bool from_zero = from <= 0;
    return {from,         to,
            to - from,    from_zero ? log_of_zero : std::log(from),
            std::log(to), from_zero ? -log_of_zero : std::log1p((to - from) / from)};
  }
};

/// Parameters of a curve, in the forms its formula needs. V is double or xsimd::batch<double>.
template <class V>
struct Shape {
  V log_tau;  ///< in the interval's unit
  V rate;     ///< 1 / tau
  V log_b;
  V b;

  Shape(const V& log_timescale, const V& inverse_timescale, const V& log_shape, const V& shape)
      : log_tau(log_timescale), rate(inverse_timescale), log_b(log_shape), b(shape) {}
  Shape(const V& log_timescale, const V& log_shape)
      : log_tau(log_timescale), rate(math::exp(V(-log_timescale))), log_b(log_shape), b(math::exp(log_shape)) {}
};

}  // namespace swarmcast
