// Values and slopes of every curve, as least squares takes them, against the formulas written out and differentiated by
// Boost.Math's automatic differentiation.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include <boost/math/differentiation/autodiff.hpp>
#include <boost/math/special_functions/erf.hpp>

#include "inference/fit_models.hpp"

namespace swarmcast {
namespace {


/// f of (u0, u1, u2, u3) at t, in the solver's variables: K, then ln tau and ln b, or those of the textbook form.
template <class U0, class U1, class U2, class U3>
auto formula(std::string_view name, double t, const U0& u0, const U1& u1, const U2& u2, const U3& u3) {
  using boost::math::erf;
  using std::exp, std::log, std::pow, std::sqrt;
  using All = decltype(u0 * u1 * u2 * u3);
  const auto x = t * exp(-u1);  // t / tau
  const auto b = exp(u2);
  const auto s = [](const auto& z) { return 1 / (1 + exp(-z)); };
  if (name == "power") return All(u0 * exp(exp(u1) * log(t)));
  if (name == "logarithmic") return All(u0 * log(1 + x));
  if (name == "log-power") return All(u0 * exp(b * log(log(1 + x))));
  if (name == "log-ramp") return All(u0 * log(1 + exp(b * log(x))));
  if (name == "omori") return All(u0 * (exp((1 - b) * log(1 + x)) - 1) / (1 - b));
  if (name == "exponential-decay") return All(u0 * (1 - exp(-x)));
  if (name == "hyperbolic") return All(u0 * x / (1 + x));
  if (name == "hill") return All(u0 / (1 + exp(-b * log(x))));
  if (name == "weibull") return All(u0 * (1 - exp(-exp(b * log(x)))));
  if (name == "lognormal") return All(u0 * 0.5 * (1 + erf(log(x) / (b * std::sqrt(2.0)))));
  if (name == "gompertz") return All(u0 * (exp(-b * exp(-x)) - exp(-b)));
  if (name == "bass") return All(u0 * (1 - exp(-x)) / (1 + b * exp(-x)));
  if (name == "logistic") return All(u0 * (s(x - b) - s(-b)));
  if (name == "linear") return All(u0 + u1 * t);
  if (name == "exponential-growth") return All(u0 * exp(u1 * t));
  if (name == "logistic-3") return All(u0 * s(u1 * (t - u2)));
  if (name == "gompertz-3") return All(u0 * exp(-exp(-u1 * (t - u2))));
  REQUIRE(name == "richards");
  return All(u0 * exp(-exp(-u3) * log(1 + exp(-u1 * (t - u2)))));
}

template <class Model>
void check_model() {
  CAPTURE(Model::info.name);
  const bool textbook = Model::info.fit_only;
  for (const double hours : {2.385, 17.0, 61.0}) {
    for (const double first : {0.31, 2.2}) {
      for (const double second : {-0.4, 0.9}) {
        const std::array<double, 4> all{3.7, textbook ? 0.05 * first : first, textbook ? 20 * second : second, 0.6};
        typename Model::Variables u{}, slopes{};
        std::copy_n(all.begin(), Model::size, u.begin());
        const double value = Model::value(Interval::between(0, hours), u, slopes);

        const auto variables = boost::math::differentiation::make_ftuple<double, 1, 1, 1, 1>(all[0], all[1], all[2], all[3]);
        const auto expected = formula(Model::info.name, hours, std::get<0>(variables), std::get<1>(variables),
                                      std::get<2>(variables), std::get<3>(variables));
        const std::array<double, 4> derivatives{
            expected.derivative(1, 0, 0, 0), expected.derivative(0, 1, 0, 0), expected.derivative(0, 0, 1, 0),
            expected.derivative(0, 0, 0, 1)};
        const double plain = expected.derivative(0, 0, 0, 0);
        CAPTURE(hours);
        CAPTURE(first);
        CAPTURE(second);
        // The formulas as written cancel: differences of numbers near 1 (times K), and 1 - b near 0.1.
        const double rounding = 1e-13 * (std::abs(plain) + all[0]);
        CHECK(std::abs(value - plain) <= rounding);
        for (std::size_t i = 0; i < Model::size; ++i) {
          CAPTURE(i);
          CAPTURE(slopes[i]);
          CAPTURE(derivatives[i]);
          CHECK(std::abs(slopes[i] - derivatives[i]) <= 1e-12 * (std::abs(derivatives[i]) + all[0]));
        }
      }
    }
  }
}

TEST_CASE("values and slopes are those of the formulas, differentiated by Boost.Math") {
  for (const auto& check : each_model([]<class Model>() { return &check_model<Model>; })) check();
}

/// d/dt of K G(t) at K = 1, by the slopes that check_model() has checked.
template <class Model>
void check_implications() {
  CAPTURE(Model::info.name);
  for (const double shape : {-0.8, 0.02, 0.7, 1.4}) {
    typename Model::Variables u{1};
    if (Model::info.fit_only) {
      const std::array<double, 4> all{1, 0.07, 40 * shape, shape};
      std::copy_n(all.begin(), Model::size, u.begin());
    } else {
      if (Model::info.has_timescale) u[1] = std::log(11.0);
      if (Model::info.has_shape) u[Model::size - 1] = shape;
    }
    CAPTURE(shape);
    typename Model::Variables slopes{};
    const auto value = [&](double from, double to) { return Model::value(Interval::between(from, to), u, slopes); };

    // The rate is the slope of a chord, but for the third derivative: relative (h/t)^2 times a few.
    for (const double hours : {3.0, 30.0}) {
      const double h = 1e-4 * hours;
      const double chord = (value(0, hours + h) - value(0, hours - h)) / (2 * h);
      CHECK(Model::rate(u, hours) == doctest::Approx(chord).epsilon(1e-5));
    }

    const double peak = Model::peak(u);
    const auto rate = [&](double hours) { return Model::rate(u, hours); };
    if (std::isinf(peak)) {
      CHECK(rate(1e3) > rate(1e2));
    } else if (peak > 1e-3 && std::string_view(Model::info.name) != "linear") {
      CHECK(rate(peak) > rate(0.99 * peak));
      CHECK(rate(peak) > rate(1.01 * peak));
    } else if (peak <= 0 && std::string_view(Model::info.name) != "linear") {
      CHECK(rate(1.0) > rate(1.1));
    }

    const double limit = Model::limit(u, 0), late = value(0, 1e9);
    if (std::isinf(limit)) {
      CHECK(late > 1.05 * value(0, 1e6));
    } else {
      // The slowest here, omori with b = 2.01, lacks (1e9/11)^-1.01 of its limit; hill with b = 0.45 a few 1e-4.
      CHECK(late == doctest::Approx(limit).epsilon(1e-3));
      CHECK(late <= limit * (1 + 1e-12));
    }
  }
}

TEST_CASE("rates, peaks and plateaus are those of the curves") {
  for (const auto& check : each_model([]<class Model>() { return &check_implications<Model>; })) check();
}

}  // namespace
}  // namespace swarmcast
