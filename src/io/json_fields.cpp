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
    "at",     "level",     "reach",     "against",   "family",      "group",         "later",    "schema",
    "id",     "title",     "release",   "since",     "since_hours", "readings",      "hours",    "days",
    "time",   "timestamp", "epoch",     "count",     "downloads",   "completed",     "snatches", "views",
    "source", "torrent",   "info_hash", "qualifier", "count_used",  "relative_error"};

constexpr auto first_of_reading = static_cast<std::size_t>(JsonKey::hours);
constexpr auto first_of_series = static_cast<std::size_t>(JsonKey::schema);
constexpr auto first_of_task = static_cast<std::size_t>(JsonKey::family);
constexpr std::span series_names = std::span(names).first(first_of_reading).subspan(first_of_series);
constexpr std::span reading_names = std::span(names).subspan(first_of_reading);

/// Whether a key means something in such an object.
bool means_something(std::size_t index, JsonRole role) {
  if (index >= first_of_reading) return true;
  if (role == JsonRole::reading) return false;
  if (index >= first_of_series) return true;
  return role == (index >= first_of_task ? JsonRole::task : JsonRole::request);
}

/// Those of the keys of a series, a task or a request.
std::vector<std::string_view> names_in(JsonRole role) {
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < first_of_reading; ++i) {
    if (means_something(i, role)) result.push_back(names[i]);
  }
  return result;
}

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
  const auto found = std::find(names.begin(), names.end(), token.text);
  const auto index = static_cast<std::size_t>(found - names.begin());
  key_ = found != names.end() && means_something(index, role_) ? static_cast<JsonKey>(index) : JsonKey::other;
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
  const auto for_series = meant(token.text, names_in(role_));
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
