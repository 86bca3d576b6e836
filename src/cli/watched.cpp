#include "cli/watched.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "cli/option_values.hpp"
#include "io/columns.hpp"
#include "io/table_parts.hpp"

namespace swarmcast::cli {
namespace {

/// Keeps what lies ahead of the last reading; `otherwise` is what becomes of a question of which nothing is left.
void leave_out_passed(std::vector<double>& asked, double reached, std::string (*write)(double),
                      std::string_view otherwise, Series& series) {
  std::string passed;
  for (const double value : asked) {
    if (value <= reached) passed += (passed.empty() ? "" : ", ") + write(value);
  }
  if (passed.empty()) return;
  asked.erase(std::remove_if(asked.begin(), asked.end(), [&](double value) { return value <= reached; }), asked.end());
  series.warnings.push_back({WarningCode::question_passed,
                             fmt::format("{} is asked, and not ahead of the last reading: {}", passed,
                                         asked.empty() ? otherwise : "left out"),
                             series.readings.back().origin});
}

/// What the first so many readings, and those after them, say of a horizon.
std::vector<Move> moves_to(const HorizonProjection& horizon, const WatchTask& task, const Series& series) {
  std::vector<Move> moves;
  Inquiry inquiry = task.inquiry;
  inquiry.compare = inquiry.explain = false;
  const ProjectionOptions options{.horizons = {horizon.hours}, .levels = {horizon.bands.front().level}};
  const std::size_t all = series.readings.size();
  Series part = series;
  for (std::size_t used = all - std::min(all, task.keep) + 1; used <= all; ++used) {
    part.readings.assign(series.readings.begin(), series.readings.begin() + static_cast<std::ptrdiff_t>(used));
    auto projection = inquiry.answer(part, options);
    if (projection) moves.push_back({part.readings.back(), std::move(projection->horizons.front())});
  }
  return moves;
}

std::string alerts_table(const WatchTask& task, const View& view, const TableStyle& style) {
  Column condition{"waiting for", {}, false};
  Column now{"now", {}, false};
  for (std::size_t i = 0; i < task.alerts.size(); ++i) {
    const auto& value = view.values[i];
    condition.cells.push_back(printable(task.alerts[i].text));
    now.cells.push_back(value ? value_in_words(task.alerts[i], *value) : "its time has passed");
  }
  return side_by_side({condition, now}, style.color);
}

}  // namespace

bool View::over() const {
  return !values.empty() &&
         std::none_of(values.begin(), values.end(), [](const auto& value) { return value.has_value(); });
}

Result<View> view_of(const WatchTask& task, Series series) {
  if (task.title) series.title = *task.title;
  auto asked = options_for(task.inquiry.question, series);
  if (!asked) return asked.error();
  const Reading last = series.readings.back();
  leave_out_passed(asked->horizons, last.hours, exact_hours, "the usual horizons stand in", series);
  leave_out_passed(asked->reach, std::max(last.count, last.count_used), exact_count, "left out", series);
  asked->narrowing = true;
  asked->fan = task.chart;
  auto projection = task.inquiry.answer(series, *asked);
  if (!projection) return projection.error();
  View view{.series = std::move(series), .projection = *std::move(projection), .moves = {}, .values = {}};
  Inquiry plain = task.inquiry;
  plain.compare = plain.explain = false;
  for (const Condition& alert : task.alerts) {
    auto value = value_of(alert, view.series,
                          [&](const ProjectionOptions& options) { return plain.answer(view.series, options); });
    if (!value) return at_option(value.error(), alert_option, alert.text);
    view.values.push_back(*value);
  }
  view.moves = moves_to(view.projection.horizons.back(), task, view.series);
  return view;
}

std::string picture_of(const WatchTask& task, const View& view, const TableStyle& style) {
  std::string picture = answer_part(view.projection, style);
  if (view.moves.size() > 1) picture += '\n' + moves_table(view.moves, style);
  if (!task.alerts.empty()) picture += '\n' + alerts_table(task, view, style);
  return picture + basis_part(view.projection, style);
}

}  // namespace swarmcast::cli
