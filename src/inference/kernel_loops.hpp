/// The loops behind kernel.hpp. Included by kernel_baseline.cpp and kernel_v3.cpp only, which are compiled for
/// different processors: all that is defined here is in an anonymous namespace, or the linker could hand one's code to
/// the other.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include <xsimd/xsimd.hpp>

#include "curves/curve_list.hpp"
#include "inference/kernel.hpp"
#include "numeric/vector_math.hpp"

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

/// ln of a share of the sum over s that is not worth having.
constexpr double negligible = -25;

/// Of the arguments of exponentials: still a normal number, which takes the fast path.
constexpr double lowest = -700;

template <class C>
constexpr bool has_common_shape() {
  if constexpr (requires { C::common_shape; }) return C::common_shape;
  return false;
}

/// f of the index of each vector of a block.
template <class F>
auto each_vector(const F& f) {
  return [&]<std::size_t... j>(std::index_sequence<j...>) { return std::array{f(j)...}; }
  (std::make_index_sequence<vectors>{});
}

template <class C>
[[gnu::flatten]] std::size_t evaluate(const Evidence& evidence, ParameterBlock& block, std::span<Lanes> residuals,
                                      std::span<ScaleColumn> columns, Lanes& marginal) {
  const std::size_t n = evidence.intervals.size();
  // All vectors of the block at once: they do not wait for each other.
  const auto shape = each_vector(
      [&](std::size_t j) { return Shape<Vector>(load(&block.log_tau[j * width]), load(&block.log_b[j * width])); });
  auto from = each_vector([&](std::size_t j) { return part_at<C>(evidence.whole.begin(), shape[j]); });
  const auto last = each_vector([&](std::size_t j) { return part_at<C>(evidence.whole.end(), shape[j]); });
  const auto log_whole =
      each_vector([&](std::size_t j) { return log_increment<C>(evidence.whole, from[j], last[j], shape[j]); });
  std::array<Vector, vectors> largest{};
  for (std::size_t j = 0; j < vectors; ++j) {
    shape[j].rate.store_unaligned(&block.rate[j * width]);
    shape[j].b.store_unaligned(&block.b[j * width]);
    log_whole[j].store_unaligned(&block.whole[j * width]);
    last[j].store_unaligned(&block.at_last[j * width]);
    largest[j] = Vector(0.0);
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Interval& interval = evidence.intervals[i];
    const auto to =
        each_vector([&](std::size_t j) { return i + 1 == n ? last[j] : Vector(part_at<C>(interval.end(), shape[j])); });
    const auto residual = each_vector([&](std::size_t j) {
      return Vector(evidence.log_share[i] - (log_increment<C>(interval, from[j], to[j], shape[j]) - log_whole[j]));
    });
    from = to;
    for (std::size_t j = 0; j < vectors; ++j) {
      // Written so that a NaN counts as hopeless too.
      const auto fine = math::abs(residual[j]) < Vector(hopeless_residual);
      largest[j] = math::select(fine, largest[j], Vector(1.0));
      math::select(fine, residual[j], Vector(0.0)).store_unaligned(&residuals[i][j * width]);
    }
  }

  // From the largest s down: as s falls, what a curve leaves unexplained weighs ever more, so that below the first that
  // is out of the question for all lanes, all are.
  std::array<Vector, vectors> top{};
  top.fill(Vector(no_evidence));
  std::size_t first = evidence.filters.size();
  for (bool likely = true; likely && first > 0;) {
    --first;
    const DeviationFilter& filter = evidence.filters[first];
    std::array<Vector, vectors> state{}, squares{}, along{};
    state.fill(Vector(0.0));
    squares.fill(Vector(0.0));
    along.fill(Vector(0.0));
    for (std::size_t i = 0; i < n; ++i) {
      const FilterStep step = filter.steps[i];
      for (std::size_t j = 0; j < vectors; ++j) {
        const Vector residual = load(&residuals[i][j * width]);
        const Vector white = (residual - state[j]) * step.scale;
        squares[j] = math::fma(white, white, squares[j]);
        along[j] = math::fma(white, Vector(step.level), along[j]);
        state[j] = math::fma(Vector(step.keep), state[j], step.pull * residual);
      }
    }
    ScaleColumn& column = columns[first];
    likely = false;
    for (std::size_t j = 0; j < vectors; ++j) {
      const Vector offset = along[j] * (1 / filter.level_precision);
      const Vector form = math::max(squares[j] - along[j] * offset, Vector(0.0));
      const Vector log_part = (filter.log_normalizer + filter.log_weight) - 0.5 * form;
      offset.store_unaligned(&column.level[j * width]);
      (state[j] - offset * filter.filtered_level).store_unaligned(&column.state[j * width]);
      log_part.store_unaligned(&column.share[j * width]);  // made into the share below
      top[j] = math::max(top[j], log_part);
      likely = likely || math::any(log_part > top[j] + negligible);
    }
  }
  for (std::size_t j = 0; j < vectors; ++j) {
    Vector sum(0.0);
    for (std::size_t s = first; s < evidence.filters.size(); ++s) {
      const Vector part = math::exp(math::max(load(&columns[s].share[j * width]) - top[j], Vector(lowest)));
      part.store_unaligned(&columns[s].share[j * width]);
      sum = sum + part;
    }
    const Vector reciprocal = 1.0 / sum;
    for (std::size_t s = first; s < evidence.filters.size(); ++s) {
      (load(&columns[s].share[j * width]) * reciprocal).store_unaligned(&columns[s].share[j * width]);
    }
    math::select(largest[j] < Vector(0.5), top[j] + math::log(sum), Vector(no_evidence))
        .store_unaligned(&marginal[j * width]);
  }
  return first;
}

