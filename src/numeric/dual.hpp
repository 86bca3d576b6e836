#pragma once
/// Numbers that carry their derivatives by p variables along: forward automatic differentiation. They stand in where
/// vector_math.hpp takes a double or a batch, so that a formula is its own gradient.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace swarmcast::math {

template <std::size_t p>
struct Dual {
  double value = 0;
  std::array<double, p> slope{};

  constexpr Dual() = default;
  constexpr Dual(double constant) : value(constant) {}  // NOLINT(google-explicit-constructor): 1.0 + x has to work

  /// The variable of that index.
  static constexpr Dual variable(double value, std::size_t index) {
    Dual x(value);
    x.slope[index] = 1;
    return x;
  }

  /// f(x), given its value and f'(x). A slope of 0 stays 0 where f' is infinite.
  [[nodiscard]] constexpr Dual chained(double f, double derivative) const {
    Dual result(f);
    for (std::size_t i = 0; i < p; ++i) result.slope[i] = slope[i] == 0 ? 0 : derivative * slope[i];
    return result;
  }

  friend constexpr Dual operator-(const Dual& x) { return x.chained(-x.value, -1); }
  friend constexpr Dual operator+(const Dual& x, const Dual& y) {
    Dual result(x.value + y.value);
    for (std::size_t i = 0; i < p; ++i) result.slope[i] = x.slope[i] + y.slope[i];
    return result;
  }
  friend constexpr Dual operator-(const Dual& x, const Dual& y) {
    Dual result(x.value - y.value);
    for (std::size_t i = 0; i < p; ++i) result.slope[i] = x.slope[i] - y.slope[i];
    return result;
  }
  friend constexpr Dual operator*(const Dual& x, const Dual& y) {
    Dual result(x.value * y.value);
    for (std::size_t i = 0; i < p; ++i) result.slope[i] = x.slope[i] * y.value + x.value * y.slope[i];
    return result;
  }
  friend constexpr Dual operator/(const Dual& x, const Dual& y) {
    Dual result(x.value / y.value);
    for (std::size_t i = 0; i < p; ++i) result.slope[i] = (x.slope[i] - result.value * y.slope[i]) / y.value;
    return result;
  }
  friend constexpr bool operator<(const Dual& x, const Dual& y) { return x.value < y.value; }
  friend constexpr bool operator>(const Dual& x, const Dual& y) { return x.value > y.value; }
};

template <std::size_t p>
Dual<p> exp(const Dual<p>& x) {
  const double value = std::exp(x.value);
  return x.chained(value, value);
}
template <std::size_t p>
Dual<p> expm1(const Dual<p>& x) {
  return x.chained(std::expm1(x.value), std::exp(x.value));
}
template <std::size_t p>
Dual<p> log(const Dual<p>& x) {
  return x.chained(std::log(x.value), 1 / x.value);
}
template <std::size_t p>
Dual<p> log1p(const Dual<p>& x) {
  return x.chained(std::log1p(x.value), 1 / (1 + x.value));
}
template <std::size_t p>
Dual<p> abs(const Dual<p>& x) {
  return x.value < 0 ? -x : x;
}
template <std::size_t p>
Dual<p> max(const Dual<p>& x, const Dual<p>& y) {
  return x.value < y.value ? y : x;
}
template <std::size_t p>
Dual<p> min(const Dual<p>& x, const Dual<p>& y) {
  return y.value < x.value ? y : x;
}
template <std::size_t p>
Dual<p> fma(const Dual<p>& x, const Dual<p>& y, const Dual<p>& z) {
  return x * y + z;
}
template <std::size_t p>
Dual<p> select(bool condition, const Dual<p>& if_true, const Dual<p>& if_false) {
  return condition ? if_true : if_false;
}

}  // namespace swarmcast::math
