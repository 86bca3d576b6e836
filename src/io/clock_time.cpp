// Clock times by ISO 8601. The calendar is that of Howard Hinnant's date library; the text is taken apart here, for its
// own parser reads streams, takes fields that are too short, and knows locales.

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/text.hpp"
#include "io/clock_time.hpp"
#include "io/decimal.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

constexpr int minutes_per_hour = 60;
constexpr int seconds_per_minute = 60;
constexpr double first_second = -62135596800;  // 0001-01-01T00:00Z
constexpr double end_second = 253402300800;    // 10000-01-01T00:00Z

Error bad_time(std::string_view text, const std::string& reason) {
  return {ErrorCode::bad_time, fmt::format("{} {}", quote(text), reason), {}};
}

Error malformed(std::string_view text) {
  return bad_time(text, "is not a clock time: write 2014-12-25T14:00Z, or 2014-12-25T09:00-05:00 for a local time");
}

/// Takes so many digits off the front of `rest`, or nothing.
std::optional<int> take_digits(std::string_view& rest, std::size_t digits) {
  if (rest.size() < digits) return std::nullopt;
  int value = 0;
  for (const char c : rest.substr(0, digits)) {
    if (!is_digit(c)) return std::nullopt;
    value = 10 * value + (c - '0');
  }
  rest.remove_prefix(digits);
  return value;
}

bool take(std::string_view& rest, char c) {
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

/// Minutes east of UTC: Z, +05:30, -0500, +01.
std::optional<int> take_offset(std::string_view& rest) {
  if (take(rest, 'Z') || take(rest, 'z')) return 0;
  const bool west = rest.starts_with('-');
  if (!west && !rest.starts_with('+')) return std::nullopt;
  rest.remove_prefix(1);
  const std::optional<int> hours = take_digits(rest, 2);
  if (!hours) return std::nullopt;
  int minutes = 0;
  const bool colon = take(rest, ':');
  if (const std::optional<int> given = take_digits(rest, 2)) {
    minutes = *given;
  } else if (colon) {
    return std::nullopt;
  }
  constexpr int hours_per_day = 24;
  if (*hours >= hours_per_day || minutes >= minutes_per_hour) return std::nullopt;
  const int total = *hours * minutes_per_hour + minutes;
  return west ? -total : total;
}

/// A date that passed for one but is not in the calendar.
Error not_in_calendar(std::string_view text, const date::year_month_day& day) {
  if (!day.month().ok()) return bad_time(text, "is not a clock time: months go from 01 to 12");
  const unsigned last = unsigned{date::year_month_day_last(day.year(), date::month_day_last(day.month())).day()};
  return bad_time(text, fmt::format("is not a clock time: that month has {} days", last));
}

Result<ClockTime> from_unix_seconds(std::string_view text, std::string_view number) {
  const bool negative = take(number, '-');
  if (number.empty() || decimal_length(number) != number.size()) {
    return bad_time(text, "is not a clock time: after @ go seconds since 1970, such as @1419516000");
  }
  const double value = decimal_value(number);
  return unix_time(text, negative ? -value : value);
}

}  // namespace

Result<ClockTime> unix_time(std::string_view text, double seconds) {
  if (std::abs(seconds) >= 1e11 && std::abs(seconds) < 1e14) {
    return bad_time(text, "is too large for seconds since 1970: are these milliseconds? Divide them by 1000");
  }
  if (!(seconds >= first_second && seconds < end_second)) {
    return bad_time(text, "is not a clock time: seconds since 1970 reach from the year 1 to the year 9999");
  }
  return ClockTime{seconds, 0};
}

ClockTime later(const ClockTime& time, double hours) {
  constexpr double seconds_per_hour = 3600;
  constexpr double seconds_per_day = 86400;  // more than any offset
  const double seconds = time.unix_seconds + hours * seconds_per_hour;
  return {std::clamp(seconds, first_second + seconds_per_day, end_second - seconds_per_day), time.offset_minutes};
}

bool looks_like_clock_time(std::string_view text) {
  const bool dated = text.size() >= 8 && is_digit(text[0]) && is_digit(text[3]) && text[4] == '-';
  return dated || text.starts_with('@') || text.find(':') != text.npos;
}

