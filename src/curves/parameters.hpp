#pragma once
/// The parameters of a growth curve, K G(t), in the order in which they are reported: each curve says what its own
/// mean.

#include <string_view>

#include "swarmcast/curve.hpp"

namespace swarmcast {

inline constexpr CurveParameter curve_scale{"K", "multiplies G(t)", "downloads"};

constexpr CurveParameter curve_timescale(std::string_view meaning) { return {"tau", meaning, "hours"}; }
constexpr CurveParameter curve_shape(std::string_view meaning) { return {"b", meaning, ""}; }

}  // namespace swarmcast
