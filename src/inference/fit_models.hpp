#pragma once
/// The curves as the solver takes them: what each point should be, and its slopes by the solver's variables.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <xsimd/xsimd.hpp>

#include "curves/curve_list.hpp"
#include "inference/fit_problem.hpp"
#include "numeric/dual.hpp"
#include "numeric/least_squares_block.hpp"

namespace swarmcast {

/// ln 1000: how much further out a parameter is tried, to see whether it has a limit.
inline constexpr double log_far = 6.907755278982137;

/// K (G(to) - G(from)); the variables are K, ln tau, ln b, or those of them that the curve takes.
template <class C>
struct GrowthModel {
  static constexpr const Curve& info = C::info;
  static constexpr std::size_t size = 1 + (info.has_timescale ? 1U : 0U) + (info.has_shape ? 1U : 0U);
  static constexpr std::size_t shapes = size - 1;  // all but K, which is linear
  static constexpr auto kinds = [] {
    std::array<ParameterKind, size> all{};
    all.fill(ParameterKind::positive);
    all[0] = ParameterKind::scale;
    return all;
  }();
  using Variables = std::array<double, size>;

  static double value(const Interval& t, const Variables& u, Variables& slopes) {
    using Number = math::Dual<shapes>;
    const Number log_tau = info.has_timescale ? Number::variable(u[1], 0) : Number(0);
    const Number log_b = info.has_shape ? Number::variable(u[size - 1], shapes - 1) : Number(0);
    const Number log_growth = log_increment_alone<C>(t, Shape<Number>(log_tau, log_b));
    const double growth = std::exp(log_growth.value);
    slopes[0] = growth;
    for (std::size_t j = 0; j < shapes; ++j) slopes[1 + j] = growth > 0 ? u[0] * growth * log_growth.slope[j] : 0;
    return u[0] * growth;
  }

  static void fill(const FitProblem& problem, const Variables& u, const LeastSquaresBlock& block) {
    Variables slopes{};
    for (std::size_t i = 0; i < problem.points; ++i) {
      const Interval& t = problem.intervals[i];
      slopes.fill(0);
      block.residuals()[i] = (t.length > 0 ? value(t, u, slopes) : 0) - problem.values[i];
      for (std::size_t j = 0; j < size; ++j) block.column(j)[i] = slopes[j];
    }
    for (std::size_t j = 0; j <= size; ++j) {
      double* const column = block.data + j * block.rows;
      std::fill(column + problem.points, column + block.rows, 0.0);
    }
  }

  /// The variables with one of them a thousand times as far out, or as far in.
  static Variables outward(Variables u, std::size_t i, double direction) {
    u[i] += direction * log_far;
    return u;
  }

  static double shape_of(const Variables& u) { return info.has_shape ? std::exp(u[size - 1]) : 1; }
  static double timescale_of(const Variables& u) { return info.has_timescale ? std::exp(u[1]) : 1; }

  /// K G(infinity), less what had grown when counting began.
  static double limit(const Variables& u, double since_hours) {
    Variables slopes{};
    const double missed = since_hours > 0 ? value(Interval::between(0, since_hours), u, slopes) : 0;
    return u[0] * C::limit(shape_of(u)) - missed;
  }

  static double peak(const Variables& u) { return timescale_of(u) * C::peak(shape_of(u)); }

  /// d/dt at t > 0: time enters as t/tau alone, or as t^b.
  static double rate(const Variables& u, double hours) {
    Variables slopes{};
    const double at = value(Interval::between(0, hours), u, slopes);
    return (info.has_timescale ? -slopes[1] : shape_of(u) * at) / hours;
  }
};

/// f(to), or f(to) - f(from) for differences.
template <class F>
struct TextbookModel {
  static constexpr const Curve& info = F::info;
  static constexpr std::size_t size = F::kinds.size();
  static constexpr auto kinds = F::kinds;
  using Variables = std::array<double, size>;

  static double value(const Interval& t, const Variables& u, Variables& slopes) { return F::value(t.to, u, slopes); }

