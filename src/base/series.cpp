#include "swarmcast/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "base/format.hpp"

namespace swarmcast {
namespace {

/// Warnings as they arise, one for each code: a cached counter repeats itself a hundred times and is worth one
/// sentence.
class Notes {
 public:
  /// `text` is called for the first of its code alone.
  template <class Text>
  void add(WarningCode code, Text text) {
    Note& note = notes_.at(static_cast<std::size_t>(code));
    if (note.times++ == 0) note.first = text();
  }

  [[nodiscard]] std::vector<Warning> warnings() const {
    std::vector<Warning> out;
    for (const WarningCodeInfo& info : warning_codes()) {
      const Note& note = notes_.at(static_cast<std::size_t>(info.code));
      if (note.times == 0) continue;
      const std::string more = note.times > 1 ? fmt::format(" (and {} more like it)", note.times - 1) : "";
      out.push_back({info.code, note.first + more});
    }
    return out;
  }

 private:
  struct Note {
    std::string first;
    std::size_t times = 0;
  };
  std::array<Note, 6> notes_;
};

/// Whether two neighbours, in order as typed, are out of order as used.
bool crossed(const Reading& earlier, const Reading& later) {
  if (earlier.count > later.count) return false;
  return earlier.count_used > later.count_used ||
         (earlier.count_used == later.count_used && earlier.count < later.count);
}

void use_as_typed(Reading& reading, const Reading& neighbour, Notes& notes) {
  notes.add(WarningCode::lift_limited, [&] {
    return fmt::format("{} is used as typed, because {} leaves no room to take it as {}", describe(reading),
                       describe(neighbour), reading.qualifier == Qualifier::at_least ? "more" : "less");
  });
  reading.count_used = reading.count;
}

/// Takes back what makes a "+" or "-" pass a neighbour. Later ones first for "+", earlier ones first for "-": each that
/// yields may take its room from the next.
void limit_lifts(std::vector<Reading>& readings, Notes& notes) {
  for (std::size_t i = readings.size() - 1; i > 0; --i) {
    Reading& reading = readings[i - 1];
    if (reading.qualifier == Qualifier::at_least && crossed(reading, readings[i])) {
      use_as_typed(reading, readings[i], notes);
    }
  }
  for (std::size_t i = 1; i < readings.size(); ++i) {
    Reading& reading = readings[i];
    if (reading.qualifier == Qualifier::at_most && crossed(readings[i - 1], reading)) {
      use_as_typed(reading, readings[i - 1], notes);
    }
  }
}

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

/// Drops the readings above `limit` from the end, and says how many.
std::size_t drop_above(std::vector<Reading>& kept, double limit) {
  const std::size_t before = kept.size();
  while (!kept.empty() && kept.back().count_used > limit) kept.pop_back();
  return before - kept.size();
}

}  // namespace

Result<Series> make_series(std::vector<Reading> readings, FallPolicy on_fall) {
  if (readings.empty()) {
    return Error{ErrorCode::no_readings, "there are no readings: give at least one, such as 10h=200k"};
  }

  Notes notes;
  const auto by_time = [](const Reading& a, const Reading& b) { return a.hours < b.hours; };
  if (!std::is_sorted(readings.begin(), readings.end(), by_time)) {
    std::stable_sort(readings.begin(), readings.end(), by_time);
    notes.add(WarningCode::readings_sorted,
              [] { return "the readings were not in order of time, and have been sorted"; });
  }
  const auto twin = std::adjacent_find(readings.begin(), readings.end(),
                                       [](const Reading& a, const Reading& b) { return a.hours == b.hours; });
  if (twin != readings.end()) {
    return Error{ErrorCode::repeated_time, fmt::format("two readings at one time, {} and {}: leave one of them out",
                                                       describe(*twin), describe(*std::next(twin)))};
  }
  limit_lifts(readings, notes);

  Series series;
  std::vector<Reading>& kept = series.readings;
  Reading highest = readings.front();  // of all earlier ones, dropped or not: small falls must not add up unseen
  double had = 0;                      // what the counter had before it restarted
  for (const Reading& given : readings) {
    Reading reading = raised(given, had);
    if (!kept.empty() && reading.count_used < kept.back().count_used) {
      const bool small = (highest.count_used - reading.count_used) * 50 <= highest.count_used;  // at most 2 %
      if (!small && on_fall == FallPolicy::refuse) {
        return Error{ErrorCode::falling_count,
                     fall(highest, reading) +
                         ": leave the wrong reading out, or choose --on-fall correct (trust the later reading) or "
                         "--on-fall reset (the counter restarted: add what it had)"};
      }
      if (!small && on_fall == FallPolicy::reset) {
        had = kept.back().count_used;
        notes.add(WarningCode::counter_reset, [&] {
          return fmt::format("{}: the counter restarted, and the {} it had are added to every later reading",
                             fall(highest, reading), exact_count(had));
        });
        reading = raised(given, had);
      } else {
        const std::size_t dropped = drop_above(kept, reading.count_used);
        notes.add(small ? WarningCode::correction : WarningCode::fall_corrected, [&] {
          return fmt::format("{}: {}the later is trusted, and {} earlier {} dropped", fall(highest, reading),
                             small ? "taken as a correction, " : "", dropped,
                             dropped == 1 ? "reading above it is" : "readings above it are");
        });
        if (!small) highest = reading;
      }
    }
    if (!kept.empty() && kept.back().count_used == reading.count_used) {
      notes.add(WarningCode::flat, [&] {
        return fmt::format(
            "the count stands still from {} to {}: growth has stopped, or the counter is cached; the "
            "earlier reading is dropped",
            describe(kept.back()), describe(reading));
      });
      kept.pop_back();
    }
    kept.push_back(reading);
    if (reading.count_used > highest.count_used) highest = reading;
  }
  series.warnings = notes.warnings();
  return series;
}

}  // namespace swarmcast
