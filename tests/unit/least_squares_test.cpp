// Fits of whole data: what must hold for every curve and all data, and closed forms where there are some.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include "swarmcast/curve.hpp"
#include "swarmcast/fit.hpp"
#include "swarmcast/projection.hpp"
#include "thorough.hpp"

namespace swarmcast {
namespace {

const CurveFit& fit_of(const Fit& fit, std::string_view curve) {
  const auto found =
      std::find_if(fit.curves.begin(), fit.curves.end(), [&](const CurveFit& one) { return one.curve == curve; });
  REQUIRE(found != fit.curves.end());
  return *found;
}

Fit fitted(const std::vector<FitPoint>& points, const FitOptions& options = {}) {
  const auto result = fit({.points = points}, options);
  REQUIRE(result);
  return *result;
}

const std::vector<FitPoint> early{{1, 10.3e3}, {3, 30.7e3}, {6, 50.1e3}, {12, 77.9e3}, {24, 101.2e3}, {36, 118.4e3}};

double t_quantile(double probability, int degrees_of_freedom) {
  return boost::math::quantile(boost::math::students_t(degrees_of_freedom), probability);
}

/// What a straight line has in closed form.
struct Line {
  double n = 0, mean = 0, square = 0, slope = 0, intercept = 0, residuals = 0, about_mean = 0;

