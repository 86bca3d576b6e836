#pragma once
/// Classical nonlinear least squares: every curve through the counts as typed, with standard errors, intervals and what
/// each fit implies.
///
/// Assumption: each value deviates from the curve by an independent error of mean 0 and of one standard deviation for
/// all. Cumulative counts break it: an early error stays in every later count, so that standard errors, intervals and
/// bands come out far too narrow (King et al., Proc. R. Soc. B 282, 2015). They are what R's nls, scipy or gnuplot
/// would say; project() in projection.hpp is what swarmcast says. Counts of intervals (FitTarget::increments) come
/// nearer to the assumption.
///
///     auto data = swarmcast::make_fit_data({swarmcast::make_reading(10, 200e3), ...});
///     auto fits = swarmcast::fit(*data);

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// One value at one time, as typed.
struct FitPoint {
  double hours = 0;  ///< since release; > 0, or >= 0 where the data are in any unit
  double value = 0;  ///< downloads so far, or any finite number

  friend bool operator==(const FitPoint&, const FitPoint&) = default;
};

/// What to fit.
struct FitData {
  std::string id{};
  std::string title{};
  double since_hours = 0;          ///< after the release: when counting began, at 0
  bool any_unit = false;           ///< numbers of any kind, not downloads and hours
  std::vector<FitPoint> points{};  ///< in order of time; times may repeat where the data are in any unit
  std::vector<Warning> warnings{};
};

/// Points from readings in any order. Counts are taken as typed, without lifting a "750k+"; equal ones all stay, and so
/// do counts of 0 after counting began. A fall of at most 2 % stays too; a larger one is settled as options.on_fall
/// says. Errors: those of make_series().
[[nodiscard]] Result<FitData> make_fit_data(std::vector<Reading> readings, const SeriesOptions& options = {});

/// Points in any unit, in any order: times from 0 to 1e100, which may repeat, and values from -1e100 to 1e100.
/// Errors: `no_readings`, `bad_time`, `bad_count`.
[[nodiscard]] Result<FitData> make_fit_data_in_any_unit(std::vector<FitPoint> points);

/// What the squares are of.
enum class FitTarget : std::uint8_t {
  cumulative,  ///< the counts themselves: the textbook way, whose errors are too small
  increments,  ///< the counts of the intervals between them
};

/// How the parameters' intervals are found.
enum class IntervalMethod : std::uint8_t {
  wald,     ///< estimate +- t standard errors: symmetric, and only as good as a straight line through the curve
  profile,  ///< where the sum of squares, minimised over all others, exceeds its least by t^2 residual variances
};

struct FitOptions {
  FitTarget target = FitTarget::cumulative;
  IntervalMethod interval = IntervalMethod::wald;
  double level = 95;                  ///< of the intervals, percent, inside (0, 100)
  std::vector<std::string> curves{};  ///< names of curves() to fit, fit-only ones too; empty: all
};

/// How a fit ended.
enum class FitStatus : std::uint8_t {
  converged,       ///< a minimum, to the last digits
  exact,           ///< the curve passes through every point
  not_identified,  ///< a minimum, but the points leave some parameter open
  boundary,        ///< a better fit lies ever further out: a parameter runs to 0 or infinity
  not_converged,   ///< still improving when the evaluations ran out
  too_few_points,  ///< fewer points than parameters
  no_start,        ///< no finite sum of squares was found to start from
};

/// One row of the table of statuses: the only place where their names and rules are written.
struct FitStatusInfo {
  FitStatus status;
  std::string_view name;  ///< kebab-case, stable, part of the JSON output
  std::string_view rule;  ///< the inequality that stopped it
  bool usable;            ///< whether the parameters may be used
};

[[nodiscard]] std::span<const FitStatusInfo> fit_statuses();
[[nodiscard]] const FitStatusInfo& info(FitStatus status);

/// An end of an interval.
struct FitBound {
  enum class State : std::uint8_t {
    closed,         ///< at `value`
    open,           ///< the data set no limit on this side
    not_estimable,  ///< there are too few points to tell
  };
  State state = State::not_estimable;
  double value = 0;  ///< where it is closed
};

/// One parameter of a fitted curve. Its name, meaning and unit are those of Curve::parameters.
struct FittedParameter {
  std::string_view name;
  double estimate = 0;
  std::optional<double> standard_error{};  ///< null: not estimable
  FitBound low{};
  FitBound high{};
};

/// One curve's fit. What does not exist or cannot be estimated is null.
struct CurveFit {
  std::string_view curve;
  FitStatus status = FitStatus::no_start;
  std::string explanation{};                  ///< a sentence, where the status is not `converged`
  std::vector<FittedParameter> parameters{};  ///< empty where nothing was fitted
  std::vector<double> covariance{};           ///< of the parameters, row by row; empty: not estimable
  int degrees_of_freedom = 0;                 ///< points less parameters
  int evaluations = 0;                        ///< from the start that won
  double residual_sum_of_squares = 0;
  std::optional<double> residual_sd{};     ///< sqrt(sum of squares / degrees of freedom)
  std::optional<double> r_squared{};       ///< 1 - sum of squares / sum of squares about the mean
  std::optional<double> aicc{};            ///< with the residual variance among the parameters, as R's AIC counts them
  std::optional<double> delta_aicc{};      ///< above the least of all
  std::optional<double> akaike_weight{};   ///< among the usable fits that have an AICc
  std::optional<double> plateau{};         ///< where the curve ends, if it does
  std::optional<double> peak_hours{};      ///< when its rate is highest; 0: at the start. Null: it never stops rising
  std::optional<double> doubling_hours{};  ///< ln 2 over the curve's relative rate at the last point

  [[nodiscard]] bool usable() const { return info(status).usable; }
};

/// The answer: plain data, from which tables, JSON and CSV are made (write.hpp).
struct Fit {
  FitData data;
  FitTarget target = FitTarget::cumulative;
  IntervalMethod interval = IntervalMethod::wald;
  double level = 95;
  std::vector<CurveFit> curves{};  ///< in the order of curves()

  /// The usable curve of the least AICc, or null where no curve has one.
  [[nodiscard]] const CurveFit* best() const;
};

/// Fits the curves. Deterministic; solving allocates nothing. Errors: `bad_level`, `unknown_curve`. What a curve
/// cannot do with the points is its status.
[[nodiscard]] Result<Fit> fit(const FitData& data, const FitOptions& options = {});

/// What a band is about.
enum class BandKind : std::uint8_t {
  prediction,  ///< of a new count
  confidence,  ///< of the curve
};

[[nodiscard]] std::string_view to_string(BandKind kind);

/// A band by the delta method, symmetric about the estimate, and so perhaps below zero; null ends are not estimable.
struct DeltaBand {
  double level = 0;  ///< percent
  std::optional<double> low{};
  std::optional<double> high{};
};

struct DeltaForecast {
  double hours = 0;
  double estimate = 0;
  std::vector<DeltaBand> bands{};
};

/// What a fit of cumulative counts says at later times: its curve, +- t standard errors. Neither end is kept from
/// falling below what has been counted. Precondition: the fit is usable.
[[nodiscard]] std::vector<DeltaForecast> delta_forecast(const Fit& fit, const CurveFit& curve,
                                                        std::span<const double> horizons,
                                                        std::span<const double> levels, BandKind kind);

}  // namespace swarmcast
