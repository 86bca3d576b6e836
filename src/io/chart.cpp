#include "swarmcast/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "io/canvas.hpp"
#include "io/headline.hpp"
#include "io/picture.hpp"

namespace swarmcast {
namespace {

/// The value at `time` of straight lines through the points. Precondition: as many values as times, at least one.
double along(const std::vector<double>& times, const std::vector<double>& values, double time) {
  const auto after = std::upper_bound(times.begin(), times.end(), time);
  if (after == times.begin()) return values.front();
  if (after == times.end()) return values.back();
  const auto i = static_cast<std::size_t>(after - times.begin());
  const double share = (time - times[i - 1]) / (times[i] - times[i - 1]);
  return values[i - 1] + share * (values[i] - values[i - 1]);
}

class Chart {
 public:
  Chart(const Projection& projection, const ChartStyle& style)
      : projection_(projection),
        set_(character_set(style.glyphs)),
        width_(static_cast<std::size_t>(std::clamp(style.width, narrowest_chart, widest_chart))),
        rows_(rows_of(style)),
        picture_(
            make_picture(projection, style.log, width_ / time_label_room, style.log.count ? rows_ / 2 : 2 + rows_ / 4)),
        label_width_(widest_count_label()),
        canvas_(width_ - label_width_ - 3, rows_, set_),
        painter_(style.color) {}

  [[nodiscard]] std::string write() && {
    draw();
    painter_.add(shortened(picture_.caption, width_), Ink::frame);
    painter_.end_line();
    paint_top();
    for (std::size_t row = 0; row < rows_; ++row) paint_row(row);
    paint_bottom();
    paint_time_labels();
    paint_legend();
    return std::move(painter_).text();
  }

 private:
  static std::size_t rows_of(const ChartStyle& style) {
    constexpr int least_rows = 5;
    int rows = std::clamp(std::clamp(style.width, narrowest_chart, widest_chart) / 5, 10, 24);
    if (style.most_rows > 0) rows = std::clamp(style.most_rows, least_rows, rows);
    return static_cast<std::size_t>(rows);
  }

  static constexpr std::size_t time_label_room = 11;  // columns for each

  [[nodiscard]] std::size_t plot_width() const { return width_ - label_width_ - 3; }

  [[nodiscard]] std::size_t widest_count_label() const {
    std::size_t most = 0;
    for (const Tick& tick : picture_.count.ticks) most = std::max(most, tick.label.size());
    return most;
  }

  void draw() {
    const int first = canvas_.x_of(picture_.times.front()), last = canvas_.x_of(picture_.times.back());
    int before = -1;
    for (int x = first; x <= last; ++x) {
      const double time = static_cast<double>(x) / (canvas_.across() - 1);
      for (std::size_t band = 0; band < picture_.bands.size(); ++band) {
        const int low = canvas_.y_of(along(picture_.times, picture_.bands[band].low, time));
        const int high = canvas_.y_of(along(picture_.times, picture_.bands[band].high, time));
        for (int y = low; y <= high; ++y) canvas_.draw_band(band, x, y);
      }
      const int y = canvas_.y_of(along(picture_.times, picture_.medians, time));
      canvas_.draw_median(x, y);
      if (before >= 0) {  // a steep line has no gaps
        for (int between = std::min(before, y) + 1; between < std::max(before, y); ++between) {
          canvas_.draw_median(x, between);
        }
      }
      before = y;
    }
    for (const Mark& mark : picture_.marks) {
      canvas_.draw_mark(mark.time, mark.count, set_.mark(mark.shape));
    }
  }

  void paint_top() {
    painter_.repeat(" ", label_width_ + 1, Ink::paper);
    painter_.add(set_.top_left, Ink::frame);
    std::size_t used = 0;
    if (!projection_.title.empty() && plot_width() > 8) {
      const std::string title = shortened(printable(projection_.title), plot_width() - 4);
      painter_.add(set_.horizontal, Ink::frame);
      painter_.add(' ' + title + ' ', Ink::median);
      used = 3 + width(title);
    }
    painter_.repeat(set_.horizontal, plot_width() - used, Ink::frame);
    painter_.add(set_.top_right, Ink::frame);
    painter_.end_line();
  }

