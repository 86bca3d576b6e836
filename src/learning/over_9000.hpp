#pragma once
/// How the site Over 9000 extrapolated the downloads of anime episodes (K. Trnka, "Curve fitting and machine learning
/// for Over 9000", 2015; docs/backtest.md has the formulas).

#include <array>
#include <optional>
#include <span>

#include "swarmcast/series.hpp"

namespace swarmcast {

/// Two curves through the counts as typed, and a made-up count of 0 at the release: what they say is averaged.
class Over9000 {
 public:
  /// Precondition: at least one reading.
  explicit Over9000(std::span<const Reading> readings);

  /// Downloads at that time. Null: neither curve says anything above 0.
  [[nodiscard]] std::optional<double> at(double hours) const;

 private:
  double most_ = 0;    // no curve says more
  double simple_ = 0;  // b of b ln(x + 1)^0.5, which stands in for a curve that cannot be fitted
  std::optional<std::array<double, 3>> logarithmic_;  // b, a and c of b ln(x + a + 1)^c
  std::optional<std::array<double, 2>> asymptotic_;   // b and a of b x / (x + a^2)
};

}  // namespace swarmcast
