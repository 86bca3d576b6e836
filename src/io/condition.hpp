#pragma once
/// What an alert waits for: a number of a projection held against a limit, such as p80(48h) > 2M (docs/watch.md).

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/projection.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {

struct Condition {
  enum class Quantity : std::uint8_t {
    count,   ///< of the last reading, as typed
    low,     ///< an end of the band of `level` at a time
    median,  ///< the estimate at a time
    high,
    chance,  ///< of having reached `goal` by a time
  };
  enum class Comparison : std::uint8_t { above, at_least, below, at_most };

  std::string text;  ///< as typed, without blanks around it; any bytes
  Quantity quantity = Quantity::count;
  double level = 0;  ///< percent, inside (0, 100); of low and high alone
  double goal = 0;   ///< downloads; of chance alone
  HorizonText at{};  ///< of all but count
  Comparison comparison = Comparison::above;
  double limit = 0;  ///< downloads; of chance a fraction in [0, 1]

  [[nodiscard]] bool holds(double value) const;
};

/// QUANTITY COMPARISON LIMIT: p80(48h) > 2M, estimate(7d) <= 750k, chance(2M, +12h) >= 90%, count > 1M; the grammar is
/// in docs/watch.md. One pass over the text, no memory beyond a copy of it. Errors: `bad_condition`, and those of times
/// and counts; each has the part at fault as its origin.
[[nodiscard]] Result<Condition> parse_condition(std::string_view text);

/// Answers a question about the series.
using Projector = std::function<Result<Projection>(const ProjectionOptions&)>;

/// The value of the condition's quantity as the series stands, or null where its time is not after the last reading. A
/// question that needs no projection asks for none. Errors: `no_release` for a clock time without one, and those of
/// `project`.
[[nodiscard]] Result<std::optional<double>> value_of(const Condition& condition, const Series& series,
                                                     const Projector& project);

/// The value as text, with as many digits as tell it from the limit, six at most: 2.31M, or 38 % of a chance.
[[nodiscard]] std::string value_in_words(const Condition& condition, double value);

/// One line with its end: which condition, its value, and by which last reading. Control characters are replaced.
[[nodiscard]] std::string write_alert(const Condition& condition, double value, const Series& series);

/// The same as a JSON object on one line (swarmcast/alert/1, docs/alert.schema.json).
[[nodiscard]] std::string write_alert_json(const Condition& condition, double value, const Series& series);

}  // namespace swarmcast
