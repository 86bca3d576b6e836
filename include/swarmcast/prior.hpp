#pragma once
/// What is believed about a release before anything is counted.
///
/// Assumption: releases resemble those the prior was learned from in pace relative to their own age. Where they do not
/// (a counter of many releases at once, a deadline rush), the bands are too narrow; `swarmcast learn` will mend that.

#include <cstddef>
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

/// What a learned prior was learned from.
struct PriorOrigin {
  std::size_t series = 0;      ///< whole series, or forecasting tasks cut from them, that it was learned from
  std::string sha256{};        ///< of the file they stood in, in hexadecimal
  std::string version{};       ///< of the swarmcast that learned it
  std::string date{};          ///< as it was given; empty: none was
  std::string started_from{};  ///< the name of the prior that learning began with
  double kept = 0;             ///< how much of the result is still that one's, a share

  friend bool operator==(const PriorOrigin&, const PriorOrigin&) = default;
};

/// A prior over curves, their parameters, and the deviations of the download rate from them.
struct Prior {
  std::string name{};
  Normal log_sigma{};                ///< of s, the standard deviation of the log rate about the curve
  double correlation_length = 0;     ///< l > 0, of those deviations, in log time
  double log_level_sd = 0;           ///< > 0, of ln(K G(t_n)) about ln y_n
  std::vector<CurvePrior> curves{};  ///< at least one, in the order of curves(); a curve left out has weight 0
  /// Standard deviation, in units of s, of what each interval between readings deviates by on its own, without part in
  /// the intervals after it: weekdays, news, a counter's fits and starts. Later intervals are longer, and average it
  /// out. 0: there is none.
  double nugget = 0;
  /// How likely growth is to end for good, because the next release ships or the story is old: the hazard per unit of
  /// log time. 0: it never does.
  double stop_hazard = 0;
  bool absolute = false;                ///< log_timescale is of tau in hours, not of tau / t_n
  std::optional<PriorOrigin> origin{};  ///< of a prior that was learned

  friend bool operator==(const Prior&, const Prior&) = default;
};

/// The same prior as seen from a last reading at `hours`: with timescales relative to it, as the model takes them.
[[nodiscard]] Prior at_age(const Prior& prior, double hours);

/// The prior used where none is named.
[[nodiscard]] const Prior& builtin_prior();

/// The prior with only the named curves left, their weights as they were. Errors: `unknown_curve` for a name that is
/// not in curves() (with the nearest one offered), or that the prior gives no weight.
[[nodiscard]] Result<Prior> with_curves(const Prior& prior, const std::vector<std::string>& names);

}  // namespace swarmcast
