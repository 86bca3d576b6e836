#include "swarmcast/chart.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {
namespace {

Projection interview(const ProjectionOptions& options) {
  const auto series = make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)});
  REQUIRE(series);
  auto projection = project(*series, builtin_prior(), options);
  REQUIRE(projection);
  return *std::move(projection);
}

const Projection& two_days() {
  static const Projection projection = interview({.horizons = {24, 48}, .fan = true});
  return projection;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    REQUIRE(end != text.npos);
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// Without the escape sequences of colours.
std::string plain(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.starts_with("\x1b[")) {
      const std::size_t end = text.find('m');
      REQUIRE(end != text.npos);
      REQUIRE(text.substr(2, end - 2).find_first_not_of("0123456789;") == text.npos);
      text.remove_prefix(end + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST_CASE("the fan opens at the last reading and ends at the last horizon, on the same numbers") {
  const Projection& projection = two_days();
  REQUIRE(projection.fan.size() > 40);
  CHECK(projection.fan.front().hours == doctest::Approx(20).epsilon(1e-5));
  CHECK(projection.fan.back().hours == 48);
  CHECK(projection.fan.back().median == projection.horizons.back().median);
  for (std::size_t level = 0; level < 2; ++level) {
    CHECK(projection.fan.back().bands[level].high == projection.horizons.back().bands[level].high);
  }
  for (std::size_t i = 1; i < projection.fan.size(); ++i) {
    CHECK(projection.fan[i].hours > projection.fan[i - 1].hours);
    CHECK(projection.fan[i].median >= projection.fan[i - 1].median);
  }
  const Projection unasked = interview({.horizons = {24, 48}});
  CHECK(unasked.fan.empty());
  CHECK(unasked.horizons.back().median == projection.horizons.back().median);
  CHECK(write_chart(unasked).empty());
  CHECK(write_svg(unasked).empty());
  CHECK(write_vega(unasked).empty());
}

TEST_CASE("horizons in any order, and one hardly after the last reading") {
  CHECK(interview({.horizons = {48, 24}, .fan = true}).fan.back().hours == 48);
  const Projection short_way = interview({.horizons = {std::nextafter(20.0, 21.0)}, .fan = true});
  REQUIRE_FALSE(short_way.fan.empty());
  CHECK(short_way.fan.back().hours == std::nextafter(20.0, 21.0));
  CHECK(lines_of(write_chart(short_way, {.width = 60})).size() > 10);
  CHECK_FALSE(write_svg(short_way).empty());
}

TEST_CASE("every line of the frame is as wide as asked, whatever the title") {
  const std::array<std::string, 7> titles{
      "",
      "The Interview",
      "\u65e5\u672c\u306e\u6620\u753b \u2014 \u5b8c\u5168\u7248",                      // two columns a character
      "cafe\u0301 a\u0300\u0301\u0302\u0303",                                          // accents that combine
      "\U0001F468\u200D\U0001F469\u200D\U0001F467 \u2764\uFE0F \U0001F1FA\U0001F1F8",  // emoji of several characters
      "\x1b[31mred\r\n\x07\xff\u202e",                                                 // controls
      std::string(std::size_t{1} << 16, 'x'),
  };
  Projection projection = two_days();
  for (const std::string& title : titles) {
    projection.title = title;
    for (int width = 40; width <= 300; width += title.size() < 10 ? 1 : 13) {
      for (const Glyphs glyphs : {Glyphs::ascii, Glyphs::braille}) {
        const bool logs = width % 2 == 0;
        const std::string chart =
            write_chart(projection, {.glyphs = glyphs, .width = width, .log = {.time = logs, .count = logs}});
        REQUIRE(is_utf8(chart));
        REQUIRE(std::none_of(chart.begin(), chart.end(), [](char c) { return c != '\n' && c >= 0 && c < ' '; }));
        std::size_t framed = 0;
        const auto columns = static_cast<std::size_t>(width);
        for (const std::string& line : lines_of(chart)) {
          const std::string_view border = glyphs == Glyphs::ascii ? "|" : "\u2502";
          const bool row = line.ends_with(border);
          framed += row ? 1 : 0;
          CAPTURE(line);
          if (row) REQUIRE(swarmcast::width(line) == columns);
          REQUIRE(swarmcast::width(line) <= columns);
        }
        REQUIRE(framed == std::clamp<std::size_t>(columns / 5, 10, 24));
      }
    }
  }
}

TEST_CASE("widths outside what a chart can have are held within") {
  CHECK(write_chart(two_days(), {.width = -3}) == write_chart(two_days(), {.width = 40}));
  CHECK(write_chart(two_days(), {.width = 5000}) == write_chart(two_days(), {.width = 300}));
}

TEST_CASE("colours change nothing but colours, and end with the line") {
  for (const Glyphs glyphs : {Glyphs::ascii, Glyphs::braille}) {
    const std::string bare = write_chart(two_days(), {.glyphs = glyphs});
    for (const ColorDepth depth : {ColorDepth::ansi16, ColorDepth::ansi256, ColorDepth::truecolor}) {
      const std::string colored = write_chart(two_days(), {.glyphs = glyphs, .color = depth});
      CHECK(colored != bare);
      CHECK(plain(colored) == bare);
      for (const std::string& line : lines_of(colored)) {
        const std::size_t last = line.rfind('\x1b');
        if (last != line.npos) CHECK(line.substr(last).starts_with("\x1b[0m"));
      }
    }
    CHECK(times(write_chart(two_days(), {.glyphs = glyphs, .color = ColorDepth::ansi16}), "38;") == 0);
  }
}

TEST_CASE("what is drawn stands where the axes say") {
  constexpr int columns = 109;
  Projection projection = two_days();
  const std::vector<std::string> lines = lines_of(write_chart(projection, {.width = columns}));
  // Of the plot: rows between the caption and the frame's top, and the frame's bottom.
  constexpr std::size_t rows = 21, first_row = 2;
  const std::size_t left = lines[first_row].find_first_of("+|") + 1;
  const std::size_t plot_width = columns - left - 1;
  constexpr double top = 5e6;  // the axis ends there
  CHECK(lines[first_row].starts_with("5M +"));
  const auto row_of = [&](double count) {
    return rows - 1 - static_cast<std::size_t>(std::lround(count / top * (rows - 1)));
  };
  const auto at = [&](double hours, double count) {
    const auto column = static_cast<std::size_t>(std::lround(hours / 48 * static_cast<double>(plot_width - 1)));
    return lines[first_row + row_of(count)][left + column];
  };
  CHECK(at(10, 200e3) == 'o');
  CHECK(at(20, 750e3) == '^');
  const HorizonProjection& end = projection.horizons.back();
  CHECK(at(48, end.median) == '*');
  CHECK(at(48, end.bands[0].high) == ':');
  CHECK(at(48, end.bands[1].high) == '.');
  CHECK(at(48, end.bands[1].high * 1.1) == ' ');
  CHECK(at(24, projection.horizons.front().median) == '*');
  CHECK(at(2.385, 4e6) == ' ');
  CHECK(lines.back().find("o counted   ^ at least   ** estimate   :: 80 % band   .. 95 % band") != std::string::npos);
}

TEST_CASE("bands in any number and order: the narrower lies on the wider") {
  const auto drawn = [](std::vector<double> levels) {
    return write_chart(interview({.horizons = {48}, .levels = std::move(levels), .fan = true}), {.width = 72});
  };
  CHECK(drawn({80, 95}) == drawn({95, 80}));
  CHECK(times(drawn({95}), ". 95 % band") == 1);
  CHECK(drawn({50, 80, 95}).find("++ 50 % band") != std::string::npos);
  CHECK(times(drawn({50, 80, 95}), "+") > 30);
}

TEST_CASE("a fan ends where its counts are no numbers") {
  Projection projection = two_days();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  projection.fan.back().bands.back().high = infinity;
  projection.fan[projection.fan.size() - 2].median = std::nan("");
  const std::string chart = write_chart(projection, {.width = 109});
  CHECK(chart.find('*') != std::string::npos);
  CHECK(lines_of(chart).front().ends_with("; beyond 45.7h too large to draw"));
  const std::string svg = write_svg(projection);
  CHECK(times(svg, "<polygon class=\"band\"") == 2);
  CHECK(svg.find("nan") == svg.npos);
  CHECK(svg.find("inf") == svg.npos);
  for (HorizonProjection& point : projection.fan) point.median = infinity;
  CHECK(write_chart(projection).empty());
  CHECK(write_svg(projection).empty());
}

TEST_CASE("what has no picture has none, and does no harm") {
  Projection projection = two_days();
  projection.fan[3].bands.pop_back();
  CHECK(write_chart(projection).empty());
  CHECK(write_svg(projection).empty());
  CHECK(write_vega(projection).empty());
  projection = two_days();
  projection.horizons.clear();
  CHECK(write_svg(projection).empty());
  projection = two_days();
  projection.readings.clear();
  CHECK(write_chart(projection).empty());
  projection = two_days();
  projection.readings = {make_reading(10, 0)};
  for (HorizonProjection& point : projection.fan) point = {point.hours, -2.385, {}};
  CHECK(write_chart(projection).empty());
}

TEST_CASE("SVG escapes what a title may hold") {
  Projection projection = two_days();
  projection.title = "</title><script>alert(1)</script>&\"'\x01\uFFFE\xff]]>";
  const std::string svg = write_svg(projection);
  CHECK(svg.find("<script") == svg.npos);
  CHECK(times(svg, "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\"'\uFFFD\uFFFD\uFFFD]]&gt;") >= 2);
  CHECK(times(svg, "<title") == 1);
  CHECK(times(svg, "<svg") == 1);
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(is_utf8(svg));
  CHECK(times(svg, "href") == 0);
  CHECK(times(svg, "url(") == 0);
  projection.title = std::string(std::size_t{1} << 16, 'x');
  CHECK(write_svg(projection).find("xxx...</text>") != std::string::npos);
}

TEST_CASE("SVG: two bands, a median and a mark for each reading") {
  const std::string svg = write_svg(two_days());
  CHECK(times(svg, "<polygon class=\"band\"") == 2);
  CHECK(times(svg, "<polyline class=\"line c0\"") == 1);
  CHECK(times(svg, "class=\"mark f1\"") == 2 + 2);  // and in the legend
  CHECK(svg.find("prefers-color-scheme: dark") != std::string::npos);
  CHECK(svg.find("1.61 million (80 % band 1.06 million to 2.77 million") != std::string::npos);
  CHECK(write_svg(two_days(), {.count = true}) != svg);
}

TEST_CASE("Vega-Lite holds the numbers of the projection") {
  Projection projection = interview({.horizons = {48}, .levels = {80, 97.5}, .fan = true});
  projection.title = "\"quoted\"\n\xff";
  const std::string text = write_vega(projection, {.count = true});
  CHECK(times(text, "\n") == 1);
  const auto document = nlohmann::json::parse(text);
  CHECK(document["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json");
  const auto& fan = document["datasets"]["fan"];
  REQUIRE(fan.size() == projection.fan.size());
  CHECK(fan.back()["median"] == projection.fan.back().median);
  CHECK(fan.back()["high97.5"] == projection.fan.back().bands[1].high);
  CHECK(document["datasets"]["readings"][1]["qualifier"] == "at_least");
  REQUIRE(document["layer"].size() == 4);
  CHECK(document["layer"][0]["encoding"]["y"]["field"] == "low97\\.5");
  CHECK(document["layer"][0]["encoding"]["y2"]["field"] == "high97\\.5");
  CHECK(document["layer"][0]["encoding"]["y"]["scale"]["type"] == "log");
  CHECK(document["layer"][0]["encoding"]["x"]["scale"].empty());
}

TEST_CASE("a backtest's picture: a line for each method, gaps where it is silent") {
  Backtest backtest;
  backtest.prior = "<b>&";
  backtest.all.forecasts = 1234;
  for (const char* name : {"to 1.75x", "to 2.5x", "to 4x"}) backtest.by_ratio.push_back({.name = name});
  for (std::size_t i = 0; i < 3; ++i) {
    backtest.by_ratio[i].balanced[0].median_error = 0.1 * static_cast<double>(i + 1);
    backtest.by_ratio[i].balanced[0].coverage = {0.5, 0.8, 0.95};
    backtest.by_ratio[i].balanced[1].median_error = 0.5;
  }
  backtest.by_ratio[1].balanced[1].median_error.reset();
  const std::string svg = write_svg(backtest);
  CHECK(times(svg, "<polyline") ==
        3 + 1);  // three levels, one whole line; the other method has a gap between two points
  CHECK(times(svg, "<circle") == 9 + 3 + 2);
  CHECK(svg.find("1,234 forecasts under the prior &lt;b&gt;&amp;") != std::string::npos);
  CHECK(svg.find("to 4x: the bands of 50, 80 and 95 % hold 50 %, 80 % and 95 %") != std::string::npos);
  CHECK_FALSE(write_svg(Backtest{}).empty());
}

}  // namespace
}  // namespace swarmcast
