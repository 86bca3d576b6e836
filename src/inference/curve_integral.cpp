#include "inference/curve_integral.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/normal.hpp"

namespace swarmcast {
namespace {

/// Rows beyond which none are added, outward or between.
constexpr double most_rows_outward = 64;
constexpr std::size_t most_rows = 256;

/// A row this far below the best, in logs, is taken as it comes.
constexpr double unimportant_row = 8;

/// A row is taken to hold so many times as much as the best one so far, for its integral over that one's.
constexpr double generous_share = 3;

/// Below this, in logs, an increment is no growth at all, however much further it falls.
constexpr double no_growth = -9;

/// Nodes of a curve's only row are this much closer together, for no other row fills the gaps between them.
constexpr double only_row_scale = 0.5;
constexpr double only_row_agreement = 0.03;

/// Rows lie at center + scale sinh(bend t) / bend for t = 0, 1, -1, 2, ...
constexpr double row_bend = 0.3;

/// Rows at equal distances of t are enough by themselves where the sums over every other one differ by no more than
/// this share of the whole (for a Gaussian, the error of all is then below 2 (0.2 / 2)^4 of it, two in 10,000), and ln
/// of the integral is smooth: where its third differences are no more than the second.
constexpr double row_agreement = 0.2;
constexpr double most_unsmooth = 2;

double log_density(const Normal& normal, double x) {
  const double z = (x - normal.mean) / normal.sd;
  return -0.5 * z * z;
}

/// Where the nodes of the i-th row begin, in their distance: each row elsewhere, so that the nodes of one fill the gaps
/// between those of another where predictions do not depend on the outer parameter. Multiples of the golden ratio are
/// spread most evenly, however many there are.
double stagger(std::size_t i) {
  constexpr double golden = 0.6180339887498949, reach = 0.25;
  const double turns = golden * static_cast<double>(i);
  return reach * (2 * (turns - std::floor(turns)) - 1);
}

bool before(const Ridge::Row& row, double x) { return row.x < x; }

/// Where the ridge passes at x, on the line through the rows on both sides of it, or through the two nearest on one.
PeakGuess interpolate(std::span<const Ridge::Row> rows, double x) {
  if (rows.size() == 1) return rows.front().peak;
  constexpr double farthest = 1.5;  // beyond the last row, in distances to the one before it
  const auto right = std::lower_bound(rows.begin(), rows.end(), x, before);
  const auto above = std::clamp<std::ptrdiff_t>(right - rows.begin(), 1, std::ssize(rows) - 1);
  const Ridge::Row &a = rows[static_cast<std::size_t>(above - 1)], &b = rows[static_cast<std::size_t>(above)];
  const double share = std::clamp((x - a.x) / (b.x - a.x), -farthest, 1 + farthest);
  return {a.peak.center + share * (b.peak.center - a.peak.center),
          a.peak.scale * std::pow(b.peak.scale / a.peak.scale, std::clamp(share, 0.0, 1.0))};
}

}  // namespace

/// Where the ridge should pass at x: between rows of this look, on the line between them; outside, as far from the
/// nearest as the look before saw it go.
PeakGuess CurveIntegrator::guess_at(double x) const {
  const std::vector<Ridge::Row>& known = ridge_->rows;
  if (found_.empty()) return known.empty() ? PeakGuess{inner_.mean, inner_.sd} : interpolate(known, x);
  if (known.empty() || (found_.front().x < x && x < found_.back().x)) return interpolate(found_, x);
  const Ridge::Row& nearest = x <= found_.front().x ? found_.front() : found_.back();
  const PeakGuess here = interpolate(known, x), there = interpolate(known, nearest.x);
  return {nearest.peak.center + here.center - there.center, nearest.peak.scale * here.scale / there.scale};
}

/// Evaluates a block of nodes at the inner parameters y and the outer parameter x, and keeps it.
void CurveIntegrator::append_block(double x, std::span<PeakNode> y) {
  const std::size_t index = work_.size();
  work_.resize(index + 1);
  Block& block = work_.block(index);
  Lanes& moving = inner_is_shape_ ? block.parameters.log_b : block.parameters.log_tau;
  Lanes& fixed = inner_is_shape_ ? block.parameters.log_tau : block.parameters.log_b;
  for (std::size_t i = 0; i < lanes; ++i) moving[i] = y[i].x;
  fixed.fill(x);
  block.first_column =
      kernel().evaluate[curve_](*evidence_, block.parameters, residuals_, work_.columns(index), block.log_density);
  const double constant = log_constant_ + (has_outer_ ? log_density(outer_, x) : 0);
  for (std::size_t i = 0; i < lanes; ++i) {
    block.log_density[i] += log_density(inner_, moving[i]) + constant;
    block.weight[i] = 0;
    y[i].log_f = block.log_density[i];
    y[i].slot = index * lanes + i;
  }
}

class CurveIntegrator::RowFunction {
 public:
  static constexpr std::size_t batch = lanes;

