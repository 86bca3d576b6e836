#include "numeric/vector_kernel.hpp"

#include "numeric/instruction_level.hpp"

namespace swarmcast {

const VectorKernel& vector_kernel() {
#ifdef SWARMCAST_HAS_V3
  if (instruction_level() == InstructionLevel::v3) return v3::vector_kernel();
#endif
  return baseline::vector_kernel();
}

}  // namespace swarmcast
