// Readings in JSON: objects with "readings", one or many, or a list of readings alone. The tokens are taken as they
// come, so that what is kept is the readings and what the object being read says.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/text.hpp"
#include "io/json_fields.hpp"
#include "io/json_log.hpp"
#include "io/json_question.hpp"
#include "io/json_reading.hpp"
#include "io/json_scanner.hpp"
#include "io/json_series.hpp"
#include "io/json_value.hpp"

namespace swarmcast {
namespace {

using Kind = JsonToken::Kind;

constexpr std::array<std::string_view, 2> schemas{"swarmcast/series/1", "swarmcast/projection/1"};

/// A bracket that is open, and what is due in it.
enum class Where : std::uint8_t {
  list,      ///< at the top: objects or pairs
  object,    ///< in that list or at the top: a series or a reading
  readings,  ///< of a series: objects or pairs
  reading,   ///< among them: an object
  pair,      ///< [time, count]
  asked,     ///< of a series: what is asked about it
  ignored,   ///< a value that means nothing
};

class LogReader : public JsonReceiver {
 public:
  explicit LogReader(const JsonInput& input) : input_(input), object_(input.role) {}

  std::optional<Error> receive(JsonToken token) override {
    if (token.kind == Kind::end) return close(token);
    if (token.kind == Kind::key) {
      JsonFields* const fields = open_fields();
      const std::optional<Error> error = fields != nullptr ? fields->take_key(token) : std::nullopt;
      return error ? std::optional(input_.refuse(token.part, *error)) : std::nullopt;
    }
    const bool is_bracket = token.kind == Kind::object || token.kind == Kind::list;
    return is_bracket ? open(std::move(token)) : take_value(std::move(token));
  }

  /// What has been read, its series named.
  Result<JsonLog> result() && {
    if (log_.rows.empty()) {
      const Error error{ErrorCode::no_readings,
                        fmt::format("there are no readings: in the list \"readings\", {}", reading_forms),
                        {.source = std::string(input_.source)}};
      if (series_.empty()) return error;
      return input_.refuse(series_.front().readings, error);
    }
    if (auto error = name_series(input_, std::move(series_), log_)) return *std::move(error);
    return std::move(log_);
  }

 private:
  std::optional<Error> fail(std::string_view part, std::string message) const {
    return input_.refuse(part, ErrorCode::bad_file, std::move(message));
  }

  /// Of the object whose members are due, if they mean something.
  JsonFields* open_fields() {
    if (open_.back() == Where::object) return &object_;
    return open_.back() == Where::reading ? &reading_ : nullptr;
  }

  std::optional<Error> open(JsonToken token) {
    const bool is_list = token.kind == Kind::list;
    if (open_.empty()) {
      if (is_list && input_.role == JsonRole::request) {
        return fail(token.part, "this is a list, and a line is one series: jq -c '.[]' FILE makes lines of it");
      }
      if (list_seen_ || (is_list && object_seen_)) {
        return fail(token.part, "a list must be all there is: put everything into it, or write one object a line");
      }
      (is_list ? list_seen_ : object_seen_) = true;
      return is_list ? enter(Where::list) : start_object(token);
    }
    switch (open_.back()) {
      case Where::ignored:
        return enter(Where::ignored);
      case Where::list:
        return is_list ? start_pair(token) : start_object(token);
      case Where::readings:
        if (is_list) return start_pair(token);
        reading_.start(token.part);
        return enter(Where::reading);
      case Where::object: {
        const JsonKey key = object_.key();
        const bool readings = is_list && (key == JsonKey::readings || key == JsonKey::later);
        const bool asked = asks(key) && is_list;
        if (asks(key) && !is_list) items_.emplace_back(key, token);
        later_ = key == JsonKey::later;
        object_.take_value(std::move(token));
        return enter(readings ? Where::readings : asked ? Where::asked : Where::ignored);
      }
      case Where::reading:
        reading_.take_value(std::move(token));
        return enter(Where::ignored);
      case Where::asked: {  // it is refused unless the list means nothing
        std::optional<Error> error = ask(std::move(token));
        return error ? error : enter(Where::ignored);
      }
      case Where::pair:
        break;
    }
    return fail(token.part, fmt::format("{} stands where a {} is due: {}", described(token),
                                        pair_size_ == 0 ? "time" : "count", reading_forms));
  }

  std::optional<Error> enter(Where where) {
    open_.push_back(where);
    return std::nullopt;
  }

  /// Takes an item of what is asked about the object.
  std::optional<Error> ask(JsonToken token) {
    items_.emplace_back(object_.key(), std::move(token));
    if (items_.size() <= most_items) return std::nullopt;
    return fail(items_.back().second.part,
                fmt::format("more than {} things are asked here: ask for fewer", most_items));
  }

