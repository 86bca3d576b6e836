#include "inference/nodes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "numeric/normal.hpp"
#include "numeric/peak_rule.hpp"

namespace swarmcast {
namespace {

/// Prior standard deviations either side of its mean where the search begins; it moves on from there where the data
/// pull.
constexpr double first_reach = 5;

/// Rows whose integral is so far (in logs) below the best, and falling, end the walk outward.
constexpr double walk_depth = 30;

/// A step of the prediction's mean between rows that a mixture of normals still hides: in standard deviations of one of
/// them, and in standard deviations of the mean over all rows.
constexpr double largest_step = 1.5;
constexpr double smallest_step = 0.3;

/// Of a normal distribution, up to the constant below.
double log_density(const Normal& normal, double x) {
  const double z = (x - normal.mean) / normal.sd;
  return -0.5 * z * z;
}

double log_density_constant(const Normal& normal) { return -std::log(normal.sd) - log_sqrt_two_pi; }

/// Share of a row that is too small to show in a quantile by itself.
constexpr double smallest_atom = 0.004;

/// Below this, in logs, an increment is no growth at all, however much further it falls.
constexpr double no_growth = -9;

PeakGuess widest(const Normal& normal) {
  const double reach = first_reach * normal.sd;
  return {normal.mean, 2 * reach, normal.mean - reach, normal.mean + reach};
}

/// The nodes at one value of the outer parameter.
struct Row {
  double x = 0;
  double log_integral = no_evidence;  ///< over the inner parameter
  PeakGuess region = {};              ///< where it was found, as a guess for its neighbours
  std::size_t first_block = 0;
  std::size_t block_count = 0;

  [[nodiscard]] bool found() const { return log_integral > no_evidence / 2; }
};

/// Work on one curve: the evidence, its prior, and the blocks evaluated so far.
class CurveIntegrator {
 public:
  CurveIntegrator(std::size_t curve, const CurvePrior& prior, const Evidence& evidence,
                  const PredictionStep& prediction, CurveNodes& nodes)
      : evaluate_block_(kernel().evaluate[curve]),
        predict_block_(kernel().predict[curve]),
        evidence_(evidence),
        prediction_(prediction),
        nodes_(nodes),
        inner_is_shape_(prior.log_shape.has_value()),
        inner_(prior.log_shape ? *prior.log_shape : *prior.log_timescale),
        residuals_(evidence.intervals.size()) {
    if (prior.log_shape && prior.log_timescale) outer_ = *prior.log_timescale;
    prior_constant_ = log_density_constant(inner_) + (outer_ ? log_density_constant(*outer_) : 0);
    nodes_.reset(evidence.filters.size());
  }

  double run();

  [[nodiscard]] const Normal& inner() const { return inner_; }
  [[nodiscard]] std::size_t block_count() const { return nodes_.size(); }
  void truncate(std::size_t blocks) { nodes_.resize(blocks); }

  /// Evaluates a block of nodes at the inner parameters y and the outer parameter x, and keeps it.
  void append_block(double x, const double* y, double* log_f);

  /// Integrates over the inner parameter at outer parameter x, keeping the blocks.
  Row integrate_row(double x, const PeakGuess& guess);

  /// ln of the future increment at a node, at the node of s most likely there.
  struct Prediction {
    double mean = 0;
    double sd = 0;
  };
  [[nodiscard]] std::array<Prediction, lanes> predict_block(std::size_t index) const;
  [[nodiscard]] Prediction predict_peak(const Row& row) const;

  /// Whether the prediction steps too far between nodes of a row that has the blocks from `first_block` on.
  bool row_wants_finer(std::size_t first_block, const PeakRule& rule);

 private:
  Kernel::Evaluate evaluate_block_;
  Kernel::Predict predict_block_;
  const Evidence& evidence_;
  const PredictionStep& prediction_;
  CurveNodes& nodes_;
  bool inner_is_shape_;
  Normal inner_;
  std::optional<Normal> outer_;
  double prior_constant_ = 0;
  std::vector<Lanes> residuals_;
  PeakRule row_rule_;
};

void CurveIntegrator::append_block(double x, const double* y, double* log_f) {
  const std::size_t index = nodes_.size();
  nodes_.resize(index + 1);
  Block& block = nodes_.block(index);
  Lanes& moving = inner_is_shape_ ? block.log_b : block.log_tau;
  Lanes& fixed = inner_is_shape_ ? block.log_tau : block.log_b;
  std::copy_n(y, lanes, moving.begin());
  fixed.fill(x);
  evaluate_block_(evidence_, block.log_tau, block.log_b, residuals_, nodes_.columns(index), block.whole,
                  block.log_density);
  const double outer_density = prior_constant_ + (outer_ ? log_density(*outer_, x) : 0);
  for (std::size_t i = 0; i < lanes; ++i) {
    block.log_density[i] += log_density(inner_, moving[i]) + outer_density;
    log_f[i] = block.log_density[i];
  }
}

class RowFunction {
 public:
  static constexpr std::size_t batch = lanes;

