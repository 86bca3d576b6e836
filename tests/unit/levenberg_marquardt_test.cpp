// The solver alone: NIST's problems, and each of its stops. allocation_test.cpp shows that it allocates nothing.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

#include "numeric/dual.hpp"
#include "numeric/levenberg_marquardt.hpp"
#include "tables/nist_problems.hpp"

namespace swarmcast {
namespace {

/// A formula through points, differentiated automatically.
template <std::size_t p, class Formula>
class FormulaModel {
 public:
  FormulaModel(const std::vector<FitPoint>& points, Formula formula) : points_(points), formula_(formula) {
    for (const FitPoint& point : points) norm_ += point.value * point.value;
    norm_ = std::sqrt(norm_);
  }

  void operator()(const std::array<double, p>& u, const LeastSquaresBlock& block) const {
    std::fill_n(block.data, (1 + p) * block.rows, 0.0);
    std::array<math::Dual<p>, p> variables;
    for (std::size_t j = 0; j < p; ++j) variables[j] = math::Dual<p>::variable(u[j], j);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const math::Dual<p> value = formula_(points_[i].hours, variables);
      block.residuals()[i] = value.value - points_[i].value;
      for (std::size_t j = 0; j < p; ++j) block.column(j)[i] = value.slope[j];
    }
  }
  [[nodiscard]] std::size_t points() const { return points_.size(); }
  [[nodiscard]] double data_norm() const { return norm_; }

 private:
  const std::vector<FitPoint>& points_;
  Formula formula_;
  double norm_ = 0;
};

template <std::size_t p, class Formula>
Minimum<p> solve(const std::vector<FitPoint>& points, Formula formula, const std::array<double, p>& start,
                 const MinimizeOptions<p>& options = {}) {
  LeastSquaresWorkspace workspace;
  return minimize<p>(FormulaModel<p, Formula>(points, formula), start, workspace, options);
}

/// Correct significant digits, as NIST counts them: -lg |relative error|, and at most the eleven that are certified.
double correct_digits(double found, double certified) {
  const double error = std::abs(found - certified) / std::abs(certified);
  return error > 0 ? std::min(-std::log10(error), 11.0) : 11.0;
}

/// From both of NIST's starts, with nothing but the solver: nine digits of parameters and sum of squares, eight of
/// standard deviations.
template <std::size_t p, class Formula>
void check_problem(const NistProblem& problem, Formula formula) {
  REQUIRE(problem.parameters.size() == p);
  for (const auto& start : {&NistParameter::first_start, &NistParameter::second_start}) {
    std::array<double, p> from{};
    for (std::size_t i = 0; i < p; ++i) from[i] = std::invoke(start, problem.parameters[i]);
    const Minimum<p> minimum = solve<p>(problem.points, formula, from);
    CAPTURE(from[0]);
    CAPTURE(minimum.evaluations);
    CHECK(minimum.stop == Stop::floor);
    CHECK(correct_digits(minimum.sum_of_squares, problem.residual_sum_of_squares) >= 9);
    Triangle<p> inverse;
    REQUIRE(invert(minimum.linear.upper, inverse));
    const double variance = minimum.sum_of_squares / problem.degrees_of_freedom;
    for (std::size_t i = 0; i < p; ++i) {
      CAPTURE(i);
      double square = 0;
      for (std::size_t k = i; k < p; ++k) square += inverse(i, k) * inverse(i, k);
      CHECK(correct_digits(minimum.parameters[i], problem.parameters[i].certified) >= 9);
      CHECK(correct_digits(std::sqrt(square * variance), problem.parameters[i].standard_deviation) >= 8);
    }
  }
}

TEST_CASE("all of NIST's problems, from both starts, without restarts") {
  std::size_t known = 0;
  for (const NistProblem& problem : nist_problems()) {
    CAPTURE(problem.name);
    const auto is = [&](std::string_view name) { return problem.name == name ? ++known > 0 : false; };
    if (is("Misra1a") || is("BoxBOD")) {
      check_problem<2>(problem, [](double x, const auto& b) { return -b[0] * expm1(-b[1] * x); });
    } else if (is("Misra1d")) {
      check_problem<2>(problem, [](double x, const auto& b) { return b[0] * b[1] * x / (1.0 + b[1] * x); });
    } else if (is("DanWood")) {
      check_problem<2>(problem, [](double x, const auto& b) { return b[0] * exp(b[1] * std::log(x)); });
    } else if (is("Rat42")) {
      check_problem<3>(problem, [](double x, const auto& b) { return b[0] / (1.0 + exp(b[1] - b[2] * x)); });
    } else if (is("Rat43")) {
      check_problem<4>(problem,
                       [](double x, const auto& b) { return b[0] * exp(-log1p(exp(b[1] - b[2] * x)) / b[3]); });
    } else if (is("MGH09")) {
      check_problem<4>(problem,
                       [](double x, const auto& b) { return b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3]); });
    } else if (is("Thurber")) {
      check_problem<7>(problem, [](double x, const auto& b) {
        return (b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1.0 + x * (b[4] + x * (b[5] + x * b[6])));
      });
    } else if (is("Eckerle4")) {
      check_problem<3>(problem, [](double x, const auto& b) {
        const auto z = (x - b[2]) / b[1];
        return b[0] / b[1] * exp(-0.5 * z * z);
      });
    } else if (is("MGH10")) {
      check_problem<3>(problem, [](double x, const auto& b) { return b[0] * exp(b[1] / (x + b[2])); });
    } else if (is("Bennett5")) {
      check_problem<3>(problem, [](double x, const auto& b) { return b[0] * exp(-log(b[1] + x) / b[2]); });
    }
  }
  CHECK(known == 11);
  CHECK(nist_problems().size() == 11);
}

