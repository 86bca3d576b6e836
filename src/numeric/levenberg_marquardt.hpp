#pragma once
/// Nonlinear least squares for one to seven parameters: Levenberg-Marquardt from the start, then undamped Gauss-Newton
/// steps by orthogonalisation until they stop helping, which gives all the digits that the problem has.
///
/// Assumption: the residuals are smooth in the parameters. The answer is a local minimum, the one that lies downhill.
/// Nothing is allocated, but for a workspace that has not seen as many points before.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "numeric/least_squares_block.hpp"

namespace swarmcast {

/// Why a minimisation ended, as the inequality that ended it. u are the parameters, r the residuals, J their Jacobian
/// (Q its orthonormal basis), y the data, eps the spacing of doubles at 1.
enum class Stop : std::uint8_t {
  offset,       ///< ||Q'r|| <= tolerance ||r||: no step along J takes more off the residuals
  floor,        ///< ||Q'r|| <= 1e-6 ||r||, and no undamped step or part of one lowers it: what is left is rounding
  exact,        ///< ||r|| <= 8 eps ||y||
  stalled,      ///< damping > 1 / eps^2: no step, however small, lowers ||r||
  evaluations,  ///< as many as allowed, and still improving
  no_start,     ///< ||r|| is not finite at the start
};

/// ||Q'r|| / ||r|| below which a point counts as a minimum. What undamped steps add are digits.
inline constexpr double least_squares_flat = 1e-6;

template <std::size_t p>
struct MinimizeOptions {
  double tolerance = 0;          ///< of Stop::offset; 0: until Stop::floor
  int most_evaluations = 20000;  ///< of the model; the hardest of NIST's problems takes 8,000
  /// Walls for the parameters, not constraints: at one of them the others may stop short of their best.
  std::array<double, p> low = filled(-std::numeric_limits<double>::infinity());
  std::array<double, p> high = filled(std::numeric_limits<double>::infinity());

  static constexpr std::array<double, p> filled(double value) {
    std::array<double, p> all{};
    all.fill(value);
    return all;
  }
};

template <std::size_t p>
struct Minimum {
  std::array<double, p> parameters{};
  double sum_of_squares = std::numeric_limits<double>::infinity();
  Stop stop = Stop::no_start;
  int evaluations = 0;
  Orthogonalised<p> linear{};  ///< J = Q R and Q'r at the minimum; for Stop::no_start without meaning
};

/// Minimises the sum of squares of a model's residuals, from one start. minimize() below is the way to call it.
///
/// Damping follows Nielsen (IMM-REP-1999-05), on columns scaled to the greatest length they have had (More 1978). A
/// step that leaves a parameter next to no influence is refused as one that leads uphill is: from such a plain there is
/// no way back.
template <std::size_t p, class Model>
class LevenbergMarquardt {
 public:
  LevenbergMarquardt(const Model& model, LeastSquaresWorkspace& workspace, const MinimizeOptions<p>& options)
      : model_(model), options_(options) {
    workspace.reserve(model.points(), p);
    here_ = workspace.block(0);
    there_ = workspace.block(1);
    scratch_ = workspace.block(2);
    exact_square_ = 64 * eps * eps * model.data_norm() * model.data_norm();
  }

  Minimum<p> run(const std::array<double, p>& start) {
    best_.parameters = start;
    evaluate(start, here_);
    equations_ = normal_equations<p>(here_);
    best_.sum_of_squares = equations_.sum_of_squares;
    if (!std::isfinite(best_.sum_of_squares)) return best_;
    best_.stop = descend();
    if (best_.stop != Stop::floor && best_.stop != Stop::offset) best_.linear = orthogonalised(here_);
    return best_;
  }

 private:
  using Vector = std::array<double, p>;

  static constexpr double eps = std::numeric_limits<double>::epsilon();
  static constexpr double most_damping = 1 / (eps * eps);

  Stop descend() {
    double gate = 1e-2;  // how flat it must be before undamped steps are tried
    while (true) {
      if (best_.sum_of_squares <= exact_square_) return Stop::exact;
      if (steepest() <= gate) {
        if (const auto stop = polish()) return *stop;
        equations_ = normal_equations<p>(here_);
        gate *= 1e-2;
      }
      if (best_.evaluations >= options_.most_evaluations) return Stop::evaluations;
      if (damping_ > most_damping) return Stop::stalled;
      if (damped_move()) continue;
      damping_ *= rise_;
      rise_ *= 2;
    }
  }

