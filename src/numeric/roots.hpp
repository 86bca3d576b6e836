#pragma once
/// A root of a continuous increasing function, by Boost.Math's TOMS 748.

#include <cmath>
#include <cstdint>

#include <boost/math/policies/policy.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace swarmcast {

/// Where f crosses zero between low and high, to 10^-10 absolute; the end nearer to a crossing where there is none
/// between. `at_low` and `at_high` are f there. Precondition: low < high, f increasing.
template <class Function>
double find_root(const Function& f, double low, double at_low, double high, double at_high) {
  if (at_low >= 0) return low;
  if (at_high <= 0) return high;
  namespace policies = boost::math::policies;
  // The library's own errors must not leave it as exceptions: what they would report is excluded above.
  using Policy = policies::policy<policies::evaluation_error<policies::ignore_error>,
                                  policies::domain_error<policies::ignore_error>>;
  std::uintmax_t rounds = 100;
  const auto near_enough = [](double a, double b) { return std::abs(b - a) < 1e-10; };
  const auto bracket = boost::math::tools::toms748_solve(f, low, high, at_low, at_high, near_enough, rounds, Policy());
  return 0.5 * (bracket.first + bracket.second);
}

}  // namespace swarmcast
