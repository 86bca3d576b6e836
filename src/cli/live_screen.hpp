#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace swarmcast::cli {

/// A terminal on which one picture is drawn over another: on its second screen (the alternate one), with the cursor and
/// typed keys hidden. Whatever ends the program, short of SIGKILL or a crash, leaves the terminal as it was; a Ctrl-Z
/// does so while the program is stopped. In the background nothing is drawn. At most one lives at a time, within an
/// Interruption.
class LiveScreen {
 public:
  /// `out` writes to standard output.
  explicit LiveScreen(std::ostream& out);
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;
  ~LiveScreen();

  /// Draws it, where the terminal is ours. What has no room at the bottom is left out, and a line says so; what has
  /// none at the right is cut off.
  void show(std::string_view picture);

  /// Back to the first screen. False in the background, where it is the shell's already.
  bool leave();

  /// Stops the program where Ctrl-Z asked for it, and goes on once it is continued.
  void stop_if_asked();

  /// Whether the picture has to be drawn anew: the window has another size, or the program was stopped or in the
  /// background.
  [[nodiscard]] bool outdated();

 private:
  std::ostream& out_;
  bool enters_ = false;  ///< whatever screen it may be
  bool missed_ = false;  ///< a picture, in the background
};

}  // namespace swarmcast::cli
