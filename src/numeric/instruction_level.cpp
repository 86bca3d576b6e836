#include "numeric/instruction_level.hpp"

#include <atomic>
#include <cassert>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/text.hpp"

namespace swarmcast {
namespace {

bool has_v3() {
#ifdef SWARMCAST_HAS_V3
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}

std::string_view wanted() {
  const char* const value = std::getenv("SWARMCAST_ISA");
  return value == nullptr ? std::string_view() : value;
}

std::atomic<InstructionLevel>& level() {
  static std::atomic<InstructionLevel> value{has_v3() && wanted() != "baseline" ? InstructionLevel::v3
                                                                                : InstructionLevel::baseline};
  return value;
}

}  // namespace

std::string_view to_string(InstructionLevel level) { return level == InstructionLevel::v3 ? "v3" : "baseline"; }

InstructionLevel instruction_level() { return level().load(std::memory_order_relaxed); }

std::optional<Error> check_instruction_level() {
  const std::string_view value = wanted();
  if (value.empty() || value == "baseline" || (value == "v3" && has_v3())) return std::nullopt;
  if (value == "v3") {
    return Error{ErrorCode::usage,
                 "SWARMCAST_ISA asks for v3, which this processor or this build of swarmcast does not "
                 "have: unset it, or set it to baseline"};
  }
  return Error{ErrorCode::usage,
               fmt::format("SWARMCAST_ISA is {}, which is no instruction level: unset it, or set it to baseline or v3",
                           quote(value))};
}

PinnedInstructionLevel::PinnedInstructionLevel(InstructionLevel pinned) : before_(instruction_level()) {
  assert(pinned == InstructionLevel::baseline || has_v3());
  level().store(pinned, std::memory_order_relaxed);
}

PinnedInstructionLevel::~PinnedInstructionLevel() { level().store(before_, std::memory_order_relaxed); }

}  // namespace swarmcast