  RowFunction(CurveIntegrator& owner, double x) : owner_(owner), x_(x), first_block_(owner.work_.size()) {}

  void discard() { owner_.work_.resize(first_block_); }
  void evaluate(std::span<PeakNode> nodes) { owner_.append_block(x_, nodes); }
  [[nodiscard]] bool wants_finer(const PeakRule&) { return owner_.row_wants_finer(); }

 private:
  CurveIntegrator& owner_;
  double x_;
  std::size_t first_block_;
};

/// ln of the integral over the inner parameter at outer parameter x; the row stays in row_ and its blocks in work_.
double CurveIntegrator::integrate_row(double x) {
  RowFunction function(*this, x);
  PeakLimits limits = effort_->row;
  limits.unimportant = best_ - unimportant_row;
  limits.heaviest = best_;
  PeakGuess guess = guess_at(x);
  guess.scale *= effort_->spacing * (has_outer_ ? effort_->widening : 1);
  guess.offset = has_outer_ ? stagger(points_.size()) : PeakGuess::askew;
  if (!has_outer_) {
    guess.scale *= only_row_scale;
    limits.agreement = std::min(limits.agreement, only_row_agreement);
  }
  row_prediction_ = {};
  row_.find(function, guess, limits);
  if (row_.top() < limits.nothing) return row_.top();
  const double integral = row_.log_integral();
  best_ = std::max(best_, integral);
  if (auto peak = row_.gaussian()) {
    constexpr double most_change = 3;  // from the guess: peaks of rows that hold little are vague
    peak->scale = std::clamp(peak->scale, guess.scale / most_change, guess.scale * most_change);
    found_.insert(std::lower_bound(found_.begin(), found_.end(), x, before), {x, *peak});
  }
  return integral;
}

/// For the nodes of one block: over s, each by its share.
void CurveIntegrator::predict_block(std::size_t index) {
  if (block_predictions_.size() <= index) block_predictions_.resize(2 * index + 1);
  BlockPrediction& prediction = block_predictions_[index];
  const Block& block = work_.block(index);
  const TestHorizon& horizon = *effort_->test;
  Lanes growth;
  kernel().predict[curve_](horizon.future, block.parameters, growth);
  const std::size_t first = block.first_column;
  kernel().average(growth, work_.columns(index).subspan(first), std::span(horizon.leads).subspan(first),
                   prediction.mean, prediction.variance);
}

/// Whether a prediction steps so far from one node of row_ to the next that the mixture would show single nodes.
bool CurveIntegrator::row_wants_finer() {
  if (effort_->test == nullptr) return false;
  const auto nodes = row_.nodes();
  std::size_t first = work_.size();
  for (const PeakNode& node : nodes) first = std::min(first, node.slot / lanes);
  for (std::size_t b = first; b < work_.size(); ++b) predict_block(b);

  double total = 0, sum = 0, squares = 0;
  node_predictions_.clear();
  for (const PeakNode& node : nodes) {
    const BlockPrediction& block = block_predictions_[node.slot / lanes];
    // A node far out may predict no number at all: that too is no growth.
    const double growth = block.mean[node.slot % lanes], variance = block.variance[node.slot % lanes];
    const double mean = growth > no_growth ? growth : no_growth;
    node_predictions_.push_back({mean, std::sqrt(variance)});
    if (node.part == 0) continue;
    total += node.part;
    sum += node.part * mean;
    squares += node.part * (mean * mean + variance);
  }
  const double mean = sum / total;
  row_prediction_ = {mean, std::sqrt(std::max(squares / total - mean * mean, 0.0))};
  // What the row is taken to hold of the curve's posterior.
  const double share = std::min(generous_share * std::exp(row_.log_integral() - best_), 1.0);
  for (std::size_t i = 0; i + 1 < nodes.size(); ++i) {
    if (share * std::max(nodes[i].part, nodes[i + 1].part) < effort_->share * total) continue;
    const Prediction &a = node_predictions_[i], &b = node_predictions_[i + 1];
    if (std::abs(b.mean - a.mean) > effort_->node_step * std::max(a.sd, b.sd)) return true;
  }
  return false;
}

void CurveIntegrator::add_row(double x) {
  row_begin_.push_back(work_.size());
  const LogPoint point{x, integrate_row(x), 0, predictions_.size()};
  predictions_.push_back(row_prediction_);
  if (point.log_f > no_evidence / 2) {
    for (const PeakNode& node : row_.nodes()) {
      work_.block(node.slot / lanes).weight[node.slot % lanes] = row_.share(node);
    }
  }
  points_.insert(std::lower_bound(points_.begin(), points_.end(), x,
                                  [](const LogPoint& other, double to) { return other.x < to; }),
                 point);
}

/// Whether predictions of rows i and i + 1 differ so much that the mixture would show single rows.
bool CurveIntegrator::predictions_too_far(std::size_t i) const {
  const Prediction &from = predictions_[points_[i].slot], &to = predictions_[points_[i + 1].slot];
  if (from.sd == 0 || to.sd == 0) return false;  // not looked at
  return std::abs(to.mean - from.mean) > effort_->row_step * std::max(from.sd, to.sd);
}

/// The trapezoidal rule in t for rows from t = first on, x being center + scale sinh(bend t) / bend: ln of the
/// integral, and weights in points_. None where they are not enough.
std::optional<double> CurveIntegrator::integrate_evenly(double first, double scale) {
  double sums[2] = {0, 0};
  for (std::size_t i = 0; i < points_.size(); ++i) {
    LogPoint& point = points_[i];
    point.weight = std::exp(point.log_f - best_) * std::cosh(row_bend * (first + static_cast<double>(i)));
    sums[i % 2] += point.weight;
  }
  const double sum = sums[0] + sums[1];
  if (!(std::abs(sums[0] - sums[1]) < row_agreement * sum)) return std::nullopt;
  for (LogPoint& point : points_) point.weight /= sum;
  for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
    if (points_[i].weight + points_[i + 1].weight < effort_->share) continue;
    if (predictions_too_far(i)) return std::nullopt;
    if (i == 0 || i + 2 == points_.size()) continue;
    const double steps = points_[i + 2].log_f - points_[i - 1].log_f, step = points_[i + 1].log_f - points_[i].log_f;
    if (std::abs(steps - 3 * step) > most_unsmooth) return std::nullopt;
  }
  return best_ + std::log(sum * scale);
}