  explicit Line(const std::vector<FitPoint>& points) : n(static_cast<double>(points.size())) {
    double mean_y = 0, product = 0;
    for (const FitPoint& point : points) {
      mean += point.hours / n;
      mean_y += point.value / n;
    }
    for (const FitPoint& point : points) {
      square += std::pow(point.hours - mean, 2);
      product += (point.hours - mean) * (point.value - mean_y);
      about_mean += std::pow(point.value - mean_y, 2);
    }
    slope = product / square;
    intercept = mean_y - slope * mean;
    for (const FitPoint& point : points) residuals += std::pow(point.value - intercept - slope * point.hours, 2);
  }
  [[nodiscard]] double sd() const { return std::sqrt(residuals / (n - 2)); }
};

constexpr double closed_form = 1e-12;  // a few dozen roundings, well conditioned

TEST_CASE("a straight line is the textbook's, to every statistic") {
  const Line line(early);
  const Fit fit = fitted(early, {.curves = {"linear"}});
  const CurveFit& one = fit_of(fit, "linear");
  const auto is = [](double value) { return doctest::Approx(value).epsilon(closed_form); };
  REQUIRE(one.status == FitStatus::converged);
  CHECK(one.degrees_of_freedom == 4);
  CHECK(one.parameters[0].estimate == is(line.intercept));
  CHECK(one.parameters[1].estimate == is(line.slope));
  CHECK(one.residual_sum_of_squares == is(line.residuals));
  CHECK(*one.residual_sd == is(line.sd()));
  CHECK(*one.r_squared == is(1 - line.residuals / line.about_mean));
  const double slope_error = line.sd() / std::sqrt(line.square);
  CHECK(*one.parameters[0].standard_error ==
        is(line.sd() * std::sqrt(1 / line.n + line.mean * line.mean / line.square)));
  CHECK(*one.parameters[1].standard_error == is(slope_error));
  CHECK(one.parameters[1].low.value == is(line.slope - t_quantile(0.975, 4) * slope_error));
  CHECK(one.parameters[1].high.value == is(line.slope + t_quantile(0.975, 4) * slope_error));
  CHECK(one.covariance[1] == is(-line.mean * slope_error * slope_error));
  // R: AIC counts the residual variance, k = 3.
  const double aic = line.n * (std::log(2 * std::numbers::pi * line.residuals / line.n) + 1) + 2 * 3;
  CHECK(*one.aicc == is(aic + 2 * 3 * 4 / (line.n - 4)));
  CHECK(*one.doubling_hours == is(std::numbers::ln2 * (line.intercept + line.slope * 36) / line.slope));

  // For what is linear in its parameters, profiles are the t intervals.
  const Fit profiled = fitted(early, {.interval = IntervalMethod::profile, .level = 80, .curves = {"linear"}});
  const FittedParameter& slope = fit_of(profiled, "linear").parameters[1];
  CHECK(slope.high.value == doctest::Approx(line.slope + t_quantile(0.9, 4) * slope_error).epsilon(1e-8));
  CHECK(slope.low.value == doctest::Approx(line.slope - t_quantile(0.9, 4) * slope_error).epsilon(1e-8));

  const std::vector<double> horizons{48, 168}, levels{80, 95};
  const auto prediction = delta_forecast(fit, one, horizons, levels, BandKind::prediction);
  const auto confidence = delta_forecast(fit, one, horizons, levels, BandKind::confidence);
  for (std::size_t h = 0; h < horizons.size(); ++h) {
    const double mean = line.intercept + line.slope * horizons[h];
    const double variance = 1 / line.n + std::pow(horizons[h] - line.mean, 2) / line.square;
    CHECK(prediction[h].estimate == is(mean));
    CHECK(*prediction[h].bands[1].high == is(mean + t_quantile(0.975, 4) * line.sd() * std::sqrt(1 + variance)));
    CHECK(*prediction[h].bands[0].low == is(mean - t_quantile(0.9, 4) * line.sd() * std::sqrt(1 + variance)));
    CHECK(*confidence[h].bands[1].high == is(mean + t_quantile(0.975, 4) * line.sd() * std::sqrt(variance)));
  }
}

TEST_CASE("at the ends of a profile the sum of squares has grown by t^2 residual variances") {
  const Fit fit = fitted(early, {.interval = IntervalMethod::profile, .curves = {"hyperbolic"}});
  const CurveFit& one = fit_of(fit, "hyperbolic");
  REQUIRE(one.status == FitStatus::converged);
  const double t = t_quantile(0.975, one.degrees_of_freedom), variance = *one.residual_sd * *one.residual_sd;
  for (const FitBound& end : {one.parameters[1].low, one.parameters[1].high}) {
    REQUIRE(end.state == FitBound::State::closed);
    double product = 0, square = 0, sum = 0;  // K is linear once tau is held
    const auto shape = [&](double hours) { return hours / (hours + end.value); };
    for (const FitPoint& point : early) {
      product += shape(point.hours) * point.value;
      square += std::pow(shape(point.hours), 2);
    }
    for (const FitPoint& point : early) sum += std::pow(point.value - product / square * shape(point.hours), 2);
    CHECK((sum - one.residual_sum_of_squares) / variance == doctest::Approx(t * t).epsilon(1e-7));
  }
}

TEST_CASE("levels next to 100 % have bands too") {
  // Student's t with one degree of freedom is Cauchy's: its quantiles are cotangents.
  constexpr double level = 99.99999999999999;
  const Fit fit = fitted({{1, 10}, {2, 19}, {3, 31}}, {.level = level, .curves = {"linear"}});
  const FittedParameter& slope = fit_of(fit, "linear").parameters[1];
  const double tail = (100 - level) / 200;
  CHECK((slope.high.value - slope.estimate) / *slope.standard_error ==
        doctest::Approx(1 / std::tan(std::numbers::pi * tail)).epsilon(1e-10));
}

TEST_CASE("of many points some serve to start from, and all are fitted") {
  FitData data;
  const CurveParameters truth{40, 1};
  const Curve& decay = *find_curve("exponential-decay");
  for (int i = 1; i <= 500; ++i) data.points.push_back({0.3 * i, 1e6 * cumulative(decay, truth, 0.3 * i)});
  for (const FitTarget target : {FitTarget::cumulative, FitTarget::increments}) {
    const auto result = fit(data, {.target = target, .curves = {"exponential-decay"}});
    REQUIRE(result);
    const CurveFit& one = result->curves.front();
    CHECK(one.degrees_of_freedom == 498);
    CHECK(one.parameters[0].estimate == doctest::Approx(1e6).epsilon(1e-10));
    CHECK(one.parameters[1].estimate == doctest::Approx(40).epsilon(1e-10));
  }

  // The largest value, which all are divided by, is not among those that serve to start from.
  FitData falling{.any_unit = true};
  for (int i = 0; i < 500; ++i) falling.points.push_back({0.3 * i, 1e6 * std::exp(-0.3 * i / 40)});
  const auto result = fit(falling, {.curves = {"exponential-growth"}});
  REQUIRE(result);
  CHECK(result->curves.front().parameters[0].estimate == doctest::Approx(1e6).epsilon(1e-12));
  CHECK(result->curves.front().evaluations == 1);  // started at the answer, in the units of all points
}

TEST_CASE("an end that never closes is open") {
  // Six early points: a plateau far away fits nearly as well.
  const std::vector<FitPoint> rising{{1, 101}, {2, 197}, {3, 305}, {4, 391}, {5, 512}, {6, 585}};
  const Fit fit = fitted(rising, {.interval = IntervalMethod::profile, .curves = {"exponential-decay"}});
  const CurveFit& one = fit_of(fit, "exponential-decay");
  REQUIRE(one.status == FitStatus::converged);
  CHECK(one.parameters[0].low.state == FitBound::State::closed);
  CHECK(one.parameters[0].low.value > 585);
  CHECK(one.parameters[0].high.state == FitBound::State::open);
  CHECK(one.parameters[1].high.state == FitBound::State::open);
}

TEST_CASE("as many points as parameters or fewer: a fit or a sentence, and no errors out of nothing") {
  const Fit two = fitted({{10, 200e3}, {20, 750e3}});
  const CurveFit& line = fit_of(two, "linear");
  CHECK(line.status == FitStatus::exact);
  CHECK(line.parameters[1].estimate == doctest::Approx(55e3).epsilon(closed_form));
  CHECK_FALSE(line.parameters[1].standard_error);
  CHECK(line.parameters[1].high.state == FitBound::State::not_estimable);
  CHECK_FALSE(line.residual_sd);
  CHECK_FALSE(line.aicc);
  CHECK(fit_of(two, "hill").status == FitStatus::too_few_points);
  CHECK(fit_of(two, "hill").explanation == "It has 3 parameters, and there are 2 points.");
  CHECK(fit_of(two, "hill").parameters.empty());
  CHECK(two.best() == nullptr);
  // Growth that gathers speed has no plateau in sight.
  CHECK(fit_of(two, "exponential-decay").status == FitStatus::boundary);
  CHECK_FALSE(fit_of(two, "exponential-decay").usable());
  for (const CurveFit& one : fitted({{10, 200e3}}).curves) CHECK(one.status == FitStatus::too_few_points);
}

TEST_CASE("weights add up, the best has the least AICc, and one curve can be asked for alone") {
  const Fit fit = fitted(early);
  REQUIRE(fit.best() != nullptr);
  double total = 0;
  for (const CurveFit& one : fit.curves) {
    total += one.akaike_weight.value_or(0);
    if (!one.delta_aicc) continue;
    CHECK(*one.aicc - *one.delta_aicc == doctest::Approx(*fit.best()->aicc));
    CHECK(*one.delta_aicc >= 0);
    CHECK(*one.akaike_weight / *fit.best()->akaike_weight == doctest::Approx(std::exp(-0.5 * *one.delta_aicc)));
  }
  CHECK(total == doctest::Approx(1));
  CHECK(fit.curves.size() == curves().size());
  const Fit alone = fitted(early, {.curves = {"richards"}});
  REQUIRE(alone.curves.size() == 1);
  CHECK(alone.curves.front().residual_sum_of_squares == fit_of(fit, "richards").residual_sum_of_squares);

  const auto wrong = swarmcast::fit({.points = early}, {.curves = {"hil"}});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message == "\"hil\" is not a curve: did you mean hill?");
  CHECK(swarmcast::fit({.points = early}, {.level = 100}).error().code == ErrorCode::bad_level);
}

TEST_CASE("increments of a line are its slope, whatever the level") {
  const Fit fit =
      fitted({{2, 90}, {5, 147}, {9, 230}, {14, 318}}, {.target = FitTarget::increments, .curves = {"linear"}});
  const CurveFit& one = fit_of(fit, "linear");
  // The level cancels in every difference: there is nothing to estimate it by.
  CHECK(one.status == FitStatus::not_identified);
  const Fit power =
      fitted({{2, 90}, {5, 147}, {9, 230}, {14, 318}}, {.target = FitTarget::increments, .curves = {"power"}});
  CHECK(fit_of(power, "power").status == FitStatus::converged);
}

TEST_CASE("counting that began late is a difference of the same curve") {
  const CurveParameters truth{17, 1.3};
  const Curve& hill = *find_curve("hill");
  FitData data{.since_hours = 3};
  for (const double hours : {5.0, 8.0, 13.0, 21.0, 34.0, 55.0}) {
    data.points.push_back({hours, 4e5 * std::exp(log_increment(hill, truth, 3, hours))});
  }
  const auto result = fit(data, {.curves = {"hill"}});
  REQUIRE(result);
  const CurveFit& one = result->curves.front();
  // Points that carry twelve digits or so, at a condition of some hundreds.
  CHECK(one.parameters[0].estimate == doctest::Approx(4e5).epsilon(1e-9));
  CHECK(one.parameters[1].estimate == doctest::Approx(17).epsilon(1e-9));
  CHECK(one.parameters[2].estimate == doctest::Approx(1.3).epsilon(1e-9));
  CHECK(*one.plateau == doctest::Approx(4e5 * (1 - cumulative(hill, truth, 3))).epsilon(1e-9));
}

/// Deterministic on every platform, unlike the standard distributions.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform()); }

