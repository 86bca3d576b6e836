#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"

namespace swarmcast::cli {
namespace {

std::string_view text_of(const char* variable) { return variable == nullptr ? std::string_view() : variable; }

/// Whether a locale such as de_DE.UTF-8@euro speaks UTF-8.
bool is_utf8_locale(std::string_view locale) {
  const auto dot = locale.find('.');
  if (dot == locale.npos) return false;
  const auto codeset = locale.substr(dot + 1, locale.find('@') - dot - 1);
  return equal_ignoring_case(codeset, "UTF-8") || equal_ignoring_case(codeset, "UTF8");
}

ColorDepth depth_of(std::string_view term, std::string_view colorterm) {
  if (colorterm == "truecolor" || colorterm == "24bit") return ColorDepth::truecolor;
  return term.find("256color") != term.npos ? ColorDepth::ansi256 : ColorDepth::ansi16;
}

}  // namespace

Terminal make_terminal(bool is_terminal, int columns, const Environment& environment) {
  const auto term = text_of(environment.term);
  const bool dumb = term == "dumb";
  std::string_view locale;
  for (const char* variable : {environment.lc_all, environment.lc_ctype, environment.lang}) {
    if (locale.empty()) locale = text_of(variable);
  }
  Terminal terminal{.color_depth = depth_of(term, text_of(environment.colorterm)),
                    .glyphs = is_utf8_locale(locale) && !dumb && term != "linux" ? Glyphs::braille : Glyphs::ascii};
  if (!is_terminal) return terminal;
  terminal.shows_output = true;
  terminal.redraws = !dumb;
  terminal.welcomes_color = text_of(environment.no_color).empty() && !dumb;
  if (columns > 0) terminal.width = std::clamp(columns, narrowest_chart, widest_chart);
  terminal.shows_chart = !dumb && (columns == 0 || columns >= narrowest_chart);
  return terminal;
}

Terminal find_terminal() {
  winsize size{};
  const bool is_terminal = isatty(STDOUT_FILENO) == 1;
  const bool known = is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* const term = std::getenv("TERM");
  Terminal terminal = make_terminal(is_terminal, known ? size.ws_col : 0,
                                    {.no_color = std::getenv("NO_COLOR"),
                                     .term = term,
                                     .colorterm = std::getenv("COLORTERM"),
                                     .lc_all = std::getenv("LC_ALL"),
                                     .lc_ctype = std::getenv("LC_CTYPE"),
                                     .lang = std::getenv("LANG")});
  terminal.height = known ? size.ws_row : 0;
  terminal.shows_progress = text_of(term) != "dumb" && isatty(STDERR_FILENO) == 1;
  return terminal;
}

}  // namespace swarmcast::cli
