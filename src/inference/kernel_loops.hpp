/// The loops behind kernel.hpp. Included by kernel_baseline.cpp and kernel_v3.cpp only, which are compiled for
/// different processors: all that is defined here is in an anonymous namespace, or the linker could hand one's code to
/// the other.

#include <array>
#include <cstddef>
#include <span>

#include <xsimd/xsimd.hpp>

#include "curves/curve_list.hpp"
#include "inference/kernel.hpp"

// NOLINTBEGIN(misc-definitions-in-headers): made for exactly this, see above
namespace swarmcast {
namespace {

using Vector = xsimd::batch<double>;
constexpr std::size_t width = Vector::size;
static_assert(lanes % width == 0);
constexpr std::size_t vectors = lanes / width;

Vector load(const double* from) { return Vector::load_unaligned(from); }

/// Residuals beyond this leave no likelihood worth counting, and beyond 10^8 their squares would swamp the quadratic
/// form.
constexpr double hopeless_residual = 1e4;

/// ln of a share of the sum over s that is not worth its exponential.
constexpr double negligible = -25;

/// The parameters of vector j of a block: with a shape to vary, a block has one timescale.
template <class C>
auto shape_of(const Lanes& log_tau, const Lanes& log_b, std::size_t j) {
  if constexpr (C::info.has_shape) {
    return Shape<double, Vector>(log_tau[0], load(&log_b[j * width]));
  } else {
    return Shape<Vector, Vector>(load(&log_tau[j * width]), load(&log_b[j * width]));
  }
}

template <class C>
void evaluate(const Evidence& evidence, const Lanes& log_tau, const Lanes& log_b, std::span<Lanes> residuals,
              std::span<ScaleColumn> columns, Lanes& whole, Lanes& marginal) {
  const std::size_t n = evidence.intervals.size();
  const Interval unit{0, 1, 1, log_of_zero, 0, -log_of_zero};
  std::array<xsimd::batch_bool<double>, vectors> usable{};

  for (std::size_t j = 0; j < vectors; ++j) {
    const auto shape = shape_of<C>(log_tau, log_b, j);
    const Vector log_whole = C::log_increment(unit, shape);
    log_whole.store_unaligned(&whole[j * width]);
    Vector largest(0.0);
    for (std::size_t i = 0; i < n; ++i) {
      const Vector residual = evidence.log_share[i] - (C::log_increment(evidence.intervals[i], shape) - log_whole);
      // Written so that a NaN counts as hopeless too.
      const auto fine = xsimd::abs(residual) < Vector(hopeless_residual);
      largest = select(fine, largest, Vector(1.0));
      select(fine, residual, Vector(0.0)).store_unaligned(&residuals[i][j * width]);
    }
    usable[j] = largest < Vector(0.5);
  }

  std::array<Vector, vectors> top{};
  top.fill(Vector(no_evidence));
  for (std::size_t s = 0; s < evidence.filters.size(); ++s) {
    const DeviationFilter& filter = evidence.filters[s];
    const double* const scale = filter.scale.data();
    const double* const gain = filter.gain.data();
    const double* const decay = filter.decay.data();
    const double* const level = filter.level.data();
    std::array<Vector, vectors> state{}, squares{}, along{};
    state.fill(Vector(0.0));
    squares.fill(Vector(0.0));
    along.fill(Vector(0.0));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < vectors; ++j) {
        const Vector error = load(&residuals[i][j * width]) - state[j];
        const Vector white = error * scale[i];
        squares[j] = xsimd::fma(white, white, squares[j]);
        along[j] = xsimd::fma(white, Vector(level[i]), along[j]);
        state[j] = decay[i] * xsimd::fma(Vector(gain[i]), error, state[j]);
      }
    }
    ScaleColumn& column = columns[s];
    for (std::size_t j = 0; j < vectors; ++j) {
      const Vector offset = along[j] * (1 / filter.level_precision);
      const Vector form = xsimd::max(squares[j] - along[j] * offset, Vector(0.0));
      const Vector log_likelihood = filter.log_normalizer - 0.5 * form;
      offset.store_unaligned(&column.level[j * width]);
      (state[j] - offset * filter.filtered_level).store_unaligned(&column.state[j * width]);
      log_likelihood.store_unaligned(&column.share[j * width]);  // made into the share below
      top[j] = xsimd::max(top[j], log_likelihood + filter.log_weight);
    }
  }
  for (std::size_t j = 0; j < vectors; ++j) {
    Vector sum(0.0);
    for (std::size_t s = 0; s < evidence.filters.size(); ++s) {
      const Vector log_part = load(&columns[s].share[j * width]) + (evidence.filters[s].log_weight - top[j]);
      // Most sizes of deviation are out of the question for most nodes; an exponential is dearer than asking.
      const Vector part = any(log_part > Vector(negligible)) ? xsimd::exp(log_part) : Vector(0.0);
      part.store_unaligned(&columns[s].share[j * width]);
      sum = sum + part;
    }
    const Vector reciprocal = 1.0 / sum;
    for (std::size_t s = 0; s < evidence.filters.size(); ++s) {
      (load(&columns[s].share[j * width]) * reciprocal).store_unaligned(&columns[s].share[j * width]);
    }
    select(usable[j], top[j] + xsimd::log(sum), Vector(no_evidence)).store_unaligned(&marginal[j * width]);
  }
}

template <class C>
void predict(const Interval& future, std::span<const double> log_tau, std::span<const double> log_b,
             std::span<const double> whole, std::span<double> result) {
  for (std::size_t j = 0; j < result.size(); j += width) {
    const Shape<Vector, Vector> shape(load(&log_tau[j]), load(&log_b[j]));
    (C::log_increment(future, shape) - load(&whole[j])).store_unaligned(&result[j]);
  }
}

const Kernel& this_kernel() {
  static constexpr auto evaluate_each = CurveList::each([]<class C>() -> Kernel::Evaluate { return &evaluate<C>; });
  static constexpr auto predict_each = CurveList::each([]<class C>() -> Kernel::Predict { return &predict<C>; });
  static constexpr Kernel result{evaluate_each, predict_each};
  return result;
}

}  // namespace
}  // namespace swarmcast
// NOLINTEND(misc-definitions-in-headers)
