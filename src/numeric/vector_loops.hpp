/// The loops behind vector_kernel.hpp. Included by vector_kernel_baseline.cpp and vector_kernel_v3.cpp only, which are
/// compiled for different processors: all that is defined here is in an anonymous namespace, or the linker could hand
/// one's code to the other.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <xsimd/xsimd.hpp>

#include "numeric/vector_kernel.hpp"
#include "numeric/vector_math.hpp"

// NOLINTBEGIN(misc-definitions-in-headers): made for exactly this, see above
namespace swarmcast {
namespace {

using Vector = xsimd::batch<double>;
constexpr std::size_t width = Vector::size;
static_assert(bin_padding % width == 0 && bin_step % width == 0 && exponentials_step % width == 0);

Vector load(const double* from) { return Vector::load_unaligned(from); }

void gather(std::span<const double> means, std::span<const double> weights, std::span<const double> shares,
            const double (&own)[2], double factor, double least, double bins_per_unit, const BinSums& sums) {
  // Added to 3/2 2^52, a number is rounded to a whole one, which stands in the last bits of the sum.
  constexpr double shift = 6755399441055744.0;
  constexpr std::uint64_t low_bits = 0xffffffff;
  std::array<std::uint64_t, width> bin{};
  std::array<double, width> weight{}, first{}, second{};
  const auto scatter = [&](std::size_t count) {
    for (std::size_t lane = 0; lane < count; ++lane) {
      const std::size_t k = bin[lane] & low_bits, heap = lane % 2;
      sums.weight[heap][k] += weight[lane];
      sums.first[heap][k] += first[lane];
      sums.second[heap][k] += second[lane];
    }
  };
  const auto work_out = [&](const Vector& mean, const Vector& share, const Vector& given) {
    // From the middle of the first bin, in bins; rounded to the nearest middle.
    const Vector position = (mean - least) * bins_per_unit - 0.5;
    const Vector shifted = position + shift;
    const Vector from_middle = position - (shifted - shift);
    const Vector scaled = given * factor;
    const Vector one = scaled * from_middle;
    const Vector variance = math::fma(share, Vector(own[1]), Vector(own[0]));
    std::bit_cast<xsimd::batch<std::uint64_t>>(shifted).store_unaligned(bin.data());
    scaled.store_unaligned(weight.data());
    one.store_unaligned(first.data());
    math::fma(scaled, variance, one * from_middle).store_unaligned(second.data());
  };
  const std::size_t whole = means.size() - means.size() % width;
  for (std::size_t i = 0; i < whole; i += width) {
    work_out(load(&means[i]), shares.empty() ? Vector(0.0) : load(&shares[i]), load(&weights[i]));
    scatter(width);
  }
  if (whole == means.size()) return;
  std::array<double, width> last_mean{}, last_share{}, last_weight{};
  const std::size_t rest = means.size() - whole;
  last_mean.fill(least);
  std::copy_n(means.begin() + static_cast<std::ptrdiff_t>(whole), rest, last_mean.begin());
  std::copy_n(weights.begin() + static_cast<std::ptrdiff_t>(whole), rest, last_weight.begin());
  if (!shares.empty()) std::copy_n(shares.begin() + static_cast<std::ptrdiff_t>(whole), rest, last_share.begin());
  work_out(load(last_mean.data()), load(last_share.data()), load(last_weight.data()));
  scatter(rest);
}

double settle(const BinSumsView& sums, std::size_t bins, double least, double step, double least_own,
              const BinNormals& normals) {
  std::array<double, width> middle{};
  for (std::size_t lane = 0; lane < width; ++lane) middle[lane] = static_cast<double>(lane) + 0.5;
  Vector position = load(middle.data()), slowest(1e300);
  for (std::size_t k = 0; k < bins; k += width, position = position + static_cast<double>(width)) {
    const Vector weight = load(sums.weight[0] + k) + load(sums.weight[1] + k);
    const Vector first = load(sums.first[0] + k) + load(sums.first[1] + k);
    const Vector second = load(sums.second[0] + k) + load(sums.second[1] + k);
    const auto filled = weight > Vector(0.0);
    const Vector per_weight = 1.0 / math::select(filled, weight, Vector(1.0));
    const Vector mean = first * per_weight;
    const Vector variance = math::max(second * per_weight - mean * mean, Vector(least_own));
    const Vector rate = 1.0 / (xsimd::sqrt(variance) * step);
    (least + (position + mean) * step).store_unaligned(normals.mean + k);
    rate.store_unaligned(normals.rate + k);
    weight.store_unaligned(normals.weight + k);
    slowest = math::select(filled, math::min(slowest, rate), slowest);
  }
  std::fill_n(normals.weight + bins, bin_padding, 0.0);
  std::fill_n(normals.mean + bins, bin_padding, 0.0);
  std::fill_n(normals.rate + bins, bin_padding, 0.0);
  double result = slowest.get(0);
  for (std::size_t lane = 1; lane < width; ++lane) result = std::min(result, slowest.get(lane));
  return result;
}

Slope distribution(const BinNormalsView& normals, std::size_t begin, std::size_t end, double x) {
  constexpr double farthest = 6;  // the tail there is 10^-9, and its polynomial good to 10^-10
  Vector value(0.0), density(0.0), bend(0.0);
  for (std::size_t k = begin; k < end; k += width) {
    const Vector rate = load(normals.rate + k), weight = load(normals.weight + k);
    const Vector z = (x - load(normals.mean + k)) * rate;
    const Vector distance = math::min(math::abs(z), Vector(farthest));
    // exp(z^2 / 2) (1 - Phi(z)), from tests/tables/make_normal_tail.py
    const Vector t = 1.0 / math::fma(distance, Vector(0.3), Vector(1.0));
    const Vector t2 = t * t;
    const Vector t4 = t2 * t2;
    const Vector p01 = math::fma(t, Vector(0.1169369275717091), Vector(0.0001588687336736007));
    const Vector p23 = math::fma(t, Vector(0.015324623941854585), Vector(0.14070200207590627));
    const Vector p45 = math::fma(t, Vector(-0.4462242824917115), Vector(0.35430331158168554));
    const Vector p67 = math::fma(t, Vector(-0.472813048356448), Vector(0.650690430414878));
    const Vector p89 = math::fma(t, Vector(-0.022419586969331325), Vector(0.16334075359143438));
    const Vector p03 = math::fma(t2, p23, p01), p47 = math::fma(t2, p67, p45);
    const Vector tail = math::fma(t4, math::fma(t4, p89, p47), p03);
    const Vector bell = math::exp(Vector(-0.5 * distance * distance));
    const Vector beyond = tail * bell;
    value = math::fma(weight, math::select(z > Vector(0.0), 1.0 - beyond, beyond), value);
    // Where the distance was cut off there is no density left: a search for a root is not to follow it.
    const Vector dense = math::select(math::abs(z) < Vector(farthest), weight * rate * bell, Vector(0.0));
    density = density + dense;
    bend = bend - dense * rate * z;
  }
  constexpr double one_over_sqrt_two_pi = 0.39894228040143267794;
  Slope result;
  for (std::size_t lane = 0; lane < width; ++lane) {
    result.value += value.get(lane);
    result.density += density.get(lane);
    result.bend += bend.get(lane);
  }
  result.density *= one_over_sqrt_two_pi;
  result.bend *= one_over_sqrt_two_pi;
  return result;
}

void exponentials(std::span<double> values) {
  for (std::size_t i = 0; i < values.size(); i += width) math::exp(load(&values[i])).store_unaligned(&values[i]);
}

constexpr VectorKernel this_kernel{&gather, &settle, &distribution, &exponentials};

}  // namespace
}  // namespace swarmcast
// NOLINTEND(misc-definitions-in-headers)
