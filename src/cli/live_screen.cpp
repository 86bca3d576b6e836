#include "cli/live_screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <utility>

#include "cli/interruption.hpp"

namespace swarmcast::cli {
namespace {

// The second screen, lines that are cut off rather than wrapped, no cursor; and back.
constexpr std::string_view enter_codes = "\x1b[?1049h\x1b[?7l\x1b[?25l";
constexpr std::string_view leave_codes = "\x1b[?7h\x1b[?1049l\x1b[?25h";

constexpr std::array noted{SIGWINCH, SIGCONT, SIGTSTP};
constexpr std::array deadly{SIGHUP, SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU};

// What handlers of signals may touch.
std::atomic<bool> resized{false};
std::atomic<bool> continued{false};
std::atomic<bool> stop_wished{false};
std::atomic<bool> entered{false};
std::atomic<bool> hides_keys{false};
termios modes_before{};
std::array<struct sigaction, noted.size()> noted_before{};
std::array<struct sigaction, deadly.size()> deadly_before{};

/// Whether the terminal is ours to draw on: the shell takes it from those in the background.
bool in_foreground() {
  const pid_t group = ::tcgetpgrp(STDOUT_FILENO);
  return group < 0 || group == ::getpgrp();
}

/// As the terminal was, by what a handler of signals may call. One that is the shell's by now is left to it: to set it
/// from the background would stop the program.
void restore() {
  const bool ours = in_foreground();
  if (entered.exchange(false) && ours) {
    static_cast<void>(!::write(STDOUT_FILENO, leave_codes.data(), leave_codes.size()));
  }
  // Keys that nobody saw typed are no command to the shell.
  if (hides_keys.exchange(false) && ours) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes_before);
}

void note(int number) {
  const int reason = errno;
  (number == SIGTSTP ? stop_wished : number == SIGCONT ? continued : resized) = true;
  Interruption::wake();
  errno = reason;
}

void die(int number) {
  restore();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void handle(int number, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  ::sigaction(number, &action, nullptr);
}

template <std::size_t n>
void handle(const std::array<int, n>& numbers, std::array<struct sigaction, n>& before, void (*handler)(int)) {
  for (std::size_t i = 0; i < n; ++i) {
    ::sigaction(numbers[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) handle(numbers[i], handler);
  }
}

template <std::size_t n>
void handle_as_before(const std::array<int, n>& numbers, const std::array<struct sigaction, n>& before) {
  for (std::size_t i = 0; i < n; ++i) ::sigaction(numbers[i], &before[i], nullptr);
}

void hide_keys() {
  if (hides_keys || ::tcgetattr(STDIN_FILENO, &modes_before) != 0) return;
  termios modes = modes_before;
  modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  hides_keys = true;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &modes);
}

std::size_t rows_of_window() {
  constexpr std::size_t usual = 24;
  winsize size{};
  const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
  return known ? size.ws_row : usual;
}

}  // namespace

LiveScreen::LiveScreen(std::ostream& out) : out_(out) {
  resized = continued = stop_wished = false;
  handle(noted, noted_before, note);
  handle(deadly, deadly_before, die);
  Interruption::before_sudden_end(restore);
}

LiveScreen::~LiveScreen() {
  leave();
  Interruption::before_sudden_end(nullptr);
  handle_as_before(noted, noted_before);
  handle_as_before(deadly, deadly_before);
}

void LiveScreen::show(std::string_view picture) {
  missed_ = !in_foreground();
  if (missed_) return;
  std::string text;
  hide_keys();
  // Another program may have had the terminal while this one stood still.
  if (!entered.exchange(true) || std::exchange(enters_, false)) text += enter_codes;
  text += "\x1b[H";
  const std::size_t room = rows_of_window();
  const auto lines = static_cast<std::size_t>(std::count(picture.begin(), picture.end(), '\n'));
  const std::size_t shown = lines <= room ? lines : room - 1;
  for (std::size_t line = 0; line < shown; ++line) {
    const std::size_t end = picture.find('\n');
    text += fmt::format("\x1b[2K{}{}", picture.substr(0, end), line + 1 < room ? "\r\n" : "");
    picture.remove_prefix(end + 1);
  }
  if (shown < lines) {
    text += fmt::format("\x1b[2K... {} more lines, in a taller window", lines - shown);
  } else if (shown < room) {
    text += "\x1b[J";
  }
  out_ << text << "\x1b[0m" << std::flush;
}

bool LiveScreen::leave() {
  out_ << std::flush;
  const bool ours = in_foreground();
  restore();
  return ours;
}

void LiveScreen::stop_if_asked() {
  if (!stop_wished.exchange(false)) return;
  leave();
  std::signal(SIGTSTP, SIG_DFL);
  std::raise(SIGTSTP);  // here the program stands still
  handle(SIGTSTP, note);
  continued = true;
}

bool LiveScreen::outdated() {
  const bool anew = resized.exchange(false) || (missed_ && in_foreground());
  if (!continued.exchange(false)) return anew;
  enters_ = true;
  return true;
}

}  // namespace swarmcast::cli
