#pragma once
/// Twelve projections to agree with, and the prior under which they were made.

#include <array>
#include <string_view>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

struct TypedReading {
  double hours = 0;
  double count = 0;  ///< as typed
  Qualifier qualifier = Qualifier::rounded;
  double stated_error = 0;
};

struct ReferenceProjection {
  double hours = 0;
  std::array<double, 7> quantiles{};  ///< 2.5, 10, 25, 50, 75, 90 and 97.5 %
};

struct ReferenceCase {
  std::string_view name;
  std::string_view curve;  ///< the only one with a weight; empty: all of them
  std::vector<TypedReading> readings;
  double log_evidence = 0;      ///< of `curve`, where there is one
  std::vector<double> weights;  ///< of every curve, where `curve` is empty
  std::vector<ReferenceProjection> projections;
};

[[nodiscard]] std::vector<ReferenceCase> reference_cases();

/// The prior of the reference cases, the same as golden/reference-prior.json.
[[nodiscard]] Prior reference_prior();

/// The readings as project() takes them. Precondition: make_series() accepts them.
[[nodiscard]] Series make_typed_series(const std::vector<TypedReading>& typed);

}  // namespace swarmcast
