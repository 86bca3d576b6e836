// From a file of many series to tasks: what is seen of each, and what comes later.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "base/format.hpp"
#include "base/listing.hpp"
#include "base/notes.hpp"
#include "base/text.hpp"
#include "io/detect.hpp"
#include "io/observe.hpp"

namespace swarmcast {
namespace {

using Rows = std::span<const std::size_t>;

constexpr std::array<double, 5> targets{1.5, 2, 3, 5, 10};  // times the last reading's age

/// The target whose reading this may be: none is further from its own, in log time, than half the way to the next.
/// targets.size(): none.
std::size_t target_of(double ratio) {
  const double before_first = targets[0] * targets[0] / targets[1];
  const double behind_last = targets[4] * targets[4] / targets[3];
  if (ratio < std::sqrt(before_first * targets[0])) return targets.size();
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const double next = k + 1 < targets.size() ? targets[k + 1] : behind_last;
    if (ratio < std::sqrt(targets[k] * next)) return k;
  }
  return targets.size();
}

/// Of the readings after the last one seen, the nearest to each target. Those whose count is in doubt are no truth.
std::vector<Actual> chosen_truths(const std::vector<Reading>& readings, double last_hours) {
  std::array<const Reading*, targets.size()> nearest{};
  std::array<double, targets.size()> distance{};
  for (const Reading& reading : readings) {
    if (reading.hours <= last_hours || reading.uncertain()) continue;
    const double ratio = reading.hours / last_hours;
    const std::size_t k = target_of(ratio);
    if (k == targets.size()) continue;
    const double here = std::abs(std::log(ratio / targets[k]));
    if (nearest[k] != nullptr && distance[k] <= here) continue;
    nearest[k] = &reading;
    distance[k] = here;
  }
  std::vector<Actual> truths;
  for (const Reading* const reading : nearest) {
    if (reading != nullptr) truths.push_back({reading->hours, reading->count_used, reading->origin});
  }
  return truths;
}

/// Items in the order of their series, and where those of each begin: the last entry is the end of all.
struct BySeries {
  std::vector<std::size_t> order;
  std::vector<std::size_t> begin;

  [[nodiscard]] Rows of(std::size_t series) const {
    return Rows(order).subspan(begin[series], begin[series + 1] - begin[series]);
  }
};

template <class SeriesOf>
BySeries by_series(std::size_t items, std::size_t series, SeriesOf series_of) {
  BySeries result{std::vector<std::size_t>(items), std::vector<std::size_t>(series + 1)};
  for (std::size_t i = 0; i < items; ++i) ++result.begin[series_of(i) + 1];
  for (std::size_t s = 0; s < series; ++s) result.begin[s + 1] += result.begin[s];
  std::vector<std::size_t> next(result.begin.begin(), result.begin.end() - 1);
  for (std::size_t i = 0; i < items; ++i) result.order[next[series_of(i)]++] = i;
  return result;
}

class TaskMaker {
 public:
  TaskMaker(const Log& log, const TaskOptions& options) : log_(log), options_(options), origins_(options.origins) {
    std::sort(origins_.begin(), origins_.end());
    origins_.erase(std::unique(origins_.begin(), origins_.end()), origins_.end());
    if (!origins_.empty() && origins_.front() == 0) origins_.erase(origins_.begin());
  }

  Tasks tasks() && {
    const std::size_t series = log_.series.all().size();
    const auto series_of_row = [&](std::size_t i) { return log_.names.empty() ? 0 : log_.names[i].series; };
    const BySeries seen = by_series(log_.readings.size(), series, series_of_row);
    const BySeries later = by_series(log_.later.size(), series, [&](std::size_t i) { return log_.later[i].series; });
    for (std::size_t s = 0; s < series; ++s) {
      const bool is_task = s < log_.facts.size() && log_.facts[s].task;
      if (!seen.of(s).empty()) {
        if (is_task) {
          add_task(s, seen.of(s), later.of(s));
        } else {
          add_whole(s, seen.of(s));
        }
      } else if (s > 0) {  // 0 is what has no name, and need not be there
        leave_out(s, {ErrorCode::no_readings, "it has no readings"});
      }
    }
    result_.left_out = series_.count() + tasks_.count() + truths_.count();
    result_.warnings = notes_.warnings("more series like it");
    series_.append_to(result_.warnings);
    tasks_.append_to(result_.warnings);
    truths_.append_to(result_.warnings);
    return std::move(result_);
  }

 private:
  [[nodiscard]] const std::string& name_of(std::size_t series) const { return log_.series.all()[series]; }

  /// The rows of one series up to a time, as a log of its own.
  [[nodiscard]] Log part(std::size_t series, Rows rows, double until) const {
    Log log;
    const std::uint32_t number = log.series.number_of(name_of(series));
    log.facts.resize(number + std::size_t{1});
    if (series < log_.facts.size()) log.facts[number] = log_.facts[series];
    for (const std::size_t row : rows) {
      if (log_.readings[row].hours > until) continue;
      log.readings.push_back(log_.readings[row]);
      if (log_.names.empty()) continue;
      const RowNames& names = log_.names[row];
      log.names.push_back({number, log.sources.number_of(log_.sources.all()[names.source]),
                           log.swarms.number_of(log_.swarms.all()[names.swarm])});
    }
    return log;
  }

  void leave_out(std::size_t series, const Error& error) {
    series_.add(error.origin,
                [&] { return fmt::format("series {} is left out: {}", quote(name_of(series)), error.message); });
  }

