#pragma once
/// The distribution of the count at later times, from a posterior (docs/method.md, "Projection").
///
/// Assumption: none beyond the model's. Raw quantiles at single times are made to respect that a count cannot fall by
/// running maxima over the fixed times 2^k t_n, so that the answer at one horizon does not depend on which others are
/// asked for.

#include <optional>
#include <span>
#include <vector>

#include "inference/posterior.hpp"
#include "numeric/normal_mixture.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// Not for use by several threads at once: it keeps what it has worked out about the fixed times.
class Outlook {
 public:
  /// Precondition: posterior.compute() returned true; both outlive the Outlook.
  Outlook(const Posterior& posterior, std::span<const Reading> readings);

  /// The p-quantiles of the count at `hours`, in downloads, for several p inside (0, 1).
  /// Precondition: hours > the last reading's.
  [[nodiscard]] std::vector<double> quantiles(double hours, std::span<const double> probabilities);

  /// The probability that `count` has been reached by `hours`: the p for which it is the (1 - p)-quantile there.
  [[nodiscard]] double probability_reached(double count, double hours);

  /// The time at which the p-quantile reaches `count`: null where that is later than reach_limit times the last
  /// reading's time. Precondition: count > the last reading's.
  [[nodiscard]] std::optional<double> time_to_reach(double count, double p);

 private:
  /// One place the projection may start from, in units of the last count, and how likely it is.
  struct Base {
    double count = 1;
    double weight = 1;
  };

  /// The distribution of ln((N(T) - base) / y_n) at one T.
  struct Growth {
    NormalMixture on;         ///< growth goes on until T
    double weight = 1;        ///< with this probability
    std::size_t steps = 0;    ///< or it ended in one of so many whole steps of log time since the last reading,
    NormalMixture in_last{};  ///< or in the part of a step that is left until T,
    double last_weight = 0;   ///< with this probability
  };

  /// Of growth that goes on.
  [[nodiscard]] NormalMixture mixture_at(double hours) const;
  [[nodiscard]] Growth growth_at(double hours);
  const Growth& fixed_growth(std::size_t doublings);
  /// The probability that growth ends in one of the whole steps.
  [[nodiscard]] double ended_in(std::size_t step) const;
  [[nodiscard]] double growth_distribution(const Growth& growth, double x) const;
  [[nodiscard]] double rough_distribution(const Growth& growth, double x) const;
  [[nodiscard]] double low(const Growth& growth) const;
  [[nodiscard]] double high(const Growth& growth) const;
  /// P(N <= count), count in units of y_n.
  [[nodiscard]] double distribution(const Growth& growth, double count) const;
  /// In units of y_n.
  [[nodiscard]] double raw_quantile(const Growth& growth, double p) const;

  const Posterior& posterior_;
  double last_hours_;
  double last_count_;
  std::vector<Base> bases_;           ///< ascending
  std::vector<NormalMixture> ended_;  ///< of growth that ended in one step of log time after another
  std::vector<Growth> fixed_;         ///< at 2^k t_n, k = 1, 2, ...
};

}  // namespace swarmcast
