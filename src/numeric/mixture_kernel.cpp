#include "numeric/mixture_kernel.hpp"

#include "numeric/instruction_level.hpp"

namespace swarmcast {

const MixtureKernel& mixture_kernel() {
#ifdef SWARMCAST_HAS_V3
  if (instruction_level() == InstructionLevel::v3) return v3::mixture_kernel();
#endif
  return baseline::mixture_kernel();
}

}  // namespace swarmcast
