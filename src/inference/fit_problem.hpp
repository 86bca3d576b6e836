#pragma once
/// The data of one least-squares problem, laid out for the solver: shared by all curves.

#include <span>
#include <vector>

#include "curves/interval.hpp"
#include "swarmcast/fit.hpp"

namespace swarmcast {

/// What is fitted at each point: the value at `to` less that at `from`. Rows beyond the points, up to a whole number of
/// vectors, weigh nothing.
struct FitProblem {
  std::size_t points = 0;
  double scale = 1;          ///< what the values were divided by: the largest of them
  double norm = 0;           ///< length of `values`
  bool differences = false;  ///< textbook forms too are taken as differences: FitTarget::increments
  double first_hours = 0;    ///< of the times
  double last_hours = 0;
  std::vector<double> values{};       ///< padded; over `scale`
  std::vector<double> from{}, to{};   ///< hours; padded
  std::vector<double> weights{};      ///< 1, and 0 in the padding
  std::vector<Interval> intervals{};  ///< from - to, of the points alone
};

[[nodiscard]] FitProblem make_fit_problem(const FitData& data, FitTarget target);

}  // namespace swarmcast