Result<ClockTime> parse_clock_time(std::string_view text) {
  std::string_view rest = text;
  if (take(rest, '@')) return from_unix_seconds(text, rest);

  const std::optional<int> year = take_digits(rest, 4);
  const bool dash = take(rest, '-');
  const std::optional<int> month = take_digits(rest, 2);
  const bool another = take(rest, '-');
  const std::optional<int> day = take_digits(rest, 2);
  if (!year || *year == 0 || !dash || !month || !another || !day) return malformed(text);
  const date::year_month_day date{date::year(*year), date::month(static_cast<unsigned>(*month)),
                                  date::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return not_in_calendar(text, date);
  if (rest.empty()) {
    return bad_time(text,
                    fmt::format("has no time of day: write {0}T14:00Z, or {0}T09:00-05:00 for a local time", text));
  }

  if (!take(rest, 'T') && !take(rest, 't') && !take(rest, ' ')) return malformed(text);
  const std::optional<int> hour = take_digits(rest, 2);
  const bool colon = take(rest, ':');
  const std::optional<int> minute = take_digits(rest, 2);
  if (!hour || !colon || !minute) return malformed(text);
  double seconds = 0;
  if (take(rest, ':')) {
    const std::size_t length = decimal_length(rest);
    const std::string_view number = rest.substr(0, length);
    if (number.find('.') == number.npos ? length != 2 : number.find('.') != 2) return malformed(text);
    seconds = decimal_value(number);
    rest.remove_prefix(length);
  }
  constexpr int hours_per_day = 24;
  if (*hour >= hours_per_day || *minute >= minutes_per_hour || seconds >= seconds_per_minute) {
    return bad_time(text, "is not a clock time: a day goes from 00:00:00 to 23:59:59");
  }
  if (rest.empty()) {
    constexpr std::size_t whole_seconds = 19;  // as far as 2014-12-25T09:00:30; fractions have no end
    return bad_time(text, fmt::format("lacks its offset from UTC: write {0}Z if it is in UTC, or {0}-05:00 (with the "
                                      "offset of your place) if it is a local time",
                                      text.substr(0, whole_seconds)));
  }
  const std::optional<int> offset = take_offset(rest);
  if (!offset || !rest.empty()) return malformed(text);

  const std::chrono::seconds midnight = date::sys_days(date).time_since_epoch();
  const auto whole = midnight + std::chrono::hours(*hour) + std::chrono::minutes(*minute - *offset);
  return ClockTime{static_cast<double>(whole.count()) + seconds, *offset};
}

std::string write_clock_time(const ClockTime& time) {
  constexpr double microseconds = 1e6;
  const double last = std::nextafter(end_second, 0);  // the last moment of 9999 rounds up to a year that is never read
  const double local = std::min(time.unix_seconds + time.offset_minutes * seconds_per_minute, last);
  const double whole = std::floor(local);
  auto fraction = static_cast<long>(std::lround((local - whole) * microseconds));
  std::chrono::seconds since_epoch(static_cast<std::chrono::seconds::rep>(whole));
  if (fraction == static_cast<long>(microseconds)) {
    fraction = 0;
    since_epoch += std::chrono::seconds(1);
  }
  const auto day = date::floor<date::days>(since_epoch);
  const date::year_month_day date{date::sys_days(day)};
  const date::hh_mm_ss<std::chrono::seconds> clock(since_epoch - day);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()},
                  clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (fraction > 0) {
    text += fmt::format(".{:06}", fraction);
    text.erase(text.find_last_not_of('0') + 1);
  }
  if (time.offset_minutes == 0) return text + 'Z';
  const int offset = std::abs(time.offset_minutes);
  return text + fmt::format("{}{:02}:{:02}", time.offset_minutes < 0 ? '-' : '+', offset / minutes_per_hour,
                            offset % minutes_per_hour);
}

std::string clock_after(const ClockTime& release, double hours) {
  constexpr std::string_view no_seconds = ":00";
  constexpr std::size_t minutes_end = 16;  // of 2014-12-25T09:00
  std::string text = write_clock_time(later(release, hours));
  const bool drop = text.substr(minutes_end, no_seconds.size()) == no_seconds && text[minutes_end + 3] != '.';
  return drop ? text.erase(minutes_end, no_seconds.size()) : text;
}

}  // namespace swarmcast
