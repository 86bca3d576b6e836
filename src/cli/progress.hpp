#pragma once

#include <cstddef>
#include <ostream>
#include <string_view>

#include "cli/command.hpp"

namespace swarmcast::cli {

/// How far the work is, on a line of the terminal that is written over and at last wiped; nothing where standard error
/// is no terminal, or --quiet.
class Progress {
 public:
  /// `what` is counted: "tasks".
  Progress(const Arguments& arguments, const Console& console, std::string_view what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void report(std::size_t done, std::size_t all);

 private:
  std::ostream& err_;
  std::string_view what_;
  bool wanted_;
  bool shown_ = false;
  std::size_t percent_ = 0;
};

}  // namespace swarmcast::cli
