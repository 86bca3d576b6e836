#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include "base/text.hpp"
#include "io/condition.hpp"
#include "io/decimal.hpp"

namespace swarmcast {
namespace {

using Quantity = Condition::Quantity;
using Comparison = Condition::Comparison;

constexpr std::string_view forms =
    "write p80(48h), estimate(48h), low80(48h), high80(48h), chance(2M, 48h) or count before the comparison";

/// The parts of a condition, each a part of the same text, so that errors can say where they stand.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Condition> parse() {
    const std::string_view all = trim(text_);
    if (all.empty()) return Error{ErrorCode::bad_condition, "a condition is missing: write p80(48h) > 2M", {}};
    condition_.text = all;
    const std::size_t sign = all.find_first_of("<>=");
    if (sign == all.npos) {
      return bad(all, fmt::format("{} lacks a comparison: write one such as p80(48h) > 2M", quote(all)));
    }
    const std::size_t length = std::min(all.find_first_not_of("<>=", sign), all.size()) - sign;
    const std::string_view left = trim(all.substr(0, sign)), right = trim(all.substr(sign + length));
    auto error = take_comparison(all.substr(sign, length));
    if (!error) error = take_quantity(left.empty() ? all.substr(0, sign + length) : left, left, right);
    if (!error) error = take_limit(right.empty() ? all.substr(sign, length) : right, right);
    if (error) return *std::move(error);
    return std::move(condition_);
  }

 private:
  using Problem = std::optional<Error>;

  /// An error about a part of the text.
  [[nodiscard]] Error placed(Error error, std::string_view part) const {
    const auto begin = static_cast<std::uint64_t>(part.data() - text_.data());
    if (error.origin.length > 0) {
      error.origin.offset += begin;
    } else {
      error.origin = {begin, static_cast<std::uint32_t>(part.size()), 0};
    }
    return error;
  }

  [[nodiscard]] Error bad(std::string_view part, std::string message) const {
    return placed({ErrorCode::bad_condition, std::move(message), {}}, part);
  }

  Problem take_comparison(std::string_view sign) {
    if (sign == ">") {
      condition_.comparison = Comparison::above;
    } else if (sign == ">=") {
      condition_.comparison = Comparison::at_least;
    } else if (sign == "<") {
      condition_.comparison = Comparison::below;
    } else if (sign == "<=") {
      condition_.comparison = Comparison::at_most;
    } else {
      return bad(sign, fmt::format("{} is no comparison: write >, >=, < or <=", quote(sign)));
    }
    return std::nullopt;
  }

  /// `place` is what to show where `left` is empty.
  Problem take_quantity(std::string_view place, std::string_view left, std::string_view right) {
    if (left.empty() || (left.find('(') == left.npos && right.find('(') != right.npos)) {
      return bad(place, fmt::format("a condition begins with what is projected: {}", forms));
    }
    if (left == "count") return std::nullopt;
    const std::size_t open = std::min(left.find('('), left.size());
    const std::string_view head = trim(left.substr(0, open));
    const std::size_t digits = std::min(head.find_first_of("0123456789."), head.size());
    const std::string_view name = head.substr(0, digits), number = head.substr(digits);
    if (auto error = take_name(left, head, name, number)) return error;
    if (open == left.size()) {
      return bad(left, fmt::format("{} lacks a time: write {}({}48h)", quote(left), printable(head.substr(0, 20)),
                                   condition_.quantity == Quantity::chance ? "2M, " : ""));
    }
    if (!left.ends_with(')')) return bad(left, fmt::format("{} lacks a closing bracket at its end", quote(left)));
    return take_arguments(left, left.substr(open + 1, left.size() - open - 2));
  }