  /// Takes over the warnings of a series.
  void pass_on(std::size_t series, const std::vector<Warning>& warnings) {
    notes_.set_subject(fmt::format("series {}: ", quote(name_of(series))));
    for (const Warning& warning : warnings) notes_.add(warning.code, warning.origin, [&] { return warning.text; });
  }

  void add(std::size_t series, std::string id, Series seen, std::vector<Actual> later) {
    const SeriesFacts facts = series < log_.facts.size() ? log_.facts[series] : SeriesFacts();
    const std::string& group = !facts.group.empty()   ? facts.group
                               : facts.family.empty() ? name_of(series)
                                                      : facts.family;
    result_.tasks.push_back({std::move(id), facts.family, group, std::move(seen), std::move(later)});
  }

  /// A series whose later counts are given.
  void add_task(std::size_t series, Rows rows, Rows later) {
    Log log = part(series, rows, without_end);
    Result<Observations> observed = observe(log, options_.read);
    if (!observed) return leave_out(series, observed.error());
    Result<Series> seen = series_from(*std::move(observed), options_.read);
    if (!seen) return leave_out(series, seen.error());
    pass_on(series, seen->warnings);
    std::vector<Actual> truths;
    for (const std::size_t i : later) {
      const Reading& reading = log_.later[i].reading;
      if (reading.uncertain()) {
        truths_.add(reading.origin, [&] {
          return fmt::format("series {}: {} is in doubt, and no truth to score by", quote(name_of(series)),
                             describe(reading));
        });
      } else {
        truths.push_back({reading.hours, reading.count_used, reading.origin});
      }
    }
    add(series, name_of(series), *std::move(seen), std::move(truths));
  }

  /// A whole series, cut after each of the origins.
  void add_whole(std::size_t series, Rows rows) {
    Log log = part(series, rows, without_end);
    Result<Observations> observed = observe(log, options_.read);
    if (!observed) return leave_out(series, observed.error());
    const std::vector<double> times = times_of(observed->readings);
    const Result<Series> whole = series_from(*std::move(observed), options_.read);
    if (!whole) return leave_out(series, whole.error());
    pass_on(series, whole->warnings);
    const std::size_t before = result_.tasks.size();
    for (const std::size_t origin : origins_) {
      if (origin >= times.size()) break;
      add_origin(series, rows, times[origin - 1], origin, *whole);
    }
    if (result_.tasks.size() > before) return;
    notes_.set_subject({});
    notes_.add(WarningCode::series_too_short, rows_origin(rows), [&] {
      return fmt::format("series {} is too short: no reading comes late enough after the first ones to be hidden",
                         quote(name_of(series)));
    });
  }

  /// What was known then, and what came of it.
  void add_origin(std::size_t series, Rows rows, double now, std::size_t origin, const Series& whole) {
    Log log = part(series, rows, now);
    Result<Observations> observed = observe(log, options_.read);
    Result<Series> seen =
        observed ? series_from(*std::move(observed), options_.read) : Result<Series>(observed.error());
    std::string id = fmt::format("{}#{}", name_of(series), origin);
    if (!seen) {  // only swarms: some were not there yet
      const Error& error = seen.error();
      tasks_.add(error.origin, [&] { return fmt::format("task {} is left out: {}", quote(id), error.message); });
      return;
    }
    std::vector<Actual> truths = chosen_truths(whole.readings, seen->readings.back().hours);
    if (!truths.empty()) add(series, std::move(id), *std::move(seen), std::move(truths));
  }

  /// When readings were taken, in order, from the first that is not 0 on.
  static std::vector<double> times_of(std::vector<Reading> readings) {
    const auto by_time = [](const Reading& a, const Reading& b) { return a.hours < b.hours; };
    std::stable_sort(readings.begin(), readings.end(), by_time);
    const auto first = std::find_if(readings.begin(), readings.end(), [](const Reading& r) { return r.count > 0; });
    std::vector<double> times;
    for (auto reading = first; reading != readings.end(); ++reading) {
      if (times.empty() || times.back() < reading->hours) times.push_back(reading->hours);
    }
    return times;
  }

  [[nodiscard]] Origin rows_origin(Rows rows) const { return log_.readings[rows.front()].origin; }

  static constexpr double without_end = std::numeric_limits<double>::infinity();

  const Log& log_;
  const TaskOptions& options_;
  std::vector<std::size_t> origins_;  // ascending
  Tasks result_;
  Notes notes_;
  Listing series_{WarningCode::series_left_out, "series"};
  Listing tasks_{WarningCode::task_left_out, "tasks"};
  Listing truths_{WarningCode::truth_left_out, "later counts"};
};

}  // namespace

Result<Tasks> read_tasks(std::string_view bytes, std::string_view source, const TaskOptions& options) {
  const TaskColumns columns{options.family_column, options.group_column};
  Result<Log> log = read_log(bytes, source, options.read, JsonRole::task, &columns);
  if (!log) {
    Error error = std::move(log).error();
    if (error.place.source.empty()) error.place.source = source;
    return error;
  }
  Tasks tasks = TaskMaker(*log, options).tasks();
  for (Warning& warning : tasks.warnings) {
    const Origin& origin = warning.origin;
    if (origin.length > 0) warning.place = locate(bytes, source, origin.offset, origin.length);
  }
  return tasks;
}

}  // namespace swarmcast
