#pragma once

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
};

}  // namespace swarmcast::cli
