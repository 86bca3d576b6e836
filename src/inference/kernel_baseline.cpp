#include "inference/kernel_loops.hpp"

namespace swarmcast::baseline {
const Kernel& kernel() { return this_kernel(); }
}  // namespace swarmcast::baseline
