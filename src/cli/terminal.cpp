#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace swarmcast::cli {

Terminal make_terminal(bool is_terminal, int columns, const char* no_color, const char* term) {
  if (!is_terminal) return {};
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return {.welcomes_color = !unwanted && !dumb, .width = columns > 0 ? std::clamp(columns, 40, 120) : 80};
}

Terminal find_terminal() {
  winsize size{};
  const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  const bool known = is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* const term = std::getenv("TERM");
  Terminal terminal = make_terminal(is_terminal, known ? size.ws_col : 0, std::getenv("NO_COLOR"), term);
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  terminal.shows_output = is_terminal;
  terminal.shows_progress = !dumb && isatty(STDERR_FILENO) == 1;
  return terminal;
}

}  // namespace swarmcast::cli
