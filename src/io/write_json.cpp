#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/clock_time.hpp"
#include "io/explanation_json.hpp"
#include "io/json_writer.hpp"
#include "io/result_line.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/version.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view projection_schema = "swarmcast/projection/1";
constexpr std::string_view failure_schema = "swarmcast/failure/1";

/// How every object of that schema and that id begins.
void write_head(JsonWriter& json, std::string_view schema, std::string_view id) {
  json.key("schema").string(schema);
  json.key("version").string(version());
  json.key("id").string_or_null(id);
}

bool begins_with_head(std::string_view line, std::string_view schema, std::string_view id) {
  JsonWriter json;
  json.object([&] { write_head(json, schema, id); });
  std::string head = std::move(json).text();
  head.back() = ',';  // more follows
  return line.starts_with(head);
}

class ProjectionWriter {
 public:
  ProjectionWriter(const Projection& projection, JsonWriter& json) : projection_(projection), json_(json) {}

  void write() {
    write_head(json_, projection_schema, projection_.id);
    json_.key("title").string_or_null(projection_.title);
    json_.key("release").string_or_null(projection_.release ? write_clock_time(*projection_.release) : std::string());
    json_.key("since_hours").number(projection_.since_hours);
    json_.key("method").string(projection_.least_squares ? "least-squares" : "posterior");
    json_.key("band").string(projection_.least_squares ? to_string(*projection_.least_squares) : "credible");
    json_.key("prior").string_or_null(projection_.prior);
    write_counts();
    list("projections", projection_.horizons, [this](const HorizonProjection& horizon) { members(horizon); });
    list("curves", projection_.curves, [this](const CurveWeight& curve) {
      json_.key("name").string(curve.name);
      json_.key("weight").number(curve.weight);
    });
    list("reach", projection_.reach, [this](const Reach& reach) { members(reach); });
    list("against", projection_.against, [this](const Yardstick& yardstick) { members(yardstick); });
    list("comparison", projection_.comparison, [this](const Comparison& comparison) { members(comparison); });
    json_.key("narrowing").number(projection_.narrowing);
    list("verdicts", projection_.verdicts, [this](const Verdict& verdict) { members(verdict); });
    list("warnings", projection_.warnings, [this](const Warning& warning) { members(warning); });
    if (projection_.explanation) json_.key("explanation").raw(json_text(from_explanation(projection_)));
  }

  /// What has been counted.
  void write_counts() {
    list("readings", projection_.readings, [this](const Reading& reading) { members(reading); });
    list("swarms", projection_.swarms, [this](const Swarm& swarm) { members(swarm); });
  }

 private:
  /// Objects under a key, with what `write_members` writes of each.
  template <class T, class WriteMembers>
  void list(std::string_view key, const std::vector<T>& values, WriteMembers write_members) {
    json_.key(key).list(values, [&](const T& value) { json_.object([&] { write_members(value); }); });
  }

  void members(const Reading& reading) {
    json_.key("hours").number(reading.hours);
    json_.key("count").number(reading.count);
    json_.key("count_used").number(reading.count_used);
    json_.key("qualifier").string(to_string(reading.qualifier));
    json_.key("relative_error").number(reading.relative_error);
  }

  void members(const Swarm& swarm) {
    json_.key("name").string(swarm.name);
    json_.key("first_hours").number(swarm.first_hours);
    json_.key("last_hours").number(swarm.last_hours);
    json_.key("count").number(swarm.count);
    json_.key("joined").truth(swarm.joined);
  }

  /// Of downloads, of multiples or of hours.
  template <class AnyBand>
  void bands(const std::vector<AnyBand>& all, double unit = 1) {
    list("bands", all, [&](const AnyBand& band) {
      json_.key("level").number(band.level);
      json_.key("low").number(in_units(band.low, unit));
      json_.key("high").number(in_units(band.high, unit));
    });
  }
  static double in_units(double value, double unit) { return value / unit; }
  static std::optional<double> in_units(const std::optional<double>& value, double /*unit*/) { return value; }

  void members(const HorizonProjection& horizon) {
    json_.key("hours").number(horizon.hours);
    json_.key("time").string_or_null(projection_.release ? write_clock_time(later(*projection_.release, horizon.hours))
                                                         : std::string());
    json_.key("median").number(horizon.median);
    bands(horizon.bands);
  }

  void members(const Reach& reach) {
    json_.key("count").number(reach.count);
    json_.key("probability").list(reach.probability, [this](double probability) { json_.number(probability); });
    json_.key("median_hours").number(reach.median_hours);
    bands(reach.bands);
  }

  void members(const Yardstick& yardstick) {
    json_.key("number").number(yardstick.number);
    json_.key("label").string(yardstick.label);
    list("horizons", projection_.horizons, [&](const HorizonProjection& horizon) {
      json_.key("hours").number(horizon.hours);
      json_.key("median").number(horizon.median / yardstick.number);
      bands(horizon.bands, yardstick.number);
    });
  }

  void members(const Comparison& comparison) {
    json_.key("name").string(comparison.name);
    json_.key("description").string(comparison.description);
    std::size_t row = 0;
    list("horizons", projection_.horizons, [&](const HorizonProjection& horizon) {
      json_.key("hours").number(horizon.hours);
      json_.key("estimate").number(comparison.values[row]);
      bands(comparison.bands.empty() ? std::vector<DeltaBand>() : comparison.bands[row]);
      ++row;
    });
  }

  template <class Remark>
  void members(const Remark& remark) {
    json_.key("code").string(to_string(remark.code));
    json_.key("text").string(remark.text);
  }

  const Projection& projection_;
  JsonWriter& json_;
};

}  // namespace

std::string write_json(const Projection& projection) {
  JsonWriter json;
  json.object([&] { ProjectionWriter(projection, json).write(); });
  return std::move(json).text() + '\n';
}

std::string write_json(std::string_view id, const Error& error) {
  JsonWriter json;
  const auto place = [&](std::size_t number) {
    if (number == 0) return json.null();
    json.number(static_cast<double>(number));
  };
  json.object([&] {
    write_head(json, failure_schema, id);
    json.key("error").object([&] {
      json.key("code").string(to_string(error.code));
      json.key("text").string(error.message);
      json.key("line");
      place(error.place.line);
      json.key("column");
      place(error.place.column);
    });
  });
  return std::move(json).text() + '\n';
}

ResultLine json_result(std::string_view line, std::string_view id) {
  if (begins_with_head(line, projection_schema, id)) return ResultLine::projection;
  return begins_with_head(line, failure_schema, id) ? ResultLine::failure : ResultLine::of_another;
}

bool json_has_readings(std::string_view line, const Series& series) {
  Projection projection;
  projection.readings = series.readings;
  projection.swarms = series.swarms;
  JsonWriter json;
  ProjectionWriter(projection, json).write_counts();
  return line.find(std::move(json).text()) != line.npos;  // a text cannot hold it: quotes in it are escaped
}

bool json_has_warnings(std::string_view line) { return line.find("\"warnings\":[]") == line.npos; }

}  // namespace swarmcast
