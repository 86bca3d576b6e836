#include <cstddef>

#include "io/fit_text.hpp"
#include "io/json_output.hpp"
#include "swarmcast/version.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

Json from_point(const FitPoint& point) { return {{"hours", number(point.hours)}, {"value", number(point.value)}}; }

Json end_of(const FitBound& bound) {
  return bound.state == FitBound::State::closed ? number(bound.value) : Json(nullptr);
}

Json from_interval(const FittedParameter& parameter) {
  return {{"low", end_of(parameter.low)},
          {"high", end_of(parameter.high)},
          {"low_open", parameter.low.state == FitBound::State::open},
          {"high_open", parameter.high.state == FitBound::State::open}};
}

Json from_parameters(const CurveFit& fit, bool any_unit) {
  Json out = Json::array();
  for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
    const FittedParameter& parameter = fit.parameters[i];
    const CurveParameter& about = curve_of(fit).parameters[i];
    out.push_back({{"name", parameter.name},
                   {"meaning", about.meaning},
                   {"unit", unit_of(about, any_unit)},
                   {"estimate", number(parameter.estimate)},
                   {"standard_error", number(parameter.standard_error)},
                   {"interval", from_interval(parameter)}});
  }
  return out;
}

/// A list of rows, or null.
Json from_covariance(const CurveFit& fit) {
  if (fit.covariance.empty()) return nullptr;
  const std::size_t size = fit.parameters.size();
  Json rows = Json::array();
  for (std::size_t i = 0; i < size; ++i) {
    Json row = Json::array();
    for (std::size_t j = 0; j < size; ++j) row.push_back(number(fit.covariance[i * size + j]));
    rows.push_back(std::move(row));
  }
  return rows;
}

Json from_fit(const CurveFit& fit, bool any_unit) {
  const FitStatusInfo& status = info(fit.status);
  const bool fitted = !fit.parameters.empty();
  return {{"name", fit.curve},
          {"formula", curve_of(fit).formula},
          {"status", status.name},
          {"rule", status.rule},
          {"usable", status.usable},
          {"explanation", text_or_null(fit.explanation)},
          {"parameters", from_parameters(fit, any_unit)},
          {"covariance", from_covariance(fit)},
          {"degrees_of_freedom", fit.degrees_of_freedom},
          {"evaluations", fit.evaluations},
          {"residual_sum_of_squares", fitted ? number(fit.residual_sum_of_squares) : Json(nullptr)},
          {"residual_sd", number(fit.residual_sd)},
          {"r_squared", number(fit.r_squared)},
          {"aicc", number(fit.aicc)},
          {"delta_aicc", number(fit.delta_aicc)},
          {"akaike_weight", number(fit.akaike_weight)},
          {"plateau", number(fit.plateau)},
          {"peak_hours", number(fit.peak_hours)},
          {"doubling_hours", number(fit.doubling_hours)}};
}

}  // namespace

std::string write_json(const Fit& fit) {
  const CurveFit* const best = fit.best();
  const Json document{
      {"schema", "swarmcast/fit/1"},
      {"version", version()},
      {"id", text_or_null(fit.data.id)},
      {"title", text_or_null(fit.data.title)},
      {"since_hours", number(fit.data.since_hours)},
      {"any_unit", fit.data.any_unit},
      {"on", to_string(fit.target)},
      {"interval", to_string(fit.interval)},
      {"level", number(fit.level)},
      {"points", list(fit.data.points, from_point)},
      {"best", best != nullptr ? Json(best->curve) : Json(nullptr)},
      {"curves", list(fit.curves, [&](const CurveFit& curve) { return from_fit(curve, fit.data.any_unit); })},
      {"warnings", list(fit.data.warnings, from_remark<Warning>)}};
  return json_line(document);
}

}  // namespace swarmcast
