#pragma once
/// The posterior over curves, their parameters and the size of the deviations, as weighted nodes (docs/method.md).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "inference/curve_integral.hpp"
#include "inference/deviations.hpp"
#include "inference/increments.hpp"
#include "inference/nodes.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// One curve's share of the posterior.
struct CurvePosterior {
  std::size_t curve = 0;    ///< index into curves()
  double log_evidence = 0;  ///< ln of its marginal likelihood, prior weight not included
  double weight = 0;        ///< posterior probability
  std::size_t begin = 0;    ///< its blocks of parameter nodes: [begin, end)
  std::size_t end = 0;
};

/// Parameter nodes, each with a node of s or more. Memory once grown is kept.
class ScalePairs {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  /// A lane of the posterior's blocks: lanes times the block's index, plus the lane.
  [[nodiscard]] std::span<const std::uint32_t> node() const { return {node_.data(), size_}; }
  /// Of the two together.
  [[nodiscard]] std::span<const double> weight() const { return {weight_.data(), size_}; }
  [[nodiscard]] std::span<double> weight() { return {weight_.data(), size_}; }
  /// See ScaleColumn.
  [[nodiscard]] std::span<const double> level() const { return {level_.data(), size_}; }
  [[nodiscard]] std::span<const double> state() const { return {state_.data(), size_}; }
  /// Of pairs that stand for two nodes of s, the upper one's part of the weight; of others unset.
  [[nodiscard]] std::span<const double> share() const { return {share_.data(), size_}; }

  void clear() { size_ = 0; }
  /// Where a block's pairs may be put next.
  [[nodiscard]] PairsEnd room() {
    const std::size_t needed = size_ + lanes;
    if (node_.size() < needed) {
      node_.resize(2 * needed);
      for (auto* values : {&weight_, &level_, &state_, &share_}) values->resize(2 * needed);
    }
    return {&node_[size_], &weight_[size_], &level_[size_], &state_[size_], &share_[size_]};
  }
  /// Takes over the pairs that were put there.
  void add(std::size_t pairs) { size_ += pairs; }

 private:
  std::size_t size_ = 0;
  std::vector<std::uint32_t> node_;
  std::vector<double> weight_;
  std::vector<double> level_;
  std::vector<double> state_;
  std::vector<double> share_;
};

/// One node of s, and the parameter nodes that have weight together with it. All weights of a posterior add up to 1.
struct ScalePosterior {
  ScalePairs pairs;
  DeviationFilter filter;
};

/// Two neighbouring nodes of s as one, for what needs less detail: level and state are the means of the two's. Again
/// all weights add up to 1.
struct CoarseScale {
  ScalePairs pairs;
  std::size_t lower = 0;  ///< of scales()
  std::size_t upper = 0;
};

/// Made by compute(); memory once grown is kept for the next series.
class Posterior {
 public:
  /// Precondition: data as from make_increments(), prior as read_prior() accepts it and at_age() leaves it. Returns
  /// false where every curve rules the readings out; nothing else may be called then. `spacing` is that of nodes, in
  /// what is enough for projections: smaller where the distributions of the parameters themselves are to be seen.
  [[nodiscard]] bool compute(const Increments& data, const Prior& prior, double spacing = 1);

  [[nodiscard]] double correlation_length() const { return correlation_length_; }
  /// Of growth's end, per unit of log time.
  [[nodiscard]] double stop_hazard() const { return stop_hazard_; }
  /// m_n - ln t_n.
  [[nodiscard]] double last_log_midpoint() const { return last_log_midpoint_; }
  /// In the prior's order. A curve of next to no weight has no nodes.
  [[nodiscard]] const std::vector<CurvePosterior>& curves() const { return curves_; }
  /// The parameter nodes of all curves, in units of the last reading's time.
  [[nodiscard]] const std::vector<ParameterBlock>& blocks() const { return blocks_; }
  /// Ascending in s.
  [[nodiscard]] std::span<const ScalePosterior> scales() const { return {scales_.data(), scale_count_}; }
  /// The same posterior in less detail. Only where there is a stop hazard: empty without.
  [[nodiscard]] std::span<const CoarseScale> coarse_scales() const { return {coarse_.data(), coarse_count_}; }

 private:
  /// Equidistant nodes of ln s.
  struct Window {
    double low;
    double high;
    double step;
  };
  [[nodiscard]] std::span<const DeviationFilter> filters() const { return {filters_.data(), filter_count_}; }
  static Window first_window(const Prior& prior, const Increments& data);
  void make_filters(const Increments& data, const Prior& prior, Window& window);
  bool survey(const Increments& data, const Prior& prior);
  bool survey_curve(const Increments& data, const Prior& prior, std::size_t index);
  void look_ahead(std::size_t index, std::size_t level);
  void find_tail_shares();
  [[nodiscard]] bool survey_reaches_up() const;
  [[nodiscard]] Window surveyed_window(const Window& window, const Prior& prior, std::size_t readings) const;
  [[nodiscard]] std::optional<Window> adjusted_window(const Window& window, double reach) const;
  bool integrate(const Increments& data, const Prior& prior);
  bool weigh_curves(const Prior& prior);
  [[nodiscard]] bool all_integrated() const;
  void begin_pairs();
  [[nodiscard]] ScalePairs& pairs(std::size_t list);
  void gather(std::size_t curve);
  void keep_parameters(const ParameterBlock& from, std::size_t lane, std::size_t number);
  void end_curve();
  bool scale_weights();

  double correlation_length_ = 0;
  double stop_hazard_ = 0;
  double last_log_midpoint_ = 0;
  double spacing_ = 1;
  std::vector<CurvePosterior> curves_;
  std::vector<ParameterBlock> blocks_;
  std::vector<ScalePosterior> scales_;
  std::size_t scale_count_ = 0;  ///< of scales_ in use
  std::vector<CoarseScale> coarse_;
  std::size_t coarse_count_ = 0;

  CurveIntegrator integrator_;
  TestHorizon test_;
  std::vector<Ridge> ridges_;  ///< of each curve
  std::vector<DeviationFilter> filters_;
  std::size_t filter_count_ = 0;  ///< of filters_ in use
  /// A node of the survey: its share of its curve, and what it predicts.
  struct Look {
    std::size_t curve;
    double weight;
    double growth;
  };
  std::vector<Look> looks_;
  std::vector<double> surveyed_totals_;  ///< what the survey makes of each curve's posterior of s, side by side
  std::vector<double> tail_shares_;      ///< of each curve in the upper tail of predictions
  std::vector<double> scale_totals_;     ///< posterior probability of each node of s
  std::vector<double> curve_totals_;     ///< the same of one curve
  std::vector<std::size_t> ends_;        ///< of each curve's pairs, in every list: see pairs()
};

}  // namespace swarmcast
