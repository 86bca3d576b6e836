#pragma once
/// Dots and characters on a terminal: cells that hold eight dots each in braille, or one in ASCII.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/picture.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast {

/// What a character belongs to, which decides its colour.
enum class Ink : std::uint8_t { paper, frame, outer_band, middle_band, inner_band, median, mark };

/// Of one of so many bands, counted from the widest.
[[nodiscard]] Ink ink_of_band(std::size_t band, std::size_t bands);

/// Characters of one kind of terminal.
struct CharacterSet {
  int dots_across;  ///< of a cell
  int dots_down;
  std::string_view horizontal, vertical, top_left, top_right, bottom_left, bottom_right, tick_left, tick_below;
  std::string_view counted, at_least, at_most;

  [[nodiscard]] std::string_view mark(MarkShape shape) const;
};

[[nodiscard]] const CharacterSet& character_set(Glyphs glyphs);

/// Lines of text in runs of one ink.
class Painter {
 public:
  explicit Painter(ColorDepth depth) : depth_(depth) {}

  void add(std::string_view text, Ink ink);
  void repeat(std::string_view text, std::size_t times, Ink ink);
  void end_line();
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void change_to(Ink ink);

  ColorDepth depth_;
  Ink ink_ = Ink::paper;
  std::string text_;
};

/// A grid of cells. Dots are counted from the lower left, rows of cells from the top.
class Canvas {
 public:
  Canvas(std::size_t columns, std::size_t rows, const CharacterSet& set)
      : columns_(columns), rows_(rows), set_(set), cells_(columns * rows) {}

  /// The number of dots, and the dot nearest to a position in [0, 1].
  [[nodiscard]] int across() const { return static_cast<int>(columns_) * set_.dots_across; }
  [[nodiscard]] int down() const { return static_cast<int>(rows_) * set_.dots_down; }
  [[nodiscard]] int x_of(double position) const;
  [[nodiscard]] int y_of(double position) const;
  /// The cell of that dot.
  [[nodiscard]] std::size_t column_of(double position) const;
  [[nodiscard]] std::size_t row_of(double position) const;

  /// A dot of a band, over what wider bands have drawn there: of the widest a quarter is seen, of the next one half, of
  /// others three quarters.
  void draw_band(std::size_t band, int x, int y);
  void draw_median(int x, int y);
  /// Over all else.
  void draw_mark(double right, double up, std::string_view mark);

  void paint_row(std::size_t row, std::size_t bands, Painter& painter) const;

  /// A cell that a band fills, and one with a piece of the median.
  [[nodiscard]] std::string band_sample(std::size_t band) const;
  [[nodiscard]] std::string median_sample() const;

 private:
  struct Cell {
    unsigned band_dots = 0;  ///< as bits of braille; of a cell that is one dot, 1
    unsigned median_dots = 0;
    std::size_t bands = 0;  ///< how many of the bands it touches, from the widest
    std::string_view mark{};
  };

  [[nodiscard]] bool is_dot() const { return set_.dots_across == 1; }
  [[nodiscard]] unsigned bit(int x, int y) const;
  [[nodiscard]] std::string band_character(std::size_t band, unsigned dots) const;
  [[nodiscard]] std::string median_character(unsigned dots) const;
  Cell& at(int x, int y);

  std::size_t columns_;
  std::size_t rows_;
  const CharacterSet& set_;
  std::vector<Cell> cells_;
};

}  // namespace swarmcast
