#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/format.hpp"
#include "base/listing.hpp"
#include "base/pipeline.hpp"
#include "base/text.hpp"
#include "learning/summaries.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {
namespace {

/// A task whose later counts can be scored.
struct Question {
  const Task* task = nullptr;
  std::vector<Actual> later{};
};

/// Where its readings begin, if it has some.
Origin origin_of(const Task& task) {
  return task.series.readings.empty() ? Origin() : task.series.readings.front().origin;
}

std::string name_of(const Task& task) { return fmt::format("task {}", quote(task.id)); }

/// Why a later count is none to score; empty: it is one.
std::string fault_of(const Actual& actual, const Reading& last) {
  if (!(actual.hours > 0 && std::isfinite(actual.hours) && actual.count > 0 && std::isfinite(actual.count))) {
    return "is not a number above 0 at a time after the release";
  }
  const std::string stated = fmt::format("{} at {}", exact_count(actual.count), exact_hours(actual.hours));
  if (!(actual.hours > last.hours)) {
    return fmt::format("({}) is not after the last reading, at {}", stated, exact_hours(last.hours));
  }
  if (actual.count < last.count_used) {
    return fmt::format("({}) is below the last reading, {}", stated, describe(last));
  }
  return {};
}

/// Finds what can be asked, and names the rest.
class Questions {
 public:
  explicit Questions(std::span<const Task> tasks) {
    for (const Task& task : tasks) add(task);
  }

  [[nodiscard]] const std::vector<Question>& all() const { return questions_; }
  [[nodiscard]] const Listing& truths_left_out() const { return truths_; }
  [[nodiscard]] Listing& tasks_left_out() { return tasks_; }

 private:
  void add(const Task& task) {
    const auto left_out = [&](std::string_view reason) {
      tasks_.add(origin_of(task), [&] { return fmt::format("{} is left out: {}", name_of(task), reason); });
    };
    if (task.series.readings.empty()) return left_out("it has no readings");
    if (task.later.empty()) return left_out("it has no later counts to score by");
    Question question{.task = &task};
    for (const Actual& actual : task.later) {
      const std::string fault = fault_of(actual, task.series.readings.back());
      if (fault.empty()) {
        question.later.push_back(actual);
      } else {
        truths_.add(actual.origin,
                    [&] { return fmt::format("{}: a later count {}, and is left out", name_of(task), fault); });
      }
    }
    if (question.later.empty()) return left_out("none of its later counts can be scored");
    questions_.push_back(std::move(question));
  }

  std::vector<Question> questions_;
  Listing tasks_{WarningCode::task_left_out, "tasks"};
  Listing truths_{WarningCode::truth_left_out, "later counts"};
};

/// What all methods say, or why project() says nothing.
Result<std::vector<MethodForecasts>> answer(const Question& question, const Prior& prior) {
  ProjectionOptions options{.levels = {score_levels.begin(), score_levels.end()}};
  for (const Actual& actual : question.later) options.horizons.push_back(actual.hours);
  const auto projection = project(question.task->series, prior, options);
  if (!projection) return projection.error();
  auto forecasts = baseline_forecasts(question.task->series, question.later);
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    const HorizonProjection& horizon = projection->horizons[i];
    auto& forecast = forecasts[i].front().emplace(QuantileForecast{.median = horizon.median});
    auto& bands = forecast.bands.emplace();
    for (std::size_t k = 0; k < bands.size(); ++k) bands[k] = {horizon.bands[k].low, horizon.bands[k].high};
  }
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
