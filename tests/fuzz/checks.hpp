#pragma once
/// What the fuzz targets demand of every result, whatever the input: a broken promise ends the program with a message.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/read.hpp"

/// What libFuzzer and replay.cpp call.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace swarmcast::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void demand(bool holds, const char* promise, std::string_view detail = {}) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s%s%s\n", promise, detail.empty() ? "" : ": ", std::string(detail).c_str());
  std::abort();
}

/// No text the library makes harms a terminal or breaks JSON, and none is as long as what it quotes.
inline void check_sentence(std::string_view text) {
  constexpr std::size_t longest = 2000;
  demand(!text.empty(), "a message says something");
  demand(text.size() < longest, "a message is short", text.substr(0, longest));
  demand(printable(text) == text, "a message is valid UTF-8 without control characters", text);
}

inline void check_origin(const Origin& origin, std::string_view bytes) {
  demand(origin.offset <= bytes.size() && origin.length <= bytes.size() - origin.offset, "an origin lies in the input");
}

inline void check_place(const Place& place, std::string_view bytes) {
  constexpr std::size_t longest = 100;
  demand(place.excerpt.size() <= longest, "an excerpt is short");
  demand(place.mark <= place.excerpt.size(), "the mark lies in the excerpt");
  const std::size_t rest = place.excerpt.size() - place.mark;
  demand(place.marked <= rest || (place.marked == 1 && rest == 0), "what is marked lies in the excerpt");
  if (place.line == 0) {
    demand(place.column == 0 && place.excerpt.empty() && place.marked == 0, "no column without a line");
    return;
  }
  for (std::size_t line = 1; line < place.line; ++line) {
    const std::size_t end = bytes.find('\n');
    demand(end != std::string_view::npos, "a line lies in the input");
    bytes.remove_prefix(end + 1);
  }
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  demand(place.column >= 1 && place.column <= line.size() + 1, "a column lies in its line, or just behind it");
  demand(line.find(place.excerpt) != std::string_view::npos, "an excerpt is part of its line");
  if (rest == 0) return;  // at the end of the line, or within its line end
  demand(place.mark < place.column && line.substr(place.column - 1 - place.mark).starts_with(place.excerpt),
         "the mark is where the column says");
}

inline void check_error(const Error& error, std::string_view bytes) {
  check_sentence(error.message);
  check_place(error.place, bytes);
  check_origin(error.origin, bytes);
  demand(!to_string(error.code).empty(), "an error has a name");
}

inline void check_clock_time(const ClockTime& time) {
  constexpr double year_1 = -62135596800;
  constexpr double year_10000 = 253402300800;
  constexpr int day = 24 * 60;
  constexpr double day_in_seconds = 86400;  // a local time of these years may be a day outside of them in UTC
  demand(time.unix_seconds >= year_1 - day_in_seconds && time.unix_seconds < year_10000 + day_in_seconds,
         "a clock time lies in the years 1 to 9999");
  demand(time.offset_minutes > -day && time.offset_minutes < day, "an offset is less than a day");
}

inline void check_reading(const Reading& reading) {
  constexpr double most_used = 1e20;  // sums of swarms and intervals, each of at most max_count
  demand(std::isfinite(reading.hours), "the time of a reading is finite");
  demand(reading.count >= 0 && reading.count <= most_used, "a count is finite and not negative");
  demand(reading.count_used >= 0 && reading.count_used <= most_used, "a count as used is finite and not negative");
  demand(reading.relative_error >= 0 && reading.relative_error <= std::numeric_limits<double>::max(),
         "the error of a reading is finite and not negative");
  demand(!to_string(reading.qualifier).empty(), "a qualifier has a name");
}

/// Besides, of a reading that was worked out here; one from an earlier projection holds what that says.
inline void check_made_reading(const Reading& reading) {
  check_reading(reading);
  demand(reading.qualifier != Qualifier::exact || reading.relative_error == 0, "an exact reading has no error");
  demand(reading.qualifier != Qualifier::stated || reading.relative_error > 0, "a stated error is above 0");
}

