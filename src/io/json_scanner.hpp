#pragma once
/// JSON text to tokens that know where they stand, in one pass: nothing of the input is kept, and nothing recurses.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// One token. Commas and colons are none.
struct JsonToken {
  enum class Kind : std::uint8_t { object, list, end, key, text, number, truth, null };

  Kind kind = Kind::null;
  std::string_view part{};  ///< of the input, a text with its quotes; of an object, a list and their end the bracket
  std::string text{};       ///< of a key or a text: what it says, its escapes resolved
  double number = 0;        ///< of a number; finite
};

/// Takes tokens in the order of the input.
class JsonReceiver {
 public:
  JsonReceiver() = default;
  JsonReceiver(const JsonReceiver&) = delete;
  JsonReceiver& operator=(const JsonReceiver&) = delete;
  virtual ~JsonReceiver() = default;

  /// An error ends the scan.
  virtual std::optional<Error> receive(JsonToken token) = 0;
};

/// Reads any number of objects and lists, between which there may be blanks, empty lines and lines that begin with #.
/// A byte order mark is skipped. Returns the receiver's error, or `bad_file` where the input is not JSON or nests
/// more than 16 deep.
[[nodiscard]] std::optional<Error> scan_json(std::string_view bytes, std::string_view source, JsonReceiver& receiver);

}  // namespace swarmcast
