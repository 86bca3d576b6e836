#include "tables/nist_problems.hpp"

namespace swarmcast {

const std::vector<NistProblem>& nist_problems() {
  static const std::vector<NistProblem> all{
#include "tables/nist_problems.inc"
  };
  return all;
}

}  // namespace swarmcast
