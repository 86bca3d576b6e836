#include "io/canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace swarmcast {
namespace {

constexpr CharacterSet ascii{1, 1, "-", "|", "+", "+", "+", "+", "+", "+", "o", "^", "v"};
constexpr CharacterSet braille{2, 4, "─", "│", "┌", "┐", "└", "┘", "┤", "┬", "●", "▲", "▼"};

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

/// The bit of a dot in a braille character, `down` counted from the top (Unicode 15, section 21.1).
unsigned braille_bit(int across, int down) {
  constexpr std::array<std::array<unsigned, 4>, 2> bits{{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
  return bits[static_cast<std::size_t>(across)][static_cast<std::size_t>(down)];
}

std::string braille_character(unsigned dots) {
  const unsigned code = 0x2800 + dots;  // three bytes of UTF-8
  return {static_cast<char>(0xE0U | (code >> 12U)), static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
          static_cast<char>(0x80U | (code & 0x3FU))};
}

bool in_pattern(std::size_t band, int x, int y) {
  const bool even_x = x % 2 == 0, even_y = y % 2 == 0;
  if (band == 0) return y % 4 == (even_x ? 0 : 2);
  return band == 1 ? even_x == even_y : even_x || even_y;
}

}  // namespace

Ink ink_of_band(std::size_t band, std::size_t bands) {
  if (band + 1 == bands) return Ink::inner_band;
  return band == 0 ? Ink::outer_band : Ink::middle_band;
}

std::string_view CharacterSet::mark(MarkShape shape) const {
  if (shape == MarkShape::point) return counted;
  return shape == MarkShape::up ? at_least : at_most;
}

const CharacterSet& character_set(Glyphs glyphs) { return glyphs == Glyphs::ascii ? ascii : braille; }

// ---- Painter --------------------------------------------------------------------------------------------------------

void Painter::add(std::string_view text, Ink ink) {
  if (text != " ") change_to(ink);  // a blank has no colour
  text_ += text;
}

void Painter::repeat(std::string_view text, std::size_t times, Ink ink) {
  for (std::size_t i = 0; i < times; ++i) add(text, ink);
}

void Painter::end_line() {
  change_to(Ink::paper);
  text_ += '\n';
}

void Painter::change_to(Ink ink) {
  if (ink == ink_) return;
  if (!rendition(ink_, depth_).empty()) text_ += "\x1b[0m";
  if (const auto code = rendition(ink, depth_); !code.empty()) text_ += fmt::format("\x1b[{}m", code);
  ink_ = ink;
}

// ---- Canvas ---------------------------------------------------------------------------------------------------------

int Canvas::x_of(double position) const { return static_cast<int>(std::lround(position * (across() - 1))); }

int Canvas::y_of(double position) const { return static_cast<int>(std::lround(position * (down() - 1))); }

std::size_t Canvas::column_of(double position) const {
  return static_cast<std::size_t>(x_of(position) / set_.dots_across);
}

std::size_t Canvas::row_of(double position) const {
  return rows_ - 1 - static_cast<std::size_t>(y_of(position) / set_.dots_down);
}

Canvas::Cell& Canvas::at(int x, int y) {
  const auto column = static_cast<std::size_t>(x / set_.dots_across);
  const auto row = rows_ - 1 - static_cast<std::size_t>(y / set_.dots_down);
  return cells_[row * columns_ + column];
}

unsigned Canvas::bit(int x, int y) const {
  return is_dot() ? 1 : braille_bit(x % set_.dots_across, set_.dots_down - 1 - y % set_.dots_down);
}

void Canvas::draw_band(std::size_t band, int x, int y) {
  Cell& cell = at(x, y);
  cell.bands = std::max(cell.bands, band + 1);
  cell.band_dots &= ~bit(x, y);
  if (is_dot() || in_pattern(band, x, y)) cell.band_dots |= bit(x, y);
}

void Canvas::draw_median(int x, int y) { at(x, y).median_dots |= bit(x, y); }

void Canvas::draw_mark(double right, double up, std::string_view mark) {
  cells_[row_of(up) * columns_ + column_of(right)].mark = mark;
}

void Canvas::paint_row(std::size_t row, std::size_t bands, Painter& painter) const {
  for (std::size_t column = 0; column < columns_; ++column) {
    const Cell& cell = cells_[row * columns_ + column];
    if (!cell.mark.empty()) {
      painter.add(cell.mark, Ink::mark);
    } else if (cell.median_dots != 0) {
      painter.add(median_character(cell.median_dots), Ink::median);
    } else if (cell.band_dots != 0) {
      painter.add(band_character(cell.bands - 1, cell.band_dots), ink_of_band(cell.bands - 1, bands));
    } else {
      painter.add(" ", Ink::paper);
    }
  }
}

std::string Canvas::band_character(std::size_t band, unsigned dots) const {
  constexpr std::string_view shades = ".:+";
  if (is_dot()) return std::string(1, shades[std::min(band, shades.size() - 1)]);
  return braille_character(dots);
}

std::string Canvas::median_character(unsigned dots) const { return is_dot() ? "*" : braille_character(dots); }

std::string Canvas::band_sample(std::size_t band) const {
  unsigned dots = 0;
  for (int x = 0; x < set_.dots_across; ++x) {
    for (int y = 0; y < set_.dots_down; ++y) dots |= in_pattern(band, x, y) ? bit(x, y) : 0U;
  }
  return band_character(band, dots);
}

std::string Canvas::median_sample() const { return median_character(bit(0, 2) | bit(1, 2)); }

}  // namespace swarmcast
