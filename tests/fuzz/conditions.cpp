// Conditions of alerts: parse_condition().

#include <cmath>

#include "fuzz/checks.hpp"
#include "io/condition.hpp"

namespace swarmcast::fuzz {
namespace {

void check_condition(std::string_view text) {
  const Result<Condition> condition = parse_condition(text);
  if (!condition) return check_error(condition.error(), text);
  using Quantity = Condition::Quantity;
  const Quantity quantity = condition->quantity;
  demand(text.find(condition->text) != text.npos && !condition->text.empty(), "a condition keeps its text");
  demand(condition->limit >= 0 && condition->limit <= (quantity == Quantity::chance ? 1 : max_count),
         "a limit is within its limits");
  if (quantity == Quantity::low || quantity == Quantity::high) {
    demand(condition->level > 0 && condition->level < 100, "a level lies inside (0, 100)");
  }
  if (quantity == Quantity::chance) demand(condition->goal >= 0 && condition->goal <= max_count, "a goal is a count");
  if (quantity != Quantity::count) {
    if (condition->at.time.clock) {
      check_clock_time(*condition->at.time.clock);
    } else {
      demand(condition->at.time.hours > 0 && std::isfinite(condition->at.time.hours), "a time is above 0");
    }
  }
  const Series series{.readings = {make_reading(20, 750e3)}};
  const std::string line = write_alert(*condition, 2.385e6, series);
  demand(printable(line.substr(0, line.size() - 1)) + '\n' == line, "an alert is one line without control characters");
  demand(write_alert_json(*condition, 2.385e6, series).find('\n') + 1 ==
             write_alert_json(*condition, 2.385e6, series).size(),
         "and so it is in JSON");
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swarmcast::fuzz::check_condition(swarmcast::fuzz::as_text(data, size));
  return 0;
}
