#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "cli/terminal.hpp"

namespace swarmcast::cli {

/// The whole program as a function of its arguments (without its own name), standard input and terminal: answers on
/// `out`, talk on `err`, and the exit code (exit_code.hpp). Reads and writes the files named in the arguments, and
/// touches nothing else of the machine but the clock, which scrape reads where it is not told the time.
[[nodiscard]] int run(std::span<const std::string> arguments, std::istream& in, std::ostream& out, std::ostream& err,
                      const Terminal& terminal = {});

}  // namespace swarmcast::cli
