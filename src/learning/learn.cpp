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

/// The first shape's s.d. stands for the factor that all of them share.
double shape_width(const Prior& prior) {
  for (const CurvePrior& curve : prior.curves) {
    if (curve.log_shape) return curve.log_shape->sd;
  }
  return 1;
}

void set_shape_width(Prior& prior, double width) {
  const double factor = width / shape_width(prior);
  for (CurvePrior& curve : prior.curves) {
    if (curve.log_shape) curve.log_shape->sd *= factor;
  }
}

const std::array terms{
    Term{[](const Prior& p) { return p.log_sigma.mean; }, [](Prior& p, double x) { p.log_sigma.mean = x; }, false, -20,
         0.3, 0.5},
    Term{[](const Prior& p) { return p.nugget; }, [](Prior& p, double x) { p.nugget = x; }, false, 0, 0.6, 1},
    Term{[](const Prior& p) { return p.correlation_length; }, [](Prior& p, double x) { p.correlation_length = x; },
         true, 0, 0.5, 0.7},
    Term{[](const Prior& p) { return p.stop_hazard; }, [](Prior& p, double x) { p.stop_hazard = x; }, false, 0, 0.05,
         0.2},
    Term{shape_width, set_shape_width, true, 0, 0.35, 0.5},
    Term{[](const Prior& p) { return p.log_sigma.sd; }, [](Prior& p, double x) { p.log_sigma.sd = x; }, true, 0, 0.3,
         0.5},
    Term{[](const Prior& p) { return p.log_level_sd; }, [](Prior& p, double x) { p.log_level_sd = x; }, true, 0, 0.7,
         0.7},
};

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

  Prior run(const Prior& begin) {
    start_.clear();
    for (const Term& term : terms) start_.push_back(place(term, begin));
    Prior best = begin;
    least_ = value(best);
    for (int round = 0; round < rounds; ++round) {
      for (const Term& term : terms) improve(best, term, term.step / (1 << round));
    }
    return best;
  }

 private:
  static double place(const Term& term, const Prior& prior) {
    return term.is_log ? std::log(term.get(prior)) : term.get(prior);
  }

  void improve(Prior& best, const Term& term, double step) {
    for (const double direction : {1.0, -1.0}) {
      bool moved = false;
      for (int i = 0; i < most_steps; ++i) {
        const double here = place(term, best);
        double to = here + direction * step;
        if (!term.is_log && to < term.least + 0.01 * step) to = term.least;  // rounding must not keep it just above
        if (to == here) break;
        Prior next = best;
        term.set(next, term.is_log ? std::exp(to) : to);
        const double found = value(next);
        if (!(found < least_ - least_gain)) break;
        least_ = found;
        best = std::move(next);
        moved = true;
      }
      if (moved) return;
    }
  }

  double value(const Prior& prior) {
    double sum = std::log(held_back_score(prior, lessons_, options_.jobs));
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const double moved = (place(terms[i], prior) - start_[i]) / terms[i].sd;
      sum += 0.5 * moved * moved / tasks_;
    }
    if (options_.progress) options_.progress(++passes_, most_passes);
    return sum;
  }

  const std::vector<Lesson>& lessons_;
  double tasks_;
  const LearnOptions& options_;
  std::vector<double> start_;
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
  result.wis_before = held_back_score(start, searched, options.jobs);
  Prior prior = options.absolute ? in_hours(start, lessons) : start;
  learn_parameters(prior, lessons, options.jobs);
  prior = Search(searched, lessons.size(), options).run(prior);
  learn_weights(prior, lessons, options.jobs);
  result.wis_after = held_back_score(prior, searched, options.jobs);

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