template <class C>
[[gnu::flatten]] void predict(const Interval& future, const ParameterBlock& block, Lanes& result) {
  for (std::size_t j = 0; j < lanes; j += width) {
    const Shape<Vector> shape{load(&block.log_tau[j]), load(&block.rate[j]), load(&block.log_b[j]), load(&block.b[j])};
    const Vector growth = log_increment<C>(future, load(&block.at_last[j]), part_at<C>(future.end(), shape), shape);
    (growth - load(&block.whole[j])).store_unaligned(&result[j]);
  }
}

void average(const Lanes& growth, std::span<const ScaleColumn> columns, std::span<const Lead> leads, Lanes& mean,
             Lanes& variance) {
  for (std::size_t j = 0; j < lanes; j += width) {
    Vector sum(0.0), squares(0.0);
    for (std::size_t s = 0; s < columns.size(); ++s) {
      const Vector share = load(&columns[s].share[j]);
      const Vector ahead = math::fma(Vector(leads[s].decay), load(&columns[s].state[j]), load(&columns[s].level[j]));
      sum = math::fma(share, ahead, sum);
      squares = math::fma(share, Vector(1 / leads[s].sd), squares);
    }
    (load(&growth[j]) + sum).store_unaligned(&mean[j]);
    (1.0 / (squares * squares)).store_unaligned(&variance[j]);
  }
}

std::size_t keep(const Lanes& weight, const std::array<std::uint32_t, lanes>& node, const ScaleColumn& column,
                 double least, const PairsEnd& to) {
  Lanes both;
  bool any = false;
  for (std::size_t j = 0; j < lanes; j += width) {
    const Vector here = load(&weight[j]) * load(&column.share[j]);
    here.store_unaligned(&both[j]);
    any = any || math::any(here > Vector(least));
  }
  if (!any) return 0;
  std::size_t count = 0;  // a pair that is too light is overwritten by the next
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    to.node[count] = node[lane];
    to.weight[count] = both[lane];
    to.level[count] = column.level[lane];
    to.state[count] = column.state[lane];
    count += static_cast<std::size_t>(both[lane] > least);
  }
  return count;
}

