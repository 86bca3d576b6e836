#pragma once
/// Intervals by profile: how far a parameter can go before the best that the others can do is too bad.

#include <algorithm>
#include <cmath>
#include <optional>

#include "inference/fit_models.hpp"
#include "numeric/levenberg_marquardt.hpp"
#include "numeric/roots.hpp"

namespace swarmcast {

template <class Model>
class Profile {
 public:
  /// Of the variable `held`, around a minimum with positive degrees of freedom.
  Profile(const FitProblem& problem, const Minimum<Model::size>& minimum, const MinimizeOptions<Model::size>& bounds,
          std::size_t held, int degrees_of_freedom, LeastSquaresWorkspace& workspace,
          LeastSquaresWorkspace& held_workspace)
      : minimum_(minimum),
        held_(held),
        low_(bounds.low[held]),
        high_(bounds.high[held]),
        variance_(minimum.sum_of_squares / degrees_of_freedom),
        workspace_(workspace),
        model_(problem, held, held_workspace) {
    options_.most_evaluations = 1000;
    options_.tolerance = 1e-8;
    for (std::size_t i = 0, k = 0; i < Model::size; ++i) {
      if (i == held) continue;
      options_.low[k] = bounds.low[i];
      options_.high[k] = bounds.high[i];
      others_[k++] = minimum.parameters[i];
    }
    best_others_ = others_;
  }

  /// Where, going in steps of `step` and then ever longer ones, the root of the excess over the minimum, in residual
  /// s.d.s, is t. Nothing where it never gets there.
  std::optional<double> reach(double t, double step) {
    constexpr int most_doublings = 40;
    others_ = best_others_;
    double near = 0, at_near = -t;
    double far = t;  // of steps: where a parabola would have it
    for (int k = 0; k < most_doublings; ++k) {
      const double there = minimum_.parameters[held_] + far * step;
      if (!(there > low_ && there < high_)) return std::nullopt;
      const double at_far = excess(far * step) - t;
      if (at_far >= 0) {
        const auto f = [&](double steps) { return excess(steps * step) - t; };
        const double end = minimum_.parameters[held_] + step * find_root(f, near, at_near, far, at_far);
        return others_stopped() ? std::nullopt : std::optional(end);
      }
      if (!std::isfinite(at_far)) return std::nullopt;
      near = far;
      at_near = at_far;
      far *= 2;
    }
    return std::nullopt;
  }

 private:
  double excess(double distance) {
    model_.hold(minimum_.parameters[held_] + distance);
    const auto found = minimize<HeldModel<Model>::size>(model_, others_, workspace_, options_);
    if (!std::isfinite(found.sum_of_squares)) return found.sum_of_squares;
    others_ = found.parameters;
    return std::sqrt(std::max(found.sum_of_squares - minimum_.sum_of_squares, 0.0) / variance_);
  }

  /// Whether another parameter would have gone further if it could: then so could this one.
  [[nodiscard]] bool others_stopped() const {
    for (std::size_t k = 0; k < others_.size(); ++k) {
      if (!(others_[k] > options_.low[k] && others_[k] < options_.high[k])) return true;
    }
    return false;
  }

  const Minimum<Model::size>& minimum_;
  std::size_t held_;
  double low_, high_;
  double variance_;
  LeastSquaresWorkspace& workspace_;
  HeldModel<Model> model_;
  MinimizeOptions<HeldModel<Model>::size> options_;
  std::array<double, HeldModel<Model>::size> others_{}, best_others_{};
};

}  // namespace swarmcast