  RowFunction(CurveIntegrator& owner, double x, std::size_t fewest)
      : owner_(owner), x_(x), first_block_(owner.block_count()), fewest_(fewest) {}

  void discard() { owner_.truncate(first_block_); }
  void evaluate(const double* y, double* log_f) { owner_.append_block(x_, y, log_f); }
  [[nodiscard]] bool wants_finer(const PeakRule& rule) const {
    return rule.size() < fewest_ || owner_.row_wants_finer(first_block_, rule);
  }

 private:
  CurveIntegrator& owner_;
  double x_;
  std::size_t first_block_;
  std::size_t fewest_;
};

Row CurveIntegrator::integrate_row(double x, const PeakGuess& guess) {
  Row row;
  row.x = x;
  row.first_block = nodes_.size();
  // A lone row has no neighbours to fill the gaps between the predictions of its nodes.
  constexpr std::size_t lone_row_points = 64, most_row_points = 128;
  RowFunction function(*this, x, outer_ ? 0 : lone_row_points);
  find_peak_rule(function, guess, {.most = most_row_points}, row_rule_);
  row.log_integral = row_rule_.log_integral;
  row.region = {row_rule_.center, row_rule_.scale, row_rule_.low(), row_rule_.high()};
  row.block_count = nodes_.size() - row.first_block;
  for (std::size_t b = row.first_block; b < nodes_.size(); ++b) {
    Block& block = nodes_.block(b);
    const Lanes& moving = inner_is_shape_ ? block.log_b : block.log_tau;
    for (std::size_t i = 0; i < lanes; ++i) block.weight[i] = row_rule_.weight_at(moving[i]);
  }
  return row;
}

std::array<CurveIntegrator::Prediction, lanes> CurveIntegrator::predict_block(std::size_t index) const {
  const Block& block = nodes_.block(index);
  const auto columns = nodes_.columns(index);
  Lanes growth;
  predict_block_(prediction_.future, block.log_tau, block.log_b, block.whole, growth);
  std::array<Prediction, lanes> predictions;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    std::size_t likely = 0;
    for (std::size_t s = 1; s < columns.size(); ++s) {
      if (columns[s].share[lane] > columns[likely].share[lane]) likely = s;
    }
    const Lead& ahead = prediction_.leads[likely];
    const double mean = growth[lane] + columns[likely].level[lane] + ahead.decay * columns[likely].state[lane];
    predictions[lane] = {std::max(mean, no_growth), ahead.sd};
  }
  return predictions;
}

CurveIntegrator::Prediction CurveIntegrator::predict_peak(const Row& row) const {
  std::size_t best_block = row.first_block, lane = 0;
  for (std::size_t b = row.first_block; b < row.first_block + row.block_count; ++b) {
    const Lanes& density = nodes_.block(b).log_density;
    const auto top = std::max_element(density.begin(), density.end());
    if (b == row.first_block || *top > nodes_.block(best_block).log_density[lane]) {
      best_block = b;
      lane = static_cast<std::size_t>(top - density.begin());
    }
  }
  return predict_block(best_block)[lane];
}

bool CurveIntegrator::row_wants_finer(std::size_t first_block, const PeakRule& rule) {
  struct Point {
    double y, part;
    Prediction prediction;
  };
  std::vector<Point> points;
  double total = 0;
  for (std::size_t b = first_block; b < nodes_.size(); ++b) {
    const Lanes& y = inner_is_shape_ ? nodes_.block(b).log_b : nodes_.block(b).log_tau;
    const auto predictions = predict_block(b);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const double part = rule.weight_at(y[lane]) * std::exp(nodes_.block(b).log_density[lane] - rule.log_f[rule.peak]);
      points.push_back({y[lane], part, predictions[lane]});
      total += part;
    }
  }
  std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    if (std::max(points[i].part, points[i + 1].part) < smallest_atom * total) continue;
    const double hidden = largest_step * std::max(points[i].prediction.sd, points[i + 1].prediction.sd);
    if (std::abs(points[i].prediction.mean - points[i + 1].prediction.mean) > hidden) return true;
  }
  return false;
}

/// The outer parameter's function: the integral of each row.
class SurfaceFunction {
 public:
  static constexpr std::size_t batch = 6;

  explicit SurfaceFunction(CurveIntegrator& owner) : owner_(owner) {}

  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  void discard() {
    owner_.truncate(0);
    rows_.clear();
  }

