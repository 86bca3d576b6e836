// Empirical Bayes for timescales and shapes: expectation maximisation.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "inference/increments.hpp"
#include "inference/posterior.hpp"
#include "learning/lessons.hpp"
#include "swarmcast/learn.hpp"

namespace swarmcast {
namespace {

/// Of expectation maximisation: the means move little after.
constexpr int iterations = 3;

/// Sums over a posterior of one of a curve's parameters.
struct Moments {
  double first = 0;
  double second = 0;

  void add(double weight, double x) {
    first += weight * x;
    second += weight * x * x;
  }
  void add(double weight, const Moments& other) {
    first += weight * other.first;
    second += weight * other.second;
  }
};

struct CurveMoments {
  double weight = 0;
  Moments log_timescale;
  Moments log_shape;

  void add(double by, const CurveMoments& other) {
    weight += by * other.weight;
    log_timescale.add(by, other.log_timescale);
    log_shape.add(by, other.log_shape);
  }
};

/// The posterior moments of each curve of the prior, given a whole series; the curves' weights add up to 1. Timescales
/// are relative to the last reading that a forecast would have seen, or in hours if the prior's are. Empty where the
/// prior cannot have produced the series.
std::vector<CurveMoments> moments_of(const Lesson& lesson, const Prior& prior) {
  const double seen = lesson.question.task->series.readings.back().hours;
  const double last = lesson.complete.readings.back().hours;
  Prior relative = at_age(prior, seen);
  const double later = std::log(last / seen);
  for (CurvePrior& curve : relative.curves) {
    if (curve.log_timescale) curve.log_timescale->mean -= later;
  }
  static thread_local Posterior posterior;
  if (!posterior.compute(make_increments(lesson.complete.readings, lesson.complete.since_hours), relative)) return {};
  std::vector<double> node_weight(posterior.blocks().size() * lanes, 0);
  for (const ScalePosterior& scale : posterior.scales()) {
    const ScalePairs& pairs = scale.pairs;
    for (std::size_t i = 0; i < pairs.size(); ++i) node_weight[pairs.node()[i]] += pairs.weight()[i];
  }
  const double unit = later + (prior.absolute ? std::log(seen) : 0);
  std::vector<CurveMoments> result(prior.curves.size());
  for (std::size_t c = 0; c < result.size(); ++c) {
    const CurvePosterior& curve = posterior.curves()[c];
    for (std::size_t node = curve.begin * lanes; node < curve.end * lanes; ++node) {
      if (!(node_weight[node] > 0)) continue;
      const ParameterBlock& block = posterior.blocks()[node / lanes];
      result[c].weight += node_weight[node];
      result[c].log_timescale.add(node_weight[node], block.log_tau[node % lanes] + unit);
      result[c].log_shape.add(node_weight[node], block.log_b[node % lanes]);
    }
  }
  return result;
}

/// The normal of the moments, with the start's as good as `start_weight`.
Normal pooled(const Moments& sums, double weight, const Normal& start, double start_weight) {
  const double whole = weight + start_weight;
  const double mean = (sums.first + start_weight * start.mean) / whole;
  const double square = (sums.second + start_weight * (start.sd * start.sd + start.mean * start.mean)) / whole;
  constexpr double narrowest = 0.05;  // no set of releases is as alike
  return {mean, std::sqrt(std::max(square - mean * mean, narrowest * narrowest))};
}

}  // namespace

void learn_parameters(Priors& priors, const std::vector<Lesson>& lessons, std::size_t jobs) {
  const Prior start = priors.all;
  const auto tasks = static_cast<double>(lessons.size());
  const auto learned = [&](const std::vector<CurveMoments>& sums) {
    Prior prior = start;
    for (std::size_t c = 0; c < sums.size(); ++c) {
      CurvePrior& curve = prior.curves[c];
      const auto learn = [&](std::optional<Normal>& normal, const Moments& moments) {
        if (normal) normal = pooled(moments, sums[c].weight, *normal, tasks_of_start);
      };
      learn(curve.log_timescale, sums[c].log_timescale);
      learn(curve.log_shape, sums[c].log_shape);
    }
    return prior;
  };
  for (int iteration = 0; iteration < iterations; ++iteration) {
    const std::vector<CurveMoments> none(start.curves.size());
    std::vector<std::vector<CurveMoments>> of_fold(priors.without.size(), none);
    for_each_lesson(
        lessons, jobs, [&](const Lesson& lesson) { return moments_of(lesson, priors.all); },
        [&](const Lesson& lesson, const std::vector<CurveMoments>& moments) {
          for (std::size_t c = 0; c < moments.size(); ++c) {
            of_fold[lesson.fold][c].add(lesson.weight * tasks, moments[c]);
          }
        });
    std::vector<CurveMoments> sums = none;
    for (const std::vector<CurveMoments>& fold : of_fold) {
      for (std::size_t c = 0; c < sums.size(); ++c) sums[c].add(1, fold[c]);
    }
    priors.all = learned(sums);
    if (iteration + 1 < iterations) continue;
    for (std::size_t left_out = 0; left_out < of_fold.size(); ++left_out) {
      std::vector<CurveMoments> others = none;
      for (std::size_t fold = 0; fold < of_fold.size(); ++fold) {
        if (fold == left_out) continue;
        for (std::size_t c = 0; c < others.size(); ++c) others[c].add(1, of_fold[fold][c]);
      }
      priors.without[left_out] = learned(others);
    }
  }
}

}  // namespace swarmcast
