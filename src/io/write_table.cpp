#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/clock_time.hpp"
#include "io/columns.hpp"
#include "io/comparison_table.hpp"
#include "io/explanation_table.hpp"
#include "io/headline.hpp"
#include "io/prose.hpp"
#include "io/table_parts.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

/// The bands of one level, written by `format`.
template <class Format>
Column band_column(const Projection& projection, std::size_t level, Format format) {
  const std::vector<HorizonProjection>& rows = projection.horizons;
  std::vector<std::string> low;
  std::vector<std::string> high;
  for (const HorizonProjection& row : rows) {
    low.push_back(format(row.bands[level].low));
    high.push_back(format(row.bands[level].high));
  }
  return range_column(band_name(projection, rows.front().bands[level].level), low, high);
}

Column clock_column(const std::vector<HorizonProjection>& rows, const ClockTime& release) {
  Column column{"clock", {}, false};
  for (const HorizonProjection& row : rows) column.cells.push_back(clock_after(release, row.hours));
  return column;
}

std::string table(const Projection& projection, int digits, bool color) {
  const std::vector<HorizonProjection>& rows = projection.horizons;
  const Reading& last = projection.readings.back();
  Column time{"time", {}, false};
  Column estimate{"estimate", {}};
  Column since{"since " + exact_hours(last.hours), {}};
  for (const HorizonProjection& row : rows) {
    time.cells.push_back(exact_hours(row.hours));
    estimate.cells.push_back(human_count(row.median, digits));
    since.cells.push_back(human_growth(row.median / (projection.least_squares ? last.unlifted() : last.count_used)));
  }
  std::vector<Column> columns{time};
  if (projection.release) columns.push_back(clock_column(rows, *projection.release));
  columns.push_back(estimate);
  for (std::size_t level = 0; level < rows.front().bands.size(); ++level) {
    columns.push_back(band_column(projection, level, [digits](double count) { return human_count(count, digits); }));
  }
  columns.push_back(since);
  return side_by_side(columns, color);
}

std::string time_band(const TimeBand& band) {
  if (!band.low) return "never";
  if (!band.high) return fmt::format("{} or later, perhaps never", human_hours(*band.low));
  return fmt::format("{} - {}", human_hours(*band.low), human_hours(*band.high));
}

std::string reach_block(const Reach& reach, const std::vector<HorizonProjection>& rows, std::size_t columns,
                        bool color) {
  const std::string count = exact_count(reach.count);
  std::string out = '\n' + bold(fmt::format("When it reaches {}", count), color) + '\n';
  out += entry("even odds",
               reach.median_hours ? fmt::format("by {} after release", human_hours(*reach.median_hours))
                                  : "never: more likely than not, it stays below",
               columns);
  for (const TimeBand& band : reach.bands) out += entry(fmt::format("{} % band", band.level), time_band(band), columns);
  std::string chances;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    chances +=
        fmt::format("{}{} by {}", i > 0 ? ", " : "", human_share(reach.probability[i]), exact_hours(rows[i].hours));
  }
  return out + entry("chance", chances, columns);
}

/// The horizons in multiples of a yardstick's number.
std::string yardstick_block(const Yardstick& yardstick, const Projection& projection, std::size_t columns, bool color) {
  const std::vector<HorizonProjection>& rows = projection.horizons;
  const auto multiple = [&](double count) { return spelled_count(count / yardstick.number); };
  std::vector<Column> table{{"time", {}, false}, {"estimate", {}}};
  for (const HorizonProjection& row : rows) {
    table[0].cells.push_back(exact_hours(row.hours));
    table[1].cells.push_back(multiple(row.median) + " times");
  }
  const std::size_t levels = rows.empty() ? 0 : rows.front().bands.size();
  for (std::size_t level = 0; level < levels; ++level) table.push_back(band_column(projection, level, multiple));
  std::string heading =
      wrapped(fmt::format("Against {} {}", full_count(yardstick.number), printable(yardstick.label)), columns);
  heading.pop_back();
  return '\n' + bold(heading, color) + '\n' + side_by_side(table, false, "  ");
}

std::string readings_used(const Projection& projection) {
  const std::vector<Reading>& readings = projection.readings;
  const Reading& last = readings.back();
  std::string text = readings.size() == 1 ? "only " : fmt::format("{}, the last of them ", readings.size());
  text += describe(last);
  if (projection.release) text += fmt::format(" ({})", clock_after(*projection.release, last.hours));
  if (last.count_used != last.count && !projection.least_squares)
    text += fmt::format(", taken as {}", human_count(last.count_used));
  return text;
}

