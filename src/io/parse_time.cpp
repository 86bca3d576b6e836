#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.hpp"
#include "io/clock_time.hpp"
#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

// A hundred thousand years, and its inverse: what the engine multiplies and divides times by stays far from overflow.
constexpr double longest_hours = 1e9;
constexpr double shortest_hours = 1e-9;

// 1973 in seconds since 1970; in hours, eleven thousand years.
constexpr double least_unix_seconds = 1e8;
constexpr double end_of_unix_seconds = 1e11;

struct Unit {
  char letter;
  double seconds;
};
constexpr std::array units{Unit{'w', 604800}, Unit{'d', 86400}, Unit{'h', 3600}, Unit{'m', 60}, Unit{'s', 1}};

Error bad_time(std::string_view text, std::string_view reason) {
  return {ErrorCode::bad_time, fmt::format("{} {}", quote(text), reason), {}};
}

constexpr std::string_view forms = "is not a time: write 10h, 90m, 1d12h, 2w, 52.967h, or a bare number of hours";

Result<double> sum_of_parts(std::string_view text) {
  // Whole numbers are added up as seconds and divided once, so that 1h20m is 4/3 to the last bit.
  double seconds = 0;
  double fraction_hours = 0;
  auto next_unit = units.begin();
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = decimal_length(rest);
    if (length == 0 || length == rest.size()) return bad_time(text, forms);
    const std::string_view number = rest.substr(0, length);
    const char letter = rest[length];
    rest.remove_prefix(length + 1);

    const auto unit = std::find_if(units.begin(), units.end(), [letter](Unit u) { return u.letter == letter; });
    if (unit == units.end()) return bad_time(text, forms);
    if (unit < next_unit) return bad_time(text, "has its units out of order: write the larger first, each once: 1d12h");
    next_unit = unit + 1;

    const bool has_fraction = number.find('.') != number.npos;
    if (has_fraction && !rest.empty())
      return bad_time(text, "has decimals before its last part: only the last may have them");
    const double value = decimal_value(number);
    if (has_fraction) {
      fraction_hours = letter == 'h' ? value : value * unit->seconds / 3600;
    } else {
      seconds += value * unit->seconds;
    }
  }
  return seconds / 3600 + fraction_hours;
}

/// As parse_duration(), but 0 is as good as any.
Result<double> duration_or_zero(std::string_view text) {
  if (text.empty()) return Error{ErrorCode::bad_time, "a time is missing: write 10h, 90m, 1d12h or 2w", {}};
  if (text.front() == '-') return bad_time(text, "lies before the release: times count from it, so they are above 0");

  const bool bare_hours = decimal_length(text) == text.size();
  Result<double> hours = bare_hours ? Result<double>(decimal_value(text)) : sum_of_parts(text);
  if (!hours || *hours == 0) return hours;
  if (*hours < shortest_hours) return bad_time(text, "is too short: times are at least a billionth of an hour");
  if (bare_hours && *hours >= least_unix_seconds && *hours < end_of_unix_seconds) {
    return bad_time(text, fmt::format("is a hundred centuries of hours: if it counts seconds since 1970, write @{}, or "
                                      "call its column timestamp",
                                      *hours));
  }
  if (!(*hours <= longest_hours)) return bad_time(text, "is too long: times are at most a billion hours");
  return hours;
}

/// The error at one item of a list.
Error at_item(Error error, std::string_view list, std::string_view item) {
  error.origin = {static_cast<std::size_t>(item.data() - list.data()), static_cast<std::uint32_t>(item.size()), 0};
  return error;
}

}  // namespace

Result<double> parse_duration(std::string_view text) {
  if (looks_like_clock_time(text)) {
    return bad_time(text, "is a time of day: give the hours since release instead, such as 10h or 1d12h");
  }
  Result<double> hours = duration_or_zero(text);
  if (hours && *hours == 0) {
    return bad_time(text, "is the release itself, where the count is 0: leave it out, or give a time above 0");
  }
  return hours;
}

Result<TimeText> parse_time(std::string_view text) {
  if (looks_like_clock_time(text)) {
    const Result<ClockTime> clock = parse_clock_time(text);
    if (!clock) return clock.error();
    return TimeText{.clock = *clock};
  }
  const Result<double> hours = duration_or_zero(text);
  if (!hours) return hours.error();
  return TimeText{.hours = *hours};
}

Result<double> TimeText::since(const std::optional<ClockTime>& release) const {
  if (!clock) return hours;
  constexpr double seconds_per_hour = 3600;
  if (release) return (clock->unix_seconds - release->unix_seconds) / seconds_per_hour;
  return Error{ErrorCode::no_release,
               fmt::format("{} is a clock time, and times count from the release: say when that was, with --release "
                           "2014-12-24T18:00-05:00 or as \"release\" in JSON",
                           write_clock_time(*clock)),
               {}};
}

Result<std::vector<HorizonText>> parse_horizons(std::string_view text) {
  std::vector<HorizonText> horizons;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    std::string_view item = trim(text.substr(start, comma - start));
    start = comma + 1;
    const bool from_last_reading = item.starts_with('+');
    if (from_last_reading) item.remove_prefix(1);
    if (item.empty()) {
      return bad_time(text, "lacks a time: write a list such as 24h,48h,7d, or +12h from the last reading");
    }
    if (!from_last_reading && looks_like_clock_time(item)) {
      const Result<ClockTime> clock = parse_clock_time(item);
      if (!clock) return at_item(clock.error(), text, item);
      horizons.push_back({{.clock = *clock}, false});
      continue;
    }
    const Result<double> hours = parse_duration(item);
    if (!hours) return at_item(hours.error(), text, item);
    horizons.push_back({{.hours = *hours}, from_last_reading});
  }
  return horizons;
}

}  // namespace swarmcast
