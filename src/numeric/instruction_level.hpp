#pragma once
/// Which processors' instructions the hot loops use: they are compiled more than once, and chosen at run time.
///
/// The last digits of results differ between levels. What must compare to the byte across processors pins the level, by
/// the environment variable SWARMCAST_ISA.

#include <cstdint>
#include <optional>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast {

enum class InstructionLevel : std::uint8_t {
  baseline,  ///< any processor of the architecture
  v3,        ///< x86-64-v3: AVX2, FMA
};

[[nodiscard]] std::string_view to_string(InstructionLevel level);

/// What SWARMCAST_ISA says, baseline or v3, where it can be had; otherwise the highest level that this processor has.
[[nodiscard]] InstructionLevel instruction_level();

/// An error where SWARMCAST_ISA is set to something else, or to what this processor or this build has not.
[[nodiscard]] std::optional<Error> check_instruction_level();

/// Pins the level for as long as it lives, in all threads: for tests. Precondition: the processor has it.
class PinnedInstructionLevel {
 public:
  explicit PinnedInstructionLevel(InstructionLevel pinned);
  ~PinnedInstructionLevel();
  PinnedInstructionLevel(const PinnedInstructionLevel&) = delete;
  PinnedInstructionLevel& operator=(const PinnedInstructionLevel&) = delete;

 private:
  InstructionLevel before_;
};

}  // namespace swarmcast