inline void check_series(const Series& series, std::string_view bytes) {
  demand(std::isfinite(series.since_hours) && series.since_hours >= 0, "counting began at the release or later");
  if (series.release) check_clock_time(*series.release);
  demand(!series.readings.empty(), "a series has a reading");
  demand(series.readings.size() <= most_readings, "a series has at most so many readings");
  double hours = series.since_hours;
  double count_used = 0;
  for (const Reading& reading : series.readings) {
    check_reading(reading);
    check_origin(reading.origin, bytes);
    demand(reading.hours > hours, "times increase, and lie after the time that counting began");
    demand(reading.count_used > count_used, "counts increase from above 0");
    hours = reading.hours;
    count_used = reading.count_used;
  }
  for (const Swarm& swarm : series.swarms) {
    demand(std::isfinite(swarm.first_hours) && swarm.first_hours <= swarm.last_hours, "a swarm begins before it ends");
    demand(std::isfinite(swarm.last_hours) && std::isfinite(swarm.count) && swarm.count >= 0,
           "the count of a swarm is finite and not negative");
  }
  for (const Warning& warning : series.warnings) {
    check_sentence(warning.text);
    check_place(warning.place, bytes);
    check_origin(warning.origin, bytes);
    demand(!to_string(warning.code).empty(), "a warning has a name");
  }
}

inline void check_read_series(std::string_view bytes, const ReadOptions& options) {
  const Result<Series> series = read_series(bytes, "input", options);
  if (series) {
    check_series(*series, bytes);
    const bool may_be_json = options.format == InputFormat::json || options.format == InputFormat::automatic;
    if (!may_be_json) std::for_each(series->readings.begin(), series->readings.end(), check_made_reading);
    return;
  }
  check_error(series.error(), bytes);
  demand(series.error().place.source == "input", "an error names the file");
}

/// Tasks, whole or to be cut; every promise of theirs that a score relies on.
inline void check_read_tasks(std::string_view bytes, const ReadOptions& options) {
  const Result<Tasks> read = read_tasks(bytes, "input", {.read = options, .origins = {1, 2, 5}});
  if (!read) {
    check_error(read.error(), bytes);
    return demand(read.error().place.source == "input", "an error names the file");
  }
  for (const Warning& warning : read->warnings) {
    check_sentence(warning.text);
    check_place(warning.place, bytes);
    check_origin(warning.origin, bytes);
  }
  for (const Task& task : read->tasks) {
    check_series(task.series, bytes);
    for (const Actual& actual : task.later) {
      demand(std::isfinite(actual.hours) && std::isfinite(actual.count), "what came later is finite");
      demand(actual.count >= 0, "a later count is not negative");
      check_origin(actual.origin, bytes);
    }
  }
}

/// The readings as points for least squares: as counts and, where `any`, as numbers of any kind.
inline void check_fit_data(std::string_view bytes, ReadOptions options, bool any) {
  options.any_number = any;
  const Result<Observations> read = read_observations(bytes, "input", options);
  if (!read) return check_error(read.error(), bytes);
  std::vector<FitPoint> points;
  for (const Reading& reading : read->readings) points.push_back({reading.hours, reading.count});
  const SeriesOptions series{options.on_fall, read->since_hours, options.increments};
  const auto data = any ? make_fit_data_in_any_unit(std::move(points)) : make_fit_data(read->readings, series);
  if (!data) return check_sentence(data.error().message);
  demand(!data->points.empty(), "there are points to fit");
  double hours = any ? 0 : data->since_hours;
  for (const FitPoint& point : data->points) {
    demand(any ? point.hours >= hours : point.hours > hours, "times never fall, and those of counts increase");
    demand(std::abs(point.value) <= 1e100 && (any || point.value >= 0), "values are finite, and counts not negative");
    hours = point.hours;
  }
}

}  // namespace swarmcast::fuzz
