#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/pipeline.hpp"
#include "base/text.hpp"
#include "learning/questions.hpp"
#include "learning/summaries.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {
namespace {

/// What all methods say, or why project() says nothing.
Result<std::vector<MethodForecasts>> answer(const Question& question, const Prior& prior) {
  const auto own = projected(question, prior);
  if (!own) return own.error();
  auto forecasts = baseline_forecasts(question.task->series, question.later);
  for (std::size_t i = 0; i < forecasts.size(); ++i) forecasts[i].front() = (*own)[i];
  return forecasts;
}

void add(Backtest& backtest, const Question& question, const std::vector<MethodForecasts>& said) {
  const Task& task = *question.task;
  const Reading& last = task.series.readings.back();
  for (std::size_t i = 0; i < said.size(); ++i) {
    ScoredForecast forecast{.task = backtest.tasks.size(), .truth = question.later[i], .forecasts = said[i]};
    for (std::size_t method = 0; method < method_count; ++method) {
      if (said[i][method]) forecast.scores[method] = score(*said[i][method], forecast.truth.count);
    }
    backtest.forecasts.push_back(forecast);
  }
  backtest.tasks.push_back(
      {task.id, task.family, task.group, task.series.readings.size(), last.hours, last.count_used});
}

}  // namespace

Result<Backtest> backtest(std::span<const Task> tasks, const Prior& prior, const BacktestOptions& options) {
  Questions questions(tasks);
  const std::vector<Question>& all = questions.all();
  Backtest result{.prior = prior.name};
  std::size_t next = 0, done = 0;
  run_pipeline(
      std::clamp<std::size_t>(options.jobs, 1, std::max<std::size_t>(all.size(), 1)),
      [&]() -> std::optional<const Question*> {
        return next < all.size() ? std::optional(&all[next++]) : std::nullopt;
      },
      [&](const Question* question) { return answer(*question, prior); },
      [&](const Result<std::vector<MethodForecasts>>& said) {
        const Question& question = all[done++];
        if (said) {
          add(result, question, *said);
        } else {
          questions.tasks_left_out().add(origin_of(*question.task), [&] {
            return fmt::format("{} is left out: {}", name_of(*question.task), said.error().message);
          });
        }
        if (options.progress) options.progress(done, all.size());
        return true;
      });
  result.tasks_left_out = questions.tasks_left_out().count();
  result.truths_left_out = questions.truths_left_out().count();
  questions.tasks_left_out().append_to(result.warnings);
  questions.truths_left_out().append_to(result.warnings);
  if (result.forecasts.empty()) {
    return Error{ErrorCode::no_tasks, result.warnings.empty()
                                          ? std::string("there are no tasks: give series long enough to hide their end")
                                          : fmt::format("no task is left to score: {}", result.warnings.front().text)};
  }
  add_summaries(result);
  return result;
}

}  // namespace swarmcast
