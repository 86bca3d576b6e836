#include "oracle/stored_answers.hpp"

namespace swarmcast::oracle {

const std::vector<StoredAnswer>& stored_answers() {
  static const std::vector<StoredAnswer> answers{
#include "oracle/answers.inc"
  };
  return answers;
}

}  // namespace swarmcast::oracle
