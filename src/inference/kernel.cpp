#include "inference/kernel.hpp"

#include "numeric/instruction_level.hpp"

namespace swarmcast {

const Kernel& kernel() {
#ifdef SWARMCAST_HAS_V3
  if (instruction_level() == InstructionLevel::v3) return v3::kernel();
#endif
  return baseline::kernel();
}

}  // namespace swarmcast
