#pragma once
/// The posterior over curves, their parameters and the size of the deviations, as weighted nodes (docs/method.md).

#include <cstddef>
#include <cstdint>
#include <vector>

#include "inference/deviations.hpp"
#include "inference/increments.hpp"
#include "inference/nodes.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// One curve's share of the posterior: parameter nodes [begin, end), whole blocks of them.
struct CurvePosterior {
  std::size_t curve = 0;    ///< index into curves()
  double log_evidence = 0;  ///< ln of its marginal likelihood, prior weight not included
  double weight = 0;        ///< posterior probability
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// One node of s, and the parameter nodes that have weight together with it.
struct ScalePosterior {
  DeviationFilter filter;
  double total = 0;                 ///< posterior probability of this node of s
  std::vector<std::uint32_t> node;  ///< index into the parameter nodes
  std::vector<double> weight;       ///< of the two together; all weights of a posterior add up to 1
  std::vector<double> level;        ///< see ScaleColumn
  std::vector<double> state;
};

/// Made by compute(); memory once grown is kept for the next series.
class Posterior {
 public:
  /// Precondition: data as from make_increments(), prior as read_prior() accepts it. Returns false where every curve
  /// rules the readings out; nothing else may be called then.
  [[nodiscard]] bool compute(const Increments& data, const Prior& prior);

  [[nodiscard]] double correlation_length() const { return correlation_length_; }
  /// m_n - ln t_n.
  [[nodiscard]] double last_log_midpoint() const { return last_log_midpoint_; }
  /// In the prior's order.
  [[nodiscard]] const std::vector<CurvePosterior>& curves() const { return curves_; }
  /// Ascending in s.
  [[nodiscard]] const std::vector<ScalePosterior>& scales() const { return scales_; }

  /// Parameter nodes, in units of the last reading's time, and ln G(t_n) there.
  [[nodiscard]] const std::vector<double>& log_tau() const { return log_tau_; }
  [[nodiscard]] const std::vector<double>& log_b() const { return log_b_; }
  [[nodiscard]] const std::vector<double>& whole() const { return whole_; }

 private:
  struct Window {
    double low;
    double high;
  };
  static Window first_window(const Prior& prior, const Increments& data);
  void make_scales(const Increments& data, const Prior& prior, const Window& window, double step);
  bool integrate(const Increments& data, const Prior& prior);
  void keep_nodes(CurvePosterior& curve);
  void normalize(const std::vector<double>& log_masses);

  double correlation_length_ = 0;
  double last_log_midpoint_ = 0;
  std::vector<CurvePosterior> curves_;
  std::vector<ScalePosterior> scales_;
  std::vector<double> log_tau_;
  std::vector<double> log_b_;
  std::vector<double> whole_;
  std::vector<double> mass_;  ///< posterior probability of each parameter node

  std::vector<std::uint32_t> renumbered_;
  CurveNodes curve_nodes_;  ///< the curve being integrated
  std::vector<DeviationFilter> filters_;
};

}  // namespace swarmcast
