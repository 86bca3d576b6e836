#include "io/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "base/text.hpp"

namespace swarmcast {
namespace {

/// In the order of JsonKey.
constexpr std::array<std::string_view, static_cast<std::size_t>(JsonKey::other)> names{
    "family",   "group", "later",  "schema",  "id",        "title",     "release",    "since",         "since_hours",
    "readings", "hours", "days",   "time",    "timestamp", "epoch",     "count",      "downloads",     "completed",
    "snatches", "views", "source", "torrent", "info_hash", "qualifier", "count_used", "relative_error"};

constexpr auto first_of_reading = static_cast<std::size_t>(JsonKey::hours);
constexpr auto first_of_series = static_cast<std::size_t>(JsonKey::schema);
constexpr std::span series_names = std::span(names).first(first_of_reading).subspan(first_of_series);
constexpr std::span task_names = std::span(names).first(first_of_reading);
constexpr std::span reading_names = std::span(names).subspan(first_of_reading);

/// Keys that others write, near ours and yet not meant as them: those of a projection, and of a tracker's answer.
constexpr std::array<std::string_view, 15> strangers{"against", "comparison", "version",   "prior",      "projections",
                                                     "curves",  "reach",      "narrowing", "verdicts",   "warnings",
                                                     "swarms",  "$schema",    "complete",  "incomplete", "country"};

std::optional<std::string_view> meant(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest(word, candidates);
  const bool too_short_to_tell = near && near->size() <= 2 && !equal_ignoring_case(word, *near);
  return too_short_to_tell ? std::nullopt : near;
}

}  // namespace

std::string_view to_string(JsonKey key) { return names.at(static_cast<std::size_t>(key)); }

void JsonFields::start(std::string_view bracket) {
  given_.reset();
  key_ = JsonKey::other;
  bracket_ = bracket;
  series_typo_.reset();
  reading_typo_.reset();
}

std::optional<Error> JsonFields::take_key(const JsonToken& token) {
  const std::size_t from = role_ == JsonRole::reading  ? first_of_reading
                           : role_ == JsonRole::either ? first_of_series
                                                       : 0;
  const auto found = std::find(names.begin() + from, names.end(), token.text);
  const auto index = static_cast<std::size_t>(found - names.begin());
  key_ = static_cast<JsonKey>(index);
  if (key_ != JsonKey::other) {
    if (!given_[index]) return std::nullopt;
    return Error{ErrorCode::bad_file, fmt::format("{} is given twice: write it once", quote(token.text))};
  }
  look_for_typo(token);
  return std::nullopt;
}

void JsonFields::look_for_typo(const JsonToken& token) {
  const auto is_among = [&](const auto& list) { return std::find(list.begin(), list.end(), token.text) != list.end(); };
  if (is_among(strangers) || is_among(harmless_)) return;
  const auto for_series = role_ == JsonRole::reading
                              ? std::nullopt
                              : meant(token.text, role_ == JsonRole::task ? task_names : series_names);
  // A key of a series in what is a reading for sure is no slip.
  const auto for_reading = is_among(series_names) ? std::nullopt : meant(token.text, reading_names);
  if (for_series && !series_typo_) series_typo_ = Typo{token, *for_series};
  if (for_reading && !reading_typo_) reading_typo_ = Typo{token, *for_reading};
  constexpr std::size_t most_harmless = 32;
  if (!for_series && !for_reading && harmless_.size() < most_harmless) harmless_.push_back(token.text);
}

void JsonFields::take_value(JsonToken token) {
  if (key_ == JsonKey::other) return;
  const auto index = static_cast<std::size_t>(key_);
  given_.set(index);
  values_[index] = std::move(token);
}

const JsonToken* JsonFields::find(JsonKey key) const {
  const auto index = static_cast<std::size_t>(key);
  return given_[index] ? &values_[index] : nullptr;
}

const JsonToken* JsonFields::find_some(JsonKey key) const {
  const JsonToken* const token = find(key);
  return token != nullptr && token->kind != JsonToken::Kind::null ? token : nullptr;
}

std::string_view JsonFields::whole(std::string_view closing_bracket) const {
  const char* const end = closing_bracket.data() + closing_bracket.size();
  return {bracket_.data(), static_cast<std::size_t>(end - bracket_.data())};
}

}  // namespace swarmcast
