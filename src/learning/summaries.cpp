#include "learning/summaries.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace swarmcast {
namespace {

using Numbers = std::vector<std::size_t>;  // of forecasts
using Optional = std::optional<double>;

/// A class of forecasts by some number: those above the limit before, and up to this one.
struct Bin {
  double most;
  std::string_view name;
};

constexpr double without_limit = std::numeric_limits<double>::infinity();

constexpr std::array<Bin, 5> ratio_bins{
    {{1.75, "to 1.75x"}, {2.5, "to 2.5x"}, {4, "to 4x"}, {7, "to 7x"}, {without_limit, "beyond 7x"}}};

constexpr std::array<Bin, 6> reading_bins{
    {{1, "1"}, {2, "2"}, {3, "3"}, {5, "4-5"}, {8, "6-8"}, {without_limit, "9 or more"}}};

Optional mean(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Half the sum of the two in the middle, where their number is even.
Optional median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Mean WIS of project() and of another method, where both say something.
struct Duel {
  double own = 0;
  double theirs = 0;
};

Optional skill_of(const Duel& duel) { return duel.theirs > 0 ? Optional(1 - duel.own / duel.theirs) : std::nullopt; }

class Summariser {
 public:
  explicit Summariser(const Backtest& backtest) : backtest_(backtest) {
    std::map<std::string_view, std::size_t> numbers;
    for (const ScoredTask& task : backtest.tasks) numbers[task.family] = 0;
    std::size_t next = 0;
    for (auto& [name, number] : numbers) number = next++;
    for (const ScoredTask& task : backtest.tasks) family_.push_back(numbers.find(task.family)->second);
  }

  /// Of these forecasts.
  [[nodiscard]] ScoreRow row(std::string_view name, const Numbers& numbers) const {
    ScoreRow result{.name = std::string(name), .forecasts = numbers.size()};
    const std::vector<Numbers> families = by_family(numbers);
    result.families = families.size();
    for (std::size_t method = 0; method < method_count; ++method) {
      result.pooled[method] = summary(numbers, method);
      result.pooled[method].skill = skill({numbers}, method);
      result.balanced[method] = balanced(families, method);
    }
    return result;
  }

  /// A row for each bin that has forecasts, by a number that each forecast has.
  template <std::size_t n, class NumberOf>
  [[nodiscard]] std::vector<ScoreRow> rows(const std::array<Bin, n>& bins, NumberOf number_of) const {
    std::array<Numbers, n> members;
    for (std::size_t i = 0; i < backtest_.forecasts.size(); ++i) {
      const double number = number_of(backtest_.forecasts[i]);
      const auto bin = std::find_if(bins.begin(), bins.end(), [&](const Bin& other) { return number <= other.most; });
      members[static_cast<std::size_t>(bin - bins.begin())].push_back(i);
    }
    std::vector<ScoreRow> result;
    for (std::size_t k = 0; k < n; ++k) {
      if (!members[k].empty()) result.push_back(row(bins[k].name, members[k]));
    }
    return result;
  }

  [[nodiscard]] std::vector<ScoreRow> family_rows(const Numbers& all) const {
    std::vector<ScoreRow> result;
    for (const Numbers& family : by_family(all)) {
      const ScoredForecast& first = backtest_.forecasts[family.front()];
      result.push_back(row(backtest_.tasks[first.task].family, family));
    }
    return result;
  }

 private:
  /// Those of each family that has some, in the order of their names.
  [[nodiscard]] std::vector<Numbers> by_family(const Numbers& numbers) const {
    std::map<std::size_t, Numbers> members;
    for (const std::size_t i : numbers) members[family_[backtest_.forecasts[i].task]].push_back(i);
    std::vector<Numbers> result;
    result.reserve(members.size());
    for (auto& [family, forecasts] : members) result.push_back(std::move(forecasts));
    return result;
  }

  [[nodiscard]] ScoreSummary summary(const Numbers& numbers, std::size_t method) const {
    ScoreSummary result;
    std::vector<double> errors, signed_errors, widths, overs, unders, scores;
    std::array<std::vector<double>, score_levels.size()> held;
    for (const std::size_t i : numbers) {
      const auto& score = backtest_.forecasts[i].scores[method];
      if (!score) continue;
      errors.push_back(std::abs(score->log_error));
      signed_errors.push_back(score->log_error);
      scores.push_back(score->wis());
      widths.push_back(score->width);
      overs.push_back(score->over);
      unders.push_back(score->under);
      if (!score->covered) continue;
      for (std::size_t k = 0; k < held.size(); ++k) held[k].push_back((*score->covered)[k] ? 1 : 0);
    }
    result.forecasts = errors.size();
    result.banded = held.front().size();
    result.mean_error = mean(errors);
    result.median_error = median(std::move(errors));
    result.bias = median(std::move(signed_errors));
    for (std::size_t k = 0; k < held.size(); ++k) result.coverage[k] = mean(held[k]);
    result.wis = mean(scores);
    result.width = mean(widths);
    result.over = mean(overs);
    result.under = mean(unders);
    return result;
  }

  /// The means over families of their summaries.
  [[nodiscard]] ScoreSummary balanced(const std::vector<Numbers>& families, std::size_t method) const {
    std::vector<ScoreSummary> each;
    each.reserve(families.size());
    for (const Numbers& family : families) each.push_back(summary(family, method));
    const auto over_families = [&](auto number_of) {
      std::vector<double> values;
      for (const ScoreSummary& one : each) {
        if (const Optional value = number_of(one)) values.push_back(*value);
      }
      return mean(values);
    };
    ScoreSummary result;
    for (const ScoreSummary& one : each) {
      result.forecasts += one.forecasts;
      result.banded += one.banded;
    }
    for (Optional ScoreSummary::*const member :
         {&ScoreSummary::median_error, &ScoreSummary::mean_error, &ScoreSummary::bias, &ScoreSummary::wis,
          &ScoreSummary::width, &ScoreSummary::over, &ScoreSummary::under}) {
      result.*member = over_families([member](const ScoreSummary& one) { return one.*member; });
    }
    for (std::size_t k = 0; k < score_levels.size(); ++k) {
      result.coverage[k] = over_families([k](const ScoreSummary& one) { return one.coverage[k]; });
    }
    result.skill = skill(families, method);
    return result;
  }

  /// By means over each of these, and then over all: of ratios themselves there would be no sensible mean.
  [[nodiscard]] Optional skill(const std::vector<Numbers>& families, std::size_t method) const {
    if (method == 0) return std::nullopt;
    Duel all;
    for (const Numbers& family : families) {
      Duel sum;
      double count = 0;
      for (const std::size_t i : family) {
        const auto& scores = backtest_.forecasts[i].scores;
        if (!scores.front() || !scores[method]) continue;
        sum.own += scores.front()->wis();
        sum.theirs += scores[method]->wis();
        ++count;
      }
      if (count == 0) continue;
      all.own += sum.own / count;
      all.theirs += sum.theirs / count;
    }
    return skill_of(all);
  }

  const Backtest& backtest_;
  std::vector<std::size_t> family_;  // of each task, by its place in the order of the names
};

}  // namespace

void add_summaries(Backtest& backtest) {
  const Summariser summariser(backtest);
  Numbers all(backtest.forecasts.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  backtest.all = summariser.row("all", all);
  backtest.by_ratio = summariser.rows(ratio_bins, [&](const ScoredForecast& forecast) {
    return forecast.truth.hours / backtest.tasks[forecast.task].last_hours;
  });
  backtest.by_readings = summariser.rows(reading_bins, [&](const ScoredForecast& forecast) {
    return static_cast<double>(backtest.tasks[forecast.task].readings);
  });
  backtest.by_family = summariser.family_rows(all);
}

}  // namespace swarmcast
