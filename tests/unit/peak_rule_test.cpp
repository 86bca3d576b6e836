// The adaptive quadrature on functions whose integral is known.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "numeric/peak_rule.hpp"

namespace swarmcast {
namespace {

const double log_sqrt_two_pi_here = 0.5 * std::log(2 * std::numbers::pi);

class LogFunction {
 public:
  static constexpr std::size_t batch = 8;

  explicit LogFunction(std::function<double(double)> log_f) : log_f_(std::move(log_f)) {}

  void discard() { kept_ = 0; }
  void evaluate(std::span<PeakNode> nodes) {
    for (PeakNode& node : nodes) {
      node.log_f = log_f_(node.x);
      node.slot = kept_++;
    }
    evaluated_ += nodes.size();
  }
  [[nodiscard]] bool wants_finer(const PeakRule&) const { return kept_ < fewest; }

  std::size_t fewest = 0;
  [[nodiscard]] std::size_t kept() const { return kept_; }
  [[nodiscard]] std::size_t evaluated() const { return evaluated_; }

 private:
  std::function<double(double)> log_f_;
  std::size_t kept_ = 0;
  std::size_t evaluated_ = 0;
};

/// The error of ln of the integral.
double error_of(const std::function<double(double)>& log_f, const PeakGuess& guess, double log_integral,
                const PeakLimits& limits = {.agreement = 0.02, .most = 128}) {
  LogFunction function(log_f);
  PeakRule rule;
  rule.find(function, guess, limits);
  CHECK(function.kept() == rule.nodes().size());
  double shares = 0;
  std::vector<bool> seen(rule.nodes().size());
  for (std::size_t i = 0; i < rule.nodes().size(); ++i) {
    const PeakNode& node = rule.nodes()[i];
    CHECK(node.log_f == log_f(node.x));
    if (i > 0) CHECK(node.x > rule.nodes()[i - 1].x);
    CHECK_FALSE(seen.at(node.slot));
    seen.at(node.slot) = true;
    shares += rule.share(node);
  }
  CHECK(shares == doctest::Approx(1).epsilon(1e-12));
  return std::abs(rule.log_integral() - log_integral);
}

PeakGuess wide(double center, double reach) { return {center, reach / 4}; }

// The error of a smooth function falls as e^(-2 pi d / step), so that of the whole rule is the square of that of either
// half of its points. The halves agree to 0.02, which leaves 0.02^2, and twice or so that where they agree by luck.
constexpr double smooth_error = 1e-3;

TEST_CASE("a Gaussian, wherever it sits in or off the guess") {
  for (const double sd : {0.002385, 0.0617, 0.731, 2.385, 31.7}) {
    for (const double mean : {-7.31, 0.0, 0.617, 4.9, 58.5}) {
      CAPTURE(sd);
      CAPTURE(mean);
      const auto log_f = [&](double x) { return -0.5 * (x - mean) * (x - mean) / (sd * sd); };
      CHECK(error_of(log_f, wide(0.385, 5), std::log(sd) + log_sqrt_two_pi_here) < smooth_error);
    }
  }
}

TEST_CASE("the height is of no account, however far from 1") {
  const auto log_f = [](double x) { return -5000.0 - 0.5 * (x - 1.385) * (x - 1.385) / 0.09; };
  CHECK(error_of(log_f, wide(0, 5), std::log(0.3) + log_sqrt_two_pi_here - 5000) < smooth_error);
}

TEST_CASE("Student's t with few degrees of freedom") {
  // Its logarithm has poles at i sqrt(nu), which slow the rule down. Cauchy's tails take the guess to 10^7 scales,
  // with few points left for the peak, whose halves may agree by luck.
  for (const double nu : {1.0, 2.0, 3.0, 5.0}) {
    for (const double scale : {0.0385, 0.617, 2.385}) {
      CAPTURE(nu);
      CAPTURE(scale);
      const auto log_f = [&](double x) {
        const double z = (x - 0.731) / scale;
        return -0.5 * (nu + 1) * std::log1p(z * z / nu);
      };
      const double log_integral =
          std::log(scale) + 0.5 * std::log(nu * std::numbers::pi) + std::lgamma(0.5 * nu) - std::lgamma(0.5 * (nu + 1));
      CHECK(error_of(log_f, wide(0, 5), log_integral) < (nu < 2 ? 0.05 : 0.005));
    }
  }
}

TEST_CASE("cusps: exp(-|x|) and exp(-sqrt|x|)") {
  // A cusp costs the trapezoidal rule its fast convergence: the error is what the halves may differ by, and twice or so
  // that where they agree by luck.
  for (const double center : {0.0, 0.1385, 0.9}) {
    CAPTURE(center);
    const auto laplace = [&](double x) { return -std::abs(x - center) / 0.385; };
    CHECK(error_of(laplace, wide(0, 5), std::log(2 * 0.385)) < 0.02);
    const auto sharper = [&](double x) { return -std::sqrt(std::abs(x - center) / 0.385); };
    CHECK(error_of(sharper, wide(0, 5), std::log(4 * 0.385)) < 0.05);
  }
}

TEST_CASE("a narrow spike on a broad base, where the first nodes see it") {
  // Half the base's standard deviation apart, some node is within 1 of the spike's.
  for (const double spike_sd : {0.3, 0.25}) {
    for (const double share : {0.2, 0.5, 0.8}) {
      CAPTURE(spike_sd);
      CAPTURE(share);
      const auto log_f = [&](double x) {
        const double spike = share / spike_sd * std::exp(-0.5 * (x - 0.385) * (x - 0.385) / (spike_sd * spike_sd));
        const double base = (1 - share) * std::exp(-0.5 * x * x);
        return std::log(spike + base + 1e-300);
      };
      for (const double offset : {-0.25, 0.1, 0.25}) {
        CHECK(error_of(log_f, {0, 0.5, offset}, log_sqrt_two_pi_here) < 0.02);
      }
    }
  }
}

TEST_CASE("a one-sided function: a gamma density in the logarithm") {
  // ln of a Gamma(0.385) variable has density e^(k x - e^x) / Gamma(k): a long left tail, a cliff on the right.
  for (const double k : {0.385, 1.7, 23.85}) {
    CAPTURE(k);
    CHECK(error_of([&](double x) { return k * x - std::exp(x); }, wide(0, 5), std::lgamma(k)) < smooth_error);
  }
}

TEST_CASE("a function that vanishes everywhere says so and stops") {
  LogFunction function([](double) { return -1e30; });
  PeakRule rule;
  rule.find(function, wide(0, 5), {});
  CHECK(rule.top() < PeakLimits{}.nothing);
  CHECK(function.evaluated() == LogFunction::batch);
}

TEST_CASE("a function's own wish for more points is granted up to the limit") {
  const auto log_f = [](double x) { return -0.5 * x * x; };
  for (const std::size_t fewest : {16U, 32U, 64U}) {
    LogFunction function(log_f);
    function.fewest = fewest;
    PeakRule rule;
    rule.find(function, wide(0, 5), {.most = 128});
    CHECK(rule.nodes().size() >= fewest);
  }
  LogFunction greedy(log_f);
  greedy.fewest = 100000;
  PeakRule rule;
  rule.find(greedy, wide(0, 5), {.most = 128});
  CHECK(rule.nodes().size() == 128);
}

}  // namespace
}  // namespace swarmcast
