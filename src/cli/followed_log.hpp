#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// A file that others write to, looked at again and again under its name: it may grow, be cut, be replaced by another,
/// or be away for a while.
class FollowedLog {
 public:
  enum class Look : std::uint8_t {
    same,        ///< as it was at the last look
    changed,     ///< bytes() are new
    unreadable,  ///< error() says why; bytes() are as they were
  };

  explicit FollowedLog(std::string path) : path_(std::move(path)) {}

  /// Reads the file where anything may have changed.
  [[nodiscard]] Look look();

  /// All of the file, as it was last read.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  /// Of the last look, if it was unreadable: `unreadable_file`.
  [[nodiscard]] const Error& error() const { return *error_; }

 private:
  /// By which a file that has changed is known.
  struct Mark {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::timespec written{};
  };

  [[nodiscard]] Look fail(Error error);

  std::string path_;
  std::string bytes_;
  std::optional<Mark> mark_;  ///< of what was read; null: to be read whatever its mark
  bool known_ = false;        ///< bytes_ have been read
  std::optional<Error> error_;
};

}  // namespace swarmcast::cli
