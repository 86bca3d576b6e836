// The twelve reference projections, under the reference prior.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "swarmcast/projection.hpp"
#include "tables/reference_projections.hpp"

namespace swarmcast {
namespace {

// The reference weights have five digits and were computed by routes that agree within 0.01; so were the evidences.
constexpr double weight_tolerance = 0.01;
constexpr double log_evidence_tolerance = 0.01;

/// Half a percent, and a hundredth of the band's own width.
double log_tolerance(const ReferenceProjection& reference) {
  return 0.005 + 0.01 * std::log(reference.quantiles[6] / reference.quantiles[0]);
}

void check_quantile(double got, double want, double tolerance) {
  CAPTURE(got);
  CAPTURE(want);
  CHECK(std::fabs(std::log(got / want)) <= tolerance);
}

void check_case(const ReferenceCase& reference) {
  Prior prior = reference_prior();
  if (!reference.curve.empty()) {
    const Result<Prior> only = with_curves(prior, {std::string(reference.curve)});
    REQUIRE(only);
    prior = *only;
  }
  ProjectionOptions options;
  options.levels = {95, 80, 50};
  for (const ReferenceProjection& projection : reference.projections) options.horizons.push_back(projection.hours);

  const Result<Projection> got = project(make_typed_series(reference.readings), prior, options);
  REQUIRE(got);
  REQUIRE(got->horizons.size() == reference.projections.size());
  for (std::size_t h = 0; h < reference.projections.size(); ++h) {
    const ReferenceProjection& want = reference.projections[h];
    const HorizonProjection& horizon = got->horizons[h];
    CAPTURE(want.hours);
    REQUIRE(horizon.hours == want.hours);
    REQUIRE(horizon.bands.size() == 3);
    const double tolerance = log_tolerance(want);
    check_quantile(horizon.median, want.quantiles[3], tolerance);
    for (std::size_t band = 0; band < 3; ++band) {
      check_quantile(horizon.bands[band].low, want.quantiles[band], tolerance);
      check_quantile(horizon.bands[band].high, want.quantiles[6 - band], tolerance);
    }
  }
  if (!reference.curve.empty()) {
    REQUIRE(got->curves.size() == 1);
    CHECK(got->curves[0].name == reference.curve);
    CHECK(std::fabs(got->curves[0].log_evidence - reference.log_evidence) <= log_evidence_tolerance);
    return;
  }
  REQUIRE(got->curves.size() == reference.weights.size());
  for (std::size_t i = 0; i < reference.weights.size(); ++i) {
    CAPTURE(got->curves[i].name);
    CHECK(got->curves[i].name == prior.curves[i].curve);
    CHECK(std::fabs(got->curves[i].weight - reference.weights[i]) <= weight_tolerance);
  }
}

}  // namespace

TEST_CASE("the reference projections are met") {
  const std::vector<ReferenceCase> cases = reference_cases();
  CHECK(cases.size() == 12);
  for (const ReferenceCase& reference : cases) {
    SUBCASE(std::string(reference.name).c_str()) { check_case(reference); }
  }
}

}  // namespace swarmcast
