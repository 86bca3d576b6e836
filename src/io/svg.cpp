#include "io/svg.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/text.hpp"

namespace swarmcast {
namespace {

// Blue and orange are told apart by those who do not see red and green alike.
constexpr std::string_view style_sheet = R"(<style>
svg { color-scheme: light dark; font-family: system-ui, "Segoe UI", "DejaVu Sans", Helvetica, Arial, sans-serif; }
.paper { fill: #ffffff; }
text { fill: #1f2328; font-size: 13px; }
.title { font-size: 19px; font-weight: 600; }
.small { fill: #59636e; font-size: 12px; }
.strong { font-weight: 600; }
.grid { stroke: #d8dee4; stroke-width: 1; }
.axis { stroke: #818b98; stroke-width: 1; }
.promise { stroke: #818b98; stroke-width: 1; stroke-dasharray: 2 4; }
.band { fill: #2f6fb7; fill-opacity: 0.2; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.mark { stroke: #ffffff; stroke-width: 1.5; }
.c0 { stroke: #0b4f9e; } .c1 { stroke: #b35900; } .c2 { stroke: #2a7f62; } .c3 { stroke: #8250a0; } .c4 { stroke: #7a7265; }
.f0 { fill: #0b4f9e; } .f1 { fill: #b35900; } .f2 { fill: #2a7f62; } .f3 { fill: #8250a0; } .f4 { fill: #7a7265; }
.d1 { stroke-dasharray: 8 4; } .d2 { stroke-dasharray: 3 3; } .d3 { stroke-dasharray: 10 3 2 3; } .d4 { stroke-dasharray: 1 5; }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; }
text { fill: #e6edf3; }
.small { fill: #9198a1; }
.grid { stroke: #262c36; }
.axis, .promise { stroke: #7d8590; }
.band { fill: #58a6ff; }
.mark { stroke: #0d1117; }
.c0 { stroke: #79c0ff; } .c1 { stroke: #ffa657; } .c2 { stroke: #7ee2b8; } .c3 { stroke: #d2a8ff; } .c4 { stroke: #c9b99a; }
.f0 { fill: #79c0ff; } .f1 { fill: #ffa657; } .f2 { fill: #7ee2b8; } .f3 { fill: #d2a8ff; } .f4 { fill: #c9b99a; }
}
</style>
)";

/// The text as XML 1.0 may hold it: U+FFFE and U+FFFF, which it may not, are replaced too.
std::string xml_text(std::string_view bytes) {
  std::string out;
  const std::string text = printable(bytes);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool no_character = text.compare(i, 3, "\xEF\xBF\xBE") == 0 || text.compare(i, 3, "\xEF\xBF\xBF") == 0;
    if (no_character) {
      out += "\xEF\xBF\xBD";
      i += 2;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

SvgWriter::SvgWriter(int width, int height, std::string_view title, std::string_view description) {
  text_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-labelledby=\"title description\">\n<title id=\"title\">{2}</title>\n<desc id=\"description\">{3}</desc>\n",
      width, height, xml_text(title), xml_text(description));
  text_ += style_sheet;
  rectangle({0, 0}, width, height, "paper");
}

void SvgWriter::text(const Point& at, std::string_view css_class, std::string_view text, Anchor anchor) {
  const std::string_view name = anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
  fmt::format_to(std::back_inserter(text_),
                 "<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", at.x, at.y, css_class,
                 name, xml_text(text));
}

void SvgWriter::line(const Point& from, const Point& to, std::string_view css_class) {
  fmt::format_to(std::back_inserter(text_),
                 "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", from.x, from.y, to.x,
                 to.y, css_class);
}

void SvgWriter::shape(std::string_view element, const std::vector<Point>& points, std::string_view css_class) {
  fmt::format_to(std::back_inserter(text_), "<{} class=\"{}\" points=\"", element, css_class);
  for (const Point& point : points) {
    fmt::format_to(std::back_inserter(text_), "{}{:.1f},{:.1f}", &point == &points.front() ? "" : " ", point.x,
                   point.y);
  }
  text_ += "\"/>\n";
}

void SvgWriter::polyline(const std::vector<Point>& points, std::string_view css_class) {
  shape("polyline", points, css_class);
}

void SvgWriter::polygon(const std::vector<Point>& points, std::string_view css_class) {
  shape("polygon", points, css_class);
}

void SvgWriter::circle(const Point& centre, double radius, std::string_view css_class) {
  fmt::format_to(std::back_inserter(text_), "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" class=\"{}\"/>\n",
                 centre.x, centre.y, radius, css_class);
}

void SvgWriter::rectangle(const Point& corner, double width, double height, std::string_view css_class) {
  fmt::format_to(std::back_inserter(text_),
                 "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\"/>\n", corner.x,
                 corner.y, width, height, css_class);
}

void SvgWriter::left_axis(const PlotArea& area, const Axis& axis) {
  constexpr double gap = 8, baseline = 4;  // from a line to its label, and down to where the label stands
  for (const Tick& tick : axis.ticks) {
    const double position = axis.position(tick.value);
    const Point from = area.at(0, position);
    line(from, area.at(1, position), position == 0 ? "axis" : "grid");
    text({from.x - gap, from.y + baseline}, "small", tick.label, Anchor::end);
  }
}

void SvgWriter::bottom_axis(const PlotArea& area, const Axis& axis) {
  constexpr double tick_length = 5, baseline = 19, character = 7;
  double free_from = 0;
  for (const Tick& tick : axis.ticks) {
    const Point on_axis = area.at(axis.position(tick.value), 0);
    line(on_axis, {on_axis.x, on_axis.y + tick_length}, "axis");
    const double half = character * static_cast<double>(tick.label.size()) / 2;
    if (on_axis.x - half < free_from) continue;
    text({on_axis.x, on_axis.y + baseline}, "small", tick.label, Anchor::middle);
    free_from = on_axis.x + half + character;
  }
  line(area.at(0, 0), area.at(1, 0), "axis");
}

std::string SvgWriter::finish() && { return std::move(text_) + "</svg>\n"; }

}  // namespace swarmcast
