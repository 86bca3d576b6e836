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
  Series complete{};  ///< the readings and what came later, as one series
  double weight = 0;  ///< of the task; all of a set add up to 1
};

/// Lessons of a set of tasks. Families weigh alike, but one of n tasks less by n / (n + tasks_of_start).
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

/// Step 1: timescales and shapes. Precondition: prior.absolute as wanted.
void learn_parameters(Prior& prior, const std::vector<Lesson>& lessons, std::size_t jobs);

/// Step 3: curve weights.
void learn_weights(Prior& prior, const std::vector<Lesson>& lessons, std::size_t jobs);

/// The mean weighted interval score of what came later, each lesson by its weight.
[[nodiscard]] double held_back_score(const Prior& prior, const std::vector<Lesson>& lessons, std::size_t jobs);

}  // namespace swarmcast
