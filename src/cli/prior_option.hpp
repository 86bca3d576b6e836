#pragma once
/// Under which prior a command projects.

#include "cli/option.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast::cli {

inline constexpr Option curve_option{.group = "Question",
                                     .name = "--curve",
                                     .value = "LIST",
                                     .help = "only these curves: hill,omori (see: swarmcast curves)"};
inline constexpr Option prior_option{.group = "Question",
                                     .name = "--prior",
                                     .value = "FILE",
                                     .help = "what to expect of a release, in JSON (default: built in)"};

/// The prior that --prior names, or the built-in one, with the curves of --curve alone. Every error has its place.
[[nodiscard]] Result<Prior> read_prior_choice(const Arguments& arguments);

}  // namespace swarmcast::cli
