#pragma once
/// Warnings as they arise, one for each code: a cached counter repeats itself a hundred times and is worth one
/// sentence.

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "swarmcast/series.hpp"

namespace swarmcast {

class Notes {
 public:
  /// What the next notes are about ("swarm x: "); it begins their sentences.
  void set_subject(std::string subject) { subject_ = std::move(subject); }
  [[nodiscard]] const std::string& subject() const { return subject_; }

  /// `text` is called for the first of its code alone.
  template <class Text>
  void add(WarningCode code, const Origin& origin, Text text) {
    Note& note = notes_.at(static_cast<std::size_t>(code));
    if (note.times++ == 0) note = {subject_ + text(), origin, 1};
  }

  /// In the order of warning_codes(). `others` is what more of one code are called.
  [[nodiscard]] std::vector<Warning> warnings(std::string_view others = "more like it") const {
    std::vector<Warning> out;
    for (const WarningCodeInfo& info : warning_codes()) {
      const Note& note = notes_.at(static_cast<std::size_t>(info.code));
      if (note.times == 0) continue;
      const std::string more = note.times > 1 ? fmt::format(" (and {} {})", note.times - 1, others) : "";
      out.push_back({info.code, note.first + more, note.origin, {}});
    }
    return out;
  }

 private:
  struct Note {
    std::string first;
    Origin origin;
    std::size_t times = 0;
  };
  static constexpr std::size_t codes = static_cast<std::size_t>(WarningCode::truth_left_out) + 1;
  std::array<Note, codes> notes_;
  std::string subject_;
};

}  // namespace swarmcast
