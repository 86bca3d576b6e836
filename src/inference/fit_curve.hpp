#pragma once
/// One curve's fit, from its starts to its standard errors. Made for every curve of the table by fit.cpp.

#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "inference/fit_models.hpp"
#include "inference/fit_profile.hpp"
#include "inference/fit_starts.hpp"
#include "inference/student.hpp"
#include "numeric/levenberg_marquardt.hpp"
#include "swarmcast/fit.hpp"

namespace swarmcast {

/// What all curves of one call share.
struct FitTask {
  const FitData& data;
  const FitOptions& options;
  const FitProblem& problem;
  const FitProblem& sketch;  ///< some of the points, for the starts; `problem` itself where there are few
  LeastSquaresWorkspace& workspace;
  LeastSquaresWorkspace& held_workspace;  ///< for profiles
};

/// Sentences for FitStatus, and statistics that need no model (fit.cpp).
[[nodiscard]] std::string explain(FitStatus status, const Curve& curve, std::size_t points);
void add_statistics(CurveFit& fit, const FitProblem& problem, bool exact);

/// How far the logarithm of a timescale may go from that of the last time, and that of a shape from 0. Out there each
/// curve has long become another.
inline constexpr double farthest = 50;

template <class Model>
MinimizeOptions<Model::size> fit_bounds(const FitProblem& problem) {
  MinimizeOptions<Model::size> options;
  options.most_evaluations = 1000;
  for (std::size_t i = 0; i < Model::size; ++i) {
    if (Model::kinds[i] != ParameterKind::positive) continue;
    const bool timescale = i == 1 && Model::info.has_timescale;
    const double centre = timescale ? std::log(problem.last_hours) : 0;
    options.low[i] = centre - farthest;
    options.high[i] = centre + farthest;
  }
  return options;
}

template <class Model>
Minimum<Model::size> least_squares(const FitTask& task, const MinimizeOptions<Model::size>& options) {
  Minimum<Model::size> best;
  const auto starts = find_starts<Model>(task.sketch, task.workspace);
  const FittedModel<Model> sketch(task.sketch), model(task.problem);
  for (std::size_t k = 0; k < starts.count; ++k) {
    const auto minimum = minimize<Model::size>(sketch, starts.at[k], task.workspace, options);
    // Starts that end in one place do so to rounding: the first is kept.
    if (minimum.sum_of_squares < best.sum_of_squares * (1 - 1e-9)) best = minimum;
  }
  if (best.stop == Stop::no_start || &task.sketch == &task.problem) return best;
  auto start = best.parameters;
  for (std::size_t i = 0; i < Model::size; ++i) {
    if (Model::kinds[i] == ParameterKind::scale) start[i] *= task.sketch.scale / task.problem.scale;
  }
  return minimize<Model::size>(model, start, task.workspace, options);
}

/// R^-1 with the columns of J scaled to unit length has a norm above 1/sqrt(eps): J'J is then singular in doubles.
template <std::size_t p>
bool is_singular(const Triangle<p>& upper, const Triangle<p>& inverse) {
  double square = 0;
  for (std::size_t i = 0; i < p; ++i) {
    double column = 0, row = 0;
    for (std::size_t k = 0; k <= i; ++k) column += upper(k, i) * upper(k, i);
    for (std::size_t k = i; k < p; ++k) row += inverse(i, k) * inverse(i, k);
    square += column * row;
  }
  return !(square * std::numeric_limits<double>::epsilon() < 1);
}

/// Whether a parameter may go a thousand times as far out, or in, without a worse fit: a minimum has walls.
template <class Model>
bool is_open(const FitTask& task, const Minimum<Model::size>& minimum) {
  constexpr double rounding = 1e-9;
  if constexpr (std::is_same_v<Model, TextbookModel<Linear>>) return false;
  for (std::size_t i = 1; i < Model::size; ++i) {
    for (const double direction : {-1.0, 1.0}) {
      const auto further = Model::outward(minimum.parameters, i, direction);
      const Scaled there = best_scale<Model>(task.problem, further, task.workspace);
      if (there.sum_of_squares <= minimum.sum_of_squares * (1 + rounding)) return true;
    }
  }
  return false;
}

template <class Model>
FitStatus status_of(const FitTask& task, const Minimum<Model::size>& minimum,
                    const MinimizeOptions<Model::size>& options, bool singular) {
  if (minimum.stop == Stop::no_start) return FitStatus::no_start;
  for (std::size_t i = 0; i < Model::size; ++i) {
    const double u = minimum.parameters[i];
    if (!(u > options.low[i] && u < options.high[i])) return FitStatus::boundary;
  }
  const bool exact = minimum.stop == Stop::exact;
  const bool at_rest = exact || minimum.linear.offset() <= least_squares_flat * std::sqrt(minimum.sum_of_squares);
  if ((singular || !at_rest) && !exact && is_open<Model>(task, minimum)) return FitStatus::boundary;
  if (singular) return FitStatus::not_identified;
  if (!at_rest) return FitStatus::not_converged;
  return exact ? FitStatus::exact : FitStatus::converged;
}

/// From the solver's variables, of data divided by `scale`, to the parameters.
template <class Model>
double natural(std::size_t i, double u, double scale) {
  return Model::kinds[i] == ParameterKind::scale      ? u * scale
         : Model::kinds[i] == ParameterKind::positive ? std::exp(u)
                                                      : u;
}

/// And of a small difference there.
template <class Model>
double natural_slope(std::size_t i, double u, double scale) {
  return Model::kinds[i] == ParameterKind::free ? 1 : Model::kinds[i] == ParameterKind::scale ? scale : std::exp(u);
}

/// A number, where it is finite.
inline std::optional<double> finite(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

template <class Model>
void add_errors(CurveFit& fit, const FitTask& task, const Minimum<Model::size>& minimum,
                const MinimizeOptions<Model::size>& bounds, const Triangle<Model::size>& inverse) {
  constexpr std::size_t p = Model::size;
  const double variance = minimum.sum_of_squares / fit.degrees_of_freedom;
  fit.covariance.resize(p * p);
  for (std::size_t i = 0; i < p; ++i) {
    for (std::size_t j = i; j < p; ++j) {
      double sum = 0;
      for (std::size_t k = j; k < p; ++k) sum += inverse(i, k) * inverse(j, k);
      const double covariance = sum * variance * natural_slope<Model>(i, minimum.parameters[i], task.problem.scale) *
                                natural_slope<Model>(j, minimum.parameters[j], task.problem.scale);
      fit.covariance[i * p + j] = fit.covariance[j * p + i] = covariance;
    }
  }
  const double t = student_quantile(task.options.level, fit.degrees_of_freedom);
  for (std::size_t i = 0; i < p; ++i) {
    FittedParameter& parameter = fit.parameters[i];
    const double error = std::sqrt(fit.covariance[i * p + i]);
    parameter.standard_error = error;
    parameter.low = {FitBound::State::closed, parameter.estimate - t * error};
    parameter.high = {FitBound::State::closed, parameter.estimate + t * error};
  }
  if (task.options.interval == IntervalMethod::wald) return;
  for (std::size_t i = 0; i < p; ++i) {
    Profile<Model> profile(task.problem, minimum, bounds, i, fit.degrees_of_freedom, task.workspace,
                           task.held_workspace);
    const double error =
        std::sqrt(fit.covariance[i * p + i]) / natural_slope<Model>(i, minimum.parameters[i], task.problem.scale);
    const auto end = [&](double direction) {
      const std::optional<double> u = profile.reach(t, direction * error);
      if (!u) return FitBound{FitBound::State::open, 0};
      return FitBound{FitBound::State::closed, natural<Model>(i, *u, task.problem.scale)};
    };
    fit.parameters[i].low = end(-1);
    fit.parameters[i].high = end(1);
  }
}

/// What the fit says about growth.
template <class Model>
void add_implications(CurveFit& fit, const FitTask& task, const typename Model::Variables& u) {
  const double scale = task.problem.scale, since = task.data.since_hours, last = task.problem.last_hours;
  fit.plateau = finite(Model::limit(u, since) * scale);
  fit.peak_hours = finite(Model::peak(u));
  if (fit.peak_hours && !task.data.any_unit) fit.peak_hours = std::max(*fit.peak_hours, 0.0);
  if (!(last > since)) return;
  typename Model::Variables slopes{};
  const double now = Model::value(Interval::between(since, last), u, slopes), rate = Model::rate(u, last);
  const double growth = rate * last / now;  // relative, per e-fold of time
  constexpr double rounding = 1e-12;
  if (growth > rounding) fit.doubling_hours = finite(std::log(2.0) * last / growth);
}

template <class Model>
CurveFit fit_curve(const FitTask& task, const Curve& curve) {
  constexpr std::size_t p = Model::size;
  CurveFit fit;
  fit.curve = curve.name;
  fit.degrees_of_freedom = static_cast<int>(task.problem.points) - static_cast<int>(p);
  const auto ended = [&](FitStatus status) {
    fit.status = status;
    fit.explanation = explain(status, curve, task.problem.points);
    return fit;
  };
  if (fit.degrees_of_freedom < 0) return ended(FitStatus::too_few_points);

  const auto bounds = fit_bounds<Model>(task.problem);
  const auto minimum = least_squares<Model>(task, bounds);
  fit.evaluations = minimum.evaluations;
  Triangle<p> inverse;
  const bool singular = !invert(minimum.linear.upper, inverse) || is_singular(minimum.linear.upper, inverse);
  const FitStatus status = status_of<Model>(task, minimum, bounds, singular);
  if (status == FitStatus::no_start) return ended(status);

  fit.residual_sum_of_squares = minimum.sum_of_squares * task.problem.scale * task.problem.scale;
  for (std::size_t i = 0; i < p; ++i) {
    fit.parameters.push_back(
        {.name = curve.parameters[i].name, .estimate = natural<Model>(i, minimum.parameters[i], task.problem.scale)});
  }
  const bool exact = minimum.stop == Stop::exact;
  add_statistics(fit, task.problem, exact);
  if (!info(status).usable) return ended(status);
  if (!exact && fit.degrees_of_freedom > 0) add_errors<Model>(fit, task, minimum, bounds, inverse);
  add_implications<Model>(fit, task, minimum.parameters);
  return ended(status);
}

}  // namespace swarmcast