 private:
  std::mt19937_64 engine_;
};

/// Noisy, early, flat, two-valued, and huge or tiny counts.
std::vector<FitPoint> random_points(Random& random, int kind) {
  std::vector<FitPoint> points;
  const int n = 1 + static_cast<int>(9 * random.uniform());
  const double size = kind < 4 ? 1e5 : std::pow(10, -6 + 18 * random.uniform());
  double hours = std::exp(3 * random.normal()), value = size * random.uniform();
  for (int i = 0; i < n; ++i) {
    points.push_back({hours, value});
    hours += std::exp(2 * random.normal() + 1);
    if (kind == 0 || kind > 3) value *= 1 + 2 * random.uniform() * random.uniform();
    if (kind == 1) value *= std::exp(random.normal());
    if (kind == 3) value = random.uniform() < 0.5 ? size : 2 * size;
  }  // kind 2: flat
  return points;
}

TEST_CASE("thousands of fits of anything: no NaN, and a status for every outcome") {
  Random random(20141225);
  const auto finite = [](const std::optional<double>& value) { return !value || std::isfinite(*value); };
  for (int round = 0; round < (thorough ? 2000 : 120); ++round) {
    CAPTURE(round);
    const auto points = random_points(random, round % 6);
    const FitTarget target = round % 7 == 0 ? FitTarget::increments : FitTarget::cumulative;
    const auto result = fit({.points = points}, {.target = target});
    REQUIRE(result);
    for (const CurveFit& one : result->curves) {
      CAPTURE(one.curve);
      const bool sound =
          std::all_of(one.parameters.begin(), one.parameters.end(), [&](const FittedParameter& parameter) {
            const auto& error = parameter.standard_error;
            return std::isfinite(parameter.estimate) && finite(error) && (!error || *error > 0) &&
                   std::isfinite(parameter.low.value) && std::isfinite(parameter.high.value);
          });
      CHECK(sound);
      CHECK(std::isfinite(one.residual_sum_of_squares));
      const bool statistics = finite(one.residual_sd) && finite(one.r_squared) && finite(one.aicc) &&
                              finite(one.akaike_weight) && finite(one.plateau) && finite(one.peak_hours) &&
                              finite(one.doubling_hours);
      CHECK(statistics);
      CHECK(one.explanation.empty() == (one.status == FitStatus::converged));
      CHECK((one.degrees_of_freedom < 0) == (one.status == FitStatus::too_few_points));
      if (one.usable()) CHECK(one.parameters.size() == find_curve(one.curve)->parameters.size());
    }
  }
}

