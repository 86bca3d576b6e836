#pragma once
/// The oracle's own ln(G(to) - G(from)), written from the formulas of docs/method.md alone and never from src/.

#include <string_view>

namespace swarmcast::oracle {

/// The curves of docs/method.md, section 2.
enum class Shape {
  power,
  logarithmic,
  log_power,
  log_ramp,
  omori,
  exponential_decay,
  hyperbolic,
  hill,
  weibull,
  lognormal,
  gompertz,
  bass,
  logistic,
};

/// The curve of that name. Precondition: docs/method.md has it.
[[nodiscard]] Shape shape_named(std::string_view name);

/// ln(G(to) - G(from)) for tau = e^log_tau and b = e^log_b; 0 <= from < to, hours. -inf where the increment is nothing.
[[nodiscard]] double log_increment(Shape shape, double log_tau, double log_b, double from, double to);

}  // namespace swarmcast::oracle
