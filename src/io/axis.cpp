#include "io/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/format.hpp"
#include "io/clock_time.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

constexpr double hours_per_day = 24;

/// 1, 2 or 5 times a power of ten: the least that is not below `value`. Precondition: value > 0.
double round_up(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * power >= value * (1 - 1e-9)) return digit * power;
  }
  return 10 * power;
}

/// The most of these that is not above `value`. Precondition: value > 0.
double round_down(double value) {
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double digit : {5.0, 2.0}) {
    if (digit * power <= value * (1 + 1e-9)) return digit * power;
  }
  return power;
}

/// Of a round count: 0.5, 500k, 1.5M.
std::string count_label(double count) {
  const bool plain = count < 1 || count >= max_count;
  return plain ? fmt::format("{:.6g}", count) : exact_count(std::round(count * 1000) / 1000);
}

/// Values of a logarithmic axis within its ends: 1, 2 and 5 of each power of ten, or powers of ten alone, or of more,
/// so that they are no more than `most`.
std::vector<double> log_values(double low, double high, std::size_t most) {
  const int first = static_cast<int>(std::floor(std::log10(low))), last = static_cast<int>(std::ceil(std::log10(high)));
  const auto values = [&](int step, std::initializer_list<double> digits) {
    std::vector<double> result;
    for (int exponent = first; exponent <= last; exponent += step) {
      for (const double digit : digits) {
        const double value = digit * std::pow(10, exponent);
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) result.push_back(value);
      }
    }
    return result;
  };
  auto result = values(1, {1, 2, 5});
  for (int step = 1; result.size() > most && step <= last - first; ++step) result = values(step, {1});
  return result;
}

/// Round times, hours: from a second to a week; longer ones are multiples of a day as counts are of one.
constexpr std::array steps{1 / 3600.0, 2 / 3600.0, 5 / 3600.0, 10 / 3600.0, 15 / 3600.0, 30 / 3600.0, 1 / 60.0,
                           2 / 60.0,   5 / 60.0,   10 / 60.0,  15 / 60.0,   0.5,         1.0,         2.0,
                           3.0,        6.0,        12.0,       24.0,        48.0,        96.0,        168.0};

/// The least round step of which no more than `most` ticks lie in so many hours.
double time_step(double hours, std::size_t most) {
  const double least = hours / static_cast<double>(std::max<std::size_t>(most, 2) - 1);
  const auto found = std::lower_bound(steps.begin(), steps.end(), least * (1 - 1e-9));
  return found != steps.end() ? *found : hours_per_day * round_up(least / hours_per_day);
}

/// 12h, 90m, 2d: in the unit of the step, so that neighbours look alike.
std::string elapsed(double hours, double step) {
  if (hours == 0) return "0";
  const double days = hours / hours_per_day;
  if (std::fmod(step, hours_per_day) == 0) return full_count(std::round(days)) + 'd';
  return exact_hours(hours);
}

/// 25 Dec at midnight, otherwise 18:00; or, where years must be told apart, Sep 2016.
std::string by_clock(const ClockTime& release, double hours, bool years) {
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string text = write_clock_time(later(release, hours));  // 2014-12-25T18:00:00
  const std::string time = text.substr(11, 8);
  const auto month = static_cast<std::size_t>(10 * (text[5] - '0') + (text[6] - '0') - 1);
  if (years) return fmt::format("{} {}", months[month], text.substr(0, 4));
  if (time == "00:00:00") {
    return fmt::format("{}{} {}", text[8] == '0' ? "" : text.substr(8, 1), text[9], months[month]);
  }
  return time.ends_with(":00") ? time.substr(0, 5) : time;
}

}  // namespace

double Axis::position(double value) const {
  if (std::isnan(value)) return 0;
  if (value <= low) return 0;
  if (value >= high) return 1;
  return logarithmic ? (std::log(value) - std::log(low)) / (std::log(high) - std::log(low))
                     : (value - low) / (high - low);
}

Axis count_axis(double low, double high, bool logarithmic, std::size_t most_ticks) {
  Axis axis{.logarithmic = logarithmic};
  if (logarithmic) {
    axis.low = round_down(low);
    axis.high = round_up(std::max(high, 1.0001 * axis.low));
    for (const double value : log_values(axis.low, axis.high, most_ticks)) {
      axis.ticks.push_back({value, count_label(value)});
    }
    return axis;
  }
  const double step = round_up(high / static_cast<double>(most_ticks - 1));
  const double steps_up = std::ceil(high / step * (1 - 1e-9));
  axis.high = steps_up * step;
  for (double i = 0; i <= steps_up; ++i) {
    const double value = i * step;
    axis.ticks.push_back({value, count_label(value)});
  }
  return axis;
}

Axis time_axis(double low, double high, bool logarithmic, std::size_t most_ticks,
               const std::optional<ClockTime>& release) {
  Axis axis{.low = low, .high = high, .logarithmic = logarithmic};
  if (logarithmic) {
    constexpr std::array rounds{1 / 3600.0, 5 / 3600.0, 15 / 3600.0, 1 / 60.0, 5 / 60.0, 15 / 60.0, 1.0,   3.0,   6.0,
                                12.0,       24.0,       48.0,        96.0,     168.0,    336.0,     720.0, 2160.0};
    std::vector<double> values;
    for (const double value : rounds) {
      if (value >= low && value <= high) values.push_back(value);
    }
    if (high > rounds.back()) {
      for (const double days :
           log_values(std::max(low, 1.5 * rounds.back()) / hours_per_day, high / hours_per_day, 9)) {
        values.push_back(days * hours_per_day);
      }
    }
    if (values.size() < 2) {  // so short that round times are those of a linear axis
      axis.ticks = time_axis(low, high, false, most_ticks, {}).ticks;
      return axis;
    }
    const std::size_t every = (values.size() + most_ticks - 1) / most_ticks;
    for (std::size_t i = 0; i < values.size(); i += every) {
      axis.ticks.push_back({values[i], exact_hours(values[i])});
    }
    return axis;
  }
  const double step = time_step(high - low, most_ticks);
  constexpr double year = 365 * hours_per_day;
  const bool years = high - low > year;
  // Where the clock shows midnight: days are counted from there.
  double origin = 0;
  if (release) {
    constexpr double seconds_per_day = 86400;
    const double local = release->unix_seconds + 60.0 * release->offset_minutes;
    origin = -(local - std::floor(local / seconds_per_day) * seconds_per_day) / 3600;
  }
  for (double i = std::ceil((low - origin) / step - 1e-9); origin + i * step <= high + 1e-9 * step; ++i) {
    const double hours = origin + i * step;
    const double seconds = std::round(hours * 3600);
    const double exact = seconds / 3600;
    axis.ticks.push_back({exact, release ? by_clock(*release, exact, years) : elapsed(exact, step)});
  }
  return axis;
}

Axis share_axis() {
  Axis axis;
  for (const int percent : {0, 20, 40, 60, 80, 100})
    axis.ticks.push_back({percent / 100.0, fmt::format("{} %", percent)});
  return axis;
}

}  // namespace swarmcast
