// Writes the oracle's answers to the random cases: make_answers [FIRST LAST [harder]] > answers.inc, by hand, a few
// seconds a case. With two numbers only the cases [FIRST, LAST); with a third word, at half the spacing, to see what
// the answers are worth. Those of some cases are worth too little otherwise.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "oracle/oracle.hpp"
#include "oracle/random_series.hpp"

namespace {

/// Cases that are not converged with the usual effort: harder() moves them by more than half of what the engine is
/// allowed.
constexpr std::array<std::uint64_t, 1> hard{124};

}  // namespace

int main(int argc, char** argv) {
  using namespace swarmcast::oracle;
  if (argc == 2) {
    std::fputs("usage: make_answers [FIRST LAST [harder]]\n", stderr);
    return 2;
  }
  const std::uint64_t first = argc > 2 ? std::strtoull(argv[1], nullptr, 10) : 0;
  const std::uint64_t last = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 500;
  if (first == 0) {
    std::puts(
        "// Written by make_answers.cpp. Seed, readings, hours and count of the last, weights of the prior's curves, "
        "then the");
    std::puts("// quantiles at 2.5, 10, 25, 50, 75, 90 and 97.5 % for each of three horizons.");
  }
  for (std::uint64_t seed = first; seed < last; ++seed) {
    const RandomCase random = random_case(seed);
    const bool is_hard = argc > 3 || std::find(hard.begin(), hard.end(), seed) != hard.end();
    const Answer got = answer(random.series.readings, random.prior, random.horizons, is_hard ? harder() : Effort{});
    const swarmcast::Reading& reading = random.series.readings.back();
    std::printf("{%lu, %zu, %.8g, %.8g,\n {", static_cast<unsigned long>(seed), random.series.readings.size(),
                reading.hours, reading.count_used);
    for (std::size_t i = 0; i < got.weights.size(); ++i) std::printf(i > 0 ? ", %.5f" : "%.5f", got.weights[i]);
    std::printf("},\n {");
    for (std::size_t h = 0; h < got.horizons.size(); ++h) {
      std::printf(h > 0 ? ",\n  {{" : "{{{");
      for (std::size_t p = 0; p < probabilities.size(); ++p) {
        std::printf(p > 0 ? ", %.7g" : "%.7g", got.horizons[h].final[p]);
      }
      std::printf("}}");
    }
    std::printf("}}},\n");
    std::fflush(stdout);
  }
}
