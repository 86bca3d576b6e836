#pragma once
/// The one table of the curves. Adding a curve: one file beside this one, one row here, one line in docs/curves.md.
///
/// A growth curve has, besides its increments, `limit(b)`, the value of G where time ends, and `peak(b)`, when its rate
/// is highest in units of tau (0: at the start, infinity: never).

#include <array>
#include <cstddef>
#include <utility>

#include "curves/bass.hpp"
#include "curves/exponential_decay.hpp"
#include "curves/exponential_growth.hpp"
#include "curves/gompertz.hpp"
#include "curves/gompertz_3.hpp"
#include "curves/hill.hpp"
#include "curves/hyperbolic.hpp"
#include "curves/linear.hpp"
#include "curves/log_power.hpp"
#include "curves/log_ramp.hpp"
#include "curves/logarithmic.hpp"
#include "curves/logistic.hpp"
#include "curves/logistic_3.hpp"
#include "curves/lognormal.hpp"
#include "curves/omori.hpp"
#include "curves/power.hpp"
#include "curves/richards.hpp"
#include "curves/weibull.hpp"

namespace swarmcast {

template <class... C>
struct CurveTypes {
  static constexpr std::size_t size = sizeof...(C);
  static constexpr std::array<Curve, size> infos{C::info...};

  /// One function per curve, such as `[]<class T>() { return &run<T>; }`, in the order of the table: how a loop is made
  /// for each curve so that the choice between them happens once, outside it.
  template <class Function>
  static constexpr auto each(Function function) {
    return std::array{function.template operator()<C>()...};
  }
};

using CurveList = CurveTypes<Power, Logarithmic, LogPower, LogRamp, Omori, ExponentialDecay, Hyperbolic, Hill, Weibull,
                             Lognormal, Gompertz, Bass, Logistic>;

/// Those for least squares alone (textbook.hpp).
using TextbookList = CurveTypes<Linear, ExponentialGrowth, Logistic3, Gompertz3, Richards>;

}  // namespace swarmcast