  /// Undamped steps for as long as they shorten Q'r, which tells what sums of squares, alike but for rounding, no
  /// longer can. Where the residuals are large and the curve bends, a whole step goes too far, and a part of it is
  /// taken. Nothing where that ends before a minimum.
  std::optional<Stop> polish() {
    constexpr double least_part = 1.0 / 64;
    best_.linear = orthogonalised(here_);
    double part = 1;
    Vector step{};
    while (true) {
      if (best_.sum_of_squares <= exact_square_) return Stop::exact;
      if (best_.linear.offset() <= options_.tolerance * std::sqrt(best_.sum_of_squares)) return Stop::offset;
      if (!undamped_step(step)) return std::nullopt;
      while (!polishing_move(step, part)) {
        part /= 2;
        if (best_.evaluations >= options_.most_evaluations) return std::nullopt;
        if (part < least_part) return is_flat() ? std::optional(Stop::floor) : std::nullopt;
      }
      if (best_.evaluations >= options_.most_evaluations) return std::nullopt;
    }
  }

  [[nodiscard]] bool is_flat() const {
    return best_.linear.offset() <= least_squares_flat * std::sqrt(best_.sum_of_squares);
  }

  /// That part of an undamped step. False where it does not shorten Q'r, or leads uphill.
  bool polishing_move(Vector step, double part) {
    constexpr double rounding = 1e-8;  // of a sum of squares, generously
    for (double& component : step) component *= part;
    const Vector next = moved(step);
    evaluate(next, there_);
    const double sum_of_squares = vector_rows::dot(there_.residuals(), there_.residuals(), there_.rows);
    if (!(sum_of_squares <= best_.sum_of_squares * (1 + rounding))) return false;
    const auto linear = orthogonalised(there_);
    if (!(linear.offset() < best_.linear.offset())) return false;
    accept(next, sum_of_squares);
    best_.linear = linear;
    return true;
  }

  /// One damped step. False where it does not lead downhill.
  bool damped_move() {
    for (std::size_t i = 0; i < p; ++i) largest_[i] = std::max(largest_[i], equations_.matrix(i, i));
    Vector step{};
    if (!damped_step(step)) return false;
    const Vector next = moved(step);
    for (std::size_t i = 0; i < p; ++i) step[i] = next[i] - best_.parameters[i];
    const double promised = promise(step);
    evaluate(next, there_);
    const auto equations = normal_equations<p>(there_);
    const double gain = best_.sum_of_squares - equations.sum_of_squares;
    if (!(gain > 0) || leaps_onto_a_plain(equations)) return false;
    const double surprise = 2 * gain / promised - 1;
    if (promised > 0) damping_ *= std::max(1.0 / 3, 1 - surprise * surprise * surprise);
    rise_ = 2;
    accept(next, equations.sum_of_squares);
    equations_ = equations;
    return true;
  }

  void evaluate(const Vector& parameters, const LeastSquaresBlock& block) {
    ++best_.evaluations;
    model_(parameters, block);
  }

  void accept(const Vector& parameters, double sum_of_squares) {
    best_.parameters = parameters;
    best_.sum_of_squares = sum_of_squares;
    std::swap(here_, there_);
  }

  Orthogonalised<p> orthogonalised(const LeastSquaresBlock& block) const {
    std::copy_n(block.data, block.rows * (1 + p), scratch_.data);
    return orthogonalise<p>(scratch_);
  }

  [[nodiscard]] Vector moved(const Vector& step) const {
    Vector to{};
    for (std::size_t i = 0; i < p; ++i) {
      to[i] = std::clamp(best_.parameters[i] + step[i], options_.low[i], options_.high[i]);
    }
    return to;
  }