  void evaluate(const double* x, double* log_f) {
    std::fill_n(log_f, batch, no_evidence);
    // From the point nearest the best row known, whose region is known too, outward.
    std::size_t start = batch / 2;
    if (!known_.empty()) {
      const double best = std::max_element(known_.begin(), known_.end(), [](const Row& a, const Row& b) {
                            return a.log_integral < b.log_integral;
                          })->x;
      start = static_cast<std::size_t>(std::lower_bound(x, x + batch - 1, best) - x);
      if (start > 0 && best - x[start - 1] < x[start] - best) --start;
    }
    log_f[start] = add_row(x[start]);
    for (std::size_t i = start + 1; i < batch; ++i) {
      log_f[i] = add_row(x[i]);
      if (log_f[i] < best_ - walk_depth && log_f[i] <= log_f[i - 1]) break;
    }
    for (std::size_t i = start; i-- > 0;) {
      log_f[i] = add_row(x[i]);
      if (log_f[i] < best_ - walk_depth && log_f[i] <= log_f[i + 1]) break;
    }
  }

  bool wants_finer(const PeakRule& rule) {
    constexpr double matters = 7;  // in logs below the best row
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.x < b.x; });
    struct Point {
      double weight, mean, sd;
    };
    std::vector<Point> points;
    const double top = rule.log_f[rule.peak];
    for (const Row& row : rows_) {
      if (row.log_integral < top - matters) continue;
      const auto prediction = owner_.predict_peak(row);
      const double part = rule.weight_at(row.x) * std::exp(row.log_integral - top);
      if (std::isfinite(prediction.mean)) points.push_back({part, prediction.mean, prediction.sd});
    }
    double total = 0, mean = 0, square = 0;
    for (const Point& point : points) {
      total += point.weight;
      mean += point.weight * point.mean;
    }
    mean /= total;
    for (const Point& point : points) square += point.weight * (point.mean - mean) * (point.mean - mean);
    const double spread = std::sqrt(square / total);
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      const double hidden = std::max(largest_step * std::max(points[i].sd, points[i + 1].sd), smallest_step * spread);
      if (std::abs(points[i].mean - points[i + 1].mean) > hidden) return true;
    }
    return false;
  }

 private:
  void remember(const Row& row) {
    known_.insert(
        std::upper_bound(known_.begin(), known_.end(), row, [](const Row& a, const Row& b) { return a.x < b.x; }), row);
  }

  /// Where the ridge should pass at x, from the rows on both sides of it, or the two nearest on one side.
  PeakGuess guess_at(double x) const {
    if (known_.empty()) return widest(owner_.inner());
    const auto right =
        std::lower_bound(known_.begin(), known_.end(), x, [](const Row& row, double at) { return row.x < at; });
    const std::size_t above = static_cast<std::size_t>(right - known_.begin());
    if (known_.size() == 1) return known_.front().region;
    const std::size_t last = known_.size() - 1;
    const Row& near = known_[above > last ? last : above == 0 ? 0 : above - 1];
    const Row& other = known_[above > last ? last - 1 : above == 0 ? 1 : above];
    const double along = other.x == near.x ? 0 : std::clamp((x - near.x) / (other.x - near.x), -2.0, 1.0);
    const double shift = along * (other.region.center - near.region.center);
    const double mix = std::clamp(along, 0.0, 1.0);
    PeakGuess guess = near.region;
    guess.center += shift;
    guess.scale = near.region.scale + mix * (other.region.scale - near.region.scale);
    guess.low = guess.center + (near.region.low - near.region.center) * (1 - mix) +
                (other.region.low - other.region.center) * mix;
    guess.high = guess.center + (near.region.high - near.region.center) * (1 - mix) +
                 (other.region.high - other.region.center) * mix;
    return guess;
  }

  double add_row(double x) {
    rows_.push_back(owner_.integrate_row(x, guess_at(x)));
    if (rows_.back().found()) remember(rows_.back());
    best_ = std::max(best_, rows_.back().log_integral);
    return rows_.back().log_integral;
  }

  CurveIntegrator& owner_;
  double best_ = no_evidence;
  std::vector<Row> rows_;   ///< whose blocks are kept
  std::vector<Row> known_;  ///< all that were found, by x: guesses for the next
};

double CurveIntegrator::run() {
  if (!outer_) return integrate_row(0, widest(inner_)).log_integral;
  SurfaceFunction surface(*this);
  PeakRule rule;
  find_peak_rule(surface, widest(*outer_), {}, rule);
  for (const Row& row : surface.rows()) {
    for (std::size_t b = row.first_block; b < row.first_block + row.block_count; ++b) {
      for (double& weight : nodes_.block(b).weight) weight *= rule.weight_at(row.x);
    }
  }
  return rule.log_integral;
}

}  // namespace

double integrate_curve(std::size_t curve, const CurvePrior& prior, const Evidence& evidence,
                       const PredictionStep& prediction, CurveNodes& nodes) {
  return CurveIntegrator(curve, prior, evidence, prediction, nodes).run();
}

}  // namespace swarmcast
