#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "io/csv_output.hpp"
#include "io/fit_text.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

std::string end_of(const FitBound& bound) {
  if (bound.state == FitBound::State::open) return "open";
  return bound.state == FitBound::State::closed ? csv_number(bound.value) : std::string();
}

/// parameter,unit,estimate,standard_error,low,high
std::string cells(const FittedParameter& parameter, std::string_view unit) {
  return fmt::format("{},{},{},{},{},{}", parameter.name, unit, csv_number(parameter.estimate),
                     csv_number(parameter.standard_error), end_of(parameter.low), end_of(parameter.high));
}

}  // namespace

std::string write_csv(const Fit& fit) {
  std::string out =
      "curve,status,parameter,unit,estimate,standard_error,low,high,residual_sd,r_squared,aicc,delta_aicc,"
      "akaike_weight,plateau,peak_hours,doubling_hours\n";
  for (const CurveFit& curve : fit.curves) {
    const std::string start = fmt::format("{},{},", curve.curve, info(curve.status).name);
    std::string end;
    for (const auto& statistic : {curve.residual_sd, curve.r_squared, curve.aicc, curve.delta_aicc, curve.akaike_weight,
                                  curve.plateau, curve.peak_hours, curve.doubling_hours}) {
      end += ',' + csv_number(statistic);
    }
    if (curve.parameters.empty()) out.append(start).append(",,,,,").append(end).append("\n");
    for (std::size_t i = 0; i < curve.parameters.size(); ++i) {
      const std::string_view unit = unit_of(curve_of(curve).parameters[i], fit.data.any_unit);
      out.append(start).append(cells(curve.parameters[i], unit)).append(end).append("\n");
    }
  }
  return out;
}

}  // namespace swarmcast
