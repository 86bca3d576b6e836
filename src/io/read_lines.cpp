// A reading a line: TIME COUNT, with blanks or an equals sign between them.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/clock_time.hpp"
#include "io/log.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view blanks = " \t\r";

/// Where the time at the start of a line ends. 2014-12-25 09:00Z holds a blank of its own.
std::size_t time_length(std::string_view line) {
  const auto end_from = [&](std::size_t i) {
    while (i < line.size() && line[i] != ' ' && line[i] != '\t' && line[i] != '=') ++i;
    return i;
  };
  const std::size_t end = end_from(0);
  if (end == line.size() || line[end] != ' ' || !looks_like_clock_time(line.substr(0, end))) return end;
  const std::size_t second = end_from(end + 1);
  return line.substr(end, second - end).find(':') == line.npos ? end : second;
}

Error not_a_line(std::string_view line) {
  if (line.find_first_of(",;") != line.npos) {
    return {ErrorCode::bad_file,
            fmt::format("{} is not a reading: write a time, a blank and a count, such as 10h 200k; or, if these are "
                        "columns, put a header such as time,count above them",
                        quote(line)),
            {}};
  }
  return {ErrorCode::bad_reading,
          fmt::format("{} is not a reading: write a time, a blank and a count, such as 10h 200k", quote(line)),
          {}};
}

}  // namespace

Result<Log> read_lines(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  Log log;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  for (std::size_t start = bytes.starts_with(byte_order_mark) ? byte_order_mark.size() : 0; start < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    const std::string_view line = trim(bytes.substr(start, end - start));
    start = end + 1;
    if (line.empty() || line.front() == '#') continue;

    const auto refused = [&](const Error& error, std::string_view part) { return placed(error, bytes, source, part); };
    const std::string_view time_text = line.substr(0, time_length(line));
    std::string_view count_text = line.substr(time_text.size());
    count_text.remove_prefix(std::min(count_text.find_first_not_of(blanks), count_text.size()));
    if (count_text.starts_with('=')) count_text = trim(count_text.substr(1));
    if (count_text.empty()) return refused(not_a_line(line), line);

    const Result<TimeText> time = parse_time(time_text);
    if (!time) return refused(time.error(), time_text);
    const Result<double> hours = time->since(options.release);
    if (!hours) return refused(hours.error(), time_text);
    const Result<Reading> counted = reading_of(*hours, count_text, options.any_number);
    if (!counted) return refused(counted.error(), count_text);
    Reading& reading = log.readings.emplace_back(*counted);
    reading.origin = {static_cast<std::size_t>(line.data() - bytes.data()),
                      static_cast<std::uint32_t>(std::min<std::size_t>(line.size(), UINT32_MAX)), 0};
  }
  if (!log.readings.empty()) return log;
  return Error{ErrorCode::no_readings,
               "there are no readings: write a time, a blank and a count a line, such as 10h 200k",
               {.source = std::string(source)}};
}

}  // namespace swarmcast
