// Times and levels: parse_duration(), parse_time(), parse_horizons(), parse_levels(), all of the same text.

#include <vector>

#include "fuzz/checks.hpp"

namespace swarmcast::fuzz {
namespace {

void check_hours(double hours) { demand(hours >= 1e-9 && hours <= 1e9, "a time is within its limits"); }

void check_duration(std::string_view text) {
  const Result<double> hours = parse_duration(text);
  if (!hours) return check_error(hours.error(), text);
  check_hours(*hours);
  const Result<TimeText> time = parse_time(text);
  demand(time && !time->clock && time->hours == *hours, "what is a duration is the same time");
}

void check_time(std::string_view text) {
  const Result<TimeText> time = parse_time(text);
  if (!time) return check_error(time.error(), text);
  if (time->clock) {
    check_clock_time(*time->clock);
    const Result<double> unknown = time->since({});
    demand(!unknown, "a clock time counts from nothing without a release");
    check_error(unknown.error(), text);
    const Result<double> known = time->since(ClockTime{1419516000, 0});
    demand(known && std::isfinite(*known), "a clock time counts from a release");
  } else if (time->hours != 0) {
    check_hours(time->hours);
    const Result<double> hours = parse_duration(text);
    demand(hours && *hours == time->hours, "what is a time above 0 is the same duration");
  }
}

void check_horizons(std::string_view text) {
  const Result<std::vector<HorizonText>> horizons = parse_horizons(text);
  if (!horizons) return check_error(horizons.error(), text);
  demand(!horizons->empty(), "a list of horizons is not empty");
  for (const HorizonText& horizon : *horizons) {
    if (horizon.time.clock) {
      check_clock_time(*horizon.time.clock);
      demand(!horizon.from_last_reading, "a clock time is not counted from the last reading");
    } else {
      check_hours(horizon.time.hours);
    }
  }
}

void check_levels(std::string_view text) {
  const Result<std::vector<double>> levels = parse_levels(text);
  if (!levels) return check_error(levels.error(), text);
  demand(!levels->empty(), "a list of levels is not empty");
  for (const double level : *levels) demand(level > 0 && level < 100, "a level lies inside (0, 100)");
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = swarmcast::fuzz::as_text(data, size);
  swarmcast::fuzz::check_duration(text);
  swarmcast::fuzz::check_time(text);
  swarmcast::fuzz::check_horizons(text);
  swarmcast::fuzz::check_levels(text);
  return 0;
}