  std::optional<Error> start_object(const JsonToken& token) {
    object_.start(token.part);
    items_.clear();
    later_ = false;
    first_row_ = log_.rows.size();
    return enter(Where::object);
  }

  std::optional<Error> start_pair(const JsonToken& token) {
    pair_bracket_ = token.part;
    pair_size_ = 0;
    return enter(Where::pair);
  }

  std::optional<Error> take_value(JsonToken token) {
    switch (open_.back()) {
      case Where::ignored:
        return std::nullopt;
      case Where::object:
        if (object_.key() == JsonKey::schema) {  // at once: the keys of another schema mean nothing
          if (auto error = check_schema(token)) return error;
        }
        if (asks(object_.key()) && token.kind != Kind::null) items_.emplace_back(object_.key(), token);
        object_.take_value(std::move(token));
        return std::nullopt;
      case Where::asked:
        return ask(std::move(token));
      case Where::reading:
        reading_.take_value(std::move(token));
        return std::nullopt;
      case Where::pair:
        if (pair_size_ == pair_.size()) {
          return fail(token.part,
                      "a reading in brackets is a time and a count, and this is a third value: name them, "
                      "as in {\"hours\": 10, \"count\": 200000, \"source\": \"tracker\"}");
        }
        pair_[pair_size_++] = std::move(token);
        return std::nullopt;
      case Where::list:
      case Where::readings:
        break;
    }
    return fail(token.part, fmt::format("{} is not a reading: {}", described(token), reading_forms));
  }

  std::optional<Error> check_schema(const JsonToken& token) const {
    const bool known = std::find(schemas.begin(), schemas.end(), token.text) != schemas.end();
    if (known && token.kind == Kind::text) return std::nullopt;
    return fail(token.part, fmt::format("this is of schema {}, and readings are of \"{}\" or \"{}\"", described(token),
                                        schemas[0], schemas[1]));
  }

  std::optional<Error> close(const JsonToken& token) {
    const Where where = open_.back();
    open_.pop_back();
    if (where == Where::object) {
      const std::string_view whole = object_.whole(token.part);
      const bool is_reading = object_.find(JsonKey::readings) == nullptr && looks_like_reading(object_);
      return is_reading ? add_lone_object(whole) : finish_series(whole);
    }
    if (where == Where::reading) return add(read_json_reading(input_, reading_, reading_.whole(token.part), log_));
    if (where != Where::pair) return std::nullopt;

    const char* const end = token.part.data() + token.part.size();
    const std::string_view whole{pair_bracket_.data(), static_cast<std::size_t>(end - pair_bracket_.data())};
    if (pair_size_ < pair_.size()) {
      return fail(whole, fmt::format("this reading lacks its {}: {}", pair_size_ == 0 ? "time and count" : "count",
                                     reading_forms));
    }
    const Result<JsonRow> row = read_json_pair(input_, pair_[0], pair_[1]);
    return open_.back() == Where::list ? add_lone(row, whole) : add(row);
  }

  std::optional<Error> add(const Result<JsonRow>& row) {
    if (!row) return row.error();
    log_.rows.push_back(*row);
    log_.rows.back().later = later_;
    if (!later_ || row->swarm == 0) return std::nullopt;
    const Origin& origin = row->reading.origin;
    return fail(input_.bytes.substr(origin.offset, origin.length),
                "what came later is counted of all swarms together: leave the torrent out here");
  }

  /// A reading outside of any series, which may name its own.
  std::optional<Error> add_lone_object(std::string_view whole) {
    if (const JsonToken* const later = object_.find(JsonKey::later)) {
      return fail(later->part, "\"later\" stands beside \"readings\", and here are none: give both as lists");
    }
    Result<JsonRow> row = read_json_reading(input_, object_, whole, log_);
    const JsonToken* name = object_.find_some(JsonKey::id);
    if (name == nullptr) name = object_.find_some(JsonKey::title);
    if (row && name != nullptr) row->series = log_.series.number_of(name->text);
    if (row && input_.role == JsonRole::task) {
      if (auto error = add_kind(row->series)) return error;
    }
    return add_lone(row, whole);
  }

  /// The family and the group that a reading outside of any series gives to its own, which may have but one of each.
  std::optional<Error> add_kind(std::uint32_t series) {
    if (log_.facts.size() <= series) log_.facts.resize(series + std::size_t{1});
    for (const JsonKey key : {JsonKey::family, JsonKey::group}) {
      const JsonToken* const token = object_.find_some(key);
      if (token == nullptr) continue;
      if (token->kind != Kind::text) {
        return fail(token->part, fmt::format("\"{}\" is {} where a text is due: write it in quotes", to_string(key),
                                             described(*token)));
      }
      std::string& known = key == JsonKey::family ? log_.facts[series].family : log_.facts[series].group;
      if (known.empty()) known = token->text;
      if (known == token->text) continue;
      return fail(token->part, fmt::format("this \"{}\" of the series {} differs from the one before: another series "
                                           "needs another \"id\"",
                                           to_string(key), quote(log_.series.all()[series])));
    }
    return std::nullopt;
  }