  void paint_row(std::size_t row) {
    const auto tick = std::find_if(picture_.count.ticks.begin(), picture_.count.ticks.end(), [&](const Tick& one) {
      return canvas_.row_of(picture_.count.position(one.value)) == row;
    });
    const bool named = tick != picture_.count.ticks.end();
    painter_.add(fmt::format("{:>{}} ", named ? tick->label : "", label_width_), Ink::paper);
    painter_.add(named ? set_.tick_left : set_.vertical, Ink::frame);
    canvas_.paint_row(row, picture_.bands.size(), painter_);
    painter_.add(set_.vertical, Ink::frame);
    painter_.end_line();
  }

  void paint_bottom() {
    painter_.repeat(" ", label_width_ + 1, Ink::paper);
    painter_.add(set_.bottom_left, Ink::frame);
    for (std::size_t column = 0; column < plot_width(); ++column) {
      const auto& ticks = picture_.time.ticks;
      const bool named = std::any_of(ticks.begin(), ticks.end(), [&](const Tick& tick) {
        return canvas_.column_of(picture_.time.position(tick.value)) == column;
      });
      painter_.add(named ? set_.tick_below : set_.horizontal, Ink::frame);
    }
    painter_.add(set_.bottom_right, Ink::frame);
    painter_.end_line();
  }

  /// Each centred below its tick, unless it would leave the chart or touch the one before.
  void paint_time_labels() {
    std::string line;
    for (const Tick& tick : picture_.time.ticks) {
      const std::size_t centre = label_width_ + 2 + canvas_.column_of(picture_.time.position(tick.value));
      const std::size_t size = tick.label.size();
      const std::size_t from = std::min(centre - std::min(centre, size / 2), width_ - std::min(width_, size));
      if (!line.empty() && from < line.size() + 1) continue;
      line.resize(from, ' ');
      line += tick.label;
    }
    painter_.add(line, Ink::paper);
    painter_.end_line();
  }

  void paint_legend() {
    std::size_t used = 0;
    const auto item = [&](std::string_view sample, Ink ink, std::string_view word) {
      const std::size_t size = width(sample) + 1 + width(word);
      if (used > 0 && used + 3 + size > width_) {
        painter_.end_line();
        used = 0;
      }
      const std::size_t gap = used == 0 ? label_width_ + 2 : 3;
      const std::size_t blanks = used == 0 && gap + size > width_ ? 0 : gap;
      painter_.repeat(" ", blanks, Ink::paper);
      painter_.add(sample, ink);
      painter_.add(fmt::format(" {}", word), Ink::paper);
      used += blanks + size;
    };
    for (const MarkShape shape : {MarkShape::point, MarkShape::up, MarkShape::down}) {
      if (picture_.has(shape)) item(set_.mark(shape), Ink::mark, word_for(shape));
    }
    const std::string line = canvas_.median_sample();
    item(line + line, Ink::median, "estimate");
    for (std::size_t band = picture_.bands.size(); band-- > 0;) {
      const std::string sample = canvas_.band_sample(band);
      item(sample + sample, ink_of_band(band, picture_.bands.size()),
           band_name(projection_, picture_.bands[band].level));
    }
    painter_.end_line();
  }

  const Projection& projection_;
  const CharacterSet& set_;
  std::size_t width_;
  std::size_t rows_;
  Picture picture_;
  std::size_t label_width_;
  Canvas canvas_;
  Painter painter_;
};

}  // namespace

std::string write_chart(const Projection& projection, const ChartStyle& style) {
  if (!has_picture(projection)) return {};
  return Chart(projection, style).write();
}

}  // namespace swarmcast