TEST_CASE("scaling the counts scales the scale, and nothing else") {
  Random random(7);
  for (int round = 0; round < (thorough ? 60 : 6); ++round) {
    std::vector<FitPoint> points;
    double hours = 2, value = std::floor(1e4 * (1 + random.uniform()));
    for (int i = 0; i < 8; ++i) {
      points.push_back({hours, value});
      hours *= 1.6;
      value = std::floor(value * (1 + 0.8 * random.uniform()));
    }
    const Fit plain = fitted(points);
    for (const double factor : {1e3, 1e8, 1e-6}) {
      CAPTURE(factor);
      auto scaled_points = points;
      for (FitPoint& point : scaled_points) point.value *= factor;
      const Fit scaled = fitted(scaled_points);
      for (std::size_t c = 0; c < plain.curves.size(); ++c) {
        const CurveFit& a = plain.curves[c];
        const CurveFit& b = scaled.curves[c];
        CAPTURE(a.curve);
        CHECK(a.status == b.status);
        if (!a.usable() || !b.usable()) continue;
        for (std::size_t i = 0; i < a.parameters.size(); ++i) {
          const bool scales = i == 0 || a.curve == "linear";
          const double expected = a.parameters[i].estimate * (scales ? factor : 1);
          // Whole multiples stay whole numbers: the fit is then the same to the last bit, but for the product itself.
          // Fractions are rounded, which moves what the data hardly know (a standard error of ten times the estimate)
          // further.
          const double error = a.parameters[i].standard_error.value_or(0);
          const bool known = error <= 10 * std::abs(a.parameters[i].estimate);
          const double digits = factor > 1 ? 1e-15 : known ? 1e-12 : 1e-8;
          CHECK(std::abs(b.parameters[i].estimate - expected) <= digits * std::abs(expected));
        }
      }
    }
  }
}

