#include "io/explanation_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.hpp"
#include "io/clock_time.hpp"
#include "io/columns.hpp"
#include "io/prose.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view indent = "  ";

/// Curves of less weight are not shown one by one, and parameters only of the heaviest.
constexpr double shown_weight = 0.005;
constexpr std::size_t shown_parameters = 5;

/// A heading, which may take more than one line.
std::string heading(std::string_view text, std::size_t columns, bool color) {
  std::string lines = wrapped(text, columns);
  lines.pop_back();
  return '\n' + bold(lines, color) + '\n';
}

/// A time since the release, or a number of next to any size.
std::string quantity(double value, bool is_hours) {
  constexpr double shortest = 1e-6, longest = 1e8;  // beyond, nobody thinks of a time in its own unit
  if (is_hours && value > shortest && value < longest) return human_hours(value);
  return fmt::format("{:.3g}{}", value, is_hours ? "h" : "");
}

std::string quantity(const Spread& spread, bool is_hours) {
  return fmt::format("{} ({} - {})", quantity(spread.median, is_hours), quantity(spread.low, is_hours),
                     quantity(spread.high, is_hours));
}

/// How many times high is low, to three digits, or to as many beyond 1 where the two are nearly equal.
std::string factor(double value) {
  if (value < 1.0995) return fmt::format("{:.4f}", value);
  return value < 99.95 ? fmt::format("{:.{}f}", value, value < 9.995 ? 2 : 1) : human_count(value);
}

/// Those that have weight, the heaviest first; those of equal weight stay in their order.
std::vector<const CurveExplanation*> heaviest(const std::vector<CurveExplanation>& curves) {
  std::vector<const CurveExplanation*> result;
  for (const CurveExplanation& curve : curves) {
    if (curve.weight >= shown_weight && !curve.projections.empty()) result.push_back(&curve);
  }
  std::stable_sort(result.begin(), result.end(), [](const CurveExplanation* a, const CurveExplanation* b) {
    return std::lround(100 * a->weight) > std::lround(100 * b->weight);
  });
  return result;
}

std::string curves_block(const Projection& projection, const std::vector<const CurveExplanation*>& shown, int digits,
                         std::size_t columns, bool color) {
  const std::vector<CurveExplanation>& all = projection.explanation->curves;
  std::vector<Column> labels{{"curve", {}, false}, {"before", {}}, {"after", {}}};
  std::vector<Column> cells;
  for (const HorizonProjection& horizon : projection.horizons) cells.push_back({exact_hours(horizon.hours), {}});
  std::vector<std::string> low;
  std::vector<std::string> high;
  for (const CurveExplanation* const curve : shown) {
    labels[0].cells.emplace_back(curve->name);
    labels[1].cells.push_back(human_share(curve->prior_weight));
    labels[2].cells.push_back(human_share(curve->weight));
    for (std::size_t h = 0; h < cells.size(); ++h) {
      cells[h].cells.push_back(human_count(curve->projections[h].median, digits));
    }
    low.push_back(human_count(curve->projections.back().low, digits));
    high.push_back(human_count(curve->projections.back().high, digits));
  }
  cells.push_back(range_column(fmt::format("{} % band at {}", Spread::level, cells.back().head), low, high));
  std::string out =
      heading("Each curve's weight before the readings and after, and what it alone would say", columns, color);
  out += in_blocks(labels, cells, columns, indent);
  if (shown.size() == all.size()) return out;
  std::string names;
  double weight = 0;
  for (const CurveExplanation& curve : all) {
    if (std::find(shown.begin(), shown.end(), &curve) != shown.end()) continue;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", curve.name);
    weight += curve.weight;
  }
  return out +
         wrapped(fmt::format("of little weight after, together {}: {}", human_share(weight), names), columns, indent);
}

std::string parameters_block(const std::vector<const CurveExplanation*>& curves, std::size_t columns, bool color) {
  std::string out = heading(
      fmt::format("Their parameters before the readings and after: median ({} % band)", Spread::level), columns, color);
  for (std::size_t i = 0; i < std::min(curves.size(), shown_parameters); ++i) {
    const CurveExplanation& curve = *curves[i];
    out += wrapped(fmt::format("{}: {}", curve.name, find_curve(curve.name)->formula), columns, indent);
    for (const ParameterSpread& spread : curve.parameters) {
      const bool is_hours = spread.parameter.unit == "hours";
      std::string text = fmt::format("{} before", quantity(spread.prior, is_hours));
      if (spread.posterior) text += fmt::format(", {} after", quantity(*spread.posterior, is_hours));
      const std::string name = fmt::format("    {:<6}", spread.parameter.name);
      out += wrapped(spread.parameter.meaning, columns, name);
      out += wrapped(text, columns, std::string(name.size(), ' '));
    }
  }
  if (curves.size() > shown_parameters) out += wrapped("Those of the others are in --format json.", columns, indent);
  return out;
}

std::string deviations_block(const ParameterSpread& deviations, std::size_t columns, bool color) {
  std::string out =
      heading("How far the rate of downloads strays from its curve: by a factor, typically", columns, color);
  out += wrapped(quantity(deviations.prior, false), columns, "  before  ");
  if (deviations.posterior) out += wrapped(quantity(*deviations.posterior, false), columns, "  after   ");
  return out;
}

/// Which of the candidates to take.
std::string advice(const NextReading& next) {
  if (next.candidates.empty()) return "There is no time for one before the horizon.";
  if (!next.most) return "None of them is expected to narrow it.";
  const std::string most = exact_hours(next.candidates[*next.most].hours);
  if (next.most == next.best) return fmt::format("The one at {} would narrow it most.", most);
  return fmt::format("The one at {} would narrow it most; weighed with the time that is left then, the best is at {}.",
                     most, exact_hours(next.candidates[*next.best].hours));
}

std::string next_reading_block(const Projection& projection, std::size_t columns, bool color) {
  const NextReading& next = projection.explanation->next_reading;
  std::string out =
      heading(fmt::format("What one more reading would do to the {} % band at {}, which spans a factor of {}",
                          Spread::level, exact_hours(next.horizon), factor(next.factor)),
              columns, color);
  if (!next.candidates.empty()) {
    std::vector<Column> table{{"read at", {}, false}};
    if (projection.release) table.push_back({"clock", {}, false});
    table.push_back({"expected factor", {}});
    table.push_back({"narrower by", {}});
    for (const CandidateReading& candidate : next.candidates) {
      auto column = table.begin();
      (column++)->cells.push_back(exact_hours(candidate.hours));
      if (projection.release) (column++)->cells.push_back(clock_after(*projection.release, candidate.hours));
      (column++)->cells.push_back(factor(candidate.factor));
      column->cells.push_back(fmt::format("{} %", std::lround(100 * candidate.narrowing)));
    }
    out += side_by_side(table, false, indent);
  }
  return out + wrapped(advice(next), columns, indent);
}

}  // namespace

std::string explanation_block(const Projection& projection, int digits, std::size_t columns, bool color) {
  const std::vector<const CurveExplanation*> curves = heaviest(projection.explanation->curves);
  return curves_block(projection, curves, digits, columns, color) + parameters_block(curves, columns, color) +
         deviations_block(projection.explanation->deviations, columns, color) +
         next_reading_block(projection, columns, color);
}

}  // namespace swarmcast
