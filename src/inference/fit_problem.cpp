#include "inference/fit_problem.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "numeric/least_squares_block.hpp"

namespace swarmcast {
namespace {

/// Points at the very beginning have no interval behind them: nothing has been counted there.
Interval interval_of(double from, double to) { return from < to ? Interval::between(from, to) : Interval{from, to}; }

}  // namespace

FitProblem make_fit_problem(const FitData& data, FitTarget target) {
  FitProblem problem;
  problem.points = data.points.size();
  problem.differences = target == FitTarget::increments;
  problem.first_hours = data.points.front().hours;
  problem.last_hours = data.points.back().hours;
  FitPoint before{data.since_hours, 0};
  for (const FitPoint& point : data.points) {
    problem.values.push_back(point.value - (problem.differences ? before.value : 0));
    problem.from.push_back(problem.differences ? before.hours : data.since_hours);
    problem.to.push_back(point.hours);
    problem.intervals.push_back(interval_of(problem.from.back(), point.hours));
    before = point;
  }
  // A division, not a product: data that are whole multiples of others then give the same numbers, to the last bit.
  double largest = 0;
  for (const double value : problem.values) largest = std::max(largest, std::abs(value));
  if (largest > 0) problem.scale = largest;
  for (double& value : problem.values) value /= problem.scale;
  problem.norm =
      std::sqrt(std::inner_product(problem.values.begin(), problem.values.end(), problem.values.begin(), 0.0));

  const std::size_t rows = padded_rows(problem.points);
  problem.weights.assign(problem.points, 1.0);
  problem.weights.resize(rows, 0.0);
  problem.values.resize(rows, problem.values.back());
  problem.from.resize(rows, problem.from.back());
  problem.to.resize(rows, problem.to.back());
  return problem;
}

}  // namespace swarmcast
