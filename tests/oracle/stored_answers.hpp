#pragma once
/// The oracle's answers to the random cases, made by make_answers.cpp.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace swarmcast::oracle {

struct StoredAnswer {
  std::uint64_t seed = 0;    ///< of random_case()
  std::size_t readings = 0;  ///< how many it has: a guard against a generator that has changed
  double last_hours = 0;     ///< likewise
  double last_count = 0;     ///< likewise
  std::vector<double> weights;
  std::array<std::array<double, 7>, 3> quantiles{};  ///< final, at probabilities, for each horizon
};

[[nodiscard]] const std::vector<StoredAnswer>& stored_answers();

}  // namespace swarmcast::oracle