/// Whether there must be a row between rows i and i + 1.
bool CurveIntegrator::too_far(std::size_t i) const {
  const LogPoint &a = points_[i], &b = points_[i + 1];
  if (a.weight + b.weight < effort_->share) return false;
  const double distance = b.x - a.x;
  if (std::abs(b.log_f - a.log_f) > effort_->fall) return true;
  if (std::max(curvature_at(points_, i), curvature_at(points_, i + 1)) * distance * distance > effort_->bend)
    return true;
  return predictions_too_far(i);
}

/// Rows outward from the guess until there is nothing more, then between. Leaves weights in points_, and returns ln of
/// the integral.
double CurveIntegrator::place_rows(const PeakGuess& guess) {
  // Row by row outward, ever further apart: a low shelf may be wide enough to hold more than its height tells.
  double largest = no_evidence;
  const double scale = effort_->spacing * effort_->widening * guess.scale;
  const auto add = [&](double t) {
    const double x = guess.center + scale * std::sinh(row_bend * t) / row_bend;
    add_row(x);
    const LogPoint& added = t < 0 ? points_.front() : points_.back();
    const double log_part = added.log_f + std::log(std::cosh(row_bend * t));
    largest = std::max(largest, log_part);
    return log_part;
  };
  const auto matters = [&](double log_part) { return log_part > largest - effort_->edge; };
  double low = 0, high = 0;
  double lowest = add(0), highest = lowest;
  do lowest = add(--low);
  while (matters(lowest) && low > -most_rows_outward);
  do highest = add(++high);
  while (matters(highest) && high < most_rows_outward);
  while (matters(lowest) && low > -most_rows_outward) lowest = add(--low);  // the best row may have come last

  if (effort_->widening > 1) {
    if (const auto integral = integrate_evenly(low, scale)) return *integral;
  }
  for (;;) {
    const double integral = integrate_log(points_);
    between_.clear();
    for (std::size_t i = 0; i + 1 < points_.size(); ++i) {
      if (too_far(i)) between_.push_back(0.5 * (points_[i].x + points_[i + 1].x));
    }
    if (between_.empty() || points_.size() >= most_rows) return integral;
    for (const double x : between_) add_row(x);
  }
}

