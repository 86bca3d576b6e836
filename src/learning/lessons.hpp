#pragma once
/// What a prior is learned from: tasks whose outcome is known, with their weights.

#include <cstddef>
#include <optional>
#include <vector>

#include "base/pipeline.hpp"
#include "learning/questions.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

struct Lesson {
  Question question{};
  Series complete{};     ///< the readings and what came later, as one series
  double weight = 0;     ///< of the task; all of a set add up to 1
  std::size_t fold = 0;  ///< those of a fold are left out together
};

/// A prior learned from all lessons, and one from all but a fold's for each fold.
struct Priors {
  Prior all{};
  std::vector<Prior> without{};
};

/// Lessons of a set of tasks. Families weigh alike, but one of n tasks less by n / (n + tasks_of_start). A family is a
/// fold; where there are less than three, a fifth of the tasks, in their order.
/// Precondition: questions are not empty.
[[nodiscard]] std::vector<Lesson> make_lessons(const std::vector<Question>& questions);

/// Up to `most` of each family, evenly spread over its tasks, weighing as before for the family.
[[nodiscard]] std::vector<Lesson> some_of_each(const std::vector<Lesson>& lessons, std::size_t most);

/// Works on each lesson, in several threads, and takes the results in order.
template <class Work, class Sink>
void for_each_lesson(const std::vector<Lesson>& lessons, std::size_t jobs, Work work, Sink sink) {
  std::size_t next = 0, done = 0;
  run_pipeline(
      jobs,
      [&]() -> std::optional<const Lesson*> {
        return next < lessons.size() ? std::optional(&lessons[next++]) : std::nullopt;
      },
      [&](const Lesson* lesson) { return work(*lesson); },
      [&](const auto& result) {
        sink(lessons[done++], result);
        return true;
      });
}

/// How many folds the lessons have.
[[nodiscard]] std::size_t fold_count(const std::vector<Lesson>& lessons);

/// Timescales and shapes. Preconditions: all priors are the same, `absolute` as wanted.
void learn_parameters(Priors& priors, const std::vector<Lesson>& lessons, std::size_t jobs);

/// Curve weights, from those of `start` on.
void learn_weights(Priors& priors, const Prior& start, const std::vector<Lesson>& lessons, std::size_t jobs);

/// The mean weighted interval score of what came later, each lesson by its weight and under the prior of its fold.
[[nodiscard]] double held_back_score(const std::vector<Prior>& priors, const std::vector<Lesson>& lessons,
                                     std::size_t jobs);

}  // namespace swarmcast
