// What a condition comes to, and how it is told.

#include <fmt/format.h>

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/clock_time.hpp"
#include "io/condition.hpp"
#include "io/json_writer.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast {
namespace {

using Quantity = Condition::Quantity;

}  // namespace

Result<std::optional<double>> value_of(const Condition& condition, const Series& series, const Projector& project) {
  const Reading& last = series.readings.back();
  if (condition.quantity == Quantity::count) return std::optional(last.unlifted());
  const auto since_release = condition.at.time.since(series.release);
  if (!since_release) return since_release.error();
  const double hours = *since_release + (condition.at.from_last_reading ? last.hours : 0);
  if (hours <= last.hours) return std::optional<double>();
  ProjectionOptions options{.horizons = {hours}};
  if (condition.quantity == Quantity::low || condition.quantity == Quantity::high) options.levels = {condition.level};
  if (condition.quantity == Quantity::chance) {
    if (condition.goal <= std::max(last.count, last.count_used)) return std::optional(1.0);
    options.reach = {condition.goal};
  }
  const auto projection = project(options);
  if (!projection) return projection.error();
  const HorizonProjection& horizon = projection->horizons.front();
  switch (condition.quantity) {
    case Quantity::low:
      return std::optional(horizon.bands.front().low);
    case Quantity::high:
      return std::optional(horizon.bands.front().high);
    case Quantity::chance:
      return std::optional(projection->reach.front().probability.front());
    default:
      return std::optional(horizon.median);
  }
}

std::string value_in_words(const Condition& condition, double value) {
  if (condition.quantity == Quantity::chance) return human_share(value);
  if (condition.quantity == Quantity::count) return exact_count(value);
  constexpr int most = 6;
  int digits = 3;
  while (digits < most && value != condition.limit &&
         human_count(value, digits) == human_count(condition.limit, digits)) {
    ++digits;
  }
  return human_count(value, digits);
}

std::string write_alert(const Condition& condition, double value, const Series& series) {
  const Reading& last = series.readings.back();
  std::string line = fmt::format("alert: {}: {}, by the readings until {}", printable(condition.text),
                                 value_in_words(condition, value), describe(last));
  if (series.release) line += fmt::format(" ({})", clock_after(*series.release, last.hours));
  return line + '\n';
}

std::string write_alert_json(const Condition& condition, double value, const Series& series) {
  const Reading& last = series.readings.back();
  JsonWriter json;
  json.object([&] {
    json.key("schema").string("swarmcast/alert/1");
    json.key("version").string(version());
    json.key("id").string_or_null(series.id);
    json.key("title").string_or_null(series.title);
    json.key("condition").string(condition.text);
    json.key("value").number(value);
    json.key("limit").number(condition.limit);
    json.key("hours").number(last.hours);
    json.key("count").number(last.count);
  });
  return std::move(json).text() + '\n';
}

}  // namespace swarmcast
