#include "io/json_question.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

#include "io/json_value.hpp"

namespace swarmcast {
namespace {

using Kind = JsonToken::Kind;

template <class T>
void append(std::optional<std::vector<T>>& list, std::vector<T> more) {
  list->insert(list->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// One item of "at", or several in a text.
Result<std::vector<HorizonText>> read_horizon(const JsonToken& token) {
  if (token.kind == Kind::text) return parse_horizons(token.text);
  if (token.kind != Kind::number) {
    return Error{ErrorCode::bad_time,
                 fmt::format("{} is not a time: write a number of hours, or a text such as \"48h\"", described(token))};
  }
  const Result<double> hours = json_hours(token);
  if (!hours) return hours.error();
  return std::vector<HorizonText>{{.time = {.hours = *hours}, .from_last_reading = false}};
}

Result<std::vector<double>> read_level(const JsonToken& token) {
  if (token.kind == Kind::text) return parse_levels(token.text);
  if (token.kind == Kind::number && token.number > 0 && token.number < 100) return std::vector<double>{token.number};
  return Error{ErrorCode::bad_level,
               fmt::format("{} is not a level: a band holds more than 0 and less than 100 percent", described(token))};
}

Result<std::vector<double>> read_reach(const JsonToken& token) {
  if (token.kind == Kind::text) {
    const Result<double> count = parse_plain_count(token.text);
    if (!count) return count.error();
    return std::vector<double>{*count};
  }
  const Result<Count> count = json_count(token);
  if (!count) return count.error();
  return std::vector<double>{count->count};
}

Result<std::vector<Yardstick>> read_against(const JsonToken& token) {
  if (token.kind == Kind::text) {
    Result<Yardstick> yardstick = parse_yardstick(token.text);
    if (!yardstick) return yardstick.error();
    return std::vector<Yardstick>{*std::move(yardstick)};
  }
  return Error{
      ErrorCode::bad_yardstick,
      fmt::format("{} is not a yardstick: write \"NUMBER:LABEL\", such as \"152000:ratings\"", described(token))};
}

template <class T>
std::optional<Error> add(std::optional<std::vector<T>>& list, Result<std::vector<T>> items) {
  if (!items) return std::move(items).error();
  append(list, *std::move(items));
  if (list->size() <= most_items) return std::nullopt;
  return Error{ErrorCode::bad_file, fmt::format("this list has more than {} items: ask for fewer", most_items)};
}

}  // namespace

Result<Question> read_json_question(const JsonInput& input, const JsonFields& fields, const JsonItems& items,
                                    bool is_answer) {
  Question question;
  if (fields.find_some(JsonKey::at) != nullptr) question.at.emplace();
  if (fields.find_some(JsonKey::level) != nullptr) question.levels.emplace();
  if (fields.find_some(JsonKey::reach) != nullptr && !is_answer) question.reach.emplace();
  if (fields.find_some(JsonKey::against) != nullptr && !is_answer) question.against.emplace();
  for (const auto& item : items) {
    const JsonToken& token = item.second;
    if (is_answer && (item.first == JsonKey::reach || item.first == JsonKey::against)) continue;
    const std::optional<Error> error = item.first == JsonKey::at      ? add(question.at, read_horizon(token))
                                       : item.first == JsonKey::level ? add(question.levels, read_level(token))
                                       : item.first == JsonKey::reach ? add(question.reach, read_reach(token))
                                                                      : add(question.against, read_against(token));
    if (error) return input.refuse(token.part, *error);
  }
  // No horizons and no levels are those that are asked about all: an empty list asks for nothing else.
  if (question.at && question.at->empty()) question.at.reset();
  if (question.levels && question.levels->empty()) question.levels.reset();
  return question;
}

}  // namespace swarmcast
