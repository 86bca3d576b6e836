#include "io/bencode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <system_error>

#include "base/text.hpp"
#include "io/log.hpp"

namespace swarmcast {
namespace {

using Kind = BencodeToken::Kind;

/// The digits that a text begins with.
std::string_view leading_digits(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

/// A whole number without leading zeros that fits, or nothing.
template <class T>
std::optional<T> whole_number(std::string_view digits) {
  T value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace

Error BencodeReader::error_at(std::string_view part, std::string message) const {
  return placed({ErrorCode::bad_scrape, std::move(message), {}}, bytes_, source_, part);
}

Error BencodeReader::ends_early() const {
  return error_at(bytes_.substr(bytes_.size()),
                  "the response ends here, before it is complete: it was cut off, so fetch it again");
}

/// The next bytes, gone past.
std::string_view BencodeReader::take(std::size_t length) {
  const std::string_view part = bytes_.substr(at_, length);
  at_ += length;
  return part;
}

/// A value has been read: in a dictionary a key is due.
void BencodeReader::settle() {
  if (depth_ > 0 && due_.at(depth_ - 1) == Due::value) due_.at(depth_ - 1) = Due::key;
}

Result<BencodeToken> BencodeReader::next() {
  assert(!complete());
  if (at_ == bytes_.size()) return ends_early();
  begun_ = true;
  const char c = bytes_[at_];
  const bool key_due = depth_ > 0 && due_.at(depth_ - 1) == Due::key;
  if (c == 'e' && depth_ > 0) return close();
  if (is_digit(c)) return read_text();
  if (key_due) {
    return error_at(bytes_.substr(at_, 1), "a key of a dictionary is due here, which is a text such as 5:files");
  }
  if (c == 'd') return open(Kind::dictionary);
  if (c == 'l') return open(Kind::list);
  if (c == 'i') return read_number();
  return error_at(bytes_.substr(at_, 1),
                  "this is not bencoded: a value is due here, which begins with d, l, i or a digit");
}

Result<BencodeToken> BencodeReader::open(Kind kind) {
  const std::string_view part = take(1);
  if (depth_ == deepest) return error_at(part, fmt::format("the response nests more than {} deep", deepest));
  settle();
  due_.at(depth_++) = kind == Kind::dictionary ? Due::key : Due::item;
  return BencodeToken{.kind = kind, .part = part};
}

Result<BencodeToken> BencodeReader::close() {
  const std::string_view part = take(1);
  if (due_.at(depth_ - 1) == Due::value) return error_at(part, "the dictionary ends after a key that has no value");
  --depth_;
  return BencodeToken{.kind = Kind::end, .part = part};
}

Result<BencodeToken> BencodeReader::read_number() {
  const std::string_view rest = bytes_.substr(at_);
  const bool negative = rest.substr(1).starts_with('-');
  const std::string_view digits = leading_digits(rest.substr(negative ? 2 : 1));
  const std::size_t length = (negative ? 2 : 1) + digits.size();
  if (length == rest.size()) return ends_early();
  const std::string_view part = rest.substr(0, length + 1);
  const bool odd_zero = digits.starts_with('0') && (negative || digits.size() > 1);
  if (digits.empty() || odd_zero || part.back() != 'e') {
    return error_at(part, fmt::format("{} is not a bencoded number, such as i42e", quote(part)));
  }
  const auto value = whole_number<std::int64_t>(part.substr(1, length - 1));
  if (!value) return error_at(part, fmt::format("{} is too large a number", quote(part)));
  at_ += part.size();
  settle();
  return BencodeToken{.kind = Kind::number, .part = part, .number = *value};
}

Result<BencodeToken> BencodeReader::read_text() {
  const std::string_view rest = bytes_.substr(at_);
  const std::string_view digits = leading_digits(rest);
  if (digits.size() == rest.size()) return ends_early();
  const std::string_view head = rest.substr(0, digits.size() + 1);
  if (head.back() != ':' || (digits.starts_with('0') && digits.size() > 1)) {
    return error_at(head, fmt::format("{} does not begin a bencoded text, such as 5:files", quote(head)));
  }
  const std::string_view after = rest.substr(head.size());
  const auto length = whole_number<std::size_t>(digits);
  if (!length || *length > after.size()) {
    return error_at(head,
                    fmt::format("a text of {} bytes begins here, but {} follow: the response was cut off, so fetch "
                                "it again",
                                printable(digits.substr(0, 20)), after.size()));
  }
  BencodeToken token{.kind = Kind::text, .part = take(head.size() + *length), .text = after.substr(0, *length)};
  if (depth_ > 0 && due_.at(depth_ - 1) == Due::key) {
    token.kind = Kind::key;
    due_.at(depth_ - 1) = Due::value;
  } else {
    settle();
  }
  return token;
}

std::optional<Error> BencodeReader::skip(const BencodeToken& first) {
  if (first.kind != Kind::dictionary && first.kind != Kind::list) return std::nullopt;
  const std::size_t outside = depth_ - 1;
  while (depth_ > outside) {
    if (const auto token = next(); !token) return token.error();
  }
  return std::nullopt;
}

std::optional<Error> BencodeReader::check_end() const {
  const std::string_view rest = bytes_.substr(at_);
  const std::size_t stray = rest.find_first_not_of("\r\n");
  if (stray == rest.npos) return std::nullopt;
  return error_at(rest.substr(stray),
                  "the response is complete before this: give one response at a time, and nothing after it");
}

}  // namespace swarmcast
