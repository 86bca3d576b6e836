// Counts, numbers and readings: parse_count(), parse_number(), and parse_reading() with and without a release, all of
// the same text.

#include <cmath>
#include <optional>

#include "fuzz/checks.hpp"

namespace swarmcast::fuzz {
namespace {

void check_count(std::string_view text) {
  const Result<Count> count = parse_count(text);
  if (!count) return check_error(count.error(), text);
  demand(count->count == 0 || (count->count >= 1e-9 && count->count <= max_count), "a count is within its limits");
  demand(count->count != 0 || count->qualifier == Qualifier::exact, "a count of 0 is exact");
  demand(count->qualifier == Qualifier::stated ? count->stated_error > 0 && count->stated_error < 1
                                               : count->stated_error == 0,
         "an error is stated, as a fraction, or 0");
  check_made_reading(make_reading(1, count->count, count->qualifier, count->stated_error));
}

void check_parse_reading(std::string_view text, const std::optional<ClockTime>& release) {
  const Result<Reading> reading = parse_reading(text, release);
  if (!reading) return check_error(reading.error(), text);
  check_made_reading(*reading);
  demand(reading->count <= max_count, "the count of a reading is within its limits");
}

void check_number(std::string_view text) {
  const Result<double> number = parse_number(text);
  if (!number) return check_error(number.error(), text);
  demand(*number == 0 || (std::abs(*number) >= 1e-100 && std::abs(*number) <= 1e100), "a number is within its limits");
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = swarmcast::fuzz::as_text(data, size);
  swarmcast::fuzz::check_count(text);
  swarmcast::fuzz::check_parse_reading(text, {});
  swarmcast::fuzz::check_parse_reading(text, swarmcast::ClockTime{1419516000, -300});
  swarmcast::fuzz::check_number(text);
  return 0;
}
