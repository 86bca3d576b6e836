// The engine against the oracle, a slow and plain implementation of the same text (tests/oracle/oracle.hpp), on 500
// random series: every quantile within half a percent and a hundredth of the band's own width, every curve weight
// within 0.02.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "oracle/oracle.hpp"
#include "oracle/random_series.hpp"
#include "oracle/stored_answers.hpp"
#include "swarmcast/projection.hpp"
#include "thorough.hpp"

namespace swarmcast::oracle {
namespace {

constexpr double weight_tolerance = 0.02;

/// Rows: horizons; columns: probabilities.
using Quantiles = std::vector<std::array<double, 7>>;

Quantiles quantiles_of(const Projection& projection) {
  Quantiles quantiles;
  for (const HorizonProjection& horizon : projection.horizons) {
    const std::vector<Band>& band = horizon.bands;  // 95, 80, 50 %
    quantiles.push_back(
        {band[0].low, band[1].low, band[2].low, horizon.median, band[2].high, band[1].high, band[0].high});
  }
  return quantiles;
}

Projection engine_answer(const RandomCase& random) {
  ProjectionOptions options;
  options.horizons = random.horizons;
  options.levels = {95, 80, 50};
  const Result<Projection> projection = project(random.series, random.prior, options);
  REQUIRE(projection);
  return *projection;
}

/// The largest deviation, in units of the tolerance.
double deviation(const Quantiles& got, const Quantiles& want) {
  double worst = 0;
  REQUIRE(got.size() == want.size());
  for (std::size_t h = 0; h < want.size(); ++h) {
    const double tolerance = 0.005 + 0.01 * std::log(want[h].back() / want[h].front());
    for (std::size_t p = 0; p < probabilities.size(); ++p) {
      const double here = std::fabs(std::log(got[h][p] / want[h][p])) / tolerance;
      if (std::isnan(here)) return HUGE_VAL;
      worst = std::max(worst, here);
    }
  }
  return worst;
}

double weight_deviation(const std::vector<double>& got, const std::vector<double>& want) {
  double worst = 0;
  REQUIRE(got.size() == want.size());
  for (std::size_t c = 0; c < want.size(); ++c) {
    if (std::isnan(got[c])) return HUGE_VAL;
    worst = std::max(worst, std::fabs(got[c] - want[c]));
  }
  return worst;
}

std::vector<double> weights_of(const Projection& projection) {
  std::vector<double> weights;
  for (const CurveWeight& curve : projection.curves) weights.push_back(curve.weight);
  return weights;
}

TEST_CASE("the engine agrees with the oracle's stored answers on 500 random series") {
  const std::vector<StoredAnswer>& answers = stored_answers();
  REQUIRE(answers.size() == 500);
  double worst_quantile = 0, worst_weight = 0;
  for (const StoredAnswer& want : answers) {
    CAPTURE(want.seed);
    const RandomCase random = random_case(want.seed);
    // The stored digits of the last reading, eight, tell whether the generator is still the one that made the table.
    REQUIRE(random.series.readings.size() == want.readings);
    REQUIRE(random.series.readings.back().hours == doctest::Approx(want.last_hours).epsilon(1e-7));
    REQUIRE(random.series.readings.back().count_used == doctest::Approx(want.last_count).epsilon(1e-7));
    const Projection got = engine_answer(random);
    const double quantile = deviation(quantiles_of(got), Quantiles(want.quantiles.begin(), want.quantiles.end()));
    const double weight = weight_deviation(weights_of(got), want.weights);
    CHECK(quantile <= 1);
    CHECK(weight <= weight_tolerance);
    worst_quantile = std::max(worst_quantile, quantile);
    worst_weight = std::max(worst_weight, weight);
  }
  MESSAGE("worst quantile, in tolerances: " << worst_quantile << "; worst weight: " << worst_weight);
}

TEST_CASE("the stored answers are the oracle's") {
  // A few computed again: a table that nobody recomputes may be anybody's. Which boxes the oracle halves can hang on
  // the last bit of a sum, so another compiler's answers differ a little: by less than a tenth of what the engine is
  // allowed.
  for (const std::size_t index : {117U, 129U, 204U, 254U}) {
    if (!thorough && index != 117U) continue;
    const StoredAnswer& stored = stored_answers().at(index);
    CAPTURE(stored.seed);
    const RandomCase random = random_case(stored.seed);
    const Answer fresh = answer(random.series.readings, random.prior, random.horizons);
    Quantiles quantiles;
    for (const HorizonAnswer& horizon : fresh.horizons) quantiles.push_back(horizon.final);
    CHECK(deviation(quantiles, Quantiles(stored.quantiles.begin(), stored.quantiles.end())) <= 0.1);
    CHECK(weight_deviation(fresh.weights, stored.weights) <= 0.1 * weight_tolerance);
  }
}

TEST_CASE("the engine agrees with the oracle where counting began after the release") {
  for (const std::size_t index : {117U, 254U}) {
    if (!thorough && index != 117U) continue;
    RandomCase random = random_case(stored_answers().at(index).seed);
    CAPTURE(stored_answers().at(index).seed);
    const double since = 0.385 * random.series.readings.front().hours;
    random.series.since_hours = since;
    const Answer want = answer(random.series.readings, random.prior, random.horizons, {}, since);
    const Projection got = engine_answer(random);
    Quantiles quantiles;
    for (const HorizonAnswer& horizon : want.horizons) quantiles.push_back(horizon.final);
    CHECK(deviation(quantiles_of(got), quantiles) <= 1);
    CHECK(weight_deviation(weights_of(got), want.weights) <= weight_tolerance);

    random.series.since_hours = 0;  // it must matter for the check to mean something
    CHECK(deviation(quantiles_of(engine_answer(random)), quantiles) > 1);
  }
}

TEST_CASE("the engine agrees with the oracle about terms that a prior may have") {
  struct Term {
    const char* name;
    double nugget;
    double stop_hazard;
    bool absolute;
  };
  for (const std::size_t index : {117U}) {  // the quickest for the oracle
    const RandomCase plain = random_case(stored_answers().at(index).seed);
    for (const Term& term :
         {Term{"nugget", 1.385, 0, false}, {"stop hazard", 0, 0.385, false}, {"all", 0.617, 0.0617, true}}) {
      CAPTURE(stored_answers().at(index).seed);
      CAPTURE(term.name);
      if (!thorough && !term.absolute) continue;  // the term with all of them
      RandomCase random = plain;
      random.prior.nugget = term.nugget;
      random.prior.stop_hazard = term.stop_hazard;
      random.prior.absolute = term.absolute;
      if (term.absolute) {  // timescales as if set at another age, which must matter
        for (CurvePrior& curve : random.prior.curves) {
          if (curve.log_timescale) curve.log_timescale->mean += std::log(2.385 * random.series.readings.back().hours);
        }
      }
      const Answer want = answer(random.series.readings, random.prior, random.horizons);
      Quantiles quantiles;
      for (const HorizonAnswer& horizon : want.horizons) quantiles.push_back(horizon.final);
      CHECK(deviation(quantiles_of(engine_answer(random)), quantiles) <= 1);
      CHECK(weight_deviation(weights_of(engine_answer(random)), want.weights) <= weight_tolerance);
      CHECK(deviation(quantiles_of(engine_answer(plain)), quantiles) > 1);
    }
  }
}

}  // namespace
}  // namespace swarmcast::oracle
