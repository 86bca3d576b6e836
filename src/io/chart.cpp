#include "swarmcast/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "io/headline.hpp"
#include "io/picture.hpp"

namespace swarmcast {
namespace {

/// What a cell belongs to, which decides its colour.
enum class Ink : std::uint8_t { paper, frame, outer_band, middle_band, inner_band, median, mark };

/// The parameters of ANSI's "select graphic rendition" for each ink. The median is in the terminal's own colour, bold,
/// which stands out on any background; the others are of middling lightness, to be seen on light and dark alike.
std::string_view rendition(Ink ink, ColorDepth depth) {
  if (depth == ColorDepth::none || ink == Ink::paper) return {};
  if (ink == Ink::frame) return "2";
  if (ink == Ink::median) return "1";
  const std::size_t row = depth == ColorDepth::ansi16 ? 0 : depth == ColorDepth::ansi256 ? 1 : 2;
  constexpr std::array<std::array<std::string_view, 4>, 3> codes{{
      {"34", "34", "36", "31"},
      {"38;5;67", "38;5;68", "38;5;32", "38;5;166"},
      {"38;2;106;145;196", "38;2;75;130;205", "38;2;38;118;200", "38;2;213;94;0"},
  }};
  const std::size_t column = ink == Ink::outer_band ? 0 : ink == Ink::middle_band ? 1 : ink == Ink::inner_band ? 2 : 3;
  return codes[row][column];
}

Ink ink_of_band(std::size_t band, std::size_t bands) {
  if (band + 1 == bands) return Ink::inner_band;
  return band == 0 ? Ink::outer_band : Ink::middle_band;
}

/// Characters of one kind of terminal. Rows of a cell are counted from the top.
struct CharacterSet {
  int dots_across;  ///< of a cell
  int dots_down;
  std::string_view horizontal, vertical, top_left, top_right, bottom_left, bottom_right, tick_left, tick_below;
  std::string_view counted, at_least, at_most;
};

constexpr CharacterSet ascii{1, 1, "-", "|", "+", "+", "+", "+", "+", "+", "o", "^", "v"};
constexpr CharacterSet braille{2, 4, "─", "│", "┌", "┐", "└", "┘", "┤", "┬", "●", "▲", "▼"};

std::string_view mark_of(MarkShape shape, const CharacterSet& set) {
  if (shape == MarkShape::point) return set.counted;
  return shape == MarkShape::up ? set.at_least : set.at_most;
}

/// The bit of a dot in a braille character (Unicode 15, section 21.1).
unsigned braille_bit(int across, int down) {
  constexpr std::array<std::array<unsigned, 4>, 2> bits{{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
  return bits[static_cast<std::size_t>(across)][static_cast<std::size_t>(down)];
}

std::string braille_character(unsigned dots) {
  const unsigned code = 0x2800 + dots;  // three bytes of UTF-8
  return {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (code & 0x3FU))};
}

/// Whether a dot of a band is drawn: a quarter of the widest band's, half of the next one's, three quarters of others'.
bool in_pattern(std::size_t band, int x, int y) {
  const bool even_x = x % 2 == 0, even_y = y % 2 == 0;
  if (band == 0) return y % 4 == (even_x ? 0 : 2);
  return band == 1 ? even_x == even_y : even_x || even_y;
}

/// Text in runs of one ink.
class Painter {
 public:
  explicit Painter(ColorDepth depth) : depth_(depth) {}

  void add(std::string_view text, Ink ink) {
    if (ink != ink_ && text != " ") {  // a blank has no colour
      change_to(ink);
    }
    text_ += text;
  }
  void repeat(std::string_view text, std::size_t times, Ink ink) {
    for (std::size_t i = 0; i < times; ++i) add(text, ink);
  }
  void end_line() {
    change_to(Ink::paper);
    text_ += '\n';
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void change_to(Ink ink) {
    if (ink == ink_) return;
    if (!rendition(ink_, depth_).empty()) text_ += "\x1b[0m";
    if (const auto code = rendition(ink, depth_); !code.empty()) text_ += fmt::format("\x1b[{}m", code);
    ink_ = ink;
  }

  ColorDepth depth_;
  Ink ink_ = Ink::paper;
  std::string text_;
};

struct Cell {
  unsigned band_dots = 0;  ///< as bits of braille; any bit where a cell is one dot
  unsigned median_dots = 0;
  std::size_t bands = 0;  ///< how many of the bands it touches, from the widest
  std::string_view mark{};
};

/// Dots on cells; y counts upwards from the bottom.
class Canvas {
 public:
  Canvas(std::size_t columns, std::size_t rows, const CharacterSet& set)
      : columns_(columns), rows_(rows), set_(set), cells_(columns * rows) {}

  [[nodiscard]] int across() const { return static_cast<int>(columns_) * set_.dots_across; }
  [[nodiscard]] int down() const { return static_cast<int>(rows_) * set_.dots_down; }
  /// The dot nearest to a position.
  [[nodiscard]] int x_of(double position) const { return static_cast<int>(std::lround(position * (across() - 1))); }
  [[nodiscard]] int y_of(double position) const { return static_cast<int>(std::lround(position * (down() - 1))); }

  [[nodiscard]] std::size_t column_of(double position) const {
    return static_cast<std::size_t>(x_of(position) / set_.dots_across);
  }
  /// Counted from the top.
  [[nodiscard]] std::size_t row_of(double position) const {
    return rows_ - 1 - static_cast<std::size_t>(y_of(position) / set_.dots_down);
  }

  /// Over what wider bands have drawn there.
  void draw_band(std::size_t band, int x, int y) {
    Cell& cell = at(x, y);
    cell.bands = std::max(cell.bands, band + 1);
    cell.band_dots &= ~bit(x, y);
    if (set_.dots_across == 1 || in_pattern(band, x, y)) cell.band_dots |= bit(x, y);
  }
  void draw_median(int x, int y) { at(x, y).median_dots |= bit(x, y); }
  void draw_mark(std::size_t column, std::size_t row, std::string_view mark) {
    cells_[row * columns_ + column].mark = mark;
  }

  void paint_row(std::size_t row, std::size_t bands, Painter& painter) const {
    for (std::size_t column = 0; column < columns_; ++column) {
      const Cell& cell = cells_[row * columns_ + column];
      if (!cell.mark.empty()) {
        painter.add(cell.mark, Ink::mark);
      } else if (cell.median_dots != 0) {
        painter.add(median(cell.median_dots), Ink::median);
      } else if (cell.band_dots != 0) {
        painter.add(band(cell.bands - 1, cell.band_dots), ink_of_band(cell.bands - 1, bands));
      } else {
        painter.add(" ", Ink::paper);
      }
    }
  }

  [[nodiscard]] std::string median(unsigned dots) const {
    return set_.dots_across == 1 ? "*" : braille_character(dots);
  }
  [[nodiscard]] std::string band(std::size_t band, unsigned dots) const {
    constexpr std::string_view shades = ".:+";
    if (set_.dots_across == 1) return std::string(1, shades[std::min(band, shades.size() - 1)]);
    return braille_character(dots);
  }
  /// A cell that a band fills.
  [[nodiscard]] std::string sample(std::size_t index) const {
    unsigned dots = 0;
    for (int x = 0; x < set_.dots_across; ++x) {
      for (int y = 0; y < set_.dots_down; ++y) dots |= in_pattern(index, x, y) ? bit(x, y) : 0U;
    }
    return band(index, dots);
  }

 private:
  [[nodiscard]] unsigned bit(int x, int y) const {
    if (set_.dots_across == 1) return 1;
    return braille_bit(x % set_.dots_across, set_.dots_down - 1 - y % set_.dots_down);
  }
  Cell& at(int x, int y) {
    const auto column = static_cast<std::size_t>(x / set_.dots_across);
    const auto row = rows_ - 1 - static_cast<std::size_t>(y / set_.dots_down);
    return cells_[row * columns_ + column];
  }

  std::size_t columns_;
  std::size_t rows_;
  const CharacterSet& set_;
  std::vector<Cell> cells_;
};

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
        set_(style.glyphs == Glyphs::ascii ? ascii : braille),
        width_(static_cast<std::size_t>(std::clamp(style.width, narrowest_chart, widest_chart))),
        rows_(std::clamp<std::size_t>(width_ / 5, 10, 24)),
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
      canvas_.draw_mark(canvas_.column_of(mark.time), canvas_.row_of(mark.count), mark_of(mark.shape, set_));
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
      if (picture_.has(shape)) item(mark_of(shape, set_), Ink::mark, word_for(shape));
    }
    constexpr unsigned level_line = 0x12;  // in the middle of a braille character
    const std::string line = canvas_.median(level_line);
    item(line + line, Ink::median, "estimate");
    for (std::size_t band = picture_.bands.size(); band-- > 0;) {
      const std::string sample = canvas_.sample(band);
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
  if (projection.fan.empty() || projection.readings.empty()) return {};
  return Chart(projection, style).write();
}

}  // namespace swarmcast
