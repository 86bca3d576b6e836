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

/// Not for use by several threads at once: it keeps what it has worked out about the fixed times. Memory once grown is
/// kept for the next series.
class Outlook {
 public:
  Outlook() = default;
  Outlook(const Posterior& posterior, std::span<const Reading> readings) { begin(posterior, readings); }

  /// Forgets what it knows, and starts on another posterior. Precondition: posterior.compute() returned true; it stays
  /// as it is for as long as it is asked about.
  void begin(const Posterior& posterior, std::span<const Reading> readings);

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

  /// A time at which growth may end.
  struct Place {
    NormalMixture growth;           ///< of a fixed time, 2^k t_n: see find_growth()
    std::vector<NormalBins> ended;  ///< growth that has ended by then, in less detail, for each coarse scale
    double going_on = 1;            ///< probability that it has not
  };

  /// Makes `result` the distribution of ln((N(T) - base) / y_n) at T = `hours`.
  void find_growth(double hours, NormalMixture& result);
  /// The same at 2^doublings t_n, found once.
  const NormalMixture& fixed_growth(std::size_t doublings);
  const Place& place(std::size_t i);
  void add_place();

  /// Growth of all parameter nodes until `hours`, without deviations, into node_growth_; returns m_T - m_n.
  double predict(double hours);
  /// Adds what was just predicted for growth that goes on until then; `ahead` is what predict() returned.
  void add_growing(double ahead, double weight, NormalMixture& result);
  /// The same for growth that ends then.
  void add_ended(double ahead, double weight, std::vector<NormalBins>& bins);

  /// P(N <= lowest base + e^x), and its derivatives by x; counts in units of y_n.
  [[nodiscard]] Slope slope(const NormalMixture& growth, double x) const;
  /// P(N <= count), count in units of y_n.
  [[nodiscard]] double distribution(const NormalMixture& growth, double count) const;
  /// In units of y_n.
  [[nodiscard]] double raw_quantile(const NormalMixture& growth, double p) const;

  const Posterior* posterior_ = nullptr;
  double last_hours_ = 0;
  double last_count_ = 0;
  std::vector<Base> bases_;  ///< ascending

  NormalMixture growth_;         ///< at the time that is asked for
  std::vector<Place> places_;    ///< in time's order
  std::size_t place_count_ = 0;  ///< of these, known

  // Scratch.
  std::vector<Lanes> node_growth_;
  std::vector<double> mean_;
};

}  // namespace swarmcast
