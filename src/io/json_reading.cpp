#include "io/json_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/json_value.hpp"

namespace swarmcast {
namespace {

using Kind = JsonToken::Kind;

constexpr std::array time_keys{JsonKey::hours, JsonKey::days, JsonKey::time, JsonKey::timestamp, JsonKey::epoch};
constexpr std::array count_keys{JsonKey::count, JsonKey::downloads, JsonKey::completed, JsonKey::snatches,
                                JsonKey::views};
constexpr std::array swarm_keys{JsonKey::torrent, JsonKey::info_hash};
constexpr double most_count_used = 1e18;     // counts before many restarts add up, and those of many swarms
constexpr double most_relative_error = 1e9;  // that of a billionth of a download, the smallest count, is below it
constexpr double hours_per_day = 24;

std::optional<Qualifier> qualifier_named(std::string_view name) {
  for (const Qualifier qualifier : {Qualifier::exact, Qualifier::rounded, Qualifier::about, Qualifier::at_least,
                                    Qualifier::at_most, Qualifier::stated}) {
    if (to_string(qualifier) == name) return qualifier;
  }
  return std::nullopt;
}

void set_clock(JsonRow& row, const ClockTime& clock) {
  row.clock = true;
  row.reading.hours = clock.unix_seconds;
}

void set_time(JsonRow& row, const TimeText& time) {
  row.reading.hours = time.hours;
  if (time.clock) set_clock(row, *time.clock);
}

/// Error: that of a count, not placed.
std::optional<Error> set_count(JsonRow& row, const JsonToken& token, bool any_number) {
  if (any_number) {
    const Result<double> number = json_any_number(token);
    if (!number) return number.error();
    row.reading = exact_reading(row.reading.hours, *number);
    return std::nullopt;
  }
  const Result<Count> count = json_count(token);
  if (!count) return count.error();
  row.reading = make_reading(row.reading.hours, count->count, count->qualifier, count->stated_error);
  return std::nullopt;
}

/// Reads one object, the values of which are those of `fields`.
class ObjectReader {
 public:
  ObjectReader(const JsonInput& input, const JsonFields& fields, std::string_view whole)
      : input_(input), fields_(fields), whole_(whole) {}

  Result<JsonRow> read(JsonLog& log) {
    if (const auto& typo = fields_.reading_typo()) {
      return input_.refuse(
          typo->key.part, ErrorCode::bad_file,
          fmt::format("{} is no key of a reading: did you mean \"{}\"?", quote(typo->key.text), typo->meant));
    }
    const JsonKey time = only(time_keys, "time", ErrorCode::bad_time);
    const JsonKey count = only(count_keys, "count", ErrorCode::bad_count);
    if (error_) return *std::move(error_);
    JsonRow row;
    const JsonToken& time_token = *fields_.find(time);
    const JsonToken& count_token = *fields_.find(count);
    const bool restored = fields_.find(JsonKey::qualifier) != nullptr;
    read_time(row, time, time_token, restored);
    if (!error_ && restored) {
      restore(row, count_token);
    } else if (!error_) {
      read_count(row, count_token);
    }
    if (!error_) row.source = log.sources.number_of(text(JsonKey::source));
    const JsonKey swarm = error_ ? JsonKey::other : optional_one(swarm_keys, "swarm");
    if (swarm != JsonKey::other) {
      row.swarm = log.swarms.number_of(text(swarm));
      if (!restored && count_token.kind == Kind::number) {  // a tracker's own count is as exact as it looks
        row.reading = exact_reading(row.reading.hours, row.reading.count);
      }
    }
    if (error_) return *std::move(error_);
    row.reading.origin = input_.stretch(time_token.part, count_token.part);
    return row;
  }

 private:
  void fail(std::string_view part, ErrorCode code, std::string message) {
    if (!error_) error_ = input_.refuse(part, code, std::move(message));
  }

  /// The one of these keys that is given, or `other`.
  JsonKey optional_one(std::span<const JsonKey> keys, std::string_view what) {
    JsonKey found = JsonKey::other;
    for (const JsonKey key : keys) {
      if (fields_.find(key) == nullptr) continue;
      if (found != JsonKey::other) {
        fail(later(found, key).part, ErrorCode::bad_file,
             fmt::format("this reading gives its {} twice, as \"{}\" and as \"{}\": leave one of them out", what,
                         to_string(found), to_string(key)));
      }
      found = key;
    }
    return found;
  }

  [[nodiscard]] const JsonToken& later(JsonKey a, JsonKey b) const {
    const JsonToken& first = *fields_.find(a);
    const JsonToken& second = *fields_.find(b);
    return first.part.data() > second.part.data() ? first : second;
  }

  JsonKey only(std::span<const JsonKey> keys, std::string_view what, ErrorCode code) {
    const JsonKey found = optional_one(keys, what);
    if (found == JsonKey::other) fail(whole_, code, fmt::format("this reading has no {}: {}", what, reading_forms));
    return found;
  }

  void read_time(JsonRow& row, JsonKey key, const JsonToken& token, bool restored) {
    if (key == JsonKey::timestamp || key == JsonKey::epoch) {
      const Result<ClockTime> clock = json_clock_time(token);
      if (!clock) return refuse(token, clock.error());
      return set_clock(row, *clock);
    }
    if (restored && token.kind == Kind::number && key == JsonKey::hours && token.number > 0 &&
        token.number <= longest_hours) {
      row.reading.hours = token.number;  // one that a projection took is none to ask about
      return;
    }
    if (key == JsonKey::time) {
      const Result<TimeText> time = json_time(token);
      if (!time) return refuse(token, time.error());
      return set_time(row, *time);
    }
    const Result<double> hours = json_hours(token, key == JsonKey::days ? hours_per_day : 1);
    if (!hours) return refuse(token, hours.error());
    row.reading.hours = *hours;
  }

