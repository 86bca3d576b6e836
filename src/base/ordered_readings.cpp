#include "base/ordered_readings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <utility>

#include "base/format.hpp"

namespace swarmcast {
namespace {

bool by_time(const Reading& a, const Reading& b) { return a.hours < b.hours; }

/// The reading with `had` downloads added, its standard deviation in downloads as it was.
Reading raised(Reading reading, double had) {
  if (had == 0) return reading;  // to the last bit
  const double sd = reading.relative_error * reading.count_used;
  reading.count_used += had;
  reading.relative_error = sd / reading.count_used;
  return reading;
}

std::string fall(const Reading& highest, const Reading& reading) {
  return fmt::format("the count falls from {} to {}", describe(highest), describe(reading));
}

/// At most 2 % of the highest count before it.
bool is_correction(const Reading& highest, const Reading& reading) {
  return (highest.count_used - reading.count_used) * 50 <= highest.count_used;
}

/// 750 after 200k was probably 750k. What a machine counted was not.
std::optional<double> meant_count(const Reading& highest, const Reading& reading) {
  if (reading.qualifier == Qualifier::exact) return std::nullopt;
  for (const double unit : {1e3, 1e6}) {
    const double meant = reading.count * unit;
    if (meant >= highest.count && meant < highest.count * 100) return meant;
  }
  return std::nullopt;
}

Error falling(const Reading& highest, const Reading& reading, std::span<const Reading> readings, const Notes& notes) {
  std::string message = notes.subject() + fall(highest, reading);
  if (const std::optional<double> meant = meant_count(highest, reading)) {
    message += fmt::format(": did you mean {}?", exact_count(*meant));
  } else {
    message +=
        ": leave the wrong reading out, or choose --on-fall correct (trust the later reading) or --on-fall reset (the "
        "counter restarted: add what it had)";
    const auto falls = [](const Reading& a, const Reading& b) { return b.count_used < a.count_used; };
    std::size_t times = 0;
    for (std::size_t i = 1; i < readings.size(); ++i) times += falls(readings[i - 1], readings[i]) ? 1U : 0U;
    if (times > 1) message += "; if these are the counts of each interval, --increments adds them up";
  }
  return {ErrorCode::falling_count, std::move(message), {}, reading.origin};
}

/// How many of the readings, counted from the end, are above `limit`. Precondition: they never fall.
std::size_t above(std::span<const Reading> readings, double limit) {
  std::size_t dropped = 0;
  while (dropped < readings.size() && readings[readings.size() - 1 - dropped].count_used > limit) ++dropped;
  return dropped;
}

}  // namespace

std::optional<Error> check_given(const std::vector<Reading>& readings, double since_hours) {
  if (readings.empty()) {
    return Error{ErrorCode::no_readings, "there are no readings: give at least one, such as 10h=200k"};
  }
  if (since_hours < 0) {
    return Error{ErrorCode::bad_time,
                 fmt::format("counting began {} before the release: leave --since out, for nothing was downloaded then",
                             exact_hours(-since_hours))};
  }
  return std::nullopt;
}

std::optional<Error> order_readings(std::vector<Reading>& readings, Notes& notes) {
  if (const auto late = std::is_sorted_until(readings.begin(), readings.end(), by_time); late != readings.end()) {
    notes.add(WarningCode::readings_sorted, late->origin,
              [] { return "the readings were not in order of time, and have been sorted"; });
    std::stable_sort(readings.begin(), readings.end(), by_time);
  }
  const auto same = [&](const Reading& a, const Reading& b) {
    if (!(a == b)) return false;
    notes.add(WarningCode::duplicate, b.origin,
              [&] { return fmt::format("{} stands there twice: once is enough", describe(b)); });
    return true;
  };
  readings.erase(std::unique(readings.begin(), readings.end(), same), readings.end());
  const auto twin = std::adjacent_find(readings.begin(), readings.end(),
                                       [](const Reading& a, const Reading& b) { return a.hours == b.hours; });
  if (twin == readings.end()) return std::nullopt;
  const Reading& other = *std::next(twin);
  return Error{ErrorCode::repeated_time,
               fmt::format("{}two readings at one time, {} and {}: leave one of them out", notes.subject(),
                           describe(*twin), describe(other)),
               {},
               other.origin};
}

void accumulate(std::vector<Reading>& readings) {
  double total = 0;
  double variance = 0;
  bool uncertain = false;  // a sum is no surer than its parts
  for (Reading& reading : readings) {
    const double error = reading.relative_error * reading.count_used;
    total += reading.count_used;
    variance += error * error;
    uncertain = uncertain || reading.uncertain();
    reading.qualifier = uncertain ? Qualifier::stated : variance > 0 ? Qualifier::rounded : Qualifier::exact;
    reading.count = reading.count_used = total;
    reading.relative_error = total > 0 ? std::sqrt(variance) / total : 0;
  }
}

std::optional<Error> settle_falls(std::vector<Reading>& readings, FallPolicy on_fall, Notes& notes,
                                  SmallFalls small_falls) {
  std::size_t kept = 0;                // those that have been settled, at the front
  Reading highest = readings.front();  // of all earlier ones, dropped or not: small falls must not add up unseen
  double had = 0;                      // what the counter had before it restarted
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const Reading given = readings[i];
    Reading reading = raised(given, had);
    if (kept > 0 && reading.count_used < readings[kept - 1].count_used) {
      const bool small = is_correction(highest, reading);
      if (small && small_falls == SmallFalls::keep) {
        readings[kept++] = reading;
        continue;
      }
      if (!small && on_fall == FallPolicy::refuse) {
        return falling(highest, reading, std::span(readings).subspan(i - 1), notes);
      }
      if (!small && on_fall == FallPolicy::reset) {
        had = readings[kept - 1].count_used;
        notes.add(WarningCode::counter_reset, reading.origin, [&] {
          return fmt::format("{}: the counter restarted, and the {} it had are added to every later reading",
                             fall(highest, reading), exact_count(had));
        });
        reading = raised(given, had);
      } else {
        const std::size_t dropped = above(std::span(readings).first(kept), reading.count_used);
        kept -= dropped;
        notes.add(small ? WarningCode::correction : WarningCode::fall_corrected, reading.origin, [&] {
          return fmt::format("{}: {}the later is trusted, and {} earlier {} dropped", fall(highest, reading),
                             small ? "taken as a correction, " : "", dropped,
                             dropped == 1 ? "reading above it is" : "readings above it are");
        });
        if (!small) highest = reading;
      }
    }
    readings[kept++] = reading;
    if (reading.count_used > highest.count_used) highest = reading;
  }
  readings.resize(kept);
  return std::nullopt;
}

