#pragma once
/// Bencoded bytes (BEP 3) to tokens, pulled one at a time: nothing is copied, and nothing recurses.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// One token. A dictionary and a list go on until their `end`.
struct BencodeToken {
  enum class Kind : std::uint8_t { dictionary, list, end, key, text, number };

  Kind kind = Kind::end;
  std::string_view part{};  ///< of the input: 5:files, i42e; of a dictionary, a list and their end the one letter
  std::string_view text{};  ///< of a key or a text: its bytes, whatever they are
  std::int64_t number = 0;  ///< of a number
};

/// Reads one value. Strict where bencode has a single way to write something: no leading zeros, no minus zero, no plus.
/// The keys of a dictionary may stand in any order, as some trackers write them.
class BencodeReader {
 public:
  static constexpr std::size_t deepest = 16;  ///< dictionaries and lists within each other

  BencodeReader(std::string_view bytes, std::string_view source) : bytes_(bytes), source_(source) {}

  /// The next token. Precondition: the value is not yet complete. Error: `bad_scrape`, at its place.
  [[nodiscard]] Result<BencodeToken> next();

  /// True once the whole value has been read.
  [[nodiscard]] bool complete() const { return begun_ && depth_ == 0; }

  /// Goes past the rest of the value that a token begins. Error: as next().
  [[nodiscard]] std::optional<Error> skip(const BencodeToken& first);

  /// What is wrong with the bytes after the value: there may be line ends, and nothing else.
  [[nodiscard]] std::optional<Error> check_end() const;

  /// A `bad_scrape` at a part of the input.
  [[nodiscard]] Error error_at(std::string_view part, std::string message) const;

 private:
  /// What may come next within a dictionary or a list.
  enum class Due : std::uint8_t { item, key, value };

  [[nodiscard]] Result<BencodeToken> open(BencodeToken::Kind kind);
  [[nodiscard]] Result<BencodeToken> close();
  [[nodiscard]] Result<BencodeToken> read_number();
  [[nodiscard]] Result<BencodeToken> read_text();
  [[nodiscard]] Error ends_early() const;
  [[nodiscard]] std::string_view take(std::size_t length);
  void settle();

  std::string_view bytes_;
  std::string_view source_;
  std::size_t at_ = 0;
  bool begun_ = false;
  std::size_t depth_ = 0;
  std::array<Due, deepest> due_{};  ///< one for each that is open
};

}  // namespace swarmcast