/// How many, and which were not there from the start.
std::string swarms_summed(const std::vector<Swarm>& swarms) {
  constexpr std::size_t named = 3;
  std::string text = fmt::format("{} summed", swarms.size());
  std::size_t joined = 0;
  for (const Swarm& swarm : swarms) {
    if (!swarm.joined || ++joined > named) continue;
    text += fmt::format("; {} joined at {} and has {} at {}", quote(swarm.name), exact_hours(swarm.first_hours),
                        exact_count(swarm.count), exact_hours(swarm.last_hours));
  }
  if (joined > named) text += fmt::format("; {} more joined later", joined - named);
  return text;
}

/// The heaviest curves by name, the others as one. Those of equal percentages stay in their order.
std::string curve_weights(std::vector<CurveWeight> curves) {
  constexpr std::size_t named = 5;
  std::stable_sort(curves.begin(), curves.end(), [](const CurveWeight& a, const CurveWeight& b) {
    return std::lround(100 * a.weight) > std::lround(100 * b.weight);
  });
  std::string text;
  double others = 0;
  for (std::size_t i = 0; i < curves.size(); ++i) {
    if (i < named || curves.size() == named + 1) {
      text += fmt::format("{}{} {}", i > 0 ? ", " : "", curves[i].name, human_share(curves[i].weight));
    } else {
      others += curves[i].weight;
    }
  }
  if (curves.size() > named + 1) text += fmt::format(", {} others {}", curves.size() - named, human_share(others));
  return text;
}

std::string narrowing_in_words(const Projection& projection) {
  const double narrowing = *projection.narrowing;
  const std::string where = exact_hours(projection.horizons.back().hours);
  if (std::abs(narrowing) < 0.005) {
    return fmt::format("the 80 % band at {} is as wide as the last reading alone would make it", where);
  }
  if (narrowing > 0) {
    return fmt::format("together the readings make the 80 % band at {} {:.0f} % narrower than the last one alone would",
                       where, 100 * narrowing);
  }
  return fmt::format(
      "together the readings make the 80 % band at {} {:.0f} % wider than the last one alone would: "
      "growth like this is harder to foresee than most",
      where, -100 * narrowing);
}

std::string basis_block(const Projection& projection, std::size_t columns, bool color) {
  std::string facts = entry("readings", readings_used(projection), columns);
  if (!projection.swarms.empty()) facts += entry("swarms", swarms_summed(projection.swarms), columns);
  if (projection.since_hours > 0) {
    facts += entry("since",
                   fmt::format("all counts are from {} after the release on: what was downloaded before is not in them",
                               exact_hours(projection.since_hours)),
                   columns);
  }
  facts += entry("curves", curve_weights(projection.curves), columns);
  if (projection.narrowing && !projection.horizons.empty()) {
    facts += entry("narrowing", narrowing_in_words(projection), columns);
  }
  facts += projection.least_squares
               ? entry("caution",
                       "least squares takes each count's error for its own, and an early error stays in every later "
                       "count: on 1,681 forecasts of real series bands of 95 % made like this held the truth in 52 %",
                       columns)
               : entry("prior", printable(projection.prior), columns);
  facts.pop_back();

  std::string out = '\n' + bold("What this rests on", color) + '\n' + dim(facts, color) + '\n';
  for (const Verdict& verdict : projection.verdicts) {
    out += wrapped(fmt::format("{}: {}", to_string(verdict.code), printable(verdict.text)), columns, "  - ");
  }
  return out;
}

std::size_t columns_of(const TableStyle& style) { return static_cast<std::size_t>(std::max(style.width, 20)); }

}  // namespace

std::string answer_part(const Projection& projection, const TableStyle& style) {
  const std::size_t columns = columns_of(style);
  const int digits = digits_needed(projection);
  std::string out;
  if (!projection.horizons.empty() && !projection.readings.empty()) {
    std::string sentence = wrapped(headline(projection, digits), columns);
    sentence.pop_back();
    out += bold(sentence, style.color) + "\n\n";
    const std::string chart = style.chart ? write_chart(projection, *style.chart) : std::string();
    if (!chart.empty()) out += chart + '\n';
    out += table(projection, digits, style.color);
  }
  for (const Reach& reach : projection.reach) out += reach_block(reach, projection.horizons, columns, style.color);
  for (const Yardstick& yardstick : projection.against) {
    out += yardstick_block(yardstick, projection, columns, style.color);
  }
  if (!projection.comparison.empty() && !projection.horizons.empty()) {
    out += comparison_block(projection, digits, columns, style.color);
  }
  if (projection.explanation && !projection.horizons.empty()) {
    out += explanation_block(projection, digits, columns, style.color);
  }
  return out;
}

std::string basis_part(const Projection& projection, const TableStyle& style) {
  return basis_block(projection, columns_of(style), style.color);
}

std::string write_table(const Projection& projection, const TableStyle& style) {
  return answer_part(projection, style) + basis_part(projection, style);
}

}  // namespace swarmcast
