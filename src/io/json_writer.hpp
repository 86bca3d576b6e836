#pragma once
/// JSON written as it comes, without a document in between: a batch writes as many results as there are series.

#include <cmath>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/json_output.hpp"

namespace swarmcast {

/// Appends to a text. Commas come by themselves. Precondition of all: keys are plain ASCII.
class JsonWriter {
 public:
  [[nodiscard]] std::string text() && { return std::move(text_); }

  /// {...}, with what `members` writes into it.
  template <class Members>
  void object(Members members) {
    begin('{');
    members();
    text_ += '}';
  }

  JsonWriter& key(std::string_view name) {
    separate();
    text_ += '"';
    text_ += name;
    text_ += "\":";
    return *this;
  }

  /// Every digit that tells it from its neighbours, 200000 rather than 200000.0, and null for what is not a number.
  void number(double value) {
    separate();
    if (!std::isfinite(value)) {
      text_ += "null";
    } else {
      fmt::format_to(std::back_inserter(text_), "{}", value);
    }
  }
  void number(const std::optional<double>& value) {
    if (value) return number(*value);
    null();
  }

  void null() { raw("null"); }
  void truth(bool value) { raw(value ? "true" : "false"); }

  /// A text, in ASCII; what is not UTF-8 in it is replaced.
  void string(std::string_view value) {
    separate();
    const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    for (const char c : value) {
      if (plain(c)) continue;
      text_ += json_text(Json(value));
      return;
    }
    text_ += '"';
    text_ += value;
    text_ += '"';
  }

  /// The same, and null for an empty one.
  void string_or_null(std::string_view value) {
    if (!value.empty()) return string(value);
    null();
  }

  /// [...] with what `write_one` writes of each.
  template <class T, class WriteOne>
  void list(const std::vector<T>& values, WriteOne write_one) {
    begin('[');
    for (const T& value : values) write_one(value);
    text_ += ']';
  }

  /// What is JSON already.
  void raw(std::string_view json) {
    separate();
    text_ += json;
  }

 private:
  void begin(char bracket) {
    separate();
    text_ += bracket;
  }

  /// A comma, unless this is the first in its brackets or follows its key.
  void separate() {
    if (text_.empty()) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
  }

  std::string text_;
};

}  // namespace swarmcast
