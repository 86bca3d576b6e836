#include "io/json_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "io/log.hpp"

namespace swarmcast {
namespace {

using Json = nlohmann::json;
using Kind = JsonToken::Kind;

constexpr std::size_t deepest = 16;
constexpr std::string_view blanks = " \t\r\n";

/// An iterator over the input that tells how far it has been read.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const char* at_;
  const char** reached_;
};

/// The parser's events as tokens. The parser says nothing of positions, but each event comes when its token has been
/// read, and not a byte more; after a number, which has no end of its own, one byte more.
class TokenMaker : public nlohmann::json_sax<Json> {
 public:
  TokenMaker(std::string_view bytes, std::string_view source, JsonReceiver& receiver)
      : bytes_(bytes), source_(source), receiver_(receiver) {}

  /// Reads one object or list, which begins at `start`, and returns where it ends. 0: error() says why not.
  std::size_t read(std::size_t start) {
    start_ = end_ = start;
    depth_ = 0;
    reached_ = bytes_.data() + start;
    const char* const last = bytes_.data() + bytes_.size();
    const bool whole = Json::sax_parse(CountingIterator(reached_, &reached_), CountingIterator(last, &reached_), this,
                                       nlohmann::detail::input_format_t::json, false);
    return whole ? end_ : 0;
  }

  [[nodiscard]] std::optional<Error>& error() { return error_; }

  bool null() override { return send({.kind = Kind::null, .part = next_part()}); }
  bool boolean(bool /*value*/) override { return send({.kind = Kind::truth, .part = next_part()}); }
  bool number_integer(std::int64_t value) override { return send_number(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return send_number(static_cast<double>(value)); }
  bool number_float(double value, const std::string& /*text*/) override { return send_number(value); }
  bool string(std::string& value) override {
    return send({.kind = Kind::text, .part = next_part(), .text = std::move(value)});
  }
  bool binary(Json::binary_t& /*value*/) override { return false; }  // JSON has none
  bool key(std::string& name) override {
    return send({.kind = Kind::key, .part = next_part(), .text = std::move(name)});
  }
  bool start_object(std::size_t /*size*/) override { return open(Kind::object); }
  bool start_array(std::size_t /*size*/) override { return open(Kind::list); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& reason) override {
    constexpr int number_out_of_range = 406;
    const std::size_t last = std::min(start_ + std::max<std::size_t>(position, 1) - 1, bytes_.size());
    const std::size_t first = next_start(last);
    const std::string_view token = bytes_.substr(first, last + 1 - first);
    if (reason.id == number_out_of_range) {
      return fail(fmt::format("{} is a number too large for a computer's", quote(token)), token);
    }
    if (token.starts_with('"') && last > first && token.back() != '"') return fail_in_text(first, last);
    if (last == bytes_.size()) {
      return fail("the JSON ends before it is complete: a closing bracket is missing", bytes_.substr(last));
    }
    return fail("this is not valid JSON from here on", token);
  }

 private:
  /// A text that the parser gave up on at the byte `last`.
  bool fail_in_text(std::size_t first, std::size_t last) {
    const auto is_ascii = [&](std::size_t i) { return static_cast<unsigned char>(bytes_[i]) < 0x80; };
    if (last == bytes_.size() || bytes_[last] == '\n' || bytes_[last] == '\r') {
      return fail("this text has no closing quote on its line", bytes_.substr(first, last - first));
    }
    const std::string_view here = bytes_.substr(last, 1);
    if (here.front() >= '\0' && here.front() < ' ') {
      return fail("this is not valid JSON from here on: control characters in a text are written as \\t or \\u0009",
                  here);
    }
    if (!is_ascii(last) || !is_ascii(last - 1)) {
      return fail("this is not valid JSON from here on: its texts are UTF-8, and this byte is not", here);
    }
    return fail(
        "this is not valid JSON from here on: the escapes in a text are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u1234",
        here);
  }

  /// Where the token after the last one begins, `most` at the latest.
  [[nodiscard]] std::size_t next_start(std::size_t most) const {
    return std::min(bytes_.find_first_not_of(" \t\r\n,:", end_), most);
  }

  [[nodiscard]] std::size_t reached() const { return static_cast<std::size_t>(reached_ - bytes_.data()); }

  /// The token just read, which becomes the last one.
  std::string_view next_part() { return part_to(reached()); }

  std::string_view part_to(std::size_t end) {
    const std::size_t first = next_start(end);
    end_ = end;
    return bytes_.substr(first, end - first);
  }

  bool send_number(double value) {
    const bool at_end = reached() == bytes_.size() && is_digit(bytes_.back());  // nothing stood behind it
    return send({.kind = Kind::number, .part = part_to(reached() - (at_end ? 0 : 1)), .number = value});
  }

  bool open(Kind kind) {
    const std::string_view part = next_part();
    if (++depth_ > deepest) {
      return fail(fmt::format("brackets nest more than {} deep here: readings need four at most", deepest), part);
    }
    return send({.kind = kind, .part = part});
  }

  bool close() {
    --depth_;
    return send({.kind = Kind::end, .part = next_part()});
  }

  bool send(JsonToken token) {
    error_ = receiver_.receive(std::move(token));
    return !error_;
  }

  bool fail(std::string message, std::string_view part) {
    error_ = placed({ErrorCode::bad_file, std::move(message)}, bytes_, source_, part);
    return false;
  }

  std::string_view bytes_;
  std::string_view source_;
  JsonReceiver& receiver_;
  const char* reached_ = nullptr;  // the first byte that the parser has not seen
  std::size_t start_ = 0;          // of the object or list
  std::size_t end_ = 0;            // of the last token
  std::size_t depth_ = 0;
  std::optional<Error> error_;
};

}  // namespace

std::optional<Error> scan_json(std::string_view bytes, std::string_view source, JsonReceiver& receiver) {
  TokenMaker tokens(bytes, source, receiver);
  bool line_begins = true;  // nothing but blanks has been on this line
  for (std::size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0; at < bytes.size();) {
    const char c = bytes[at];
    if (blanks.find(c) != blanks.npos) {
      line_begins = line_begins || c == '\n';
      ++at;
    } else if (c == '#' && line_begins) {
      at = std::min(bytes.find('\n', at), bytes.size());
    } else if (c == '{' || c == '[') {
      at = tokens.read(at);
      if (at == 0) return std::move(tokens.error());
      line_begins = false;
    } else {
      return placed({ErrorCode::bad_file, "this is not valid JSON from here on: an object in braces is due"}, bytes,
                    source, bytes.substr(at, 1));
    }
  }
  return std::nullopt;
}

}  // namespace swarmcast
