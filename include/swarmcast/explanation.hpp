#pragma once
/// Why a projection says what it says: what each curve makes of the readings, and which next reading would tell most.
///
/// Assumption: the projection's own (projection.hpp). Of the parameters it is said what they are if the curve is right;
/// where it is wrong, they still mean what the phrase beside them says, and nothing more.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "swarmcast/curve.hpp"

namespace swarmcast {

/// What is believed of a number: its median, and the band it lies in with a chance of 80 %, one in ten on either side.
struct Spread {
  double median = 0;
  double low = 0;
  double high = 0;

  static constexpr double level = 80;  ///< percent
};

/// A parameter before the readings and after, given its curve.
struct ParameterSpread {
  CurveParameter parameter;         ///< what it is called, what it means, and its unit
  Spread prior{};                   ///< exact
  std::optional<Spread> posterior;  ///< each to 2 % of ln(high / low); null: the curve has next to no weight
};

/// One curve of the prior.
struct CurveExplanation {
  std::string_view name;
  double prior_weight = 0;                  ///< before the readings; these weights add up to 1
  double weight = 0;                        ///< after them
  std::vector<ParameterSpread> parameters;  ///< tau and b, whichever it has
  std::vector<Spread> projections;  ///< downloads at each horizon, were no other curve possible; empty: the curve
                                    ///< has next to no weight, less than one in a million
};

/// A reading that could be taken.
struct CandidateReading {
  double hours = 0;      ///< since release
  double factor = 1;     ///< high / low of the 80 % band at the last horizon that is to be expected after it
  double narrowing = 0;  ///< 1 - (log width of that band) / (log width of today's); below 0: it would widen it
};

/// What one more reading would do to the 80 % band at the last horizon.
struct NextReading {
  double horizon = 0;                        ///< hours since release: the last horizon
  double factor = 1;                         ///< high / low of the band there today
  std::vector<CandidateReading> candidates;  ///< by time, each between the last reading and the horizon
  /// The candidate that narrows most: mostly the last, for the later the surer. Null: none does.
  std::optional<std::size_t> most;
  /// The one that narrows most for the time it leaves: its narrowing times the hours from it to the horizon is largest,
  /// so that the band is narrowest on average until then. Null with `most`.
  std::optional<std::size_t> best;
};

/// See docs/method.md, "Explaining".
struct Explanation {
  std::vector<CurveExplanation> curves;  ///< every curve of the prior, in its order
  ParameterSpread deviations;            ///< s, as the factor e^s by which the rate strays from its curve
  NextReading next_reading;
};

}  // namespace swarmcast
