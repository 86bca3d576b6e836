#pragma once
/// What is believed about a release before anything is counted.
///
/// Assumption: releases resemble those the prior was learned from in pace relative to their own age. Where they do not
/// (a counter of many releases at once, a deadline rush), the bands are too narrow; `swarmcast learn` will mend that.

#include <optional>
#include <string>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// A normal distribution of some quantity's logarithm.
struct Normal {
  double mean = 0;
  double sd = 1;  ///< > 0

  friend bool operator==(const Normal&, const Normal&) = default;
};

/// One curve's part of a prior.
struct CurvePrior {
  std::string curve;                    ///< a name from curves()
  double weight = 0;                    ///< > 0, relative to the other curves'
  std::optional<Normal> log_timescale;  ///< of tau / t_n, the last reading's time; present when the curve takes tau
  std::optional<Normal> log_shape;      ///< of b; present when the curve takes b

  friend bool operator==(const CurvePrior&, const CurvePrior&) = default;
};

/// A prior over curves, their parameters, and the deviations of the download rate from them.
struct Prior {
  std::string name;
  Normal log_sigma;                ///< of s, the standard deviation of the log rate about the curve
  double correlation_length = 0;   ///< l > 0, of those deviations, in log time
  double log_level_sd = 0;         ///< > 0, of ln(K G(t_n)) about ln y_n
  std::vector<CurvePrior> curves;  ///< at least one, in the order of curves(); a curve left out has weight 0

  friend bool operator==(const Prior&, const Prior&) = default;
};

/// The prior used where none is named.
[[nodiscard]] const Prior& builtin_prior();

/// The prior with only the named curves left, their weights as they were. Errors: `unknown_curve` for a name that is
/// not in curves() (with the nearest one offered), or that the prior gives no weight.
[[nodiscard]] Result<Prior> with_curves(const Prior& prior, const std::vector<std::string>& names);

}  // namespace swarmcast
