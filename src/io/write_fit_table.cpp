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
#include "io/columns.hpp"
#include "io/fit_text.hpp"
#include "io/prose.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

constexpr std::string_view indent = "  ";
constexpr std::size_t few_curves = 3;  // of so many, each has its parameters shown

class FitTable {
 public:
  FitTable(const Fit& fit, const TableStyle& style)
      : fit_(fit), columns_(static_cast<std::size_t>(std::max(style.width, 20))), color_(style.color) {
    for (const CurveFit& curve : fit.curves) (curve.usable() ? usable_ : others_).push_back(&curve);
    std::stable_sort(usable_.begin(), usable_.end(), [](const CurveFit* a, const CurveFit* b) {
      return a->delta_aicc && (!b->delta_aicc || *a->delta_aicc < *b->delta_aicc);
    });
  }

  [[nodiscard]] std::string write() const {
    std::string out = headline();
    if (!usable_.empty()) out += '\n' + summary();
    out += explanations();
    const CurveFit* const best = fit_.best();
    for (const CurveFit* const curve : usable_) {
      if (curve == best || fit_.curves.size() <= few_curves) out += block(*curve);
    }
    if (best == nullptr && fit_.curves.size() > few_curves && !usable_.empty()) {
      out += '\n' + wrapped(
                        "No curve is best: AICc takes three readings more than a curve has parameters. --curve NAME "
                        "shows the parameters of one.",
                        columns_);
    }
    const auto has_errors = [](const CurveFit* curve) { return !curve->covariance.empty(); };
    const bool errors = std::any_of(usable_.begin(), usable_.end(), has_errors);
    return errors ? out + '\n' + wrapped(caution(), columns_) : out;
  }

 private:
  /// Of the data: downloads with a suffix, other numbers as they are.
  [[nodiscard]] std::string value(double number, int digits) const {
    if (fit_.data.any_unit || std::abs(number) < 1) return general(number, digits);
    return human_count(number, digits);
  }

  static std::string general(double number, int digits) { return fmt::format("{:.{}g}", number, digits); }

  [[nodiscard]] std::string time(double hours) const {
    return fit_.data.any_unit ? fmt::format("{}", hours) : exact_hours(hours);
  }

  [[nodiscard]] std::string headline() const {
    const std::vector<FitPoint>& points = fit_.data.points;
    const bool one = points.size() == 1;
    const std::string_view what = fit_.data.any_unit                     ? "value"
                                  : fit_.target == FitTarget::increments ? "count of an interval"
                                                                         : "cumulative count";
    const std::string_view whats = fit_.data.any_unit                     ? "values"
                                   : fit_.target == FitTarget::increments ? "counts of intervals"
                                                                          : "cumulative counts";
    std::string text = fit_.data.title.empty() ? "" : fmt::format("\"{}\": ", printable(fit_.data.title));
    text += fmt::format("{}east squares on {} {}, ", text.empty() ? 'L' : 'l', points.size(), one ? what : whats);
    text += one ? "at " + time(points.front().hours)
                : fmt::format("{} to {}", time(points.front().hours), time(points.back().hours));
    if (fit_.data.since_hours > 0) text += fmt::format(", counted from {} on", exact_hours(fit_.data.since_hours));
    std::string sentence = wrapped(text + '.', columns_);
    sentence.pop_back();
    return bold(sentence, color_) + '\n';
  }

  static std::string fixed(const std::optional<double>& number, int decimals) {
    return number ? fmt::format("{:.{}f}", *number, decimals) : "-";
  }

  /// Never rounded to a perfect fit.
  static std::string r_squared(const CurveFit& curve) {
    if (!curve.r_squared) return "-";
    if (curve.status == FitStatus::exact) return "1";
    if (*curve.r_squared > 0.99999) return ">0.99999";
    return *curve.r_squared > -10 ? fmt::format("{:.5f}", *curve.r_squared) : "< -10";
  }

  /// A row for each usable curve, the best first.
  [[nodiscard]] std::string summary() const {
    std::vector<Column> table{{"curve", {}, false}, {"AICc", {}}, {"delta", {}},        {"weight", {}},
                              {"s.d.", {}},         {"R^2", {}},  {"status", {}, false}};
    for (const CurveFit* const curve : usable_) {
      const bool far = curve->delta_aicc && *curve->delta_aicc >= 1000;
      table[0].cells.emplace_back(curve->curve);
      table[1].cells.push_back(fixed(curve->aicc, curve->aicc && std::abs(*curve->aicc) >= 10000 ? 0 : 1));
      table[2].cells.push_back(fixed(curve->delta_aicc, far ? 0 : 1));
      table[3].cells.push_back(curve->akaike_weight ? human_share(*curve->akaike_weight) : "-");
      table[4].cells.push_back(curve->residual_sd ? value(*curve->residual_sd, 3) : "-");
      table[5].cells.push_back(r_squared(*curve));
      table[6].cells.emplace_back(info(curve->status).name);
    }
    return side_by_side(table, color_);
  }

  /// Each sentence once, with the curves that it is about.
  [[nodiscard]] std::string explanations() const {
    std::string out;
    std::vector<const CurveFit*> rest;
    for (const auto& list : {usable_, others_}) {
      for (const CurveFit* const curve : list) {
        if (!curve->explanation.empty()) rest.push_back(curve);
      }
    }
    while (!rest.empty()) {
      const CurveFit& first = *rest.front();
      std::string names;
      const auto alike = [&](const CurveFit* other) {
        if (other->status != first.status || other->explanation != first.explanation) return false;
        names += (names.empty() ? "" : ", ") + std::string(other->curve);
        return true;
      };
      const FitStatusInfo& status = info(first.status);
      const std::string sentence = first.explanation;
      rest.erase(std::remove_if(rest.begin(), rest.end(), alike), rest.end());
      out += '\n' + bold(fmt::format("{}{}", status.usable ? "" : "Not usable: ", status.name), color_) + '\n';
      out += wrapped(names, columns_, indent) + wrapped(sentence, columns_, indent);
    }
    return out;
  }

