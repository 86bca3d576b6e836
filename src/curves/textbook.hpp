#pragma once
/// What the fit-only forms f(t; u) have in common: the curves that textbooks and other tools fit, none of which starts
/// at zero at the release.
///
/// Each gives its value and its slopes by the solver's variables u, for a double or a batch of times: the parameters
/// themselves, but the logarithms of those that must stay positive.

#include <array>
#include <cmath>
#include <cstdint>

#include "curves/interval.hpp"
#include "numeric/vector_math.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

/// What the solver has to know of a parameter.
enum class ParameterKind : std::uint8_t {
  scale,     ///< proportional to the data
  free,      ///< any number
  positive,  ///< its logarithm is the variable
};

}  // namespace swarmcast
