#pragma once
/// The keys of a series and of a reading in JSON, and the values that one object gives them.

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/json_scanner.hpp"
#include "io/log.hpp"

namespace swarmcast {

/// Those of a question first, then those of a task and those of a series. Their names are in json_fields.cpp.
enum class JsonKey : std::uint8_t {
  at,
  level,
  reach,
  against,
  family,  ///< the first of a task
  group,
  later,
  schema,  ///< the first of a series
  id,
  title,
  release,
  since,
  since_hours,
  readings,
  hours,  ///< the first of a reading
  days,
  time,
  timestamp,
  epoch,
  count,
  downloads,
  completed,
  snatches,
  views,
  source,
  torrent,
  info_hash,
  qualifier,
  count_used,
  relative_error,
  other,  ///< any that means nothing here
};

[[nodiscard]] std::string_view to_string(JsonKey key);

/// Of a question: what stands under it is a list, or one item of such a list.
[[nodiscard]] constexpr bool asks(JsonKey key) { return key <= JsonKey::against; }

/// The members of one object, as far as their keys mean something.
class JsonFields {
 public:
  /// A key that is nearly one of ours, and which.
  struct Typo {
    JsonToken key;
    std::string_view meant;
  };

  explicit JsonFields(JsonRole role) : role_(role) {}

  /// Forgets the values, for an object that begins at this bracket.
  void start(std::string_view bracket);

  /// Takes a key, whose value is to follow. Error: `bad_file`, not placed, for one of ours given twice.
  std::optional<Error> take_key(const JsonToken& token);
  void take_value(JsonToken token);

  /// The key taken last.
  [[nodiscard]] JsonKey key() const { return key_; }

  /// The value of a key; null where it has none.
  [[nodiscard]] const JsonToken* find(JsonKey key) const;

  /// The same, but a null is no value either.
  [[nodiscard]] const JsonToken* find_some(JsonKey key) const;

  /// The first key that is nearly one of a series', or one of a reading's.
  [[nodiscard]] const std::optional<Typo>& series_typo() const { return series_typo_; }
  [[nodiscard]] const std::optional<Typo>& reading_typo() const { return reading_typo_; }

  /// The object from its first bracket to this one.
  [[nodiscard]] std::string_view whole(std::string_view closing_bracket) const;

 private:
  void look_for_typo(const JsonToken& token);

  static constexpr auto known = static_cast<std::size_t>(JsonKey::other);

  std::array<JsonToken, known> values_;
  std::bitset<known> given_;
  JsonKey key_ = JsonKey::other;
  JsonRole role_;
  std::string_view bracket_;
  std::optional<Typo> series_typo_;
  std::optional<Typo> reading_typo_;
  std::vector<std::string> harmless_;  // keys seen that are near none of ours: what the next objects hold is the same
};

}  // namespace swarmcast