  static void fill(const FitProblem& problem, const Variables& u, const LeastSquaresBlock& block) {
    using Vector = xsimd::batch<double>;
    const auto load = [](const std::vector<double>& from, std::size_t i) { return Vector::load_unaligned(&from[i]); };
    for (std::size_t i = 0; i < block.rows; i += Vector::size) {
      std::array<Vector, size> slopes;
      Vector value = F::value(load(problem.to, i), u, slopes);
      if (problem.differences) {
        std::array<Vector, size> before;
        value -= F::value(load(problem.from, i), u, before);
        for (std::size_t j = 0; j < size; ++j) slopes[j] -= before[j];
      }
      const Vector weight = load(problem.weights, i);
      Vector(weight * (value - load(problem.values, i))).store_unaligned(block.residuals() + i);
      for (std::size_t j = 0; j < size; ++j) Vector(weight * slopes[j]).store_unaligned(block.column(j) + i);
    }
  }

  /// The same for forms whose second variable is a rate and whose third is a time.
  static Variables outward(Variables u, std::size_t i, double direction) {
    if (i == 1) u[i] *= std::exp(direction * log_far);
    if (i == 2) u[i] += direction * log_far / std::abs(u[1]);
    if (i == 3) u[i] += direction * log_far;
    return u;
  }

  static double limit(const Variables& u, double) { return F::limit(u); }
  static double peak(const Variables& u) { return F::peak(u); }
  static double rate(const Variables& u, double hours) {
    using Number = math::Dual<1>;
    std::array<Number, size> slopes;
    return F::value(Number::variable(hours, 0), u, slopes).slope[0];
  }
};

/// One function per model, such as `[]<class Model>() { return &run<Model>; }`, in the order of curves().
template <class Function>
constexpr auto each_model(Function function) {
  const auto growth = CurveList::each([&]<class C>() { return function.template operator()<GrowthModel<C>>(); });
  const auto textbook = TextbookList::each([&]<class F>() { return function.template operator()<TextbookModel<F>>(); });
  std::array<typename decltype(growth)::value_type, CurveList::size + TextbookList::size> all{};
  std::copy(textbook.begin(), textbook.end(), std::copy(growth.begin(), growth.end(), all.begin()));
  return all;
}

/// A model on its data, as minimize() takes it.
template <class Model>
class FittedModel {
 public:
  explicit FittedModel(const FitProblem& problem) : problem_(problem) {}

  void operator()(const typename Model::Variables& u, const LeastSquaresBlock& block) const {
    Model::fill(problem_, u, block);
  }
  [[nodiscard]] std::size_t points() const { return problem_.points; }
  [[nodiscard]] double data_norm() const { return problem_.norm; }

 private:
  const FitProblem& problem_;
};

/// The same with one variable held: for what the others do along its profile.
template <class Model>
class HeldModel {
 public:
  static constexpr std::size_t size = Model::size - 1;

  HeldModel(const FitProblem& problem, std::size_t held, LeastSquaresWorkspace& workspace)
      : problem_(problem), held_(held), workspace_(workspace) {
    workspace_.reserve(problem.points, Model::size);
  }

  void hold(double value) { value_ = value; }

  [[nodiscard]] typename Model::Variables with(const std::array<double, size>& others) const {
    typename Model::Variables all{};
    for (std::size_t i = 0, k = 0; i < Model::size; ++i) all[i] = i == held_ ? value_ : others[k++];
    return all;
  }

  void operator()(const std::array<double, size>& others, const LeastSquaresBlock& block) const {
    const LeastSquaresBlock whole = workspace_.block(0);
    Model::fill(problem_, with(others), whole);
    std::copy_n(whole.residuals(), whole.rows, block.residuals());
    for (std::size_t i = 0, k = 0; i < Model::size; ++i) {
      if (i != held_) std::copy_n(whole.column(i), whole.rows, block.column(k++));
    }
  }
  [[nodiscard]] std::size_t points() const { return problem_.points; }
  [[nodiscard]] double data_norm() const { return problem_.norm; }

 private:
  const FitProblem& problem_;
  std::size_t held_;
  LeastSquaresWorkspace& workspace_;
  double value_ = 0;
};

}  // namespace swarmcast
