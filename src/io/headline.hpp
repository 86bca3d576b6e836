#pragma once
/// The answer of a projection in a sentence, and its words.

#include <string>

#include "swarmcast/projection.hpp"

namespace swarmcast {

/// Digits of every count: three, or as many more (up to six) as it takes to tell the ends of a narrow band apart.
[[nodiscard]] int digits_needed(const Projection& projection);

/// "80 % band", or what kind of band it is where that must be said.
[[nodiscard]] std::string band_name(const Projection& projection, double level);

/// "about 2.7 million downloads by 7 days after release, ...": the last horizon and its first band. Precondition: the
/// projection has horizons.
[[nodiscard]] std::string answer_in_words(const Projection& projection, int digits);

/// The sentence to print: the same, with the title where there is one.
[[nodiscard]] std::string headline(const Projection& projection, int digits);

}  // namespace swarmcast
