#pragma once

#include "swarmcast/chart.hpp"

namespace swarmcast::cli {

/// What may be known of the places where output goes; of standard output, where nothing else is said. A pipe or a file
/// is the default.
struct Terminal {
  bool welcomes_color = false;
  ColorDepth color_depth = ColorDepth::ansi16;  ///< of what is coloured: `none` only where nothing is
  Glyphs glyphs = Glyphs::ascii;
  int width = 80;               ///< columns, 40 to 300
  int height = 0;               ///< lines; 0: not known
  bool shows_chart = false;     ///< it is a terminal, and wide enough for one
  bool shows_output = false;    ///< it is a terminal
  bool shows_progress = false;  ///< of standard error: it is a terminal
  bool redraws = false;         ///< what it shows can be drawn over

  /// Columns that prose and tables keep within: lines longer than 120 are hard to read.
  [[nodiscard]] int text_width() const { return width < 120 ? width : 120; }
};

/// Variables of the environment; null: unset.
struct Environment {
  const char* no_color = nullptr;
  const char* term = nullptr;
  const char* colorterm = nullptr;
  const char* lc_all = nullptr;
  const char* lc_ctype = nullptr;
  const char* lang = nullptr;
};

/// The rules, apart from the machine. Colour on a terminal unless NO_COLOR is set and not empty (no-color.org) or TERM
/// is "dumb"; 24 bits of it where COLORTERM says so, 256 where TERM does, otherwise 16. Braille where the locale (the
/// first of LC_ALL, LC_CTYPE and LANG that is set and not empty) is one of UTF-8 and TERM neither "dumb" nor "linux",
/// whose font has none. The terminal's width within 40 to 300 columns, or 80 where it tells none. `columns` is 0 where
/// it is not known.
[[nodiscard]] Terminal make_terminal(bool is_terminal, int columns, const Environment& environment);

/// The facts about this process.
[[nodiscard]] Terminal find_terminal();

}  // namespace swarmcast::cli
