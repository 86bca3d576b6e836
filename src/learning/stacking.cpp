// Curve weights by how well each curve's own projections did (Yao, Vehtari, Simpson, Gelman, Bayesian Analysis 13,
// 2018).

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "learning/lessons.hpp"
#include "projection/outlook.hpp"

namespace swarmcast {
namespace {

/// The density of what came later is that of a window of so much to either side, in log counts: of a count that did not
/// grow at all there would be none else.
constexpr double half_window = 0.02;

/// A probability below this is as bad as this.
constexpr double least_probability = 1e-6;

/// One later count: what each curve alone said of it.
struct Said {
  double weight = 0;
  std::vector<double> log_evidence;
  std::vector<double> log_probability;
};

std::vector<Said> said_of(const Lesson& lesson, const Prior& prior) {
  const std::vector<Reading>& readings = lesson.question.task->series.readings;
  const std::vector<Actual>& later = lesson.question.later;
  const Increments data = make_increments(readings, lesson.question.task->series.since_hours);
  Prior alone = at_age(prior, readings.back().hours);
  const std::vector<CurvePrior> curves = alone.curves;
  std::vector<Said> said(later.size());
  for (Said& one : said) one.weight = lesson.weight / static_cast<double>(later.size());
  static thread_local Posterior posterior;
  for (const CurvePrior& curve : curves) {
    alone.curves = {curve};
    const bool possible = posterior.compute(data, alone);
    for (Said& one : said) one.log_evidence.push_back(possible ? posterior.curves().front().log_evidence : no_evidence);
    if (!possible) {
      for (Said& one : said) one.log_probability.push_back(std::log(least_probability));
      continue;
    }
    Outlook outlook(posterior, readings);
    for (std::size_t i = 0; i < later.size(); ++i) {
      const double inside = outlook.probability_reached(later[i].count * std::exp(-half_window), later[i].hours) -
                            outlook.probability_reached(later[i].count * std::exp(half_window), later[i].hours);
      said[i].log_probability.push_back(std::log(std::max(inside, least_probability)));
    }
  }
  return said;
}

/// softmax of log weights and what is added to them.
std::vector<double> shares(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>* c) {
  std::vector<double> share(a.size());
  double top = -HUGE_VAL, sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    share[i] = a[i] + b[i] + (c == nullptr ? 0 : (*c)[i]);
    top = std::max(top, share[i]);
  }
  for (double& x : share) sum += x = std::exp(x - top);
  for (double& x : share) x /= sum;
  return share;
}

/// The penalised mean log score under log weights, and its slopes.
class Stack {
 public:
  Stack(const std::vector<Said>& said, std::vector<double> start, double penalty)
      : said_(said), start_(std::move(start)), penalty_(penalty) {}

  [[nodiscard]] double value(const std::vector<double>& log_weight, std::vector<double>* slope) const {
    double sum = 0;
    if (slope != nullptr) slope->assign(start_.size(), 0);
    for (const Said& one : said_) {
      const std::vector<double> before = shares(log_weight, one.log_evidence, nullptr);
      double inside = 0;
      for (std::size_t c = 0; c < before.size(); ++c) inside += before[c] * std::exp(one.log_probability[c]);
      sum += one.weight * std::log(inside);
      if (slope == nullptr) continue;
      const std::vector<double> after = shares(log_weight, one.log_evidence, &one.log_probability);
      for (std::size_t c = 0; c < before.size(); ++c) (*slope)[c] += one.weight * (after[c] - before[c]);
    }
    for (std::size_t c = 0; c < start_.size(); ++c) {
      const double moved = log_weight[c] - start_[c];
      sum -= 0.5 * penalty_ * moved * moved;
      if (slope != nullptr) (*slope)[c] -= penalty_ * moved;
    }
    return sum;
  }

 private:
  const std::vector<Said>& said_;
  std::vector<double> start_;
  double penalty_;
};

}  // namespace

void learn_weights(Prior& prior, const std::vector<Lesson>& lessons, std::size_t jobs) {
  std::vector<Said> said;
  for_each_lesson(
      lessons, jobs, [&](const Lesson& lesson) { return said_of(lesson, prior); },
      [&](const Lesson&, const std::vector<Said>& more) { said.insert(said.end(), more.begin(), more.end()); });
  std::vector<double> log_weight;
  for (const CurvePrior& curve : prior.curves) log_weight.push_back(std::log(curve.weight));
  // As if each log weight had a normal prior about the start's, of s.d. 1, against the scores of all tasks.
  const Stack stack(said, log_weight, 1 / static_cast<double>(lessons.size()));

  // Gradient ascent. The slopes of shares are at most the shares: a step of 4 rarely overshoots, and is halved if so.
  std::vector<double> slope, next(log_weight.size());
  double best = stack.value(log_weight, &slope);
  constexpr int most_steps = 400;
  constexpr double enough = 1e-7;
  double length = 4;
  for (int step = 0; step < most_steps && length > enough; ++step) {
    for (std::size_t c = 0; c < next.size(); ++c) next[c] = log_weight[c] + length * slope[c];
    const double found = stack.value(next, nullptr);
    if (!(found > best)) {
      length /= 2;
      continue;
    }
    const bool done = found - best < enough;
    log_weight = next;
    best = stack.value(log_weight, &slope);
    if (done) break;
  }
  const double top = *std::max_element(log_weight.begin(), log_weight.end());
  for (std::size_t c = 0; c < log_weight.size(); ++c) prior.curves[c].weight = std::exp(log_weight[c] - top);
}

}  // namespace swarmcast
