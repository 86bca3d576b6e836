#include "io/clock_time.hpp"
#include "io/explanation_json.hpp"
#include "io/json_output.hpp"
#include "io/result_line.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/version.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

Json from_reading(const Reading& reading) {
  return {{"hours", number(reading.hours)},
          {"count", number(reading.count)},
          {"count_used", number(reading.count_used)},
          {"qualifier", to_string(reading.qualifier)},
          {"relative_error", number(reading.relative_error)}};
}

/// Of downloads or of hours.
template <class AnyBand>
Json from_band(const AnyBand& band) {
  return {{"level", number(band.level)}, {"low", number(band.low)}, {"high", number(band.high)}};
}

Json from_horizon(const HorizonProjection& horizon, const std::optional<ClockTime>& release) {
  return {{"hours", number(horizon.hours)},
          {"time", release ? Json(write_clock_time(later(*release, horizon.hours))) : Json(nullptr)},
          {"median", number(horizon.median)},
          {"bands", list(horizon.bands, from_band<Band>)}};
}

Json from_swarm(const Swarm& swarm) {
  return {{"name", swarm.name},
          {"first_hours", number(swarm.first_hours)},
          {"last_hours", number(swarm.last_hours)},
          {"count", number(swarm.count)},
          {"joined", swarm.joined}};
}

Json from_curve(const CurveWeight& curve) { return {{"name", curve.name}, {"weight", number(curve.weight)}}; }

Json from_reach(const Reach& reach) {
  return {{"count", number(reach.count)},
          {"probability", list(reach.probability, [](double p) { return number(p); })},
          {"median_hours", number(reach.median_hours)},
          {"bands", list(reach.bands, from_band<TimeBand>)}};
}

/// A horizon in multiples of a yardstick's number.
Json from_multiples(const HorizonProjection& horizon, double unit) {
  return {{"hours", number(horizon.hours)},
          {"median", number(horizon.median / unit)},
          {"bands", list(horizon.bands, [unit](const Band& band) {
             return from_band(Band{band.level, band.low / unit, band.high / unit});
           })}};
}

Json from_yardstick(const Yardstick& yardstick, const std::vector<HorizonProjection>& horizons) {
  return {{"number", number(yardstick.number)},
          {"label", yardstick.label},
          {"horizons", list(horizons, [&](const HorizonProjection& horizon) {
             return from_multiples(horizon, yardstick.number);
           })}};
}

Json from_comparison(const Comparison& comparison, const std::vector<HorizonProjection>& horizons) {
  Json rows = Json::array();
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    rows.push_back(
        {{"hours", number(horizons[h].hours)},
         {"estimate", number(comparison.values[h])},
         {"bands", comparison.bands.empty() ? Json::array() : list(comparison.bands[h], from_band<DeltaBand>)}});
  }
  return {{"name", comparison.name}, {"description", comparison.description}, {"horizons", std::move(rows)}};
}

constexpr std::string_view projection_schema = "swarmcast/projection/1";
constexpr std::string_view failure_schema = "swarmcast/failure/1";

/// How every line of that schema and that id begins.
Json head(std::string_view schema, std::string_view id) {
  return {{"schema", schema}, {"version", version()}, {"id", text_or_null(std::string(id))}};
}

bool begins_with(std::string_view line, const Json& head) {
  std::string begin = json_line(head);
  begin.resize(begin.size() - 2);  // the bracket and the line end
  return line.starts_with(begin) && line.substr(begin.size()).starts_with(',');
}

Json place(std::size_t number) { return number > 0 ? Json(number) : Json(nullptr); }

}  // namespace

std::string write_json(std::string_view id, const Error& error) {
  Json document = head(failure_schema, id);
  document["error"] = {{"code", to_string(error.code)},
                       {"text", error.message},
                       {"line", place(error.place.line)},
                       {"column", place(error.place.column)}};
  return json_line(document);
}

ResultLine json_result(std::string_view line, std::string_view id) {
  if (begins_with(line, head(projection_schema, id))) return ResultLine::projection;
  return begins_with(line, head(failure_schema, id)) ? ResultLine::failure : ResultLine::of_another;
}

std::string write_json(const Projection& projection) {
  Json document = head(projection_schema, projection.id);
  document.update(Json{
      {"title", text_or_null(projection.title)},
      {"release", projection.release ? Json(write_clock_time(*projection.release)) : Json(nullptr)},
      {"since_hours", number(projection.since_hours)},
      {"method", projection.least_squares ? "least-squares" : "posterior"},
      {"band", projection.least_squares ? to_string(*projection.least_squares) : "credible"},
      {"prior", text_or_null(projection.prior)},
      {"readings", list(projection.readings, from_reading)},
      {"swarms", list(projection.swarms, from_swarm)},
      {"projections",
       list(projection.horizons,
            [&](const HorizonProjection& horizon) { return from_horizon(horizon, projection.release); })},
      {"curves", list(projection.curves, from_curve)},
      {"reach", list(projection.reach, from_reach)},
      {"against", list(projection.against,
                       [&](const Yardstick& yardstick) { return from_yardstick(yardstick, projection.horizons); })},
      {"comparison",
       list(projection.comparison,
            [&](const Comparison& comparison) { return from_comparison(comparison, projection.horizons); })},
      {"narrowing", number(projection.narrowing)},
      {"verdicts", list(projection.verdicts, from_remark<Verdict>)},
      {"warnings", list(projection.warnings, from_remark<Warning>)}});
  if (projection.explanation) document["explanation"] = from_explanation(projection);
  return json_line(document);
}

}  // namespace swarmcast
