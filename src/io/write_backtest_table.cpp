#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/columns.hpp"
#include "io/prose.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

using Summaries = std::array<ScoreSummary, method_count>;

constexpr std::size_t most_families = 50;

/// In units of ln: 0.160.
std::string logarithm(const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; }

/// +0.012, -0.012, and 0.000 without a sign.
std::string signed_logarithm(const std::optional<double>& value) {
  if (!value) return "-";
  const bool none = std::abs(*value) < 0.0005;
  return none ? "0.000" : fmt::format("{:+.3f}", *value);
}

std::string percent(const std::optional<double>& share) { return share ? fmt::format("{:.0f} %", 100 * *share) : "-"; }

std::string counted(std::size_t number, std::string_view one, std::string_view several) {
  return fmt::format("{} {}", full_count(static_cast<double>(number)), number == 1 ? one : several);
}

/// Columns of what a summary says, after those that say of what.
class SummaryColumns {
 public:
  void add(const ScoreSummary& summary) {
    median_.cells.push_back(logarithm(summary.median_error));
    mean_.cells.push_back(logarithm(summary.mean_error));
    bias_.cells.push_back(signed_logarithm(summary.bias));
    for (std::size_t k = 0; k < coverage_.size(); ++k) coverage_[k].cells.push_back(percent(summary.coverage[k]));
    wis_.cells.push_back(logarithm(summary.wis));
  }

  [[nodiscard]] std::vector<Column> behind(std::vector<Column> columns) const {
    for (const Column* const column : {&median_, &mean_, &bias_, &coverage_[0], &coverage_[1], &coverage_[2], &wis_}) {
      columns.push_back(*column);
    }
    return columns;
  }

 private:
  Column median_{"error", {}}, mean_{"mean", {}}, bias_{"bias", {}}, wis_{"WIS", {}};
  std::array<Column, score_levels.size()> coverage_{{{"50 %", {}}, {"80 %", {}}, {"95 %", {}}}};
};

class BacktestTable {
 public:
  BacktestTable(const Backtest& backtest, const TableStyle& style)
      : backtest_(backtest), columns_(static_cast<std::size_t>(std::max(style.width, 20))), color_(style.color) {}

  [[nodiscard]] std::string write() const {
    std::string out = headline() + '\n' + methods();
    out += breakdown("By horizon, in times of the last reading's age", "horizon", backtest_.by_ratio);
    out += breakdown("By number of readings", "readings", backtest_.by_readings);
    if (backtest_.by_family.size() > 1) out += breakdown("By family", "family", backtest_.by_family);
    return out + notes();
  }

 private:
  [[nodiscard]] std::string headline() const {
    const ScoreRow& all = backtest_.all;
    const ScoreSummary& own = all.balanced.front();
    const std::string counts = fmt::format("{} of {}{}", counted(all.forecasts, "forecast", "forecasts"),
                                           counted(backtest_.tasks.size(), "task", "tasks"),
                                           all.families > 1 ? fmt::format(" in {} families", all.families) : "");
    std::string sentence = counts + '.';
    if (own.median_error && own.coverage[1]) {
      sentence =
          fmt::format("{}: a typical estimate is off by a factor of {:.2f}, and {} of the 80 % bands hold what came.",
                      counts, std::exp(*own.median_error), percent(own.coverage[1]));
    }
    sentence = wrapped(sentence, columns_);
    sentence.pop_back();
    return bold(sentence, color_) + '\n';
  }

  /// A row for each method.
  [[nodiscard]] std::string methods() const {
    Column names{"method", {}, false}, skills{"skill", {}};
    SummaryColumns summaries;
    for (std::size_t method = 0; method < method_count; ++method) {
      const ScoreSummary& summary = backtest_.all.balanced[method];
      names.cells.emplace_back(backtest_methods()[method].name);
      summaries.add(summary);
      skills.cells.push_back(summary.skill ? fmt::format("{:+.0f} %", 100 * *summary.skill) : "");
    }
    std::vector<Column> table = summaries.behind({names});
    table.push_back(skills);
    return side_by_side(table, color_);
  }

  static std::string label(const ScoreRow& row) {
    constexpr std::size_t longest = 30;
    std::string name = row.name.empty() ? "(none named)" : printable(row.name);
    if (width(name) <= longest) return name;
    std::string quoted = quote(row.name.substr(0, longest));  // cut between characters
    return quoted.substr(1, quoted.size() - 2) + "...";
  }