const std::vector<FitPoint> decay{{1, 10.1}, {2, 16.2}, {3, 19.7}, {5, 23.1}, {8, 24.4}};
constexpr auto saturating = [](double x, const auto& b) { return -b[0] * expm1(-b[1] * x); };

TEST_CASE("each stop says which inequality held") {
  MinimizeOptions<2> options;
  options.tolerance = 1e-7;
  const auto loose = solve<2>(decay, saturating, {20, 1}, options);
  CHECK(loose.stop == Stop::offset);
  CHECK(loose.linear.offset() <= 1e-7 * std::sqrt(loose.sum_of_squares));

  const auto tight = solve<2>(decay, saturating, {20, 1});
  CHECK(tight.stop == Stop::floor);
  CHECK(tight.linear.offset() < 1e-13 * std::sqrt(tight.sum_of_squares));
  CHECK(tight.sum_of_squares <= loose.sum_of_squares * (1 + 1e-14));

  std::vector<FitPoint> exact;
  for (const double x : {1.0, 2.0, 3.0, 5.0}) exact.push_back({x, -25.3 * std::expm1(-0.5 * x)});
  const auto through = solve<2>(exact, saturating, {20, 1});
  CHECK(through.stop == Stop::exact);
  CHECK(through.parameters[0] == doctest::Approx(25.3).epsilon(1e-13));

  options = {};
  options.most_evaluations = 3;
  const auto cut = solve<2>(decay, saturating, {20, 1}, options);
  CHECK(cut.stop == Stop::evaluations);
  CHECK(cut.evaluations == 3);
  CHECK(std::isfinite(cut.sum_of_squares));

  CHECK(solve<2>(decay, saturating, {std::numeric_limits<double>::quiet_NaN(), 1}).stop == Stop::no_start);

  // A corner, where no gradient vanishes and no step helps.
  const std::vector<FitPoint> zero{{1, 1}, {2, 1}};
  const auto corner = [](double, const auto& b) { return 3.0 + abs(b[0]); };
  CHECK(solve<1>(zero, corner, {0.7}).stop == Stop::stalled);
}

TEST_CASE("parameters stay within their walls") {
  MinimizeOptions<2> options;
  options.high[1] = 0.3;
  const auto bounded = solve<2>(decay, saturating, {20, 0.1}, options);
  CHECK(bounded.parameters[1] == 0.3);
  CHECK(bounded.stop != Stop::floor);  // the true minimum lies beyond
}

}  // namespace
}  // namespace swarmcast
