#pragma once
/// Adaptive quadrature of a peaked positive function of one variable given by its logarithm, evaluated in batches.
///
/// Nodes are x = center + scale sinh(bend t) / bend for equidistant t, with the trapezoidal rule in t: about `scale`
/// apart near the centre, and ever further apart away from it, since the posterior of a parameter is often a sharp peak
/// on a broad base. For smooth functions the rule converges faster than any power of the step (Trefethen and Weideman,
/// SIAM Review 56, 2014). Nodes are added outward and between, and none is lost but when the peak turns out to be much
/// narrower than the nodes around it: then the rule starts again there.
///
/// Assumption: what the first nodes show of the function leads to all of it. A second peak that falls between them, and
/// raises none of them, is missed.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "numeric/vector_kernel.hpp"

namespace swarmcast {

/// Where the peak should be, and the standard deviation of a Gaussian like it.
struct PeakGuess {
  double center = 0;
  double scale = 1;  ///< > 0
  /// Of the first nodes, in their distance. With none they lie symmetrically about the centre, and every other node of
  /// a symmetric peak is the mirror image of the rest: the halves agree however few they are.
  double offset = askew;

  static constexpr double askew = 0.25;
};

struct PeakNode {
  double t = 0;
  double e = 0;  ///< e^(bend t)
  double x = 0;
  double slope = 0;  ///< dx/dt
  double log_f = 0;
  double part = 0;       ///< of the integral: slope f, in a unit that all nodes have in common
  std::size_t slot = 0;  ///< where the function keeps what belongs to this node
};

struct PeakLimits {
  double edge = 9;         ///< nodes are added outward while the parts beyond the outermost, were they to go on falling
                           ///< as they do there, would add up to more than e^-edge of the largest
  double agreement = 0.1;  ///< the step is halved while |even - odd| >= agreement (even + odd), the sums of parts over
                           ///< every other node: the error of all is below the square of that of the halves
  std::size_t most = 256;  ///< nodes beyond which none are added
  double nothing = -1e29;  ///< values of ln f below this count as zero
  double heaviest = -HUGE_VAL;  ///< ln of the integral of another function that this one is to be added to: where this
                                ///< one's is smaller, so much smaller is `edge`, but not below
  double least_edge = 6;        ///< this
  double unimportant = -HUGE_VAL;  ///< of ln of the integral: below it the step is not halved
};

/// Memory once grown is kept from one function to the next.
class PeakRule {
 public:
  /// Finds nodes for f. `Function` has
  ///   static constexpr std::size_t batch            nodes evaluated at a time
  ///   void discard()                                forget all nodes so far: the rule starts again
  ///   void evaluate(std::span<PeakNode> nodes)      sets log_f and slot of `batch` nodes
  ///   bool wants_finer(const PeakRule& rule)        for reasons of its own
  template <class Function>
  void find(Function& function, const PeakGuess& guess, const PeakLimits& limits) {
    constexpr int most_restarts = 12;
    int restarts = 0;
    start(function, guess);
    for (;;) {
      measure();
      if (top() < limits.nothing) return;
      const double missing = std::max(limits.heaviest - log_integral(), 0.0);
      const double edge =
          largest_ * std::exp(-std::max(limits.edge - missing, std::min(limits.edge, limits.least_edge)));
      const bool below = beyond(nodes_[0], nodes_[1]) > edge;
      const bool above = beyond(nodes_.back(), nodes_[nodes_.size() - 2]) > edge;
      if ((below || above) && nodes_.size() < limits.most) {
        extend(function, below, above);
        continue;
      }
      if (log_integral() < limits.unimportant) return;
      const bool done = resolved(limits.agreement);
      if (done && !function.wants_finer(*this)) return;
      const auto spike = done ? std::nullopt : spike_between_nodes();
      if (spike && restarts < most_restarts) {
        ++restarts;
        start(function, *spike);
        continue;
      }
      if (2 * nodes_.size() > limits.most) return;
      halve(function);
    }
  }

  /// Ascending in x.
  [[nodiscard]] std::span<const PeakNode> nodes() const { return nodes_; }
  /// ln of the largest f.
  [[nodiscard]] double top() const { return nodes_[peak_].log_f; }
  /// ln of the integral; very negative where the function vanishes everywhere.
  [[nodiscard]] double log_integral() const { return unit_ + std::log(step_ * (even_ + odd_)); }
  /// A node's share of the integral.
  [[nodiscard]] double share(const PeakNode& node) const { return node.part / (even_ + odd_); }

  /// The Gaussian through the peak and its neighbours; none where they do not bend down.
  [[nodiscard]] std::optional<PeakGuess> gaussian() const {
    if (peak_ == 0 || peak_ + 1 >= nodes_.size()) return std::nullopt;
    const PeakNode &here = nodes_[peak_], &before = nodes_[peak_ - 1], &after = nodes_[peak_ + 1];
    const double left = before.x - here.x, right = after.x - here.x;
    const double slope_left = (before.log_f - here.log_f) / left, slope_right = (after.log_f - here.log_f) / right;
    const double curvature = 2 * (slope_right - slope_left) / (right - left);
    if (!(curvature < 0) || !std::isfinite(curvature)) return std::nullopt;
    const double slope = slope_left - 0.5 * curvature * left;
    return PeakGuess{here.x - slope / curvature, 1 / std::sqrt(-curvature)};
  }

 private:
  /// 8 nodes at a step of 1 reach 4.2 scales to either side, 16 nodes 16.
  static constexpr double bend = 0.3;

