#pragma once

namespace swarmcast::cli {

/// What may be known of the places where output goes; of standard output, where nothing else is said. A pipe or a file
/// is the default.
struct Terminal {
  bool welcomes_color = false;
  int width = 80;               ///< columns, 40 to 120
  bool shows_output = false;    ///< it is a terminal
  bool shows_progress = false;  ///< of standard error: it is a terminal
};

/// The rules, apart from the machine: colour on a terminal unless NO_COLOR is set and not empty (no-color.org) or TERM
/// is "dumb"; the terminal's width within 40 to 120 columns, or 80 where it tells none. A null string is an unset
/// variable.
[[nodiscard]] Terminal make_terminal(bool is_terminal, int columns, const char* no_color, const char* term);

/// The facts about this process.
[[nodiscard]] Terminal find_terminal();

}  // namespace swarmcast::cli
