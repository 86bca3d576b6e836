#pragma once

namespace swarmcast {

/// Whether a test may do all its rounds. The builds with assertions and sanitizers take ten times as long for a round:
/// they see the same code with fewer.
#ifdef NDEBUG
constexpr bool thorough = true;
#else
constexpr bool thorough = false;
#endif

}  // namespace swarmcast
