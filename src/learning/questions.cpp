#include "learning/questions.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "swarmcast/projection.hpp"

namespace swarmcast {
namespace {

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

}  // namespace

Origin origin_of(const Task& task) {
  return task.series.readings.empty() ? Origin() : task.series.readings.front().origin;
}

std::string name_of(const Task& task) { return fmt::format("task {}", quote(task.id)); }

Questions::Questions(std::span<const Task> tasks) {
  for (const Task& task : tasks) add(task);
}

void Questions::add(const Task& task) {
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

Result<std::vector<QuantileForecast>> projected(const Question& question, const Prior& prior) {
  ProjectionOptions options{.levels = {score_levels.begin(), score_levels.end()}};
  for (const Actual& actual : question.later) options.horizons.push_back(actual.hours);
  const auto projection = project(question.task->series, prior, options);
  if (!projection) return projection.error();
  std::vector<QuantileForecast> forecasts;
  for (const HorizonProjection& horizon : projection->horizons) {
    auto& bands = forecasts.emplace_back(QuantileForecast{.median = horizon.median}).bands.emplace();
    for (std::size_t k = 0; k < bands.size(); ++k) bands[k] = {horizon.bands[k].low, horizon.bands[k].high};
  }
  return forecasts;
}

}  // namespace swarmcast
