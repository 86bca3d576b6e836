#include "numeric/mixture_loops.hpp"

namespace swarmcast::baseline {
const MixtureKernel& mixture_kernel() { return this_kernel; }
}  // namespace swarmcast::baseline
