// Compiled with -march=x86-64-v3; see CMakeLists.txt.
#include "inference/kernel_loops.hpp"

namespace swarmcast::v3 {
const Kernel& kernel() { return this_kernel(); }
}  // namespace swarmcast::v3