  [[nodiscard]] std::string bound(const FitBound& end, int digits, bool counts) const {
    if (end.state == FitBound::State::open) return "open";
    return counts ? value(end.value, digits) : general(end.value, digits);
  }

  [[nodiscard]] std::string interval(const FittedParameter& parameter, bool counts) const {
    if (parameter.low.state == FitBound::State::not_estimable) return "not estimable";
    constexpr int most_digits = 9;
    int digits = 4;
    const auto text = [&](const FitBound& end) { return bound(end, digits, counts); };
    while (digits < most_digits && text(parameter.low) == text(parameter.high) &&
           parameter.low.state == FitBound::State::closed) {
      ++digits;
    }
    return fmt::format("{} to {}", text(parameter.low), text(parameter.high));
  }

  /// f(t) in the letters of its parameters, and what they are.
  [[nodiscard]] std::string formula(const Curve& curve) const {
    const double since = fit_.data.since_hours;
    std::string text = curve.fit_only
                           ? fmt::format("f(t) = {}", curve.formula)
                           : fmt::format("f(t) = K {}, G(t) = {}",
                                         since > 0 ? fmt::format("(G(t) - G({}))", since) : "G(t)", curve.formula);
    text += "; ";
    for (std::size_t i = 0; i < curve.parameters.size(); ++i) {
      text += fmt::format("{}{}: {}", i > 0 ? "; " : "", curve.parameters[i].name, curve.parameters[i].meaning);
    }
    return text;
  }

  /// The parameters of a curve, and what it implies.
  [[nodiscard]] std::string block(const CurveFit& fit) const {
    const Curve& curve = curve_of(fit);
    Column names{"parameter", {}, false}, estimates{"estimate", {}}, errors{"std. error", {}};
    Column intervals{fmt::format("{} % interval", fit_.level), {}, false};
    for (std::size_t i = 0; i < fit.parameters.size(); ++i) {
      const FittedParameter& parameter = fit.parameters[i];
      const std::string_view unit = unit_of(curve.parameters[i], fit_.data.any_unit);
      const bool counts = curve.parameters[i].unit.starts_with("downloads");
      const auto text = [&](double number, int digits) {
        return counts ? value(number, digits) : general(number, digits);
      };
      names.cells.push_back(fmt::format("{}{}{}", parameter.name, unit.empty() ? "" : ", ", unit));
      estimates.cells.push_back(text(parameter.estimate, 5));
      errors.cells.push_back(parameter.standard_error ? text(*parameter.standard_error, 4) : "not estimable");
      intervals.cells.push_back(interval(parameter, counts));
    }
    std::string out = '\n' + bold(fit.curve, color_) + '\n' + wrapped(formula(curve), columns_, indent);
    out += side_by_side({names, estimates, errors, intervals}, false, indent);
    return out + implications(fit);
  }

  [[nodiscard]] std::string implications(const CurveFit& fit) const {
    const bool any = fit_.data.any_unit;
    std::string out;
    if (fit.residual_sd) {
      out += entry("residuals",
                   fmt::format("s.d. {} on {} degree{} of freedom", value(*fit.residual_sd, 4), fit.degrees_of_freedom,
                               fit.degrees_of_freedom == 1 ? "" : "s"),
                   columns_);
    }
    const auto hours = [any](double number) { return any ? general(number, 4) : human_hours(number); };
    out += entry(
        "plateau",
        fit.plateau ? value(*fit.plateau, 4) + (any ? "" : " downloads") : std::string("none: it goes on without end"),
        columns_);
    if (!fit.peak_hours) {
      out += entry("peak rate", "never: it goes ever faster", columns_);
    } else if (*fit.peak_hours == 0 && !any) {
      out += entry("peak rate", "at the start: it never grows faster than there", columns_);
    } else {
      out += entry("peak rate", "at " + (*fit.peak_hours == 0 ? "0" : hours(*fit.peak_hours)), columns_);
    }
    const double last = fit_.data.points.back().hours;
    return out + entry("doubling",
                       fit.doubling_hours
                           ? fmt::format("in {}, at the rate of growth at {}", hours(*fit.doubling_hours), time(last))
                           : fmt::format("not at {}: it no longer grows there", time(last)),
                       columns_);
  }

  [[nodiscard]] std::string caution() const {
    if (fit_.data.any_unit) {
      return "Standard errors and intervals take the values for independent, each off by as much as any other.";
    }
    if (fit_.target == FitTarget::increments) {
      return "Standard errors and intervals take the counts of intervals for independent, each off by as much as any "
             "other: nearer to the truth than for cumulative counts, but no forecast. That is `swarmcast project`.";
    }
    return "Standard errors and intervals are too small here: they take each count for an independent measurement, "
           "while what is off in an early one stays in all that follow. `--on increments` is sounder; for projections "
           "use `swarmcast project`.";
  }

  const Fit& fit_;
  std::size_t columns_;
  bool color_;
  std::vector<const CurveFit*> usable_, others_;
};

}  // namespace

std::string write_table(const Fit& fit, const TableStyle& style) { return FitTable(fit, style).write(); }

}  // namespace swarmcast
