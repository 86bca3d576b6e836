#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "cli/descriptor_buffer.hpp"
#include "cli/run.hpp"

namespace {

/// A standard stream that the program was started without fails when it is used, and is nobody else's.
void fill_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const int usable_for_nothing = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::fcntl(descriptor, F_GETFD) < 0) static_cast<void>(::open("/dev/null", usable_for_nothing));
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace swarmcast::cli;
  fill_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe then shows as a write error, which close_output() settles
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow then is a write error too, and can be put back as it was
  DescriptorBuffer input(STDIN_FILENO);
  DescriptorBuffer output(STDOUT_FILENO);
  std::istream in(&input);
  std::ostream out(&output);
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  return close_output(output, run(arguments, in, out, std::cerr, find_terminal()), std::cerr);
}
