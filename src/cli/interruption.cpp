#include "cli/interruption.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace swarmcast::cli {
namespace {

constexpr std::array signals{SIGINT, SIGTERM};

// What a handler of signals may touch. The pipe wakes a thread that waits for input, whichever has got the signal.
std::atomic<bool> wished{false};
std::atomic<bool> input_ended{false};
std::atomic<int> wake_up{-1};
std::atomic<void (*)()> last_act{nullptr};
int woken = -1;
std::array<struct sigaction, signals.size()> before{};

static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
              std::atomic<void (*)()>::is_always_lock_free);

void take_signal(int number) {
  const int reason = errno;
  if (wished.exchange(true)) {
    if (void (*const act)() = last_act) act();
    std::signal(number, SIG_DFL);
    std::raise(number);  // as soon as this handler is through
  }
  Interruption::wake();
  errno = reason;
}

/// Above the three that a program may be started without, and others then take for theirs.
int raised(int descriptor) {
  constexpr int above_standard_streams = 3;
  const int result = ::fcntl(descriptor, F_DUPFD_CLOEXEC, above_standard_streams);
  ::close(descriptor);
  return result;
}

}  // namespace

Interruption::Interruption() {
  wished = false;
  input_ended = false;
  std::array<int, 2> ends{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;  // then Ctrl-C ends the program as ever
  woken = raised(ends[0]);
  wake_up = raised(ends[1]);
  struct sigaction action {};
  action.sa_handler = take_signal;
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    ::sigaction(signals[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &action, nullptr);
  }
}

Interruption::~Interruption() {
  if (woken < 0) return;
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before[i], nullptr);
  ::close(wake_up.exchange(-1));
  ::close(woken);
  woken = -1;
}

bool Interruption::requested() { return wished; }

void Interruption::wake() {
  const char byte = 0;
  static_cast<void>(!::write(wake_up, &byte, 1));  // a full pipe wakes as well
}

void Interruption::before_sudden_end(void (*act)()) { last_act = act; }

void Interruption::end_input() {
  input_ended = true;
  wake();
}

bool Interruption::wait_to_read(int descriptor) {
  if (woken < 0) return true;
  const auto ends = [] { return wished || input_ended; };
  std::array<pollfd, 2> awaited{{{descriptor, POLLIN, 0}, {woken, POLLIN, 0}}};
  while (!ends() && ::poll(awaited.data(), awaited.size(), -1) < 0 && errno == EINTR) {
  }
  return !ends();
}

bool Interruption::wait(std::chrono::milliseconds time, int output) {
  std::array<pollfd, 2> awaited{{{output, 0, 0}, {woken, POLLIN, 0}}};  // one below 0 is passed over
  if (!wished) ::poll(awaited.data(), awaited.size(), static_cast<int>(time.count()));
  std::array<char, 64> taken{};
  while (woken >= 0 && ::read(woken, taken.data(), taken.size()) > 0) {
  }
  return (awaited[0].revents & (POLLERR | POLLHUP)) == 0;
}

}  // namespace swarmcast::cli
