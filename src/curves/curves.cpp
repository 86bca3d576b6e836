#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "curves/curve_list.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

constexpr auto all_curves() {
  std::array<Curve, CurveList::size + TextbookList::size> all{};
  std::copy(TextbookList::infos.begin(), TextbookList::infos.end(),
            std::copy(CurveList::infos.begin(), CurveList::infos.end(), all.begin()));
  return all;
}

}  // namespace

std::span<const Curve> curves() {
  static constexpr auto all = all_curves();
  return all;
}

std::span<const Curve> growth_curves() { return curves().first(CurveList::size); }

const Curve* find_curve(std::string_view name) {
  const auto all = curves();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Curve& curve) { return curve.name == name; });
  return found == all.end() ? nullptr : &*found;
}

double log_increment(const Curve& curve, const CurveParameters& parameters, double from, double to) {
  assert(0 <= from && from < to && parameters.timescale > 0 && parameters.shape > 0 && !curve.fit_only);
  static constexpr auto functions = CurveList::each([]<class C>() { return &log_increment_alone<C, double>; });
  const auto all = growth_curves();
  const auto row = std::find_if(all.begin(), all.end(), [&](const Curve& other) { return other.name == curve.name; });
  assert(row != all.end());
  const Shape<double> shape(std::log(parameters.timescale), std::log(parameters.shape));
  return functions[static_cast<std::size_t>(row - all.begin())](Interval::between(from, to), shape);
}

double cumulative(const Curve& curve, const CurveParameters& parameters, double hours) {
  return hours <= 0 ? 0.0 : std::exp(log_increment(curve, parameters, 0, hours));
}

}  // namespace swarmcast