  [[nodiscard]] PeakNode node_at(double t, double e) const {
    PeakNode node;
    node.t = t;
    node.e = e;
    node.x = guess_.center + guess_.scale * (e - 1 / e) / (2 * bend);
    node.slope = guess_.scale * (e + 1 / e) / 2;
    return node;
  }

  /// `count` nodes from t on, into fresh_.
  void place(double t, double e, double ratio, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, e *= ratio) {
      fresh_.push_back(node_at(t + static_cast<double>(i) * step_, e));
    }
  }

  template <class Function>
  void evaluate_fresh(Function& function) {
    for (std::size_t i = 0; i < fresh_.size(); i += Function::batch) {
      function.evaluate(std::span(fresh_).subspan(i, Function::batch));
    }
  }

  template <class Function>
  void start(Function& function, const PeakGuess& guess) {
    guess_ = guess;
    step_ = 1;
    function.discard();
    fresh_.clear();
    constexpr std::size_t batch = Function::batch;
    const double first = guess.offset - 0.5 * static_cast<double>(batch - 1);
    place(first, std::exp(bend * first), std::exp(bend), batch);
    evaluate_fresh(function);
    nodes_ = fresh_;
    unit_ = -HUGE_VAL;
  }

  /// A batch more, half on either side where both ends are to be moved.
  template <class Function>
  void extend(Function& function, bool below, bool above) {
    constexpr std::size_t batch = Function::batch;
    const std::size_t left = !below ? 0 : above ? batch / 2 : batch;
    const double ratio = std::exp(bend * step_), distance = static_cast<double>(left) * step_;
    const PeakNode &first = nodes_.front(), &last = nodes_.back();
    fresh_.clear();
    place(first.t - distance, first.e * std::exp(-bend * distance), ratio, left);
    place(last.t + step_, last.e * ratio, ratio, batch - left);
    evaluate_fresh(function);
    find_parts(fresh_);
    const auto middle = fresh_.begin() + static_cast<std::ptrdiff_t>(left);
    nodes_.insert(nodes_.end(), middle, fresh_.end());
    nodes_.insert(nodes_.begin(), fresh_.begin(), middle);
  }

  /// Each node is followed by another half a step on.
  template <class Function>
  void halve(Function& function) {
    step_ /= 2;
    const double ratio = std::exp(bend * step_);
    fresh_.clear();
    for (const PeakNode& node : nodes_) fresh_.push_back(node_at(node.t + step_, node.e * ratio));
    evaluate_fresh(function);
    find_parts(fresh_);
    const std::size_t count = nodes_.size();
    nodes_.resize(2 * count);
    for (std::size_t i = count; i-- > 0;) {
      nodes_[2 * i + 1] = fresh_[i];
      nodes_[2 * i] = nodes_[i];
    }
  }

  void measure() {
    peak_ = 0;
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
      if (nodes_[i].log_f > nodes_[peak_].log_f) peak_ = i;
    }
    constexpr double far = 300;  // in logs, from the largest double
    if (!(top() - unit_ < far)) {
      unit_ = top();
      find_parts(nodes_);
    }
    even_ = odd_ = largest_ = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      (i % 2 == 0 ? even_ : odd_) += nodes_[i].part;
      largest_ = std::max(largest_, nodes_[i].part);
    }
  }

  void find_parts(std::span<PeakNode> nodes) const {
    constexpr double nothing = -50;
    std::array<double, 2 * exponentials_step> f{};
    for (std::size_t begin = 0; begin < nodes.size(); begin += f.size()) {
      const std::span some = nodes.subspan(begin, std::min(f.size(), nodes.size() - begin));
      for (std::size_t i = 0; i < some.size(); ++i) f[i] = some[i].log_f - unit_;
      vector_kernel().exponentials(f);
      for (std::size_t i = 0; i < some.size(); ++i) {
        some[i].part = some[i].log_f - unit_ < nothing ? 0 : some[i].slope * f[i];
      }
    }
  }

  /// What lies beyond the last node, were the parts to go on falling as from the last but one to it.
  [[nodiscard]] static double beyond(const PeakNode& last, const PeakNode& before) {
    constexpr double slowest = 0.99;
    const double ratio = last.part < slowest * before.part ? last.part / before.part : slowest;
    return last.part * ratio / (1 - ratio);
  }

  [[nodiscard]] bool resolved(double agreement) const {
    if (!(std::abs(even_ - odd_) < agreement * (even_ + odd_))) return false;
    // Where few nodes meet the peak, the sums may agree by luck.
    constexpr std::ptrdiff_t fewest = 4;
    const double enough = largest_ * std::exp(-6.0);
    return std::count_if(nodes_.begin(), nodes_.end(), [&](const PeakNode& node) { return node.part > enough; }) >=
           fewest;
  }

  /// Where to start again when the peak is a spike between nodes. Its width, judged from so far away, is taken to be a
  /// fortieth of their distance at least.
  [[nodiscard]] std::optional<PeakGuess> spike_between_nodes() const {
    const auto peak = gaussian();
    if (!peak) return std::nullopt;
    const double before = nodes_[peak_ - 1].x, after = nodes_[peak_ + 1].x;
    if (peak->scale > 0.3 * (after - before)) return std::nullopt;
    return PeakGuess{std::clamp(peak->center, before, after), std::max(peak->scale, 0.05 * (after - before))};
  }

  PeakGuess guess_;
  double step_ = 1;
  std::vector<PeakNode> nodes_;
  std::vector<PeakNode> fresh_;  ///< on their way there
  std::size_t peak_ = 0;
  double unit_ = 0;  ///< ln of the f that parts are in units of
  double largest_ = 0;
  double even_ = 0;  ///< sums of the parts of every other node
  double odd_ = 0;
};

}  // namespace swarmcast
