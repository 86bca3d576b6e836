#pragma once
/// Quadrature over the parameters of one curve: nodes where its posterior sits.
///
/// Rows of constant ln tau, each with its own nodes in ln b that follow the ridge which the two often form; a curve
/// with one parameter is a single row. Both directions are adaptive (numeric/peak_rule.hpp).

#include <cstddef>
#include <span>
#include <vector>

#include "inference/kernel.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// A block of nodes and what the kernel made of it, summed over s.
struct Block {
  Lanes log_tau;
  Lanes log_b;
  Lanes whole;        ///< ln G(t_n)
  Lanes log_density;  ///< ln of likelihood (summed over s) times prior of the parameters
  Lanes weight;       ///< quadrature weight
};

/// The nodes of one curve. Memory once grown is kept, for the next curve and the next series.
class CurveNodes {
 public:
  void reset(std::size_t filters) {
    filters_ = filters;
    count_ = 0;
  }

  /// Adds a block with unset contents, or forgets the last ones.
  void resize(std::size_t blocks) {
    count_ = blocks;
    if (blocks_.size() < blocks) blocks_.resize(2 * blocks);
    if (columns_.size() < blocks * filters_) columns_.resize(2 * blocks * filters_);
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] Block& block(std::size_t i) { return blocks_[i]; }
  [[nodiscard]] const Block& block(std::size_t i) const { return blocks_[i]; }

  /// What the kernel made of block i: one column per node of s.
  [[nodiscard]] std::span<ScaleColumn> columns(std::size_t i) { return {columns_.data() + i * filters_, filters_}; }
  [[nodiscard]] std::span<const ScaleColumn> columns(std::size_t i) const {
    return {columns_.data() + i * filters_, filters_};
  }

 private:
  std::size_t filters_ = 0;
  std::size_t count_ = 0;
  std::vector<Block> blocks_;
  std::vector<ScaleColumn> columns_;
};

/// What tells whether neighbouring rows are close enough for prediction: the mean of ln of a future increment must not
/// step by more than its own spread.
struct PredictionStep {
  Interval future;
  std::vector<Lead> leads;  ///< one per node of s
};

/// Integrates the likelihood of one curve over its prior, and returns ln of the integral (`no_evidence` or near it
/// where the curve rules the readings out). `prior.curve` must be the name of curves()[curve]; `nodes` is overwritten.
double integrate_curve(std::size_t curve, const CurvePrior& prior, const Evidence& evidence,
                       const PredictionStep& prediction, CurveNodes& nodes);

}  // namespace swarmcast
