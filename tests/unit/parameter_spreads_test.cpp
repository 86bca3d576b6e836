// What is said of parameters, against a plain quadrature of the same posterior over a dense grid, which shares no line
// with the engine: the oracle's increments and covariances, the prior, and sums.

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "oracle/increments.hpp"
#include "oracle/posterior.hpp"
#include "swarmcast/swarmcast.hpp"
#include "tables/reference_projections.hpp"

namespace swarmcast {
namespace {

/// Equidistant points over so many standard deviations on either side of a normal's mean.
std::vector<double> axis(const Normal& normal, int points) {
  constexpr double reach = 4.5;
  std::vector<double> result;
  for (int i = 0; i < points; ++i) result.push_back(normal.mean + normal.sd * reach * (2 * (i + 0.5) / points - 1));
  return result;
}

double log_density(const Normal& normal, double x) { return -0.5 * std::pow((x - normal.mean) / normal.sd, 2); }

/// The p-quantile of weights at equidistant points, each spread evenly over its cell.
double quantile(const std::vector<double>& points, const std::vector<double>& weights, double p) {
  double whole = 0, before = 0;
  for (const double weight : weights) whole += weight;
  const double step = points[1] - points[0];
  std::size_t i = 0;
  while (before + weights[i] < p * whole) before += weights[i++];
  return points[i] + step * ((p * whole - before) / weights[i] - 0.5);
}

Spread spread_of(const std::vector<double>& points, const std::vector<double>& weights) {
  return {std::exp(quantile(points, weights, 0.5)), std::exp(quantile(points, weights, 0.1)),
          std::exp(quantile(points, weights, 0.9))};
}

struct Dense {
  Spread timescale;
  Spread shape;
  Spread sigma;
};

/// docs/method.md, "Posterior", node by node. The grid is laid over what `where` says of tau and b.
Dense integrate(const Series& series, const Prior& prior, const CurvePrior& where) {
  const CurvePrior& curve = prior.curves.front();
  const oracle::Data data = oracle::make_data(series.readings, series.since_hours, {2 * series.readings.back().hours});
  const auto n = data.log_increment.size();
  const double level_precision = 1 / (prior.log_level_sd * prior.log_level_sd);
  const oracle::Shape shape = oracle::shape_named(curve.curve);
  Normal timescale = curve.log_timescale.value_or(Normal{0, 1});
  timescale.mean += std::log(data.hours.back());
  std::vector<double> taus{0, 1}, bs{0, 1};
  if (where.log_timescale) {
    taus = axis({where.log_timescale->mean + std::log(data.hours.back()), where.log_timescale->sd}, 160);
  }
  if (where.log_shape) bs = axis(*where.log_shape, 160);
  const std::vector<double> sigmas = axis(prior.log_sigma, 60);
  std::vector<oracle::SigmaNode> nodes;
  for (const double log_sigma : sigmas) nodes.push_back(oracle::make_sigma_node(data, prior, log_sigma));

  std::vector<double> of_tau(taus.size()), of_b(bs.size()), of_sigma(sigmas.size());
  Eigen::VectorXd z(n);
  for (std::size_t t = 0; t < taus.size(); ++t) {
    for (std::size_t b = 0; b < bs.size(); ++b) {
      for (Eigen::Index i = 0; i < n; ++i) {
        const auto k = static_cast<std::size_t>(i);
        z(i) = data.log_increment(i) - oracle::log_increment(shape, taus[t], bs[b], data.hours[k], data.hours[k + 1]);
      }
      const double k0 =
          data.log_last - oracle::log_increment(shape, taus[t], bs[b], data.hours.front(), data.hours.back());
      double log_prior = curve.log_timescale ? log_density(timescale, taus[t]) : 0;
      if (curve.log_shape) log_prior += log_density(*curve.log_shape, bs[b]);
      for (std::size_t s = 0; s < nodes.size(); ++s) {
        const Eigen::VectorXd white = nodes[s].white.triangularView<Eigen::Lower>() * z;
        const double k = (nodes[s].ones.dot(white) + k0 * level_precision) / nodes[s].a;
        const double form = (white - k * nodes[s].ones).squaredNorm() + (k - k0) * (k - k0) * level_precision;
        const double weight = std::exp(nodes[s].log_prior + log_prior - 0.5 * (form + nodes[s].constant));
        if (!std::isfinite(weight)) continue;
        of_tau[t] += weight;
        of_b[b] += weight;
        of_sigma[s] += weight;
      }
    }
  }
  return {spread_of(taus, of_tau), spread_of(bs, of_b), spread_of(sigmas, of_sigma)};
}

/// The largest deviation, in ln(high / low) of what is right.
double deviation(const Spread& got, const Spread& want) {
  const double width = std::log(want.high / want.low);
  double worst = 0;
  for (const auto& [a, b] : {std::pair{got.median, want.median}, {got.low, want.low}, {got.high, want.high}}) {
    worst = std::max(worst, std::abs(std::log(a / b)) / width);
  }
  return worst;
}

/// As the header promises.
constexpr double tolerance = 0.02;

void check_spreads(const Series& series, const Prior& prior, const CurvePrior& where) {
  const Dense want = integrate(series, prior, where);
  const auto projection = project(series, prior, {.explain = true});
  REQUIRE(projection);
  REQUIRE(projection->explanation);
  const CurveExplanation& curve = projection->explanation->curves.front();
  for (const ParameterSpread& got : curve.parameters) {
    CAPTURE(got.parameter.name);
    REQUIRE(got.posterior);
    CHECK(deviation(*got.posterior, got.parameter.name == "tau" ? want.timescale : want.shape) < tolerance);
  }
  const Spread& factor = *projection->explanation->deviations.posterior;
  CHECK(deviation({std::log(factor.median), std::log(factor.low), std::log(factor.high)}, want.sigma) < tolerance);
}

TEST_CASE("spreads of parameters are those of a dense quadrature") {
  const Series one = *make_series({make_reading(52.967, 66844)});
  const Series interview = *make_series({make_reading(10, 200e3), make_reading(20, 750e3, Qualifier::at_least)});
  const Series four = *make_series({make_reading(3, 21300), make_reading(7, 70100), make_reading(15, 103e3),
                                    make_reading(33, 138e3, Qualifier::about)});
  for (const Series* series : {&one, &interview, &four}) {
    CAPTURE(series->readings.size());
    for (const char* name : {"power", "logarithmic", "hill", "log-power", "gompertz", "bass"}) {
      CAPTURE(name);
      const Prior prior = *with_curves(builtin_prior(), {name});
      check_spreads(*series, prior, prior.curves.front());
    }
  }
}

TEST_CASE("before the readings a parameter is log-normal about the last reading's time") {
  const Prior prior = *with_curves(reference_prior(), {"hill"});
  const auto projection = project(*make_series({make_reading(23.85, 9007)}), prior, {.explain = true});
  REQUIRE(projection);
  const auto& parameters = projection->explanation->curves.front().parameters;
  REQUIRE(parameters.size() == 2);
  constexpr double z = 1.2815515655446004;
  CHECK(parameters[0].parameter.name == "tau");
  CHECK(parameters[0].parameter.unit == "hours");
  CHECK(parameters[0].prior.median == doctest::Approx(23.85 * std::exp(1.15)).epsilon(1e-13));
  CHECK(parameters[0].prior.high == doctest::Approx(23.85 * std::exp(1.15 + 1.9 * z)).epsilon(1e-13));
  CHECK(parameters[1].parameter.name == "b");
  CHECK(parameters[1].prior.low == doctest::Approx(std::exp(-0.05 - 0.55 * z)).epsilon(1e-13));
  const Spread& factor = projection->explanation->deviations.prior;
  CHECK(factor.high == doctest::Approx(std::exp(std::exp(-0.7 + 0.8 * z))).epsilon(1e-13));
}

TEST_CASE("a posterior far narrower than the prior is found where it is") {
  // Near exact readings of a curve whose parameters are known: tau 40 h, b 1.7.
  const Curve& hill = *find_curve("hill");
  std::vector<Reading> readings;
  for (const double hours : {4.0, 9.0, 17.0, 30.0, 50.0, 80.0}) {
    readings.push_back(make_reading(hours, 1e12 * cumulative(hill, {40, 1.7}, hours), Qualifier::exact));
  }
  // With s of a few percent the posterior has no wide part that a grid fine enough for the rest would miss.
  Prior prior = *with_curves(builtin_prior(), {"hill"});
  prior.log_sigma = {std::log(0.03), 0.2};
  check_spreads(*make_series(readings), prior,
                {"hill", 1, Normal{std::log(40.0 / 80), 0.05}, Normal{std::log(1.7), 0.03}});
}

}  // namespace
}  // namespace swarmcast
