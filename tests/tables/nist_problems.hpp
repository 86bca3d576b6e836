#pragma once
/// Problems of nonlinear regression whose answers NIST certifies to eleven digits, with its two starts for each.

#include <string_view>
#include <vector>

#include "swarmcast/fit.hpp"

namespace swarmcast {

struct NistParameter {
  std::string_view name;
  double first_start = 0;   ///< far from the answer
  double second_start = 0;  ///< near it
  double certified = 0;
  double standard_deviation = 0;
};

struct NistProblem {
  std::string_view name;
  std::string_view curve;  ///< the same of curves(), in other parameters; empty: none is
  std::string_view formula;
  std::vector<FitPoint> points;  ///< (x, y)
  std::vector<NistParameter> parameters;
  double residual_sum_of_squares = 0;
  int degrees_of_freedom = 0;
};

[[nodiscard]] const std::vector<NistProblem>& nist_problems();

}  // namespace swarmcast