TEST_CASE("least squares beside a projection: its forecast, or why there is none") {
  std::vector<Reading> readings;
  for (const FitPoint& point : early) readings.push_back(make_reading(point.hours, point.value));
  const auto series = make_series(readings);
  REQUIRE(series);
  const ProjectionOptions options{.horizons = {48, 168}, .compare = true};
  const auto projection = project(*series, builtin_prior(), options);
  REQUIRE(projection);
  const Fit fit = fitted(early);
  const auto expected = delta_forecast(fit, *fit.best(), options.horizons, options.levels, BandKind::prediction);
  const Comparison& last = projection->comparison.back();
  REQUIRE(last.name == "least-squares");
  CHECK(last.values[1] == expected[1].estimate);
  CHECK(last.bands[1][0].low == expected[1].bands[0].low);

  const auto alone = project_by_least_squares(*series, {}, options);
  REQUIRE(alone);
  CHECK(alone->least_squares == BandKind::prediction);
  CHECK(alone->horizons[1].median == expected[1].estimate);
  CHECK(alone->horizons[1].bands[1].high == expected[1].bands[1].high);
  CHECK(alone->curves.size() ==
        static_cast<std::size_t>(std::count_if(fit.curves.begin(), fit.curves.end(),
                                               [](const CurveFit& one) { return one.akaike_weight.has_value(); })));

  // A counter that restarted: what it had is in every later count, and "+" lifts none.
  const auto reset = make_series({make_reading(10, 200e3), make_reading(20, 50e3, Qualifier::at_least),
                                  make_reading(30, 150e3, Qualifier::at_least)},
                                 {.on_fall = FallPolicy::reset});
  REQUIRE(reset);
  const auto summed = project(*reset, builtin_prior(), {.horizons = {40}, .compare = true});
  REQUIRE(summed);
  CHECK(*summed->comparison[2].values[0] == doctest::Approx(450e3));  // 250k, 350k, and on by the straight line

  const auto two = make_series({make_reading(10, 200e3), make_reading(20, 750e3)});
  REQUIRE(two);
  const auto none = project_by_least_squares(*two, {});
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ErrorCode::not_projectable);
  const auto compared = project(*two, builtin_prior(), options);
  REQUIRE(compared);
  CHECK_FALSE(compared->comparison.back().values[0]);
}

}  // namespace
}  // namespace swarmcast
