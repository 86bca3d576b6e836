#include "inference/curve_choice.hpp"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {

std::optional<Error> check_curve(const std::string& name, CurveUse use) {
  const Curve* const curve = find_curve(name);
  if (curve == nullptr) {
    std::vector<std::string_view> known;
    for (const Curve& other : use == CurveUse::fit ? curves() : growth_curves()) known.push_back(other.name);
    const auto guess = nearest(name, known);
    return Error{ErrorCode::unknown_curve,
                 guess ? fmt::format("{} is not a curve: did you mean {}?", quote(name), *guess)
                       : fmt::format("{} is not a curve: `swarmcast curves` lists them", quote(name))};
  }
  if (use == CurveUse::projection && curve->fit_only) {
    return Error{
        ErrorCode::unknown_curve,
        fmt::format("{} is for fits alone, because it does not start at zero at the release and so says nothing "
                    "about a first increment: `swarmcast fit --curve {}` fits it",
                    name, name)};
  }
  return std::nullopt;
}

}  // namespace swarmcast
