#pragma once
/// Quadrature over the parameters of one curve: nodes where its posterior sits.
///
/// Rows along one parameter (numeric/peak_rule.hpp), which follow the ridge that the two often form, and the rows
/// themselves at points of the other (numeric/log_quadrature.hpp), denser where their integrals change fast. A curve
/// with one parameter is a single row.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "inference/kernel.hpp"
#include "inference/nodes.hpp"
#include "numeric/log_quadrature.hpp"
#include "numeric/peak_rule.hpp"
#include "swarmcast/prior.hpp"

namespace swarmcast {

/// Where predictions are looked at, to tell whether neighbouring nodes are close enough together for the mixture of
/// their normals not to show them one by one: long after the last reading, where they differ most.
struct TestHorizon {
  Interval future;
  std::vector<Lead> leads;  ///< one per node of s
};

/// How well a curve's posterior is to be resolved.
struct Effort {
  PeakLimits row{.edge = 8.5, .agreement = 0.07, .most = 256};
  double spacing = 1;   ///< of the first nodes and rows, in standard deviations of the Gaussians they are guessed to be
  double widening = 1;  ///< of these distances again, for a curve with rows; above 1, rows are left as they are first
                        ///< placed where their integrals are smooth and their predictions near enough together
  double edge = 8;      ///< rows are added outward while the part of the outermost, its integral times its distance to
                        ///< the next, is above e^-edge of the largest
  // A row is added between two that together hold `share` or more of the curve's posterior, and nodes are added to a
  // row between two that may hold as much of it, where
  double fall = 2.5;       ///< ln of the integral changes by more from one row to the other, or
  double bend = 1;         ///< its curvature times their squared distance is larger, or
  double row_step = 1.3;   ///< a prediction changes by more than so many of a row's standard deviations, or
  double node_step = 2.5;  ///< (within a row) of a node's.
  double share = 0.01;
  const TestHorizon* test = nullptr;  ///< null: predictions are not looked at
};

/// What is known of where one curve's posterior sits: it guides the next look at it.
struct Ridge {
  struct Row {
    double x = 0;  ///< outer parameter
    PeakGuess peak;
  };
  PeakGuess outer;        ///< of the rows' integrals
  std::vector<Row> rows;  ///< by x; empty at first
};

/// Keeps its memory from one curve to the next.
class CurveIntegrator {
 public:
  /// Integrates the likelihood of one curve over its prior, and returns ln of the integral (`no_evidence` or near it
  /// where the curve rules the readings out). `prior.curve` must be the name of curves()[curve]. `ridge` is used, and
  /// replaced by what was found.
  double integrate(std::size_t curve, const CurvePrior& prior, const Evidence& evidence, const Effort& effort,
                   Ridge& ridge);

  /// The nodes of that curve. Each has its share of the curve's posterior for a weight; they add up to 1.
  [[nodiscard]] const Nodes& nodes() const { return work_; }

 private:
  class RowFunction;

  /// Mean and standard deviation of the prediction at the test horizon.
  struct Prediction {
    double mean = 0;
    double sd = 0;
  };

  [[nodiscard]] PeakGuess guess_at(double x) const;
  void append_block(double x, std::span<PeakNode> y);
  double integrate_row(double x);
  void predict_block(std::size_t index);
  [[nodiscard]] bool row_wants_finer();
  void add_row(double x);
  double place_rows(const PeakGuess& guess);
  [[nodiscard]] std::optional<double> integrate_evenly(double first, double scale);
  [[nodiscard]] bool predictions_too_far(std::size_t i) const;
  [[nodiscard]] bool too_far(std::size_t i) const;
  [[nodiscard]] PeakGuess outer_peak() const;

  // The curve at hand.
  std::size_t curve_ = 0;
  const Evidence* evidence_ = nullptr;
  const Effort* effort_ = nullptr;
  const Ridge* ridge_ = nullptr;
  bool inner_is_shape_ = false;
  bool has_outer_ = false;
  Normal inner_;
  Normal outer_;
  double log_constant_ = 0;  ///< of the prior density

  // What has been found of it.
  Nodes work_;
  PeakRule row_;  ///< the last one
  struct BlockPrediction {
    Lanes mean;
    Lanes variance;
  };
  std::vector<BlockPrediction> block_predictions_;  ///< of the blocks of the last row
  Prediction row_prediction_;                       ///< of the last row; no sd where there is none
  std::vector<LogPoint> points_;                    ///< the rows, by x, with the index of each in the next three
  std::vector<std::size_t> row_begin_;              ///< where its blocks begin in work_
  std::vector<Prediction> predictions_;
  std::vector<Ridge::Row> found_;  ///< by x
  double best_ = 0;                ///< ln of the largest integral of a row

  // Scratch.
  std::vector<Lanes> residuals_;
  std::vector<double> between_;
  std::vector<Prediction> node_predictions_;
};

}  // namespace swarmcast
