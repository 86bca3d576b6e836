#pragma once
/// A prior from past releases.
///
/// Assumption: the releases to come resemble those learned from. The more families of releases there are among them,
/// and the more evenly, the better that holds; a prior of one family is a prior for that family.
///
///     auto tasks = swarmcast::read_tasks(bytes, "past.csv");  // read.hpp
///     auto learned = swarmcast::learn(tasks->tasks, swarmcast::builtin_prior());

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/score.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// What the prior that learning starts from counts for: as much as so many tasks.
inline constexpr double tasks_of_start = 100;

/// Of so many families each is judged by what the others teach; of less, each fifth of the tasks is.
inline constexpr std::size_t fewest_families = 3;

struct LearnOptions {
  std::string name = "learned";  ///< of the prior
  bool absolute = false;         ///< learn timescales in hours: for releases that all live at one pace
  std::size_t jobs = 1;          ///< threads; they change nothing about the result
  /// Called now and then with the passes over the tasks that are done, and the most there will be; it must not throw.
  std::function<void(std::size_t done, std::size_t most)> progress{};
};

/// The result.
struct Learned {
  Prior prior{};             ///< its origin is filled in but for the input's SHA-256 and the date
  std::size_t tasks = 0;     ///< learned from
  std::size_t families = 0;  ///< they are of
  std::size_t left_out = 0;  ///< tasks and later counts that could not be used; each is named in a warning
  double wis_before = 0;     ///< balanced mean of the weighted interval scores under the prior that learning began with
  double wis_after = 0;      ///< the same under what was learned, each family under what the others taught
  std::vector<Warning> warnings{};
};

/// Learns in three steps (docs/prior.md). Families weigh alike, those of few tasks less.
///
///   1. Means and standard deviations of timescales and shapes: expectation maximisation over the whole series, each
///      curve weighing in a series what its posterior does.
///   2. Curve weights: those under which the log score of what was held back is best (stacking), with a penalty for
///      leaving the start that fades with the number of tasks.
///   3. The size of deviations and its spread, correlation length, level, nugget, stop hazard, and a common factor of
///      the shapes' standard deviations: coordinate descent on the weighted interval score of what was held back, with
///      the same penalty. Then step 2 once more.
///
/// In steps 2 and 3 a family is scored under what the others taught in the steps before; where there are less than
/// fewest_families, so is a fifth of the tasks, in their order.
///
/// Where the start's timescales are in hours, so are the result's. Error: `no_tasks` where nothing can be learned from.
/// Deterministic to the byte for any number of jobs. Cost: some sixty projections a task, of up to sixty tasks of a
/// family, and a few for the others.
[[nodiscard]] Result<Learned> learn(std::span<const Task> tasks, const Prior& start, const LearnOptions& options = {});

}  // namespace swarmcast