  Problem take_name(std::string_view left, std::string_view head, std::string_view name, std::string_view number) {
    const bool wants_number = name == "p" || name == "low" || name == "high";
    if (name == "estimate" || name == "median") {
      condition_.quantity = Quantity::median;
    } else if (name == "chance") {
      condition_.quantity = Quantity::chance;
    } else if (name == "count" && number.empty()) {
      return bad(left, "count takes no time: it is that of the last reading; for a later one write estimate(48h)");
    } else if (!wants_number) {
      constexpr std::array<std::string_view, 6> names{"estimate", "median", "chance", "count", "low", "high"};
      const auto meant = nearest(name, names);
      const std::string_view part = head.empty() ? left : head;
      return bad(part, meant ? fmt::format("{} is not known here: did you mean {}?", quote(part), *meant)
                             : fmt::format("{} is not known here: {}", quote(part), forms));
    }
    if (wants_number) return take_percent(head, name, number);
    if (number.empty()) return std::nullopt;
    return bad(head, fmt::format("{} takes no number: write {}", quote(head),
                                 condition_.quantity == Quantity::chance ? "chance(2M, 48h)" : "estimate(48h)"));
  }

  /// Of p80 the 80, which is the upper end of the band of 60 %; of low80 and high80 the band itself.
  Problem take_percent(std::string_view head, std::string_view name, std::string_view number) {
    const bool is_number = !number.empty() && decimal_length(number) == number.size();
    const double percent = is_number ? decimal_value(number) : 0;
    condition_.level = name == "p" ? std::abs(2 * percent - 100) : percent;
    condition_.quantity = name == "low" || (name == "p" && percent < 50) ? Quantity::low : Quantity::high;
    if (name == "p" && percent == 50) {
      condition_.quantity = Quantity::median;
      return std::nullopt;
    }
    if (percent > 0 && percent < 100 && condition_.level > 0 && condition_.level < 100) return std::nullopt;
    return bad(head, name == "p" ? fmt::format("{} is no quantile: write p and a percentage between 0 and 100, such as "
                                               "p80 for the count that is not passed with a chance of 80 %",
                                               quote(head))
                                 : fmt::format("{0} is no end of a band: write {1} and a level between 0 and 100 "
                                               "percent, such as {1}80",
                                               quote(head), name));
  }

  Problem take_arguments(std::string_view left, std::string_view arguments) {
    std::string_view time = trim(arguments);
    if (condition_.quantity == Quantity::chance) {
      const std::size_t comma = arguments.rfind(',');  // the count may hold some
      if (comma == arguments.npos) {
        return bad(left, fmt::format("{} needs a count and a time: write chance(2M, 48h)", quote(left)));
      }
      time = trim(arguments.substr(comma + 1));
      const std::string_view count = trim(arguments.substr(0, comma));
      const auto goal = parse_plain_count(count);
      if (!goal) return placed(goal.error(), count.empty() ? left : count);
      condition_.goal = *goal;
    }
    if (time.empty())
      return bad(left, fmt::format("{} lacks a time: write 48h, or +12h for one that moves", quote(left)));
    const auto horizons = parse_horizons(time);
    if (!horizons) return placed(horizons.error(), time);
    if (horizons->size() > 1) return bad(time, fmt::format("{} is more than one time: write one", quote(time)));
    condition_.at = horizons->front();
    return std::nullopt;
  }

  /// `place` is what to show where `right` is empty.
  Problem take_limit(std::string_view place, std::string_view right) {
    const bool share = condition_.quantity == Quantity::chance;
    if (right.empty()) return bad(place, fmt::format("a limit is missing: write {}", share ? "90%" : "2M"));
    if (!share) {
      const auto limit = parse_plain_count(right);
      if (!limit) return placed(limit.error(), right);
      condition_.limit = *limit;
      return std::nullopt;
    }
    const std::string_view number = right.ends_with('%') ? trim(right.substr(0, right.size() - 1)) : std::string_view();
    if (!number.empty() && decimal_length(number) == number.size() && decimal_value(number) <= 100) {
      condition_.limit = decimal_value(number) / 100;
      return std::nullopt;
    }
    return bad(right, fmt::format("{} is not a chance: write a percentage such as 90%", quote(right)));
  }

  std::string_view text_;
  Condition condition_;
};

}  // namespace

bool Condition::holds(double value) const {
  switch (comparison) {
    case Comparison::above:
      return value > limit;
    case Comparison::at_least:
      return value >= limit;
    case Comparison::below:
      return value < limit;
    case Comparison::at_most:
      return value <= limit;
  }
  return false;
}

Result<Condition> parse_condition(std::string_view text) { return Parser(text).parse(); }

}  // namespace swarmcast
