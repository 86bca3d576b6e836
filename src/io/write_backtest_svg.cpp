#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/svg.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast {
namespace {

constexpr int document_width = 760;
constexpr int document_height = 690;
constexpr double left = 70, plot_width = 540, plot_height = 210;
constexpr PlotArea coverage_area{left, 100, plot_width, plot_height};
constexpr PlotArea error_area{left, 410, plot_width, plot_height};

/// Lines of several methods or levels, each in its colour and dashes.
std::string style_of(std::size_t line) { return fmt::format("line c{0} d{0}", line); }

class BacktestSvg {
 public:
  explicit BacktestSvg(const Backtest& backtest)
      : rows_(backtest.by_ratio),
        svg_(document_width, document_height, "Backtest: coverage and error by horizon", description(backtest)) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      horizons_.ticks.push_back({place_of(i), rows_[i].name});
    }
    prior_ = backtest.prior;
    forecasts_ = backtest.all.forecasts;
  }

  [[nodiscard]] std::string write() && {
    svg_.text({20, 32}, "title", "How many bands hold the truth, and how far off estimates are");
    svg_.text({20, 54}, "small",
              fmt::format("{} forecasts under the prior {}, by horizon in times of the last reading's age",
                          full_count(static_cast<double>(forecasts_)), shortened(printable(prior_), 30)));
    draw_coverage();
    draw_errors();
    return std::move(svg_).finish();
  }

 private:
  static std::string percent(const std::optional<double>& share) {
    return share ? fmt::format("{:.0f} %", 100 * *share) : "-";
  }

  static std::string description(const Backtest& backtest) {
    std::string text;
    for (const ScoreRow& row : backtest.by_ratio) {
      const ScoreSummary& own = row.balanced.front();
      text += fmt::format("{}Horizons {}: the bands of 50, 80 and 95 % hold {}, {} and {} of the truths",
                          text.empty() ? "" : " ", row.name, percent(own.coverage[0]), percent(own.coverage[1]),
                          percent(own.coverage[2]));
      text += "; median errors:";
      for (std::size_t method = 0; method < method_count; ++method) {
        const auto& error = row.balanced[method].median_error;
        text += fmt::format("{} {} {}", method == 0 ? "" : ",", backtest_methods()[method].name,
                            error ? fmt::format("{:.3f}", *error) : "none");
      }
      text += '.';
    }
    return text;
  }

  [[nodiscard]] double place_of(std::size_t row) const {
    return (static_cast<double>(row) + 0.5) / static_cast<double>(std::max<std::size_t>(rows_.size(), 1));
  }

  /// A line through what `value_of` gives of each row, with gaps where it gives nothing, and its name at the end.
  template <class ValueOf>
  void draw_line(const PlotArea& area, const Axis& axis, std::size_t style, const std::string& name, ValueOf value_of) {
    std::vector<Point> run;
    std::optional<Point> last;
    const auto end_run = [&] {
      if (run.size() > 1) svg_.polyline(run, style_of(style));
      run.clear();
    };
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::optional<double> value = value_of(rows_[i]);
      if (!value) {
        end_run();
        continue;
      }
      run.push_back(area.at(place_of(i), axis.position(*value)));
      last = run.back();
      svg_.circle(run.back(), 3.5, fmt::format("f{}", style));
    }
    end_run();
    if (last) names_.push_back({last->y, style, name});
  }

  /// The names of the lines drawn, beside their ends, none over another.
  void draw_names() {
    constexpr double height = 16;
    std::stable_sort(names_.begin(), names_.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    for (std::size_t i = 1; i < names_.size(); ++i) names_[i].y = std::max(names_[i].y, names_[i - 1].y + height);
    for (const Name& name : names_) {
      const double x = left + plot_width + 8;
      svg_.line({x, name.y}, {x + 22, name.y}, style_of(name.style));
      svg_.text({x + 28, name.y + 4}, "small", name.text);
    }
    names_.clear();
  }

  void draw_coverage() {
    svg_.text({20, coverage_area.top - 14}, "strong", "Share of truths within the bands (dotted: as promised)");
    const Axis axis = share_axis();
    svg_.left_axis(coverage_area, axis);
    svg_.bottom_axis(coverage_area, horizons_);
    for (std::size_t k = 0; k < score_levels.size(); ++k) {
      const double promised = axis.position(score_levels[k] / 100);
      svg_.line(coverage_area.at(0, promised), coverage_area.at(1, promised), "promise");
      draw_line(coverage_area, axis, k, fmt::format("{:.0f} % band", score_levels[k]),
                [k](const ScoreRow& row) { return row.balanced.front().coverage[k]; });
    }
    draw_names();
  }

  void draw_errors() {
    svg_.text({20, error_area.top - 14}, "strong", "Median error, |ln(estimate / truth)|");
    double most = 0.01;
    for (const ScoreRow& row : rows_) {
      for (const ScoreSummary& summary : row.balanced) most = std::max(most, summary.median_error.value_or(0));
    }
    const Axis axis = count_axis(most, most, false, 6);
    svg_.left_axis(error_area, axis);
    svg_.bottom_axis(error_area, horizons_);
    for (std::size_t method = method_count; method-- > 0;) {
      draw_line(error_area, axis, method, std::string(backtest_methods()[method].name),
                [method](const ScoreRow& row) { return row.balanced[method].median_error; });
    }
    draw_names();
  }

  struct Name {
    double y;
    std::size_t style;
    std::string text;
  };

  const std::vector<ScoreRow>& rows_;
  SvgWriter svg_;
  Axis horizons_{};
  std::string prior_;
  std::size_t forecasts_ = 0;
  std::vector<Name> names_;
};

}  // namespace

std::string write_svg(const Backtest& backtest) { return BacktestSvg(backtest).write(); }

}  // namespace swarmcast