std::size_t keep_both(const Lanes& weight, const std::array<std::uint32_t, lanes>& node, const ScaleColumn* lower,
                      const ScaleColumn* upper, double least, const PairsEnd& to) {
  const ScaleColumn &below = lower != nullptr ? *lower : *upper, &above = upper != nullptr ? *upper : *lower;
  const Vector has_lower(lower != nullptr ? 1.0 : 0.0), has_upper(upper != nullptr ? 1.0 : 0.0);
  Lanes both, share, level, state;
  bool any = false;
  for (std::size_t j = 0; j < lanes; j += width) {
    const Vector more = load(&above.share[j]) * has_upper;
    const Vector sum = load(&below.share[j]) * has_lower + more;
    const Vector part = math::select(sum > Vector(0.0), more / sum, Vector(0.0));
    const Vector here = load(&weight[j]) * sum;
    const Vector low_level = load(&below.level[j]), low_state = load(&below.state[j]);
    here.store_unaligned(&both[j]);
    part.store_unaligned(&share[j]);
    math::fma(part, load(&above.level[j]) - low_level, low_level).store_unaligned(&level[j]);
    math::fma(part, load(&above.state[j]) - low_state, low_state).store_unaligned(&state[j]);
    any = any || math::any(here > Vector(least));
  }
  if (!any) return 0;
  std::size_t count = 0;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    to.node[count] = node[lane];
    to.weight[count] = both[lane];
    to.level[count] = level[lane];
    to.state[count] = state[lane];
    to.share[count] = share[lane];
    count += static_cast<std::size_t>(both[lane] > least);
  }
  return count;
}

void combine(std::span<const std::uint32_t> node, const double* growth, std::span<const double> level,
             std::span<const double> state, double decay, Range& range, std::span<double> mean) {
  const auto one = [&](std::size_t i) {
    const double value = growth[node[i]] + level[i] + decay * state[i];
    return value > range.low ? (value < range.high ? value : range.high) : range.low;
  };
  const std::size_t whole = mean.size() - mean.size() % width;
  const Vector low(range.low), high(range.high), slope(decay);
  Vector least(range.high), greatest(range.low);
  std::array<double, width> gathered{};
  for (std::size_t i = 0; i < whole; i += width) {
    for (std::size_t k = 0; k < width; ++k) gathered[k] = growth[node[i + k]];
    const Vector value = math::fma(slope, load(&state[i]), load(gathered.data()) + load(&level[i]));
    const Vector bounded = math::select(value > low, math::min(value, high), low);
    bounded.store_unaligned(&mean[i]);
    least = math::min(least, bounded);
    greatest = math::max(greatest, bounded);
  }
  double smallest = range.high, largest = range.low;
  for (std::size_t k = 0; k < width; ++k) {
    smallest = std::min(smallest, least.get(k));
    largest = std::max(largest, greatest.get(k));
  }
  for (std::size_t i = whole; i < mean.size(); ++i) {
    mean[i] = one(i);
    smallest = std::min(smallest, mean[i]);
    largest = std::max(largest, mean[i]);
  }
  range = {smallest, largest};
}

const Kernel& this_kernel() {
  static constexpr auto evaluate_each = CurveList::each([]<class C>() -> Kernel::Evaluate { return &evaluate<C>; });
  static constexpr auto predict_each = CurveList::each([]<class C>() -> Kernel::Predict { return &predict<C>; });
  static constexpr auto common_shape = CurveList::each([]<class C>() { return has_common_shape<C>(); });
  static constexpr Kernel result{evaluate_each, predict_each, common_shape, &average, &keep, &keep_both, &combine};
  return result;
}

}  // namespace
}  // namespace swarmcast
// NOLINTEND(misc-definitions-in-headers)
