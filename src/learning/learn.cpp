#include "swarmcast/learn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "learning/lessons.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast {
namespace {

/// Of each family in the search for the terms that curves share; they are few, and learned from fewer tasks.
constexpr std::size_t most_searched = 60;

/// A term that all curves share, as a number to be searched for.
struct Term {
  double (*get)(const Prior&);
  void (*set)(Prior&, double);
  bool is_log;   ///< searched for on a log scale
  double least;  ///< off that scale it is never below
  double step;   ///< the first
  double sd;     ///< how far from the start it is expected to lie
};

const std::array terms{
    Term{[](const Prior& p) { return p.log_sigma.mean; }, [](Prior& p, double x) { p.log_sigma.mean = x; }, false, -20,
         0.3, 0.5},
    Term{[](const Prior& p) { return p.nugget; }, [](Prior& p, double x) { p.nugget = x; }, false, 0, 0.6, 1},
    Term{[](const Prior& p) { return p.correlation_length; }, [](Prior& p, double x) { p.correlation_length = x; },
         true, 0, 0.5, 0.7},
    Term{[](const Prior& p) { return p.stop_hazard; }, [](Prior& p, double x) { p.stop_hazard = x; }, false, 0, 0.05,
         0.2},
    Term{[](const Prior&) { return 1.0; },  // a factor of all shapes' s.d.s
         [](Prior& p, double x) {
           for (CurvePrior& curve : p.curves) {
             if (curve.log_shape) curve.log_shape->sd *= x;
           }
         },
         true, 0, 0.35, 0.5},
    Term{[](const Prior& p) { return p.log_sigma.sd; }, [](Prior& p, double x) { p.log_sigma.sd = x; }, true, 0, 0.3,
         0.5},
    Term{[](const Prior& p) { return p.log_level_sd; }, [](Prior& p, double x) { p.log_level_sd = x; }, true, 0, 0.7,
         0.7},
};

/// One for each term, on the scale it is searched for on.
using Position = std::array<double, terms.size()>;

Position position_of(const Prior& prior) {
  Position place{};
  for (std::size_t i = 0; i < terms.size(); ++i) {
    place[i] = terms[i].is_log ? std::log(terms[i].get(prior)) : terms[i].get(prior);
  }
  return place;
}

Prior moved(Prior prior, const Position& to) {
  for (std::size_t i = 0; i < terms.size(); ++i) terms[i].set(prior, terms[i].is_log ? std::exp(to[i]) : to[i]);
  return prior;
}

/// Rounds of the search; the steps of the second are half as long.
constexpr int rounds = 2;
/// Steps of one term in a round.
constexpr int most_steps = 3;
/// A step that gains less, in the log of the score, is not taken.
constexpr double least_gain = 2e-4;

/// Coordinate descent on the log of the held-back score.
class Search {
 public:
  Search(const std::vector<Lesson>& lessons, std::size_t tasks, const LearnOptions& options)
      : lessons_(lessons), tasks_(static_cast<double>(tasks)), options_(options) {}

  static constexpr std::size_t most_passes = 1 + rounds * terms.size() * (most_steps + 1);

  /// The best terms for `priors`, one for each fold.
  Position run(const std::vector<Prior>& priors) {
    priors_ = priors;
    start_ = position_of(priors.front());
    Position best = start_;
    least_ = value(best);
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < terms.size(); ++i) improve(best, i, terms[i].step / (1 << round));
    }
    return best;
  }

 private:
  void improve(Position& best, std::size_t i, double step) {
    for (const double direction : {1.0, -1.0}) {
      bool any = false;
      for (int k = 0; k < most_steps; ++k) {
        Position next = best;
        next[i] += direction * step;
        // Rounding must not keep it just above.
        if (!terms[i].is_log && next[i] < terms[i].least + 0.01 * step) next[i] = terms[i].least;
        if (next[i] == best[i]) break;
        const double found = value(next);
        if (!(found < least_ - least_gain)) break;
        least_ = found;
        best = next;
        any = true;
      }
      if (any) return;
    }
  }

  double value(const Position& place) {
    std::vector<Prior> priors;
    priors.reserve(priors_.size());
    for (const Prior& prior : priors_) priors.push_back(moved(prior, place));
    double sum = std::log(held_back_score(priors, lessons_, options_.jobs));
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const double way = (place[i] - start_[i]) / terms[i].sd;
      sum += 0.5 * way * way / tasks_;
    }
    if (options_.progress) options_.progress(++passes_, most_passes);
    return sum;
  }

  const std::vector<Lesson>& lessons_;
  double tasks_;
  const LearnOptions& options_;
  std::vector<Prior> priors_;
  Position start_{};
  double least_ = 0;
  std::size_t passes_ = 0;
};

/// The same prior with timescales in hours, as the tasks' ages have them.
Prior in_hours(const Prior& prior, const std::vector<Lesson>& lessons) {
  if (prior.absolute) return prior;
  double mean = 0, square = 0;
  for (const Lesson& lesson : lessons) {
    const double age = std::log(lesson.question.task->series.readings.back().hours);
    mean += lesson.weight * age;
    square += lesson.weight * age * age;
  }
  Prior absolute = prior;
  absolute.absolute = true;
  for (CurvePrior& curve : absolute.curves) {
    if (!curve.log_timescale) continue;
    curve.log_timescale->mean += mean;
    curve.log_timescale->sd = std::hypot(curve.log_timescale->sd, std::sqrt(std::max(square - mean * mean, 0.0)));
  }
  return absolute;
}

}  // namespace

Result<Learned> learn(std::span<const Task> tasks, const Prior& start, const LearnOptions& options) {
  Questions questions(tasks);
  Learned result{.tasks = questions.all().size()};
  result.left_out = questions.tasks_left_out().count() + questions.truths_left_out().count();
  questions.tasks_left_out().append_to(result.warnings);
  questions.truths_left_out().append_to(result.warnings);
  if (questions.all().empty()) {
    return Error{ErrorCode::no_tasks,
                 result.warnings.empty()
                     ? std::string("there are no tasks: give series long enough to hide their end")
                     : fmt::format("no task is left to learn from: {}", result.warnings.front().text)};
  }
  std::set<std::string_view> families;
  for (const Question& question : questions.all()) families.insert(question.task->family);
  result.families = families.size();

  const std::vector<Lesson> lessons = make_lessons(questions.all());
  const std::vector<Lesson> searched = some_of_each(lessons, most_searched);
  const std::size_t folds = fold_count(lessons);
  result.wis_before = held_back_score(std::vector<Prior>(folds, start), searched, options.jobs);
  Priors priors;
  priors.all = options.absolute ? in_hours(start, lessons) : start;
  priors.without.assign(folds, priors.all);
  learn_parameters(priors, lessons, options.jobs);
  learn_weights(priors, start, lessons, options.jobs);
  const Position best = Search(searched, lessons.size(), options).run(priors.without);
  priors.all = moved(std::move(priors.all), best);
  for (Prior& one : priors.without) one = moved(std::move(one), best);
  learn_weights(priors, start, lessons, options.jobs);
  result.wis_after = held_back_score(priors.without, searched, options.jobs);

  Prior prior = std::move(priors.all);
  prior.name = options.name;
  const auto count = static_cast<double>(lessons.size());
  prior.origin = PriorOrigin{.series = lessons.size(),
                             .version = std::string(version()),
                             .started_from = start.name,
                             .kept = tasks_of_start / (tasks_of_start + count)};
  result.prior = std::move(prior);
  return result;
}

}  // namespace swarmcast
