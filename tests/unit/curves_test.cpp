// ln(G(to) - G(from)) against a table computed at 40 digits (tests/tables/make_curve_increments.py): far tails, steep
// shapes, vectors.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "curves/curve_list.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

struct Row {
  std::string_view curve;
  double timescale, shape, from, to, value;
};

constexpr Row rows[] = {
#include "tables/curve_increments.inc"
};

constexpr double unit = std::numeric_limits<double>::epsilon();

double logistic_function(double x) { return 1 / (1 + std::exp(-x)); }

/// How far roundings of the arguments may move the result, for roundings of one unit in the last place each.
///
/// ln tau is rounded, which moves 1/tau relatively by |ln tau| units, and the times by one or two more; ln b moves b by
/// |ln b|. `in_time` and `in_shape` are the sums of |partial derivatives| by ln tau and by ln b of the terms that each
/// formula adds up; `in_power` that by an exponent b ln(t/tau), whose three logarithms are rounded absolutely.
double slack(const Row& r) {
  const double x1 = r.from / r.timescale, x2 = r.to / r.timescale, b = r.shape;
  const double time = std::abs(std::log(r.timescale)) + 4, shape = std::abs(std::log(b)) + 4;
  const double log1 = r.from > 0 ? std::abs(std::log(x1)) : 0, log2 = std::abs(std::log(x2));
  const double rounded1 = time + (r.from > 0 ? std::abs(std::log(r.from)) : 0) + log1 * shape;
  const double rounded2 = time + std::abs(std::log(r.to)) + log2 * shape;
  const auto& c = r.curve;
  if (c == "power") return (b * std::abs(std::log(r.to)) + 1) * shape;
  if (c == "logarithmic") return 2 * time;
  if (c == "log-power") return (b + 3) * time + (b * std::abs(std::log(std::log1p(x2))) + 1) * shape;
  if (c == "omori") return 2 * (std::abs(1 - b) + 1) * time + (b + std::abs(1 - b)) * std::log1p(x2) * shape;
  if (c == "exponential-decay") return (x1 + 1) * time;
  if (c == "hyperbolic") return 3 * time;
  if (c == "hill" || c == "log-ramp") return b * (rounded1 + rounded2) + shape;
  if (c == "weibull") return b * (std::pow(x1, b) * rounded1 + rounded2) + shape;
  if (c == "lognormal") {
    const double z1 = r.from > 0 ? std::log(x1) / b : -HUGE_VAL, z2 = std::log(x2) / b;
    const double nearest = z1 < 0 && z2 > 0 ? 0 : std::min(std::abs(z1), std::abs(z2));
    return (nearest + 1) * (r.from > 0 ? std::min(rounded1, rounded2) : rounded2) / b + shape;
  }
  if (c == "gompertz") return (b * std::exp(-x2) + 1) * shape + (b * x2 * std::exp(-x2) + x1 + 2) * time;
  if (c == "bass") return 3 * shape + (x1 + std::min(x2, 700.0) + 2) * time;
  const double above = logistic_function(b - x2), below = logistic_function(x1 - b);
  return (x2 * above + x1 * below + 1) * time + b * (above + below) * shape;
}

/// `allowed` is what roundings may do to a single number. In vectors, differences may magnify them.
template <class C>
void check_vectors(const Row& row, double allowed) {
  using Batch = xsimd::batch<double>;
  const Shape<Batch> shape{Batch(std::log(row.timescale)), Batch(std::log(row.shape))};
  const Batch vector = log_increment_alone<C>(Interval::between(row.from, row.to), shape);
  CHECK(std::abs(vector.get(0) - row.value) <= math::most_magnified * allowed);
}

TEST_CASE("a growth curve says what each of its parameters means, K first") {
  for (const Curve& curve : growth_curves()) {
    CAPTURE(curve.name);
    std::vector<std::string_view> names{"K"}, found;
    if (curve.has_timescale) names.emplace_back("tau");
    if (curve.has_shape) names.emplace_back("b");
    for (const CurveParameter& parameter : curve.parameters) {
      found.push_back(parameter.name);
      CHECK(parameter.meaning.size() > 5);
      CHECK(parameter.unit == (parameter.name == "K" ? "downloads" : parameter.name == "tau" ? "hours" : ""));
    }
    CHECK(found == names);
  }
}

TEST_CASE("increments agree with 40 digits") {
  static constexpr auto vector_checks = CurveList::each([]<class C>() { return &check_vectors<C>; });
  for (const Row& row : rows) {
    const Curve* const curve = find_curve(row.curve);
    REQUIRE(curve != nullptr);
    const double got = log_increment(*curve, {row.timescale, row.shape}, row.from, row.to);
    CAPTURE(row.curve);
    CAPTURE(row.timescale);
    CAPTURE(row.shape);
    CAPTURE(row.from / row.timescale);
    CAPTURE(row.to / row.timescale);
    CAPTURE(row.value);
    CAPTURE(got);
    const double allowed = 1e-14 * std::max(1.0, std::abs(row.value)) + 2 * unit * slack(row);
    CAPTURE(allowed);
    CHECK(std::abs(got - row.value) <= allowed);
    vector_checks[static_cast<std::size_t>(curve - curves().data())](row, allowed);
  }
}

TEST_CASE("every curve rises from zero wherever it is not saturated to the last bit") {
  for (const Curve& curve : growth_curves()) {
    for (const double b : {0.05, 0.37, 1.0, 2.385, 20.0}) {
      const CurveParameters parameters{2.385, b};
      CAPTURE(curve.name);
      CAPTURE(b);
      CHECK(cumulative(curve, parameters, 0) == 0);
      double before = 2.385e-6;
      for (double t = 1.5 * before; t < 2.385e6; t *= 1.5) {
        const double low = log_increment(curve, parameters, 0, before), high = log_increment(curve, parameters, 0, t);
        const double rise = log_increment(curve, parameters, before, t);
        CAPTURE(before);
        CHECK(high >= low - 1e-14 * std::abs(low) - 1e-15);
        if (rise - high > std::log(1e-12 * std::max(1.0, std::abs(high)))) CHECK(high > low);
        before = t;
      }
    }
  }
}

}  // namespace
}  // namespace swarmcast
