// Solving and projecting allocate nothing but the answer. A program of its own, for it counts what it allocates.

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "numeric/levenberg_marquardt.hpp"
#include "projection/outlook.hpp"
#include "swarmcast/swarmcast.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t size) {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc): what operator new is made of
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = counted(size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace swarmcast {
namespace {

/// K (1 - e^(-r t)) through five points.
struct Decay {
  std::array<double, 5> t{1, 2, 3, 5, 8};
  std::array<double, 5> y{10.1, 16.2, 19.7, 23.1, 24.4};

  void operator()(const std::array<double, 2>& u, const LeastSquaresBlock& block) const {
    for (std::size_t i = 0; i < block.rows; ++i) {
      const bool point = i < t.size();
      const double left = point ? std::exp(-u[1] * t[i]) : 1;
      block.residuals()[i] = point ? u[0] * (1 - left) - y[i] : 0;
      block.column(0)[i] = 1 - left;
      block.column(1)[i] = point ? u[0] * t[i] * left : 0;
    }
  }
  [[nodiscard]] static std::size_t points() { return 5; }
  [[nodiscard]] static double data_norm() { return 43; }
};

TEST_CASE("solving allocates nothing, once the workspace has grown") {
  LeastSquaresWorkspace workspace;
  const Decay model;
  const std::size_t at_first = allocations;
  CHECK(minimize<2>(model, {20, 1}, workspace).stop == Stop::floor);
  const std::size_t before = allocations;
  const auto again = minimize<2>(model, {500, 3}, workspace);
  const std::size_t after = allocations;
  CHECK(again.stop == Stop::floor);
  CHECK(after == before);
  CHECK(before > at_first);  // the counter counts
}

TEST_CASE("projecting allocates nothing but the quantiles, once the memory has grown") {
  const std::vector<Reading> readings{make_reading(3, 23850), make_reading(7, 41000), make_reading(10, 52385)};
  const Increments data = make_increments(readings);
  const std::array probabilities{0.025, 0.1, 0.5, 0.9, 0.975};
  Posterior posterior;
  Outlook outlook;
  std::size_t before = 0, after = 0;
  for (int round = 0; round < 3; ++round) {
    before = allocations;
    REQUIRE(posterior.compute(data, builtin_prior()));
    outlook.begin(posterior, readings);
    for (const double hours : {12.0, 38.5, 100.0}) CHECK(outlook.quantiles(hours, probabilities).size() == 5);
    after = allocations;
  }
  CHECK(after - before == 3);  // one vector of quantiles for each horizon
}

}  // namespace
}  // namespace swarmcast
