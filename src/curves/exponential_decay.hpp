#pragma once

#include <array>

#include "curves/interval.hpp"
#include "curves/parameters.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// Arrivals that fall off exponentially.
struct ExponentialDecay {
  static constexpr std::array parameters{curve_scale, curve_timescale("when 63 % of the plateau is reached")};
  static constexpr Curve info{
      .name = "exponential-decay",
      .formula = "1 - exp(-t/tau)",
      .note = "the rate halves every 0.69 tau; saturates",
      .reference = "Guo et al., Measurements of BitTorrent-like systems, IMC 2005",
      .parameters = parameters,
      .has_timescale = true,
      .has_shape = false,
  };

  // e^-x1 (1 - e^-(x2 - x1))
  template <class V>
  static V log_increment(const Interval& t, const Shape<V>& u) {
    return math::log1mexp(V(t.length * u.rate)) - t.from * u.rate;
  }

  static double limit(double) { return 1; }
  static double peak(double) { return 0; }
};

}  // namespace swarmcast
