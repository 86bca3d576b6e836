#pragma once

#include <chrono>

namespace swarmcast::cli {

/// While this lives, Ctrl-C (SIGINT) and SIGTERM are wishes to end well: input seems to end, and what is under way is
/// finished. A second one ends the program at once. Signals that were ignored stay so. At most one lives at a time.
class Interruption {
 public:
  Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  ~Interruption();

  /// Whether the wish has come.
  [[nodiscard]] static bool requested();

  /// Nothing more is to be read, for other reasons: who waits for input, waits no longer.
  static void end_input();

  /// Waits until the descriptor can be read; false where it need not be. Without an Interruption it does not wait.
  [[nodiscard]] static bool wait_to_read(int descriptor);

  /// Waits for so long, or until the wish comes or wake() is called. False where what is written to `output` has no
  /// reader any more.
  [[nodiscard]] static bool wait(std::chrono::milliseconds time, int output);

  /// Ends a wait(). A handler of signals may call it.
  static void wake();

  /// What a second wish does before it ends the program, or null. It runs in a handler of signals.
  static void before_sudden_end(void (*act)());
};

}  // namespace swarmcast::cli