  void read_count(JsonRow& row, const JsonToken& token) {
    for (const JsonKey key : {JsonKey::count_used, JsonKey::relative_error}) {
      if (const JsonToken* const extra = fields_.find(key)) {
        return fail(extra->part, ErrorCode::bad_file,
                    fmt::format("\"{}\" means nothing without \"qualifier\": give all three as a projection does, or "
                                "leave it out",
                                to_string(key)));
      }
    }
    if (const auto error = set_count(row, token, input_.any_number)) refuse(token, *error);
  }

  /// A reading as a projection writes it, to the last bit.
  void restore(JsonRow& row, const JsonToken& count) {
    const JsonToken& name = *fields_.find(JsonKey::qualifier);
    const std::optional<Qualifier> qualifier =
        name.kind == Kind::text ? qualifier_named(name.text) : std::optional<Qualifier>();
    if (!qualifier) {
      return fail(
          name.part, ErrorCode::bad_file,
          fmt::format("{} is no qualifier: it is exact, rounded, about, at_least, at_most or stated", described(name)));
    }
    row.reading.qualifier = *qualifier;
    row.reading.count = number_up_to(most_count_used, count, ErrorCode::bad_count);
    if (const JsonToken* const used = beside_qualifier(JsonKey::count_used)) {
      row.reading.count_used = number_up_to(most_count_used, *used, ErrorCode::bad_count);
    }
    const JsonToken* const relative = beside_qualifier(JsonKey::relative_error);
    if (relative == nullptr) return;
    if (relative->kind != Kind::number || !(relative->number >= 0 && relative->number <= most_relative_error)) {
      return fail(relative->part, ErrorCode::bad_count,
                  fmt::format("{} is no relative error: it is a number from 0 up to {:g}", described(*relative),
                              most_relative_error));
    }
    row.reading.relative_error = std::abs(relative->number);
  }

  double number_up_to(double most, const JsonToken& token, ErrorCode code) {
    if (token.kind == Kind::number && token.number > 0 && token.number <= most) return token.number;
    fail(token.part, code,
         fmt::format("{} is out of range: beside \"qualifier\", counts are numbers above 0 and up to {:g}",
                     described(token), most));
    return 0;
  }

  const JsonToken* beside_qualifier(JsonKey key) {
    const JsonToken* const token = fields_.find(key);
    if (token == nullptr) {
      fail(fields_.find(JsonKey::qualifier)->part, ErrorCode::bad_file,
           fmt::format("\"qualifier\" needs \"{}\" beside it, as a projection writes them: to say how a count was "
                       "stated, write \"750k+\" or \"~200k\"",
                       to_string(key)));
    }
    return token;
  }

  /// A name; empty where none is given.
  std::string_view text(JsonKey key) {
    const JsonToken* const token = fields_.find_some(key);
    if (token == nullptr) return {};
    if (token->kind == Kind::text) return token->text;
    fail(token->part, ErrorCode::bad_file,
         fmt::format("{} is not a text: \"{}\" is a name in quotes", described(*token), to_string(key)));
    return {};
  }

  void refuse(const JsonToken& token, const Error& error) { fail(token.part, error.code, error.message); }

  const JsonInput& input_;
  const JsonFields& fields_;
  std::string_view whole_;
  std::optional<Error> error_;
};

}  // namespace

Error JsonInput::refuse(std::string_view part, ErrorCode code, std::string message) const {
  return placed({code, std::move(message)}, bytes, source, part);
}

Error JsonInput::refuse(std::string_view part, const Error& error) const { return placed(error, bytes, source, part); }

Origin JsonInput::stretch(std::string_view a, std::string_view b) const {
  constexpr std::size_t longest = std::numeric_limits<std::uint32_t>::max();
  const char* const first = std::min(a.data(), b.data());
  const char* const last = std::max(a.data() + a.size(), b.data() + b.size());
  const auto length = static_cast<std::size_t>(last - first);
  return {.offset = static_cast<std::uint64_t>(first - bytes.data()),
          .length = static_cast<std::uint32_t>(std::min(length, longest))};
}

bool looks_like_reading(const JsonFields& fields) {
  const auto given = [&](JsonKey key) { return fields.find(key) != nullptr; };
  return std::any_of(time_keys.begin(), time_keys.end(), given) ||
         std::any_of(count_keys.begin(), count_keys.end(), given);
}

Result<JsonRow> read_json_pair(const JsonInput& input, const JsonToken& time, const JsonToken& count) {
  const Result<TimeText> time_read = json_time(time);
  if (!time_read) return input.refuse(time.part, time_read.error());
  JsonRow row;
  set_time(row, *time_read);
  if (const auto error = set_count(row, count, input.any_number)) return input.refuse(count.part, *error);
  row.reading.origin = input.stretch(time.part, count.part);
  return row;
}

Result<JsonRow> read_json_reading(const JsonInput& input, const JsonFields& fields, std::string_view whole,
                                  JsonLog& log) {
  return ObjectReader(input, fields, whole).read(log);
}

}  // namespace swarmcast
