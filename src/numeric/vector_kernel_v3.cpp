// Compiled with -march=x86-64-v3; see CMakeLists.txt.
#include "numeric/vector_loops.hpp"

namespace swarmcast::v3 {
const VectorKernel& vector_kernel() { return this_kernel; }
}  // namespace swarmcast::v3
