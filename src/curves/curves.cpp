#include <algorithm>
#include <cassert>
#include <cmath>

#include "curves/curve_list.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

std::span<const Curve> curves() {
  static constexpr auto infos = CurveList::infos;
  return infos;
}

const Curve* find_curve(std::string_view name) {
  const auto all = curves();
  const auto found = std::find_if(all.begin(), all.end(), [name](const Curve& curve) { return curve.name == name; });
  return found == all.end() ? nullptr : &*found;
}

double log_increment(const Curve& curve, const CurveParameters& parameters, double from, double to) {
  assert(0 <= from && from < to && parameters.timescale > 0 && parameters.shape > 0);
  static constexpr auto functions = CurveList::each([]<class C>() { return &C::template log_increment<double>; });
  const auto all = curves();
  const auto row = std::find_if(all.begin(), all.end(), [&](const Curve& other) { return other.name == curve.name; });
  assert(row != all.end());
  const Shape<double> shape(std::log(parameters.timescale), std::log(parameters.shape));
  return functions[static_cast<std::size_t>(row - all.begin())](Interval::between(from, to), shape);
}

double cumulative(const Curve& curve, const CurveParameters& parameters, double hours) {
  return hours <= 0 ? 0.0 : std::exp(log_increment(curve, parameters, 0, hours));
}

}  // namespace swarmcast
