#include "base/format.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace swarmcast {
namespace {

constexpr double hours_per_day = 24;
constexpr double hours_per_year = 365.25 * hours_per_day;

/// A number as decimal digits, its first digit worth 10^exponent.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal round_to(double value, int digits) {
  if (!std::isfinite(value)) return {"?", 0};  // outside every domain here, but no reason to read past a text's end
  const std::string text = fmt::format("{:.{}e}", value, digits - 1);  // 1.96e+06
  const std::size_t e = text.find('e');
  Decimal out;
  for (const char c : std::string_view(text).substr(0, e)) {
    if (c != '.') out.digits += c;
  }
  const std::size_t sign = text[e + 1] == '+' ? 2 : 1;  // from_chars takes no plus
  std::from_chars(text.data() + e + sign, text.data() + text.size(), out.exponent);
  return out;
}

Decimal stripped(Decimal decimal) {
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

std::string with_commas(std::string_view whole) {
  std::string result;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) result += ',';
    result += whole[i];
  }
  return result;
}

/// The decimal divided by 10^shift, in plain digits.
std::string plain(const Decimal& decimal, int shift) {
  if (decimal.digits.empty()) return "0";
  const int before_point = decimal.exponent - shift + 1;
  if (before_point <= 0) return "0." + std::string(static_cast<std::size_t>(-before_point), '0') + decimal.digits;
  const auto whole = static_cast<std::size_t>(before_point);
  std::string digits = decimal.digits;
  if (digits.size() <= whole) return with_commas(digits.append(whole - digits.size(), '0'));
  return with_commas(digits.substr(0, whole)) + '.' + digits.substr(whole);
}

std::string human(double value, int digits) { return plain(stripped(round_to(value, digits)), 0); }

std::string with_suffix(const Decimal& decimal) {
  if (decimal.exponent < 6) return plain(decimal, 3) + 'k';
  if (decimal.exponent < 9) return plain(decimal, 6) + 'M';
  return plain(decimal, 9) + 'B';
}

bool is_whole(double value) { return value == std::floor(value); }

/// A duration in one unit, or, where that takes too many decimals, in several already written out ("1h20m", unit 0).
struct Duration {
  std::string number;
  char unit = 0;
};

Duration exact_duration(double hours) {
  if (hours > 72 && is_whole(hours / hours_per_day)) return {fmt::format("{}", hours / hours_per_day), 'd'};
  const std::string text = fmt::format("{}", hours);
  const std::size_t point = text.find('.');
  const bool few_decimals = point == std::string::npos || text.size() - point <= 4;
  const double seconds = std::round(hours * 3600);
  const bool whole_seconds = seconds >= 1 && seconds < 1e9 && seconds / 3600 == hours;
  if ((hours >= 1 && few_decimals) || !whole_seconds) return {text, 'h'};

  const auto total = static_cast<long long>(seconds);
  const long long h = total / 3600;
  const long long m = total / 60 % 60;
  const long long s = total % 60;
  if (h == 0 && s == 0) return {std::to_string(m), 'm'};
  if (h == 0 && m == 0) return {std::to_string(s), 's'};
  std::string parts;
  if (h > 0) parts += fmt::format("{}h", h);
  if (m > 0) parts += fmt::format("{}m", m);
  if (s > 0) parts += fmt::format("{}s", s);
  return {parts, 0};
}

std::string_view unit_word(char unit) {
  switch (unit) {
    case 'd':
      return "day";
    case 'h':
      return "hour";
    case 'm':
      return "minute";
    default:
      return "second";
  }
}

}  // namespace

std::string human_count(double count, int digits) {
  if (count < 0) return '-' + human_count(-count, digits);
  const Decimal decimal = round_to(count, digits);
  if (decimal.exponent < 3) return plain(stripped(decimal), 0);
  return decimal.exponent < 15 ? with_suffix(decimal) : fmt::format("{:.{}e}", count, digits - 1);
}

std::string spelled_count(double count, int digits) {
  const Decimal decimal = stripped(round_to(count, digits));
  if (decimal.exponent < 6) return plain(decimal, 0);
  if (decimal.exponent < 9) return plain(decimal, 6) + " million";
  if (decimal.exponent < 12) return plain(decimal, 9) + " billion";
  if (decimal.exponent < 15) return plain(decimal, 12) + " trillion";
  return fmt::format("{:.{}e}", count, digits - 1);
}

std::string exact_count(double count) {
  const std::string rounded = fmt::format("{:.2e}", count);
  double back = 0;
  std::from_chars(rounded.data(), rounded.data() + rounded.size(), back);
  if (back != count || count < 1000 || count > max_count) return full_count(count);
  return with_suffix(stripped(round_to(count, 3)));
}

std::string human_share(double fraction) {
  const double value = 100 * fraction;
  if (value < 0.1) return "<0.1 %";
  if (value > 99.9 && value < 100) return ">99.9 %";
  const bool near_an_end = value < 0.95 || (value > 99 && value < 100);
  return fmt::format("{:.{}f} %", value, near_an_end ? 1 : 0);
}

std::string human_growth(double ratio) {
  const double value = 100 * (ratio - 1);
  if (ratio >= 10) return 'x' + human_count(ratio);
  return fmt::format("{:+.{}f} %", value, value < 9.95 ? 1 : 0);
}

std::string full_count(double count) {
  return is_whole(count) ? with_commas(fmt::format("{:.0f}", count)) : fmt::format("{}", count);
}

std::string human_hours(double hours) {
  constexpr int digits = 3;
  if (hours * 60 < 1) return human(hours * 3600, digits) + 's';
  if (hours < 1) return human(hours * 60, digits) + 'm';
  if (hours <= 72) return human(hours, digits) + 'h';
  if (hours < 2 * hours_per_year) return human(hours / hours_per_day, digits) + 'd';
  return human(hours / hours_per_year, digits) + 'y';
}

std::string exact_hours(double hours) {
  Duration duration = exact_duration(hours);
  if (duration.unit != 0) duration.number += duration.unit;
  return duration.number;
}

std::string spelled_hours(double hours) {
  const Duration duration = exact_duration(hours);
  if (duration.unit == 0) return duration.number;
  return fmt::format("{} {}{}", duration.number, unit_word(duration.unit), duration.number == "1" ? "" : "s");
}

std::string describe(const Reading& reading) {
  std::string text = reading.qualifier == Qualifier::about ? "~" : "";
  text += exact_count(reading.count);
  if (reading.qualifier == Qualifier::at_least) text += '+';
  if (reading.qualifier == Qualifier::at_most) text += '-';
  if (reading.qualifier == Qualifier::stated) {
    const double error = reading.relative_error * reading.count_used / reading.count;  // of the count as typed
    text += fmt::format("+-{:.3g}%", 100 * error);
  }
  return fmt::format("{} at {}", text, exact_hours(reading.hours));
}

}  // namespace swarmcast