  /// Solves (J'J + damping D^2) step = -J'r, D the scales of the columns. False where rounding has made the matrix
  /// indefinite.
  bool damped_step(Vector& step) const {
    Vector scale{};
    for (std::size_t i = 0; i < p; ++i) scale[i] = largest_[i] > 0 ? 1 / std::sqrt(largest_[i]) : 0;
    Triangle<p> factor;  // Cholesky's
    for (std::size_t i = 0; i < p; ++i) {
      double pivot = equations_.matrix(i, i) * scale[i] * scale[i] + damping_;
      for (std::size_t k = 0; k < i; ++k) pivot -= factor(k, i) * factor(k, i);
      if (!(pivot > 0)) return false;
      factor(i, i) = std::sqrt(pivot);
      for (std::size_t j = i + 1; j < p; ++j) {
        double sum = equations_.matrix(i, j) * scale[i] * scale[j];
        for (std::size_t k = 0; k < i; ++k) sum -= factor(k, i) * factor(k, j);
        factor(i, j) = sum / factor(i, i);
      }
    }
    for (std::size_t i = 0; i < p; ++i) {
      double sum = -equations_.gradient[i] * scale[i];
      for (std::size_t k = 0; k < i; ++k) sum -= factor(k, i) * step[k];
      step[i] = sum / factor(i, i);
    }
    for (std::size_t i = p; i-- > 0;) {
      for (std::size_t k = i + 1; k < p; ++k) step[i] -= factor(i, k) * step[k];
      step[i] /= factor(i, i);
    }
    for (std::size_t i = 0; i < p; ++i) step[i] *= scale[i];
    return true;
  }

  /// -R^-1 Q'r. False where R is singular.
  bool undamped_step(Vector& step) const {
    const auto& upper = best_.linear.upper;
    for (std::size_t i = p; i-- > 0;) {
      if (!(upper(i, i) > 0)) return false;
      double sum = -best_.linear.projected[i];
      for (std::size_t k = i + 1; k < p; ++k) sum -= upper(i, k) * step[k];
      step[i] = sum / upper(i, i);
      if (!std::isfinite(step[i])) return false;
    }
    return true;
  }

  /// What J and r promise that a step takes off the sum of squares.
  [[nodiscard]] double promise(const Vector& step) const {
    double sum = 0;
    for (std::size_t i = 0; i < p; ++i) {
      double row = 2 * equations_.gradient[i];
      for (std::size_t j = 0; j < p; ++j) row += equations_.matrix(std::min(i, j), std::max(i, j)) * step[j];
      sum -= step[i] * row;
    }
    return sum;
  }

  /// Whether a column of J there has less than a hundredth of its length here. Shorter steps shorten it more slowly.
  [[nodiscard]] bool leaps_onto_a_plain(const NormalEquations<p>& there) const {
    constexpr double least = 1e-4;  // of a squared length
    for (std::size_t i = 0; i < p; ++i) {
      if (there.matrix(i, i) < least * equations_.matrix(i, i)) return true;
    }
    return false;
  }

  /// The largest cosine between the residuals and a column of J.
  [[nodiscard]] double steepest() const {
    double most = 0;
    for (std::size_t i = 0; i < p; ++i) {
      const double lengths = equations_.matrix(i, i) * best_.sum_of_squares;
      if (lengths > 0) most = std::max(most, equations_.gradient[i] * equations_.gradient[i] / lengths);
    }
    return std::sqrt(most);
  }

  const Model& model_;
  const MinimizeOptions<p>& options_;
  LeastSquaresBlock here_, there_, scratch_;
  double exact_square_ = 0;
  Minimum<p> best_;
  NormalEquations<p> equations_;  // here
  Vector largest_{};              // squared length that each column has had
  double damping_ = 1e-3;
  double rise_ = 2;
};

/// Minimises the sum of squares of a model's residuals, from one start.
///
/// `model(u, block)` fills a LeastSquaresBlock at the parameters u: residuals (curve less data), their derivatives, and
/// zeros in the rows beyond model.points(). `model.data_norm()` is ||y||. Cost: an evaluation and O(p^2) operations a
/// point for every step.
template <std::size_t p, class Model>
Minimum<p> minimize(const Model& model, const std::array<double, p>& start, LeastSquaresWorkspace& workspace,
                    const MinimizeOptions<p>& options = {}) {
  static_assert(p >= 1 && p <= 7);
  return LevenbergMarquardt<p, Model>(model, workspace, options).run(start);
}

}  // namespace swarmcast
