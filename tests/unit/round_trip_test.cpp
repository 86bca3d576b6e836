// Any series, written in any of the formats and in any of the ways each allows, reads back as the same readings, and
// its projection has the same bytes.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

/// A reading as it is typed: what all formats write.
struct Typed {
  std::string time;
  std::string count;
};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool maybe() { return below(2) == 0; }

  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[below(all.size())];
  }

  /// Times that increase, by the clock or since the release, and counts that increase beyond what + and - move them.
  std::vector<Typed> series(const ClockTime& release) {
    const bool clock = maybe();
    std::vector<Typed> typed;
    double hours = 0;
    double count = 1 + static_cast<double>(below(1000));
    for (auto left = 1 + below(7); left > 0; --left) {
      hours += static_cast<double>(1 + below(400)) / 8;
      count = std::floor(count * (1.3 + static_cast<double>(below(300)) / 100)) + 1;
      typed.push_back({clock && maybe() ? clock_text(release, hours) : hours_text(hours), count_text(count)});
    }
    return typed;
  }

 private:
  std::string clock_text(const ClockTime& release, double hours) {
    const int offset = static_cast<int>(below(27)) * 60 - 13 * 60;
    return write_clock_time({release.unix_seconds + hours * 3600, offset});
  }

  std::string hours_text(double hours) {
    const auto minutes = static_cast<long>(hours * 60);
    const bool whole_minutes = static_cast<double>(minutes) == hours * 60;
    switch (below(4)) {
      case 0:
        return fmt::format("{}h", hours);
      case 1:
        return fmt::format("{}d", hours / 24);
      case 2:
        return whole_minutes ? fmt::format("{}h{}m", minutes / 60, minutes % 60) : fmt::format("{}", hours);
      default:
        return fmt::format("{}", hours);
    }
  }

  std::string count_text(double count) {
    switch (below(8)) {
      case 0:
        return fmt::format("{:.0f}+", count);
      case 1:
        return fmt::format("{:.0f}-", count);
      case 2:
        return fmt::format("~{:.0f}", count);
      case 3:
        return fmt::format("{:.0f}±{}%", count, static_cast<double>(1 + below(80)) / 4);
      case 4:
        return fmt::format("{:.0f}+-0", count);
      case 5:
        return fmt::format("{}k", std::ceil(count / 100) / 10);
      default:
        return fmt::format("{:.0f}", count);
    }
  }

  std::mt19937_64 random_;
};

std::string as_lines(const std::vector<Typed>& series, Generator& generator) {
  std::string text = generator.maybe() ? "# counts\n" : "";
  const std::string end = generator.one_of<std::string>({"\n", "\r\n", "  \n\n"});
  for (const auto& [time, count] : series) {
    text += time + generator.one_of<std::string>({" ", "\t", "=", " = ", "   "}) + count + end;
  }
  return text;
}

std::string as_table(const std::vector<Typed>& series, Generator& generator, const std::string& delimiter) {
  const bool time_first = generator.maybe();
  const bool note = generator.maybe();
  const std::string end = generator.one_of<std::string>({"\n", "\r\n"});
  const auto field = [&](const std::string& text) { return generator.maybe() ? fmt::format(" \"{}\" ", text) : text; };
  const auto row = [&](const std::string& time, const std::string& count, const std::string& third) {
    std::string text = field(time_first ? time : count) + delimiter + field(time_first ? count : time);
    if (note) text += delimiter + "\"" + third + "\"";
    return text + end;
  };
  std::string text = generator.maybe() ? "\xEF\xBB\xBF" : "";
  text += row("Time", generator.one_of<std::string>({"count", "downloads", "VIEWS"}), "note");
  for (const auto& [time, count] : series) {
    text += row(time, count, "a \"\"note\"\"" + delimiter + end + "#, more");
    if (generator.maybe()) text += "# between" + end;
  }
  return text;
}

std::string as_json(const std::vector<Typed>& series, Generator& generator) {
  const auto value = [&](const std::string& text) {
    const bool number = text.find_first_not_of("0123456789.") == std::string::npos;
    return number && generator.maybe() ? text : fmt::format("\"{}\"", text);
  };
  std::string list;
  for (const auto& [time, count] : series) {
    const std::string when = value(time);
    list += list.empty() ? "" : generator.one_of<std::string>({",", " ,\n "});
    list += generator.maybe() ? fmt::format("[{}, {}]", when, value(count))
                              : fmt::format(R"({{"time": {}, "count": {}}})", when, value(count));
  }
  return generator.maybe() ? fmt::format("[{}]", list) : fmt::format(R"({{"readings": [{}], "note": [1]}})", list);
}

std::string projected(const Series& series) {
  const auto projection = project(series, builtin_prior(), {.levels = {80}});
  REQUIRE(projection);
  return write_json(*projection);
}

TEST_CASE("a series reads back equal from every format, and projects to the same bytes") {
  constexpr int rounds = 3000;
  constexpr int project_every = 50;
  const ClockTime release{1419462000, -300};
  for (int round = 0; round < rounds; ++round) {
    Generator generator(static_cast<std::uint64_t>(round));
    const auto typed = generator.series(release);
    std::vector<Reading> readings;
    for (const auto& one : typed) {
      const auto reading = parse_reading(one.time + "=" + one.count, release);
      REQUIRE_MESSAGE(reading, one.time << "=" << one.count);
      readings.push_back(*reading);
    }
    const auto expected = make_series(readings);
    if (!expected) {  // what + and - moved apart is no series in any format
      CHECK(expected.error().code == ErrorCode::falling_count);
      continue;
    }
    for (const auto& text : {as_lines(typed, generator), as_table(typed, generator, ","),
                             as_table(typed, generator, "\t"), as_json(typed, generator)}) {
      CAPTURE(text);
      const auto series = read_series(text, "series", {.release = release});
      REQUIRE_MESSAGE(series, series.error().message);
      CHECK(series->readings == expected->readings);
      CHECK(series->warnings.size() == expected->warnings.size());
      if (round % project_every > 0) continue;
      auto same = *expected;
      same.release = release;
      CHECK(projected(*series) == projected(same));
    }
  }
}

TEST_CASE("a projection's own JSON gives the same projection") {
  for (std::uint64_t round = 0; round < 40; ++round) {
    Generator generator(1000 + round);
    const ClockTime release{1419462000, 60};
    const auto first = read_series(as_lines(generator.series(release), generator), "series", {.release = release});
    if (!first) continue;
    auto series = *first;
    series.warnings.clear();  // what was done to the readings has been done
    const std::string json = projected(series);
    const auto again = read_series(json, "projection", {});
    REQUIRE_MESSAGE(again, again.error().message);
    CHECK(projected(*again) == json);
  }
}

}  // namespace
}  // namespace swarmcast
