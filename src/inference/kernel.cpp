#include "inference/kernel.hpp"

#include <cstdlib>
#include <string_view>

namespace swarmcast {

const Kernel& kernel() {
#ifdef SWARMCAST_HAS_V3
  static const bool use_v3 = [] {
    const char* const wanted = std::getenv("SWARMCAST_ISA");
    if (wanted != nullptr && std::string_view(wanted) == "baseline") return false;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
  }();
  if (use_v3) return v3::kernel();
#endif
  return baseline::kernel();
}

}  // namespace swarmcast
