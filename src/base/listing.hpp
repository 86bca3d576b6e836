#pragma once
/// Warnings that each name something left out: one for each, as long as a person may read them all.

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "swarmcast/series.hpp"

namespace swarmcast {

/// Counts what is left out for one reason, and names the first of them.
class Listing {
 public:
  /// `what` is what is left out, in the plural.
  Listing(WarningCode code, std::string_view what) : code_(code), what_(what) {}

  /// `text` is called for those that are named alone.
  template <class Text>
  void add(const Origin& origin, Text text) {
    if (count_++ < most_named) named_.push_back({code_, text(), origin, {}});
  }

  [[nodiscard]] std::size_t count() const { return count_; }

  void append_to(std::vector<Warning>& warnings) const {
    warnings.insert(warnings.end(), named_.begin(), named_.end());
    if (count_ <= most_named) return;
    warnings.push_back({code_, fmt::format("{} more {} are left out like these", count_ - most_named, what_), {}, {}});
  }

 private:
  static constexpr std::size_t most_named = 100;

  WarningCode code_;
  std::string_view what_;
  std::vector<Warning> named_;
  std::size_t count_ = 0;
};

}  // namespace swarmcast
