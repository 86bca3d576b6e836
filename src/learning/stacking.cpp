// Curve weights by how well each curve's own projections did (Yao, Vehtari, Simpson, Gelman, Bayesian Analysis 13,
// 2018).

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <optional>
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
  std::size_t fold = 0;
  double weight = 0;
  std::vector<double> evidence;  ///< of the readings, in units of the largest
  std::vector<double> joint;     ///< the same times the probability of the later count
};

std::vector<Said> said_of(const Lesson& lesson, const Prior& prior) {
  const std::vector<Reading>& readings = lesson.question.task->series.readings;
  const std::vector<Actual>& later = lesson.question.later;
  const Increments data = make_increments(readings, lesson.question.task->series.since_hours);
  Prior alone = at_age(prior, readings.back().hours);
  const std::vector<CurvePrior> curves = alone.curves;
  std::vector<Said> said(later.size());
  for (Said& one : said) {
    one.fold = lesson.fold;
    one.weight = lesson.weight / static_cast<double>(later.size());
  }
  std::vector<double> log_evidence(curves.size(), no_evidence);
  static thread_local Posterior posterior;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    alone.curves = {curves[c]};
    const bool possible = posterior.compute(data, alone);
    std::optional<Outlook> outlook;
    if (possible) {
      log_evidence[c] = posterior.curves().front().log_evidence;
      outlook.emplace(posterior, readings);
    }
    for (std::size_t i = 0; i < later.size(); ++i) {
      const auto beyond = [&](double log_factor) {
        return outlook ? outlook->probability_reached(later[i].count * std::exp(log_factor), later[i].hours) : 0;
      };
      said[i].joint.push_back(std::max(beyond(-half_window) - beyond(half_window), least_probability));
    }
  }
  const double top = *std::max_element(log_evidence.begin(), log_evidence.end());
  for (Said& one : said) {
    for (std::size_t c = 0; c < curves.size(); ++c) {
      one.evidence.push_back(std::exp(log_evidence[c] - top));
      one.joint[c] *= one.evidence[c];
    }
  }
  return said;
}

/// The penalised mean log score under log weights, and its slopes.
class Stack {
 public:
  Stack(const std::vector<Said>& said, std::vector<double> start, double penalty)
      : said_(said), start_(std::move(start)), penalty_(penalty) {}

  [[nodiscard]] double value(const std::vector<double>& log_weight, std::vector<double>* slope) const {
    std::vector<double> weight(log_weight.size());
    for (std::size_t c = 0; c < weight.size(); ++c) weight[c] = std::exp(log_weight[c]);
    double sum = 0;
    if (slope != nullptr) slope->assign(start_.size(), 0);
    for (const Said& one : said_) {
      double before = 0, after = 0;
      for (std::size_t c = 0; c < weight.size(); ++c) {
        before += weight[c] * one.evidence[c];
        after += weight[c] * one.joint[c];
      }
      sum += one.weight * std::log(after / before);
      if (slope == nullptr) continue;
      for (std::size_t c = 0; c < weight.size(); ++c) {
        (*slope)[c] += one.weight * weight[c] * (one.joint[c] / after - one.evidence[c] / before);
      }
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

/// The log weights that `said` makes best, from `log_weight` on.
std::vector<double> ascended(const Stack& stack, std::vector<double> log_weight) {
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
  return log_weight;
}

void set_weights(Prior& prior, const std::vector<double>& log_weight) {
  const double top = *std::max_element(log_weight.begin(), log_weight.end());
  for (std::size_t c = 0; c < log_weight.size(); ++c) prior.curves[c].weight = std::exp(log_weight[c] - top);
}

}  // namespace

void learn_weights(Priors& priors, const Prior& start_prior, const std::vector<Lesson>& lessons, std::size_t jobs) {
  // Of a fold's tasks, what the prior that has not seen them says.
  std::vector<Said> said;
  for_each_lesson(
      lessons, jobs, [&](const Lesson& lesson) { return said_of(lesson, priors.without[lesson.fold]); },
      [&](const Lesson&, const std::vector<Said>& more) { said.insert(said.end(), more.begin(), more.end()); });
  std::vector<double> start;
  for (const CurvePrior& curve : start_prior.curves) start.push_back(std::log(curve.weight));
  // As if each log weight had a normal prior about the start's, of s.d. 1, against the scores of all tasks.
  const double penalty = 1 / static_cast<double>(lessons.size());
  const std::vector<double> best = ascended(Stack(said, start, penalty), start);
  set_weights(priors.all, best);
  for (std::size_t fold = 0; fold < priors.without.size(); ++fold) {
    std::vector<Said> others;
    std::copy_if(said.begin(), said.end(), std::back_inserter(others),
                 [&](const Said& one) { return one.fold != fold; });
    set_weights(priors.without[fold], ascended(Stack(others, start, penalty), best));
  }
}

}  // namespace swarmcast
