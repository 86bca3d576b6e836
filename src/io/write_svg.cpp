#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/headline.hpp"
#include "io/picture.hpp"
#include "io/prose.hpp"
#include "io/svg.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast {
namespace {

constexpr int document_width = 760;
constexpr int document_height = 470;
constexpr PlotArea area{70, 116, 570, 270};
constexpr std::size_t large_title_columns = 34;  // that have room in the document, be they all W
constexpr std::size_t title_columns = 50;        // the same in smaller type
constexpr std::size_t prose_columns = 96;
constexpr double line_height = 18;
constexpr double mark_size = 5;

/// What the picture shows, for those who hear it.
std::string description(const Projection& projection, int digits) {
  std::string text = headline(projection, digits);
  text += fmt::format(" {} {} counted, the last of them {}.", projection.readings.size(),
                      projection.readings.size() == 1 ? "reading was" : "readings were",
                      describe(projection.readings.back()));
  for (const HorizonProjection& horizon : projection.horizons) {
    text += fmt::format(" By {}: {}", spelled_hours(horizon.hours), spelled_count(horizon.median, digits));
    for (const Band& band : horizon.bands) {
      text +=
          fmt::format("{}{} {} to {}", &band == &horizon.bands.front() ? " (" : ", ", band_name(projection, band.level),
                      spelled_count(band.low, digits), spelled_count(band.high, digits));
    }
    text += horizon.bands.empty() ? "." : ").";
  }
  return text;
}

class ProjectionSvg {
 public:
  ProjectionSvg(const Projection& projection, LogAxes log)
      : projection_(projection),
        digits_(digits_needed(projection)),
        picture_(make_picture(projection, log, 9, 7)),
        svg_(document_width, document_height,
             projection.title.empty() ? "Projection of downloads" : std::string_view(projection.title),
             description(projection, digits_)) {}

  [[nodiscard]] std::string write() && {
    draw_heading();
    svg_.left_axis(area, picture_.count);
    svg_.bottom_axis(area, picture_.time);
    for (const BandPath& band : picture_.bands) svg_.polygon(outline(band), "band");
    svg_.polyline(median(), "line c0");
    for (const Mark& mark : picture_.marks) draw_mark(area.at(mark.time, mark.count), mark.shape);
    draw_end_labels();
    draw_legend();
    return std::move(svg_).finish();
  }

 private:
  void draw_heading() {
    double y = 32;
    if (!projection_.title.empty()) {
      const std::string title = shortened(printable(projection_.title), title_columns);
      svg_.text({20, y}, width(title) <= large_title_columns ? "title" : "strong", title);
      y += 24;
    }
    std::string answer = answer_in_words(projection_, digits_);
    answer.front() = 'A';
    std::string_view lines = answer = wrapped(answer, prose_columns);
    while (!lines.empty()) {
      const std::size_t end = lines.find('\n');
      svg_.text({20, y}, "plain", lines.substr(0, end));
      lines.remove_prefix(end + 1);
      y += line_height;
    }
    svg_.text({20, area.top - 16}, "small", picture_.caption);
  }

  /// Along the upper edge, and back along the lower one.
  [[nodiscard]] std::vector<Point> outline(const BandPath& band) const {
    std::vector<Point> points;
    for (std::size_t i = 0; i < picture_.times.size(); ++i) points.push_back(area.at(picture_.times[i], band.high[i]));
    for (std::size_t i = picture_.times.size(); i-- > 0;) points.push_back(area.at(picture_.times[i], band.low[i]));
    return points;
  }

  [[nodiscard]] std::vector<Point> median() const {
    std::vector<Point> points;
    for (std::size_t i = 0; i < picture_.times.size(); ++i) {
      points.push_back(area.at(picture_.times[i], picture_.medians[i]));
    }
    return points;
  }

  void draw_mark(const Point& at, MarkShape shape) {
    if (shape == MarkShape::point) return svg_.circle(at, mark_size, "mark f1");
    const double up = shape == MarkShape::up ? -mark_size : mark_size;
    svg_.polygon({{at.x, at.y + 1.2 * up}, {at.x - 1.2 * mark_size, at.y - up}, {at.x + 1.2 * mark_size, at.y - up}},
                 "mark f1");
  }

  /// To the right of the fan's end: what it comes to.
  void draw_end_labels() {
    if (picture_.times.size() < projection_.fan.size()) return;  // it ends where counts do
    const HorizonProjection& end = projection_.fan.back();
    struct Label {
      double y;
      std::string_view css_class;
      std::string text;
    };
    std::vector<Label> labels;
    const auto add = [&](double count, std::string_view css_class, std::string_view before) {
      labels.push_back({area.at(1, picture_.count.position(count)).y, css_class,
                        fmt::format("{}{}", before, human_count(count, digits_))});
    };
    const bool banded = !end.bands.empty();
    const std::string level = banded ? fmt::format("{} %: ", end.bands.front().level) : "";
    if (banded) add(end.bands.front().high, "small", level);
    add(end.median, "strong", "");
    if (banded) add(end.bands.front().low, "small", level);
    for (std::size_t i = 1; i < labels.size(); ++i) {  // none over another
      labels[i].y = std::max(labels[i].y, labels[i - 1].y + line_height);
    }
    const double below = std::max(labels.back().y - (area.top + area.height), 0.0);
    for (Label& label : labels) label.y -= below;
    const double x = area.at(picture_.times.back(), 0).x + 8;
    for (const Label& label : labels) svg_.text({x, label.y + 4}, label.css_class, label.text);
  }

  void draw_legend() {
    constexpr double character = 7, sample = 22, gap = 22;
    Point at{area.left, area.top + area.height + 48};
    const auto begin = [&](std::string_view text) {  // an entry that has no room on this line begins the next
      const double size = sample + 6 + character * static_cast<double>(text.size());
      if (at.x + size > document_width) at = {area.left, at.y + 22};
      svg_.text({at.x + sample + 6, at.y + 4}, "small", text);
      const Point here = at;
      at.x += size + gap;
      return here;
    };
    for (const MarkShape shape : {MarkShape::point, MarkShape::up, MarkShape::down}) {
      if (!picture_.has(shape)) continue;
      const Point here = begin(word_for(shape));
      draw_mark({here.x + sample / 2, here.y}, shape);
    }
    const Point here = begin("estimate");
    svg_.line(here, {here.x + sample, here.y}, "line c0");
    for (std::size_t band = picture_.bands.size(); band-- > 0;) {
      const Point corner = begin(band_name(projection_, picture_.bands[band].level));
      for (std::size_t under = 0; under <= band; ++under) svg_.rectangle({corner.x, corner.y - 7}, sample, 14, "band");
    }
  }

  const Projection& projection_;
  int digits_;
  Picture picture_;
  SvgWriter svg_;
};

}  // namespace

std::string write_svg(const Projection& projection, LogAxes log) {
  if (!has_picture(projection)) return {};
  return ProjectionSvg(projection, log).write();
}

}  // namespace swarmcast
