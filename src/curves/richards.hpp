#pragma once

#include "curves/textbook.hpp"

namespace swarmcast {

/// The generalised logistic curve.
struct Richards {
  static constexpr std::array<CurveParameter, 4> parameters{{
      {"K", "the plateau", "downloads"},
      {"r", "how fast what is missing shrinks in the end", "per hour"},
      {"m", "the middle of the logistic curve that nu bends", "hours"},
      {"nu", "asymmetry: 1 is logistic-3, towards 0 gompertz-3", ""},
  }};
  static constexpr Curve info{
      .name = "richards",
      .formula = "K / (1 + e^(-r (t - m)))^(1/nu)",
      .note = "an S-curve of any asymmetry; its rate peaks at m - ln(nu) / r",
      .reference = "Richards, J. Exp. Bot. 10, 1959",
      .parameters = parameters,
      .fit_only = true,
  };
  static constexpr std::array kinds{ParameterKind::scale, ParameterKind::free, ParameterKind::free,
                                    ParameterKind::positive};

  template <class V>
  static V value(const V& t, const std::array<double, 4>& u, std::array<V, 4>& slopes) {
    const V away = t - V(u[2]);
    const V delay = V(-u[1]) * away;
    const V power(std::exp(-u[3]));
    const V lost = power * math::softplus(delay);
    const V share = math::exp(V(-lost));
    const V steepness = V(u[0]) * share * power / (1.0 + math::exp(V(-delay)));
    slopes = {share, V(steepness * away), V(V(-u[1]) * steepness), V(V(u[0]) * share * lost)};
    return V(u[0]) * share;
  }

  static double limit(const std::array<double, 4>& u) { return u[1] > 0 ? u[0] : 0; }
  static double peak(const std::array<double, 4>& u) { return u[2] - u[3] / u[1]; }
};

}  // namespace swarmcast
