#pragma once
/// What all writers of fits say alike.

#include <cassert>
#include <cstddef>
#include <string_view>

#include "swarmcast/curve.hpp"
#include "swarmcast/fit.hpp"

namespace swarmcast {

/// The curve whose fit it is.
[[nodiscard]] inline const Curve& curve_of(const CurveFit& fit) {
  const Curve* const curve = find_curve(fit.curve);
  assert(curve != nullptr);
  return *curve;
}

/// A parameter's unit; of data in any unit only times have one.
[[nodiscard]] inline std::string_view unit_of(const CurveParameter& parameter, bool any_unit) {
  constexpr std::string_view downloads = "downloads";
  std::string_view unit = parameter.unit;
  if (!any_unit || !unit.starts_with(downloads)) return unit;
  unit.remove_prefix(downloads.size());
  return unit.starts_with(' ') ? unit.substr(1) : unit;
}

[[nodiscard]] inline std::string_view to_string(FitTarget target) {
  return target == FitTarget::increments ? "increments" : "cumulative";
}

[[nodiscard]] inline std::string_view to_string(IntervalMethod method) {
  return method == IntervalMethod::profile ? "profile" : "wald";
}

}  // namespace swarmcast
