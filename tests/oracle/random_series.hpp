#pragma once
/// Seeded random projections: series of every kind that readings come in, and priors.

#include <cstdint>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast::oracle {

/// A small generator (splitmix64, Steele et al. 2014) with its own distributions: those of the standard library differ
/// from one library to the next.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  double uniform(double low, double high);
  double log_uniform(double low, double high);
  double normal();
  /// A whole number in [low, high].
  int integer(int low, int high);
  bool chance(double probability) { return uniform(0, 1) < probability; }

 private:
  std::uint64_t state_;
};

struct RandomCase {
  Series series;
  std::vector<double> horizons;  ///< three
  Prior prior;
};

/// 1 to 100 readings, mostly few, seconds to years apart, of 10 to 10^12 downloads: steep, flat, noisy or near exact,
/// and counts in every form. Four of five cases have the reference prior, the fifth one of twenty random ones.
[[nodiscard]] RandomCase random_case(std::uint64_t seed);

/// A random subset of the curves with random means, standard deviations (0.1 to 3), correlation length and sizes.
[[nodiscard]] Prior random_prior(std::uint64_t seed);

}  // namespace swarmcast::oracle
