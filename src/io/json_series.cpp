#include "io/json_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "io/json_value.hpp"

namespace swarmcast {
namespace {

/// A text under this key; empty where none is given.
Result<std::string> read_name(const JsonInput& input, const JsonFields& fields, JsonKey key) {
  const JsonToken* const token = fields.find_some(key);
  if (token == nullptr) return std::string();
  if (token->kind == JsonToken::Kind::text) return token->text;
  return input.refuse(
      token->part, ErrorCode::bad_file,
      fmt::format("\"{}\" is {} where a text is due: write it in quotes", to_string(key), described(*token)));
}

/// What a task says of its kind, and whether its later counts are given.
std::optional<Error> read_kind(const JsonInput& input, const JsonFields& fields, JsonSeries& series) {
  for (const JsonKey key : {JsonKey::family, JsonKey::group}) {
    Result<std::string> name = read_name(input, fields, key);
    if (!name) return name.error();
    (key == JsonKey::family ? series.facts.family : series.facts.group) = *std::move(name);
    if (const JsonToken* const token = fields.find_some(key)) {
      (key == JsonKey::family ? series.family : series.group) = token->part;
    }
  }
  const JsonToken* const later = fields.find_some(JsonKey::later);
  if (later == nullptr) return std::nullopt;
  series.facts.task = true;
  if (later->kind == JsonToken::Kind::list) return std::nullopt;
  return input.refuse(
      later->part, ErrorCode::bad_file,
      fmt::format("\"later\" is {} where a list is due: write [[48, 1200000], [96, 1500000]]", described(*later)));
}

std::optional<Error> read_since(const JsonInput& input, const JsonFields& fields, JsonSeries& series) {
  const JsonToken* const since = fields.find_some(JsonKey::since);
  const JsonToken* const hours = fields.find_some(JsonKey::since_hours);
  if (since != nullptr && hours != nullptr) {
    return input.refuse(hours->part, ErrorCode::bad_file,
                        "\"since\" and \"since_hours\" both say when counting began: leave one of them out");
  }
  if (since != nullptr) {
    const Result<TimeText> time = json_time(*since);
    if (!time) return input.refuse(since->part, time.error());
    series.facts.since = *time;
    series.since = since->part;
  }
  if (hours != nullptr) {
    const Result<double> value = json_hours(*hours);
    if (!value) return input.refuse(hours->part, value.error());
    if (*value > 0) series.facts.since = TimeText{.hours = *value};
    series.since = hours->part;
  }
  return std::nullopt;
}

bool same(const TimeText& a, const TimeText& b) {
  if (a.clock && b.clock) return a.clock->unix_seconds == b.clock->unix_seconds;
  return !a.clock && !b.clock && a.hours == b.hours;
}

/// Adds what one more object says of a series.
std::optional<Error> join(const JsonInput& input, SeriesFacts& facts, JsonSeries& more, std::string_view name) {
  const auto differs = [&](std::string_view part, std::string_view key) {
    return input.refuse(part, ErrorCode::bad_file,
                        fmt::format("this \"{}\" of the series {} differs from the one before: objects of one series "
                                    "must agree, and another series needs another \"id\"",
                                    key, quote(name)));
  };
  if (!more.facts.title.empty()) {
    if (!facts.title.empty() && facts.title != more.facts.title) return differs(more.title, "title");
    facts.title = std::move(more.facts.title);
  }
  for (const auto& [member, part, key] : {std::tuple{&SeriesFacts::family, more.family, "family"},
                                          std::tuple{&SeriesFacts::group, more.group, "group"}}) {
    std::string& value = more.facts.*member;
    if (value.empty()) continue;
    if (!(facts.*member).empty() && facts.*member != value) return differs(part, key);
    facts.*member = std::move(value);
  }
  if (more.facts.release) {
    if (facts.release && facts.release->unix_seconds != more.facts.release->unix_seconds) {
      return differs(more.release, "release");
    }
    if (!facts.release) facts.release = more.facts.release;
  }
  if (more.facts.since) {
    if (facts.since && !same(*facts.since, *more.facts.since)) return differs(more.since, "since");
    facts.since = more.facts.since;
  }
  return std::nullopt;
}

/// Names objects by the lines they begin in, given in the order of the input.
class LineNames {
 public:
  explicit LineNames(std::string_view bytes) : bytes_(bytes) {}

  std::string next(const JsonSeries& object) {
    const auto start = static_cast<std::size_t>(object.whole.data() - bytes_.data());
    const std::string_view between = bytes_.substr(counted_, start - counted_);
    if (const std::size_t newline = between.rfind('\n'); newline != between.npos) line_start_ = counted_ + newline + 1;
    line_ += static_cast<std::size_t>(std::count(between.begin(), between.end(), '\n'));
    counted_ = start;
    const bool another = line_ == last_;
    last_ = line_;
    return another ? fmt::format("line {}, column {}", line_, start - line_start_ + 1) : fmt::format("line {}", line_);
  }

 private:
  std::string_view bytes_;
  std::size_t counted_ = 0;  // bytes whose lines are counted
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
  std::size_t last_ = 0;  // the line named last
};

}  // namespace

Result<JsonSeries> read_json_series(const JsonInput& input, const JsonFields& fields, std::string_view whole) {
  JsonSeries series{.whole = whole, .readings = fields.find(JsonKey::readings)->part};
  const JsonToken* const id_token = fields.find_some(JsonKey::id);
  if (id_token != nullptr && id_token->kind == JsonToken::Kind::number) {
    series.id = id_token->part;  // as databases number things
  } else {
    Result<std::string> id = read_name(input, fields, JsonKey::id);
    if (!id) return id.error();
    series.id = *std::move(id);
  }
  Result<std::string> title = read_name(input, fields, JsonKey::title);
  if (!title) return title.error();
  series.facts.title = *std::move(title);
  if (const JsonToken* const token = fields.find_some(JsonKey::title)) series.title = token->part;
  if (input.role == JsonRole::task) {
    if (auto error = read_kind(input, fields, series)) return *std::move(error);
  }
  if (const JsonToken* const token = fields.find_some(JsonKey::release)) {
    const Result<ClockTime> release = json_clock_time(*token);
    if (!release) return input.refuse(token->part, release.error());
    series.facts.release = *release;
    series.release = token->part;
  }
  if (auto error = read_since(input, fields, series)) return *std::move(error);
  return series;
}

std::optional<Error> name_series(const JsonInput& input, std::vector<JsonSeries> objects, JsonLog& log) {
  if (input.role == JsonRole::request && objects.size() > 1) {
    return input.refuse(objects[1].whole, ErrorCode::several_series,
                        "another series begins here: write one series a line");
  }
  LineNames lines(input.bytes);
  for (JsonSeries& object : objects) {
    std::string name = object.id.empty() ? object.facts.title : object.id;
    if (name.empty() && (objects.size() > 1 || input.role == JsonRole::task)) name = lines.next(object);
    const std::uint32_t number = object.facts.task ? log.series.add(name) : log.series.number_of(name);
    for (std::size_t i = object.first_row; i < object.end_row; ++i) log.rows[i].series = number;
    if (log.facts.size() <= number) log.facts.resize(std::size_t{number} + 1);
    log.facts[number].task = object.facts.task;
    log.facts[number].question = std::move(object.facts.question);
    if (auto error = join(input, log.facts[number], object, name)) return error;
  }
  return std::nullopt;
}

}  // namespace swarmcast
