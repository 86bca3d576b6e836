#include "numeric/vector_loops.hpp"

namespace swarmcast::baseline {
const VectorKernel& vector_kernel() { return this_kernel; }
}  // namespace swarmcast::baseline
