// The hot loops give the same answers on every processor, but for their last digits.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "numeric/instruction_level.hpp"
#include "oracle/random_series.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

/// SWARMCAST_ISA for as long as it lives.
class Wanted {
 public:
  explicit Wanted(const char* value) {
    if (const char* const found = std::getenv("SWARMCAST_ISA")) before_ = found;
    setenv("SWARMCAST_ISA", value, 1);
  }
  ~Wanted() {
    if (before_) {
      setenv("SWARMCAST_ISA", before_->c_str(), 1);
    } else {
      unsetenv("SWARMCAST_ISA");
    }
  }
  Wanted(const Wanted&) = delete;
  Wanted& operator=(const Wanted&) = delete;

 private:
  std::optional<std::string> before_;
};

Projection projected(const oracle::RandomCase& random, InstructionLevel level) {
  const PinnedInstructionLevel pinned(level);
  const Result<Projection> projection = project(random.series, random.prior, {.horizons = random.horizons});
  REQUIRE(projection);
  return *projection;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(b); }

TEST_CASE("both levels agree on 100 random series") {
  if (instruction_level() == InstructionLevel::baseline) return;  // this processor has no other, or it is pinned
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    const oracle::RandomCase random = oracle::random_case(seed);
    const Projection low = projected(random, InstructionLevel::baseline),
                     high = projected(random, InstructionLevel::v3);
    REQUIRE(low.horizons.size() == high.horizons.size());
    for (std::size_t h = 0; h < low.horizons.size(); ++h) {
      CHECK(near(low.horizons[h].median, high.horizons[h].median));
      for (std::size_t b = 0; b < low.horizons[h].bands.size(); ++b) {
        CHECK(near(low.horizons[h].bands[b].low, high.horizons[h].bands[b].low));
        CHECK(near(low.horizons[h].bands[b].high, high.horizons[h].bands[b].high));
      }
    }
  }
}

TEST_CASE("a level that there is not is an error, in a sentence that names it") {
  {
    const Wanted baseline("baseline");
    CHECK_FALSE(check_instruction_level());
  }
  {
    const Wanted nothing("");
    CHECK_FALSE(check_instruction_level());
  }
  const Wanted other("v4");
  const std::optional<Error> error = check_instruction_level();
  REQUIRE(error);
  CHECK(error->message.find("\"v4\"") != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
