#include "swarmcast/fit.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <boost/math/distributions/students_t.hpp>

#include "base/text.hpp"
#include "inference/curve_choice.hpp"
#include "inference/fit_curve.hpp"
#include "inference/student.hpp"

namespace swarmcast {
namespace {

constexpr std::array<FitStatusInfo, 7> statuses{{
    {FitStatus::converged, "converged", "||Q'r|| <= 1e-6 ||r||", true},
    {FitStatus::exact, "exact", "||r|| <= 8 eps ||y||", true},
    {FitStatus::not_identified, "not-identified", "||R^-1|| >= 1 / sqrt(eps), columns of J scaled to unit length",
     false},
    {FitStatus::boundary, "boundary",
     "||r|| does not grow where a parameter is 1,000 times as large or as small, or that is e^50 or e^-50", false},
    {FitStatus::not_converged, "not-converged", "||Q'r|| > 1e-6 ||r|| after 1,000 evaluations, or no step helps",
     false},
    {FitStatus::too_few_points, "too-few-points", "n < p", false},
    {FitStatus::no_start, "no-start", "||r|| is not finite anywhere on the grid of starts", false},
}};

using FitFunction = CurveFit (*)(const FitTask&, const Curve&);

constexpr auto fit_functions = each_model([]<class Model>() -> FitFunction { return &fit_curve<Model>; });

/// At most so many of the points, evenly spread over their order, the last among them.
FitData sketched(const FitData& data, std::size_t most) {
  FitData some;
  some.since_hours = data.since_hours;
  for (std::size_t k = 1; k <= most; ++k) some.points.push_back(data.points[data.points.size() * k / most - 1]);
  return some;
}

void add_weights(std::vector<CurveFit>& fits) {
  const auto ranked = [](const CurveFit& fit) { return fit.usable() && fit.aicc.has_value(); };
  double least = infinity;
  for (const CurveFit& fit : fits) {
    if (ranked(fit)) least = std::min(least, *fit.aicc);
  }
  double total = 0;
  for (CurveFit& fit : fits) {
    if (!ranked(fit)) continue;
    fit.delta_aicc = *fit.aicc - least;
    fit.akaike_weight = std::exp(-0.5 * *fit.delta_aicc);
    total += *fit.akaike_weight;
  }
  for (CurveFit& fit : fits) {
    if (fit.akaike_weight) *fit.akaike_weight /= total;
  }
}

}  // namespace

std::span<const FitStatusInfo> fit_statuses() { return statuses; }

const FitStatusInfo& info(FitStatus status) {
  const auto* const row = std::find_if(statuses.begin(), statuses.end(),
                                       [status](const FitStatusInfo& other) { return other.status == status; });
  assert(row != statuses.end());
  return *row;
}

double student_quantile(double level, int degrees_of_freedom) {
  namespace policies = boost::math::policies;
  // Nothing is thrown: what the library would report is outside the domain.
  using Policy = policies::policy<policies::overflow_error<policies::ignore_error>,
                                  policies::evaluation_error<policies::ignore_error>,
                                  policies::domain_error<policies::ignore_error>>;
  const boost::math::students_t_distribution<double, Policy> distribution(degrees_of_freedom);
  // By the tail: 1/2 + level/200 rounds to 1 long before the level reaches 100.
  return boost::math::quantile(boost::math::complement(distribution, (100 - level) / 200));
}

std::string explain(FitStatus status, const Curve& curve, std::size_t points) {
  switch (status) {
    case FitStatus::converged:
      return {};
    case FitStatus::exact:
      return "The curve passes through every point, which leaves nothing to judge its errors by.";
    case FitStatus::not_identified:
      return "The points do not tell its parameters apart: quite different ones fit as well.";
    case FitStatus::boundary:
      return "The further out a parameter is, the better the fit: the points ask for a simpler curve.";
    case FitStatus::not_converged:
      return "The sum of squares was still falling when the evaluations ran out: a parameter may have no limit.";
    case FitStatus::too_few_points:
      return fmt::format("It has {} parameters, and there {} {} point{}.", curve.parameters.size(),
                         points == 1 ? "is" : "are", points, points == 1 ? "" : "s");
    case FitStatus::no_start:
      return "No parameters were found with which it comes anywhere near the points.";
  }
  return {};
}

void add_statistics(CurveFit& fit, const FitProblem& problem, bool exact) {
  const auto n = static_cast<double>(problem.points);
  double sum = 0, about_mean = 0;
  for (std::size_t i = 0; i < problem.points; ++i) sum += problem.values[i];
  for (std::size_t i = 0; i < problem.points; ++i) {
    const double from_mean = problem.values[i] - sum / n;
    about_mean += from_mean * from_mean;
  }
  about_mean *= problem.scale * problem.scale;
  if (about_mean > 0) fit.r_squared = 1 - fit.residual_sum_of_squares / about_mean;
  if (exact || fit.degrees_of_freedom == 0) return;
  fit.residual_sd = std::sqrt(fit.residual_sum_of_squares / fit.degrees_of_freedom);
  const double k = n - fit.degrees_of_freedom + 1;
  if (n - k - 1 <= 0) return;
  fit.aicc = n * (std::log(2 * std::numbers::pi * fit.residual_sum_of_squares / n) + 1) + 2 * k +
             2 * k * (k + 1) / (n - k - 1);
}

const CurveFit* Fit::best() const {
  const CurveFit* least = nullptr;
  for (const CurveFit& fit : curves) {
    if (fit.delta_aicc && (least == nullptr || *fit.delta_aicc < *least->delta_aicc)) least = &fit;
  }
  return least;
}

Result<Fit> fit(const FitData& data, const FitOptions& options) {
  if (!(options.level > 0 && options.level < 100)) {
    return Error{ErrorCode::bad_level,
                 fmt::format("the level {} is not between 0 and 100 percent: write 90 or 95", options.level)};
  }
  for (const std::string& name : options.curves) {
    if (auto error = check_curve(name, CurveUse::fit)) return *std::move(error);
  }
  if (data.points.empty()) return Error{ErrorCode::no_readings, "there are no points to fit"};

  constexpr std::size_t enough_for_starts = 64;
  const FitProblem problem = make_fit_problem(data, options.target);
  const bool few = problem.points <= enough_for_starts;
  const FitProblem some = few ? FitProblem() : make_fit_problem(sketched(data, enough_for_starts), options.target);
  static thread_local LeastSquaresWorkspace workspace, held_workspace;  // each thread keeps those of its last fit
  const FitTask task{data, options, problem, few ? problem : some, workspace, held_workspace};

  Fit result{.data = data, .target = options.target, .interval = options.interval, .level = options.level};
  const auto all = curves();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto chosen = [&](const std::string& name) { return name == all[i].name; };
    if (!options.curves.empty() && std::none_of(options.curves.begin(), options.curves.end(), chosen)) continue;
    result.curves.push_back(fit_functions[i](task, all[i]));
  }
  add_weights(result.curves);
  return result;
}

}  // namespace swarmcast
