#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "io/headline.hpp"
#include "io/json_output.hpp"
#include "io/picture.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view vega_lite_schema = "https://vega.github.io/schema/vega-lite/v5.json";

/// The fields of a band's ends, as the columns of CSV are called: low80, high80.
std::string field(std::string_view end, double level) { return fmt::format("{}{}", end, level); }

Json fan_rows(const Projection& projection) {
  Json rows = Json::array();
  for (const HorizonProjection& point : drawn_part(projection)) {
    Json row{{"hours", number(point.hours)}, {"median", number(point.median)}};
    for (const Band& band : point.bands) {
      row[field("low", band.level)] = number(band.low);
      row[field("high", band.level)] = number(band.high);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json reading_rows(const Projection& projection) {
  return list(projection.readings, [](const Reading& reading) {
    return Json{{"hours", number(reading.hours)},
                {"count", number(reading.unlifted())},
                {"qualifier", to_string(reading.qualifier)}};
  });
}

/// On a logarithmic scale what is not within the ends, as least squares' bands below 0, is held there.
Json axis(std::string_view field, std::string_view title, const Axis& range) {
  Json scale = Json::object();
  if (range.logarithmic) {
    scale = {{"type", "log"}, {"domain", {number(range.low), number(range.high)}}, {"clamp", true}, {"nice", false}};
  }
  return {{"field", field}, {"type", "quantitative"}, {"title", title}, {"scale", scale}};
}

/// A field in whose name a dot, as of low97.5, is not a path into an object.
std::string escaped(std::string name) {
  for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 2)) name.insert(dot, "\\");
  return name;
}

}  // namespace

std::string write_vega(const Projection& projection, LogAxes log) {
  if (!has_picture(projection)) return {};
  constexpr std::size_t enough_ticks = 8;  // a browser makes its own
  const Picture picture = make_picture(projection, log, enough_ticks, enough_ticks);
  const Json time = axis("hours", "hours after release", picture.time);
  const auto count = [&](std::string_view name) { return axis(name, "downloads", picture.count); };

  Json layers = Json::array();
  for (const BandPath& band : picture.bands) {
    Json low = count(escaped(field("low", band.level)));
    layers.push_back(
        {{"data", {{"name", "fan"}}},
         {"mark", {{"type", "area"}, {"opacity", 0.25}, {"tooltip", true}}},
         {"encoding", {{"x", time}, {"y", low}, {"y2", {{"field", escaped(field("high", band.level))}}}}}});
  }
  layers.push_back({{"data", {{"name", "fan"}}},
                    {"mark", {{"type", "line"}, {"tooltip", true}}},
                    {"encoding", {{"x", time}, {"y", count("median")}}}});
  layers.push_back(
      {{"data", {{"name", "readings"}}},
       {"mark", {{"type", "point"}, {"filled", true}, {"size", 60}, {"color", "#d55e00"}, {"tooltip", true}}},
       {"encoding", {{"x", time}, {"y", count("count")}, {"shape", {{"field", "qualifier"}, {"type", "nominal"}}}}}});

  Json document{{"$schema", vega_lite_schema}};
  if (!projection.title.empty()) document["title"] = projection.title;
  document["description"] = headline(projection, digits_needed(projection));
  document["width"] = 600;
  document["height"] = 360;
  document["datasets"] = {{"fan", fan_rows(projection)}, {"readings", reading_rows(projection)}};
  document["layer"] = std::move(layers);
  return json_line(document);
}

}  // namespace swarmcast
