#include "learning/lessons.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "swarmcast/learn.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {
namespace {

using Families = std::map<std::string_view, std::vector<std::size_t>>;

Families families_of(const std::vector<Lesson>& lessons) {
  Families families;
  for (std::size_t i = 0; i < lessons.size(); ++i) families[lessons[i].question.task->family].push_back(i);
  return families;
}

/// What a family's tasks weigh together, before all are made to add up to 1.
double family_weight(std::size_t tasks) {
  const auto n = static_cast<double>(tasks);
  return n / (n + tasks_of_start);
}

/// What came later, behind the readings; the readings alone where the two contradict each other.
Series complete_series(const Question& question) {
  const Series& series = question.task->series;
  std::vector<Reading> readings = series.readings;
  for (const Actual& actual : question.later) readings.push_back(make_reading(actual.hours, actual.count));
  Result<Series> complete =
      make_series(std::move(readings), {.on_fall = FallPolicy::correct, .since_hours = series.since_hours});
  return complete ? *std::move(complete) : series;
}

}  // namespace

std::vector<Lesson> make_lessons(const std::vector<Question>& questions) {
  std::vector<Lesson> lessons;
  lessons.reserve(questions.size());
  for (const Question& question : questions) lessons.push_back({question, complete_series(question)});
  double whole = 0;
  const Families families = families_of(lessons);
  for (const auto& [name, members] : families) whole += family_weight(members.size());
  for (const auto& [name, members] : families) {
    const double share = family_weight(members.size()) / whole / static_cast<double>(members.size());
    for (const std::size_t i : members) lessons[i].weight = share;
  }
  constexpr std::size_t parts = 5;
  std::size_t fold = 0;
  for (const auto& [name, members] : families) {
    for (const std::size_t i : members) {
      lessons[i].fold = families.size() < fewest_families ? i * parts / lessons.size() : fold;
    }
    ++fold;
  }
  return lessons;
}

std::size_t fold_count(const std::vector<Lesson>& lessons) {
  std::size_t count = 0;
  for (const Lesson& lesson : lessons) count = std::max(count, lesson.fold + 1);
  return count;
}

std::vector<Lesson> some_of_each(const std::vector<Lesson>& lessons, std::size_t most) {
  std::vector<std::pair<std::size_t, double>> kept;  // with the factor of its weight
  for (const auto& [name, members] : families_of(lessons)) {
    const std::size_t count = std::min(most, members.size());
    for (std::size_t k = 0; k < count; ++k) {
      kept.emplace_back(members[k * members.size() / count],
                        static_cast<double>(members.size()) / static_cast<double>(count));
    }
  }
  std::sort(kept.begin(), kept.end());
  std::vector<Lesson> some;
  some.reserve(kept.size());
  for (const auto& [i, factor] : kept) {
    some.push_back(lessons[i]);
    some.back().weight *= factor;
  }
  return some;
}

double held_back_score(const std::vector<Prior>& priors, const std::vector<Lesson>& lessons, std::size_t jobs) {
  const auto mean_score = [&](const Lesson& lesson) -> std::optional<double> {
    const auto forecasts = projected(lesson.question, priors[lesson.fold]);
    if (!forecasts) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < forecasts->size(); ++i) {
      sum += score((*forecasts)[i], lesson.question.later[i].count).wis();
    }
    return sum / static_cast<double>(forecasts->size());
  };
  // A task that this prior cannot project counts as a miss by a factor of 1,000: none of the start's may be lost.
  const double lost = std::log(1000.0);
  double sum = 0;
  for_each_lesson(lessons, jobs, mean_score, [&](const Lesson& lesson, const std::optional<double>& result) {
    sum += lesson.weight * result.value_or(lost);
  });
  return sum;
}

}  // namespace swarmcast