  /// A reading outside of any series.
  std::optional<Error> add_lone(const Result<JsonRow>& row, std::string_view whole) {
    if (!series_.empty()) return fail(whole, mixture);
    if (input_.role == JsonRole::request) {
      return fail(whole,
                  "this is a reading, and a line is to hold a whole series: write {\"id\": \"x\", \"readings\": [[10, "
                  "\"200k\"], [20, \"750k+\"]]}");
    }
    lone_readings_ = true;
    return add(row);
  }

  std::optional<Error> finish_series(std::string_view whole) {
    if (object_.series_typo()) return mistyped(*object_.series_typo(), "series");
    const JsonToken* const readings = object_.find(JsonKey::readings);
    if (readings == nullptr) {
      if (object_.reading_typo()) return mistyped(*object_.reading_typo(), "reading");
      return fail(whole,
                  "this object has no \"readings\": give them as in {\"readings\": [[10, \"200k\"], [20, "
                  "\"750k+\"]]}");
    }
    if (readings->kind != Kind::list) {
      return fail(readings->part, fmt::format("\"readings\" is {} where a list is due: write [[10, \"200k\"], [20, "
                                              "\"750k+\"]]",
                                              described(*readings)));
    }
    if (lone_readings_) return fail(whole, mixture);
    Result<JsonSeries> series = read_json_series(input_, object_, whole);
    if (!series) return series.error();
    if (input_.role == JsonRole::request) {
      const JsonToken* const schema = object_.find(JsonKey::schema);
      const bool is_answer = schema != nullptr && schema->text == schemas[1];
      Result<Question> question = read_json_question(input_, object_, items_, is_answer);
      if (!question) return question.error();
      series->facts.question = *std::move(question);
    }
    series->first_row = first_row_;
    series->end_row = log_.rows.size();
    series_.push_back(*std::move(series));
    return std::nullopt;
  }

  std::optional<Error> mistyped(const JsonFields::Typo& typo, std::string_view what) const {
    return fail(typo.key.part,
                fmt::format("{} is no key of a {}: did you mean \"{}\"?", quote(typo.key.text), what, typo.meant));
  }

  static constexpr const char* mixture =
      "readings of their own and objects with \"readings\" do not go together: put these readings into an object too";

  JsonInput input_;
  JsonLog log_;
  std::vector<JsonSeries> series_;
  std::vector<Where> open_;                // outermost first; the scanner bounds it
  JsonFields object_;                      // of the object that may be a series
  JsonFields reading_{JsonRole::reading};  // of the one among its readings
  JsonItems items_;                        // of what it asks
  std::size_t first_row_ = 0;
  bool later_ = false;  // the list being read is that of the later counts
  std::array<JsonToken, 2> pair_;
  std::size_t pair_size_ = 0;
  std::string_view pair_bracket_;
  bool list_seen_ = false;      // at the top
  bool object_seen_ = false;    // the same
  bool lone_readings_ = false;  // outside of any series
};

}  // namespace

Result<JsonLog> read_json_log(std::string_view bytes, std::string_view source, bool any_number, JsonRole role) {
  LogReader reader({bytes, source, any_number, role});
  if (auto error = scan_json(bytes, source, reader)) return *std::move(error);
  return std::move(reader).result();
}

Result<Log> read_json(std::string_view bytes, std::string_view source, const ReadOptions& options, JsonRole role) {
  Result<JsonLog> read = read_json_log(bytes, source, options.any_number, role);
  if (!read) return read.error();
  Log log;
  log.readings.reserve(read->rows.size());
  log.names.reserve(read->rows.size());
  for (JsonRow& row : read->rows) {
    if (row.clock) {
      const auto& release =
          options.release || row.series >= read->facts.size() ? options.release : read->facts[row.series].release;
      const Result<double> hours = TimeText{.clock = ClockTime{row.reading.hours, 0}}.since(release);
      if (!hours) {
        return placed(hours.error(), bytes, source, bytes.substr(row.reading.origin.offset, row.reading.origin.length));
      }
      row.reading.hours = *hours;
    }
    if (row.later) {
      log.later.push_back({row.reading, row.series});
      continue;
    }
    log.readings.push_back(row.reading);
    log.names.push_back({row.series, row.source, row.swarm});
  }
  log.series = std::move(read->series);
  log.sources = std::move(read->sources);
  log.swarms = std::move(read->swarms);
  log.facts = std::move(read->facts);
  return log;
}

}  // namespace swarmcast
