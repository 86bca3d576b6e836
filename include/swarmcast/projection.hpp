#pragma once
/// From readings to bands: how many downloads at a later time, and how sure is that?
///
/// Assumption: the logarithm of each increment between readings deviates from a growth curve by a Gaussian process
/// whose size the readings themselves help to estimate (docs/method.md). Where growth changes its cause (a better copy
/// appears, the release is withdrawn), no band from the past holds.
///
///     auto series = swarmcast::make_series({swarmcast::make_reading(10, 200e3),
///                                           swarmcast::make_reading(20, 750e3, swarmcast::Qualifier::at_least)});
///     auto projection = swarmcast::project(*series, swarmcast::builtin_prior(), {.horizons = {48}});

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/explanation.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// A number of something else, for counts to be held against: 152,000 ratings.
struct Yardstick {
  double number = 0;  ///< finite and above 0
  std::string label;  ///< what it is the number of; any bytes, at least one

  friend bool operator==(const Yardstick&, const Yardstick&) = default;
};

/// What to answer. No option changes another's numbers.
struct ProjectionOptions {
  std::vector<double> horizons{};      ///< hours since release, each after the last reading; empty: default_horizons()
  std::vector<double> levels{80, 95};  ///< of the bands, percent, each inside (0, 100)
  std::vector<double> reach{};         ///< counts whose time of arrival is asked, each above the last count
  std::vector<Yardstick> against{};    ///< what else to state the answer in multiples of
  bool narrowing = false;              ///< also work out Projection::narrowing, which takes about as long again
  bool compare = false;                ///< also work out Projection::comparison
  bool explain = false;                ///< also work out Projection::explanation, which takes fifty times as long
  bool fan = false;                    ///< also work out Projection::fan, which takes about three times as long
};

/// A central band: the count is below `low` and above `high` with probability (100 - level) / 2 percent each.
struct Band {
  double level = 0;  ///< percent
  double low = 0;    ///< downloads
  double high = 0;
};

/// The count at one horizon.
struct HorizonProjection {
  double hours = 0;   ///< since release
  double median = 0;  ///< downloads
  std::vector<Band> bands;
};

/// A band of times: null where that side never gets there (within reach_limit times the last reading's age).
struct TimeBand {
  double level = 0;           ///< percent
  std::optional<double> low;  ///< hours since release
  std::optional<double> high;
};

/// When a count is reached.
struct Reach {
  double count = 0;
  std::vector<double> probability;     ///< of being past it at each horizon, in the order of the horizons
  std::optional<double> median_hours;  ///< null: more likely than not, never
  std::vector<TimeBand> bands;
};

/// Times beyond this multiple of the last reading's time count as never: 2^20, a hundred years after a one-hour
/// reading.
inline constexpr double reach_limit = 1048576;

/// What another, simpler method says of the same horizons.
struct Comparison {
  std::string name;         ///< kebab-case
  std::string description;  ///< a phrase, with the formula
  /// Downloads at each horizon, in their order. Null: it needs more readings. It may be below zero, or infinite where a
  /// double cannot hold it.
  std::vector<std::optional<double>> values{};
  std::vector<std::vector<DeltaBand>> bands{};  ///< for each horizon those of all levels; empty: it has no bands
};

struct CurveWeight {
  std::string_view name;    ///< from curves()
  double weight = 0;        ///< posterior probability, or Akaike weight; the weights add up to 1
  double log_evidence = 0;  ///< ln of the marginal likelihood of the increments, the curve's prior weight not included;
                            ///< of least squares -AICc/2, or NaN where there is none
};

/// What the readings can and cannot tell, each decided by an inequality (docs/method.md, "Verdicts").
enum class VerdictCode : std::uint8_t {
  one_reading,             ///< n = 1: the band is the prior's
  still_accelerating,      ///< the last interval's rate exceeds the one before
  plateau_not_identified,  ///< q90 / q10 of N(10 t_n) > 2
  far_horizon,             ///< a horizon lies beyond 10 t_n, where bands have not been measured
  wide_band,               ///< the first band at the last horizon spans more than a factor of 10
};

struct Verdict {
  VerdictCode code;
  std::string text;  ///< a sentence

  friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// One row of the table of verdicts: the only place where their names and rules are written.
struct VerdictCodeInfo {
  VerdictCode code;
  std::string_view name;  ///< kebab-case, stable, part of the JSON output
  std::string_view rule;  ///< the inequality, as in docs/method.md
};

[[nodiscard]] std::span<const VerdictCodeInfo> verdict_codes();
[[nodiscard]] std::string_view to_string(VerdictCode code);

/// The answer: plain data, from which tables, JSON and CSV are made (write.hpp).
struct Projection {
  std::string id;
  std::string title;
  std::optional<ClockTime> release;  ///< where it is known
  double since_hours = 0;            ///< after the release: when counting began
  std::string prior;                 ///< its name
  std::optional<BandKind>
      least_squares;              ///< what the bands are about, where that is how they were made; null: project()
  std::vector<Reading> readings;  ///< as used
  std::vector<Swarm> swarms;      ///< whose counts were added up; empty: one counter
  std::vector<HorizonProjection> horizons;
  std::vector<HorizonProjection> fan;  ///< the way there, from the last reading to the last horizon, for a picture;
                                       ///< empty: unasked
  std::vector<CurveWeight> curves;     ///< every curve of the prior, in its order; of least squares those with an AICc
  std::vector<Reach> reach;
  std::vector<Yardstick> against;      ///< the writers divide by their numbers
  std::vector<Comparison> comparison;  ///< empty: unasked
  std::optional<double> narrowing;  ///< 1 - (log width of the 80 % band at the last horizon) / (the same from the last
                                    ///< reading alone); null with one reading, or unasked
  std::optional<Explanation> explanation;  ///< null: unasked
  std::vector<Verdict> verdicts;
  std::vector<Warning> warnings;
};

/// Those of 24 h, 48 h, 72 h, 7 d, 14 d and 30 d within (t_n, 10 t_n], or 1.5, 2, 3, 5 and 10 times t_n where fewer
/// than three remain. Precondition: last_hours > 0.
[[nodiscard]] std::vector<double> default_horizons(double last_hours);

/// Projects a series under a prior. Deterministic to the byte; safe to call from many threads.
///
/// Errors: `bad_horizon`, `bad_level`, `bad_reach`, `bad_yardstick` for options out of their domain; `not_projectable`
/// where every curve gives the readings a likelihood of zero. Horizons keep the order given. Cost: linear in readings
/// and horizons. Method: docs/method.md.
[[nodiscard]] Result<Projection> project(const Series& series, const Prior& prior,
                                         const ProjectionOptions& options = {});

/// The same question, answered as textbooks do: the curve of the least AICc through the counts as typed, with bands by
/// the delta method. Held against real series, bands like these are far too narrow (fit.hpp). `curves` are names to
/// choose from, fit-only ones too; empty: all. Of the options, `reach`, `narrowing`, `compare` and `explain` have no
/// part in it.
///
/// Errors: those of project() about options, `unknown_curve`, and `not_projectable` where the readings are too few for
/// an AICc or, with one curve, for a band.
[[nodiscard]] Result<Projection> project_by_least_squares(const Series& series, const std::vector<std::string>& curves,
                                                          const ProjectionOptions& options = {},
                                                          BandKind kind = BandKind::prediction);

}  // namespace swarmcast
