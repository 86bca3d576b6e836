#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "cli/descriptor_buffer.hpp"
#include "cli/run.hpp"

int main(int argc, char** argv) {
  using namespace swarmcast::cli;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe then shows as a write error, which close_output() settles
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow then is a write error too, and can be put back as it was
  DescriptorBuffer input(STDIN_FILENO);
  DescriptorBuffer output(STDOUT_FILENO);
  std::istream in(&input);
  std::ostream out(&output);
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  return close_output(output, run(arguments, in, out, std::cerr, find_terminal()), std::cerr);
}