/// The best row, and how the integrals fall off about it.
PeakGuess CurveIntegrator::outer_peak() const {
  std::size_t best = 0;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (points_[i].log_f > points_[best].log_f) best = i;
  }
  double sum = 0, squares = 0;
  for (const LogPoint& point : points_) {
    const double distance = point.x - points_[best].x;
    sum += point.weight * distance;
    squares += point.weight * distance * distance;
  }
  const double variance = std::max(squares - sum * sum, 0.0);
  const double curvature = curvature_at(points_, best);
  const double scale = curvature * variance > 1 ? 1 / std::sqrt(curvature) : std::sqrt(variance);
  return {points_[best].x, std::max(scale, 1e-6 * outer_.sd)};
}

double CurveIntegrator::integrate(std::size_t curve, const CurvePrior& prior, const Evidence& evidence,
                                  const Effort& effort, Ridge& ridge) {
  curve_ = curve;
  evidence_ = &evidence;
  effort_ = &effort;
  ridge_ = &ridge;
  has_outer_ = prior.log_shape && prior.log_timescale;
  inner_is_shape_ = prior.log_shape && !(has_outer_ && kernel().common_shape[curve]);
  inner_ = inner_is_shape_ ? *prior.log_shape : *prior.log_timescale;
  log_constant_ = -std::log(inner_.sd) - log_sqrt_two_pi;
  if (has_outer_) {
    outer_ = inner_is_shape_ ? *prior.log_timescale : *prior.log_shape;
    log_constant_ -= std::log(outer_.sd) + log_sqrt_two_pi;
  }
  work_.reset(evidence.filters.size());
  residuals_.resize(evidence.intervals.size());
  points_.clear();
  predictions_.clear();
  row_begin_.clear();
  found_.clear();
  best_ = no_evidence;

  double integral = 0;
  if (has_outer_) {
    integral = place_rows(ridge.rows.empty() ? PeakGuess{outer_.mean, outer_.sd} : ridge.outer);
    if (best_ < no_evidence / 2) return no_evidence;
    ridge.outer = outer_peak();
  } else {
    add_row(0);
    if (best_ < no_evidence / 2) return no_evidence;
    integral = points_.front().log_f;
    points_.front().weight = 1;
  }
  ridge.rows = found_;

  row_begin_.push_back(work_.size());
  for (const LogPoint& row : points_) {
    for (std::size_t b = row_begin_[row.slot]; b < row_begin_[row.slot + 1]; ++b) {
      for (double& weight : work_.block(b).weight) weight *= row.weight;
    }
  }
  return integral;
}

}  // namespace swarmcast
