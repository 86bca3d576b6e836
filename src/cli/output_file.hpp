#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// A file to be made, or to be replaced as a whole: until write() is through, what stood there stands, so that a full
/// disk does not cost the old one. Opened, on trial, before the work whose result it takes, so that a wrong path does
/// not cost the work, and a work that is interrupted leaves nothing. Links are followed; devices and pipes are written
/// as they are. Errors: `unwritable_file`, with the system's reason.
class OutputFile {
 public:
  OutputFile() = default;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  [[nodiscard]] std::optional<Error> open(const std::string& path);
  /// All of it, once, after open().
  [[nodiscard]] std::optional<Error> write(std::string_view bytes);

 private:
  [[nodiscard]] Error failure(std::string_view what, int code) const;

  std::string path_;    ///< as it was named
  std::string target_;  ///< where links lead
  std::string beside_;  ///< what becomes the target once it is whole; empty: the target is no regular file
  int descriptor_ = -1;
};

}  // namespace swarmcast::cli
