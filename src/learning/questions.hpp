#pragma once
/// Tasks, sorted into what can be asked of a forecast and what is left out.

#include <span>
#include <string>
#include <vector>

#include "base/listing.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {

/// A task whose later counts can be scored.
struct Question {
  const Task* task = nullptr;
  std::vector<Actual> later{};
};

/// Where its readings begin, if it has some.
[[nodiscard]] Origin origin_of(const Task& task);

/// As in a warning.
[[nodiscard]] std::string name_of(const Task& task);

/// Finds what can be asked, and names the rest. The tasks outlive it.
class Questions {
 public:
  explicit Questions(std::span<const Task> tasks);

  [[nodiscard]] const std::vector<Question>& all() const { return questions_; }
  [[nodiscard]] const Listing& truths_left_out() const { return truths_; }
  [[nodiscard]] Listing& tasks_left_out() { return tasks_; }

 private:
  void add(const Task& task);

  std::vector<Question> questions_;
  Listing tasks_{WarningCode::task_left_out, "tasks"};
  Listing truths_{WarningCode::truth_left_out, "later counts"};
};

/// What project() says of a question's later counts, with bands.
[[nodiscard]] Result<std::vector<QuantileForecast>> projected(const Question& question, const Prior& prior);

}  // namespace swarmcast
