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

/// A time with its logarithm, in any one unit.
struct Instant {
  double time = 0;
  double log_time = 0;  ///< ln time, or log_of_zero
};

/// An interval of time with the logarithms that curves share, worked out once for all of them. Any one unit of time.
struct Interval {
  double from = 0;
  double to = 0;
  double length = 0;     ///< to - from
  double log_from = 0;   ///< ln from, or log_of_zero
  double log_to = 0;     ///< ln to
  double log_ratio = 0;  ///< ln(to / from) without cancellation, or -log_of_zero

  [[nodiscard]] Instant begin() const { return {from, log_from}; }
  [[nodiscard]] Instant end() const { return {to, log_to}; }

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

/// The dear part of a curve's formula at one end of an interval, its at(), which neighbouring intervals share: 0 for a
/// curve that has none.
template <class C, class V>
V part_at(const Instant& t, const Shape<V>& u) {
  if constexpr (requires { C::at(t, u); }) {
    return C::at(t, u);
  } else {
    return V(0.0);
  }
}

/// ln(G(t.to) - G(t.from)), given that part at either end.
template <class C, class V>
V log_increment(const Interval& t, const V& at_from, const V& at_to, const Shape<V>& u) {
  if constexpr (requires { C::at(t.begin(), u); }) {
    return C::log_increment(t, at_from, at_to, u);
  } else {
    return C::log_increment(t, u);
  }
}

/// The same from nothing but the interval.
template <class C, class V>
V log_increment_alone(const Interval& t, const Shape<V>& u) {
  // A single number is worked out with all care where there is a choice.
  if constexpr (requires { C::log_increment(t, u); } && !math::is_batch<V>) {
    return C::log_increment(t, u);
  } else {
    return log_increment<C>(t, part_at<C>(t.begin(), u), part_at<C>(t.end(), u), u);
  }
}

}  // namespace swarmcast