std::optional<Error> check_first(const Reading& first, double since_hours) {
  if (first.hours > since_hours) return std::nullopt;
  if (since_hours > 0) {
    return Error{ErrorCode::bad_time,
                 fmt::format("{} is not after {}, when counting began at 0: leave it out, or give another --since",
                             describe(first), exact_hours(since_hours)),
                 {},
                 first.origin};
  }
  const bool at_release = first.hours == 0;
  return Error{ErrorCode::bad_time,
               fmt::format("{} {} the release, where nothing has been downloaded: leave the reading out, or put the "
                           "release earlier",
                           describe(first), at_release ? "is at" : "lies before"),
               {},
               first.origin};
}

/// Says what is allowed but hardly true.
void question_counts(const std::vector<Reading>& readings, Notes& notes) {
  constexpr double people = 8.3e9;
  constexpr double slip = 1000;          // a forgotten k
  constexpr double steepest_growth = 5;  // as a power of time
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const Reading& reading = readings[i];
    if (reading.count > people) {
      notes.add(WarningCode::implausible_count, reading.origin,
                [&] { return fmt::format("{} are more downloads than there are people", describe(reading)); });
    }
    if (i == 0) continue;
    const Reading& before = readings[i - 1];
    const double ratio = reading.count / before.count;
    if (before.qualifier != Qualifier::exact && before.count < slip && ratio >= slip &&
        std::log(ratio) > steepest_growth * std::log(reading.hours / before.hours)) {
      notes.add(WarningCode::unit_slip, before.origin, [&] {
        return fmt::format("{}, and then {}: did you mean {} at first?", describe(before), describe(reading),
                           exact_count(before.count * slip));
      });
    }
  }
}

void thin_readings(std::vector<Reading>& readings, Notes& notes) {
  if (readings.size() <= most_readings) return;
  const auto first =
      std::find_if(readings.begin(), readings.end(), [](const Reading& reading) { return reading.hours > 0; });
  if (first == readings.end()) return;
  const double first_hours = first->hours;
  const double step = std::log(readings.back().hours / first_hours) / most_readings;
  const auto step_of = [&](const Reading& reading) {
    return std::min(std::floor(std::log(reading.hours / first_hours) / step), most_readings - 1.0);
  };
  std::vector<Reading> kept(readings.begin(), first);
  for (auto reading = first; reading != readings.end(); ++reading) {
    const auto next = std::next(reading);
    if (next == readings.end() || step_of(*reading) != step_of(*next)) kept.push_back(*reading);
  }
  notes.add(WarningCode::thinned, first->origin, [&] {
    return fmt::format("of {} readings {} are used, evenly spread over log time: those between add next to nothing",
                       full_count(static_cast<double>(readings.size())), kept.size());
  });
  readings = std::move(kept);
}

}  // namespace swarmcast
