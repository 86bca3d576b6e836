#include "oracle/increments.hpp"

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace swarmcast::oracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// ln(1 - e^-x), x >= 0.
double log_one_minus_exp(double x) {
  if (x <= 0) return -infinity;
  return x < 0.7 ? std::log(-std::expm1(-x)) : std::log1p(-std::exp(-x));
}

/// ln(1 - e^-x) from ln x, where x itself may underflow.
double log_one_minus_exp_of_exp(double log_x) { return log_x < -40 ? log_x : log_one_minus_exp(std::exp(log_x)); }

/// ln(1 + e^x).
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

/// ln ln(1 + e^x).
double log_softplus(double x) { return x < -40 ? x : std::log(softplus(x)); }

/// ln(s(high) - s(low)) of the logistic function s; gap = high - low, given apart since it may be known more exactly.
double log_sigmoid_increment(double low, double high, double gap) {
  return -softplus(-high) - softplus(low) + log_one_minus_exp(gap);
}

/// ln of the upper tail of the standard normal, 1 - Phi(x), x >= 0.
double log_upper_tail(double x) {
  if (x < 30) return std::log(0.5 * std::erfc(x / std::numbers::sqrt2));
  const double y = 1 / (x * x);
  const double series = -y * (1 - y * (3 - y * (15 - y * (105 - y * 945))));
  return -0.5 * x * x - std::log(x) - 0.5 * std::log(2 * std::numbers::pi) + std::log1p(series);
}

/// ln(Phi(high) - Phi(low)).
double log_normal_increment(double low, double high, double gap) {
  if (low == -infinity) return high < 0 ? log_upper_tail(-high) : std::log1p(-std::exp(log_upper_tail(high)));
  if (low + high > 0) return log_normal_increment(-high, -low, gap);
  // Now the interval lies at or left of the centre. Where the density changes little over it, integrate the density
  // (composite Simpson, 64 panels); elsewhere the two tails differ enough to be subtracted.
  const double far = std::fmax(-low, 1);
  if (gap * far < 2) {
    const double middle = 0.5 * (low + high);
    double sum = 0;
    constexpr int panels = 64;
    for (int i = 0; i <= panels; ++i) {
      const double t = gap * (static_cast<double>(i) / panels - 0.5);
      const double weight = i == 0 || i == panels ? 1 : (i % 2 == 1 ? 4 : 2);
      sum += weight * std::exp(-t * (middle + 0.5 * t));
    }
    return -0.5 * middle * middle - 0.5 * std::log(2 * std::numbers::pi) + std::log(gap * sum / (3 * panels));
  }
  if (high > 0)
    return std::log(0.5 * std::erfc(-high / std::numbers::sqrt2) - 0.5 * std::erfc(-low / std::numbers::sqrt2));
  const double near = log_upper_tail(-high);
  return near + log_one_minus_exp(near - log_upper_tail(-low));
}

}  // namespace

Shape shape_named(std::string_view name) {
  constexpr std::array<std::string_view, 13> names{
      "power", "logarithmic", "log-power", "log-ramp", "omori", "exponential-decay", "hyperbolic",
      "hill",  "weibull",     "lognormal", "gompertz", "bass",  "logistic"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Shape>(i);
  }
  assert(false && "a curve the oracle does not know");
  return Shape::power;
}

double log_increment(Shape shape, double log_tau, double log_b, double from, double to) {
  const double tau = std::exp(log_tau);
  const double b = std::exp(log_b);
  const double log_from = std::log(from) - log_tau;  // -inf at from = 0, which every form below bears
  const double log_to = std::log(to) - log_tau;
  const double log_gap = from > 0 ? std::log1p((to - from) / from) : infinity;  // ln(to / from)
  const double gap = (to - from) / tau;
  // ln of (1 + to/tau) / (1 + from/tau); of tau alone when tau swamps the sum.
  const double log_ratio = std::log1p((to - from) / (tau + from));
  switch (shape) {
    case Shape::power:
      return b * std::log(to) + log_one_minus_exp(b * log_gap);
    case Shape::logarithmic:
      return std::log(log_ratio);
    case Shape::log_power: {
      const double high = std::log1p(to / tau);
      return b * std::log(high) + log_one_minus_exp(-b * std::log1p(-log_ratio / high));
    }
    case Shape::log_ramp: {
      const double low = b * log_from;
      const double high = b * log_to;
      const double rise = b * log_gap;
      if (rise > 1) {
        const double top = log_softplus(high);
        return top + (from > 0 ? log_one_minus_exp(top - log_softplus(low)) : 0);
      }
      // ln(1 + e^high) - ln(1 + e^low) = ln(1 + (e^rise - 1) s(low)); s(low) may underflow, so the product is kept as a
      // ln.
      const double log_product = std::log(std::expm1(rise)) - softplus(-low);
      return log_product < -40 ? log_product : std::log(std::log1p(std::exp(log_product)));
    }
    case Shape::omori: {
      const double c = 1 - b;
      const double base = c * std::log1p(from / tau);
      const double x = c * log_ratio;
      if (std::fabs(x) < 1e-9) return base + std::log(log_ratio) + 0.5 * x;
      if (x < 0) return base + log_one_minus_exp(-x) - std::log(-c);
      return base + x + log_one_minus_exp(x) - std::log(c);
    }
    case Shape::exponential_decay:
      return -from / tau + log_one_minus_exp(gap);
    case Shape::hyperbolic:
      return log_tau + std::log(to - from) - std::log(to + tau) - std::log(from + tau);
    case Shape::hill:
      return log_sigmoid_increment(b * log_from, b * log_to, b * log_gap);
    case Shape::weibull: {
      const double log_difference = b * log_to + log_one_minus_exp(b * log_gap);
      return (from > 0 ? -std::exp(b * log_from) : 0) + log_one_minus_exp_of_exp(log_difference);
    }
    case Shape::lognormal:
      return log_normal_increment(log_from / b, log_to / b, log_gap / b);
    case Shape::gompertz: {
      const double log_difference = log_b - from / tau + log_one_minus_exp(gap);
      return -std::exp(log_b - to / tau) + log_one_minus_exp_of_exp(log_difference);
    }
    case Shape::bass:
      return -from / tau + log_one_minus_exp(gap) + std::log1p(b) - std::log1p(b * std::exp(-from / tau)) -
             std::log1p(b * std::exp(-to / tau));
    case Shape::logistic:
      return log_sigmoid_increment(from / tau - b, to / tau - b, gap);
  }
  return -infinity;
}

}  // namespace swarmcast::oracle
