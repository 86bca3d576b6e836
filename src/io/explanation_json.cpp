#include "io/explanation_json.hpp"

#include <cstddef>
#include <utility>

#include "io/clock_time.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

Json from_spread(const Spread& spread) {
  const Json band{{"level", number(Spread::level)}, {"low", number(spread.low)}, {"high", number(spread.high)}};
  return {{"median", number(spread.median)}, {"bands", Json::array({band})}};
}

Json from_parameter(const ParameterSpread& spread) {
  return {{"name", spread.parameter.name},
          {"meaning", spread.parameter.meaning},
          {"unit", spread.parameter.unit},
          {"prior", from_spread(spread.prior)},
          {"posterior", spread.posterior ? from_spread(*spread.posterior) : Json(nullptr)}};
}

Json from_curve(const CurveExplanation& curve, const std::vector<HorizonProjection>& horizons) {
  Json projections = curve.projections.empty() ? Json(nullptr) : Json::array();
  for (std::size_t h = 0; h < curve.projections.size(); ++h) {
    Json row{{"hours", number(horizons[h].hours)}};
    row.update(from_spread(curve.projections[h]));
    projections.push_back(std::move(row));
  }
  return {{"name", curve.name},
          {"prior_weight", number(curve.prior_weight)},
          {"weight", number(curve.weight)},
          {"parameters", list(curve.parameters, from_parameter)},
          {"projections", std::move(projections)}};
}

Json from_next_reading(const NextReading& next, const std::optional<ClockTime>& release) {
  const auto hours_of = [&](const std::optional<std::size_t>& which) {
    return which ? number(next.candidates[*which].hours) : Json(nullptr);
  };
  return {{"horizon_hours", number(next.horizon)},
          {"factor", number(next.factor)},
          {"candidates", list(next.candidates,
                              [&](const CandidateReading& candidate) {
                                return Json{{"hours", number(candidate.hours)},
                                            {"time", release ? Json(write_clock_time(later(*release, candidate.hours)))
                                                             : Json(nullptr)},
                                            {"factor", number(candidate.factor)},
                                            {"narrowing", number(candidate.narrowing)}};
                              })},
          {"most_hours", hours_of(next.most)},
          {"best_hours", hours_of(next.best)}};
}

}  // namespace

Json from_explanation(const Projection& projection) {
  const Explanation& explanation = *projection.explanation;
  return {{"curves", list(explanation.curves,
                          [&](const CurveExplanation& curve) { return from_curve(curve, projection.horizons); })},
          {"deviations", from_parameter(explanation.deviations)},
          {"next_reading", from_next_reading(explanation.next_reading, projection.release)}};
}

}  // namespace swarmcast