  /// What project() did, and below it the median errors of all methods.
  [[nodiscard]] std::string breakdown(std::string_view title, std::string_view head,
                                      const std::vector<ScoreRow>& rows) const {
    const std::size_t shown = std::min(rows.size(), most_families);
    Column names{std::string(head), {}, false}, forecasts{"forecasts", {}};
    std::vector<Column> errors(1);
    for (const BacktestMethod& method : backtest_methods()) errors.push_back({std::string(method.name), {}});
    SummaryColumns summaries;
    for (std::size_t i = 0; i < shown; ++i) {
      const ScoreRow& row = rows[i];
      names.cells.push_back(label(row));
      forecasts.cells.push_back(full_count(static_cast<double>(row.forecasts)));
      summaries.add(row.balanced.front());
      for (std::size_t method = 0; method < method_count; ++method) {
        errors[1 + method].cells.push_back(logarithm(row.balanced[method].median_error));
      }
    }
    errors.front() = names;
    std::string out = '\n' + bold(title, color_) + '\n' + side_by_side(summaries.behind({names, forecasts}), color_);
    out += '\n' + bold("Errors of all methods", color_) + '\n' + side_by_side(errors, color_);
    if (shown < rows.size()) {
      out += wrapped(fmt::format("and {} more, which --format json lists", rows.size() - shown), columns_);
    }
    return out;
  }

  [[nodiscard]] std::string notes() const {
    const ScoreSummary& own = backtest_.all.balanced.front();
    std::string out = '\n' + bold("What the numbers are", color_) + '\n';
    out += entry("error",
                 "median of |ln(estimate / truth)|: 0.10 is off by a tenth, 0.69 by a factor of two; mean: "
                 "their mean",
                 columns_);
    out += entry("bias", "median of ln(estimate / truth): above 0, more was forecast than came", columns_);
    out += entry("50 %, ...", "how many of these bands hold the truth", columns_);
    out += entry("WIS",
                 fmt::format("mean weighted interval score of the logarithms, the less the better; of a point "
                             "forecast its absolute error. That of swarmcast, {}, is {} for width, {} for "
                             "forecasts too high and {} for those too low",
                             logarithm(own.wis), logarithm(own.width), logarithm(own.over), logarithm(own.under)),
                 columns_);
    out += entry("skill", "by how much the WIS of swarmcast is below the method's, where both forecast", columns_);
    out += entry("prior", printable(backtest_.prior), columns_);
    if (backtest_.all.families > 1) {
      const ScoreSummary& pooled = backtest_.all.pooled.front();
      out += entry("families",
                   fmt::format("each counts alike: figures are means over families. With every forecast "
                               "counting alike, swarmcast's error is {}, and its bands hold {}, {} and {}",
                               logarithm(pooled.median_error), percent(pooled.coverage[0]), percent(pooled.coverage[1]),
                               percent(pooled.coverage[2])),
                   columns_);
    }
    return out + silences();
  }

  /// Of which methods forecasts are lacking.
  [[nodiscard]] std::string silences() const {
    std::string text;
    for (std::size_t method = 0; method < method_count; ++method) {
      const ScoreSummary& summary = backtest_.all.pooled[method];
      const std::size_t none = backtest_.all.forecasts - summary.forecasts;
      const bool some_banded = summary.banded > 0 && summary.banded < summary.forecasts;
      if (none == 0 && !some_banded) continue;
      text += fmt::format("{}{} has ", text.empty() ? "" : "; ", backtest_methods()[method].name);
      if (none > 0) text += fmt::format("no forecast in {}", full_count(static_cast<double>(none)));
      if (some_banded) {
        text += fmt::format("{}bands in {} of its {}", none > 0 ? " and " : "",
                            full_count(static_cast<double>(summary.banded)),
                            full_count(static_cast<double>(summary.forecasts)));
      }
    }
    return text.empty() ? text : entry("lacking", text, columns_);
  }

  const Backtest& backtest_;
  std::size_t columns_;
  bool color_;
};

}  // namespace

std::string write_table(const Backtest& backtest, const TableStyle& style) {
  return BacktestTable(backtest, style).write();
}

}  // namespace swarmcast
