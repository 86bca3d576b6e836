#pragma once
/// The growth curves: what they are called, what they mean, and their values.
///
/// A curve G(t) is a cumulative shape: G(0) = 0, increasing, of arbitrary scale. tau > 0 is a timescale in hours and b
/// > 0 a pure number, its shape; each curve has one of them or both. Besides, there are the textbook forms f(t) that
/// users of other tools expect: they serve least squares alone (fit.hpp). docs/curves.md describes each.

#include <span>
#include <string_view>

namespace swarmcast {

/// A parameter of a curve, as least squares reports it.
struct CurveParameter {
  std::string_view name;     ///< "tau"
  std::string_view meaning;  ///< one phrase
  std::string_view unit;     ///< "hours", "downloads", "per hour", "downloads per hour" or "" for a pure number
};

/// One row of the table of curves.
struct Curve {
  std::string_view name;                         ///< as on the command line and in a prior: "log-power"
  std::string_view formula;                      ///< G(t) or f(t) as text, in the names of its parameters
  std::string_view note;                         ///< what the parameters do, one phrase
  std::string_view reference;                    ///< where the curve comes from
  std::span<const CurveParameter> parameters{};  ///< of the fit: K and those of G(t), or those of f(t)
  bool has_timescale = false;                    ///< G(t) takes tau
  bool has_shape = false;                        ///< G(t) takes b
  bool fit_only = false;                         ///< a textbook form: not a G(t), and no part of a projection
};

/// All curves, in the fixed order in which every result lists them; the fit-only ones stand last.
[[nodiscard]] std::span<const Curve> curves();

/// Those of them that projections are made of.
[[nodiscard]] std::span<const Curve> growth_curves();

/// The curve of that name, or null.
[[nodiscard]] const Curve* find_curve(std::string_view name);

/// Parameters of a curve; what the curve does not take is ignored.
struct CurveParameters {
  double timescale = 1;  ///< tau, hours, > 0
  double shape = 1;      ///< b, > 0
};

/// ln(G(to) - G(from)), in a form that neither cancels nor underflows: accurate to 10^-14 max(1, |result|), plus what
/// rounding ln tau, ln b and t/tau to doubles does to the formula (t/tau in exponential tails, b |ln(t/tau)| in
/// powers). -inf where the increment is truly below e^-(10^307). Domain: 0 <= from < to < inf, hours; not a fit-only
/// curve.
[[nodiscard]] double log_increment(const Curve& curve, const CurveParameters& parameters, double from, double to);

/// G(hours) = exp(log_increment(0, hours)); G(0) = 0.
[[nodiscard]] double cumulative(const Curve& curve, const CurveParameters& parameters, double hours);

}  // namespace swarmcast
