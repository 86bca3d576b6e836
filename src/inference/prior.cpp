#include "swarmcast/prior.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "inference/curve_choice.hpp"

namespace swarmcast {

const Prior& builtin_prior() {
  // Numbers and provenance: docs/method.md, "The built-in prior".
  static const Prior prior{
      .name = "reference",
      .log_sigma = {-0.7, 0.8},
      .correlation_length = 0.3,
      .log_level_sd = 1.0,
      .curves =
          {
              {"power", 1, {}, Normal{-0.7, 0.55}},
              {"logarithmic", 1, Normal{-1.1, 2.3}, {}},
              {"log-power", 1, Normal{-0.75, 2.3}, Normal{-0.15, 0.55}},
              {"log-ramp", 1, Normal{-0.85, 2.3}, Normal{0.15, 0.7}},
              {"omori", 1, Normal{-0.8, 2.3}, Normal{0.15, 0.75}},
              {"exponential-decay", 1, Normal{0.95, 1.3}, {}},
              {"hyperbolic", 1, Normal{0.65, 1.7}, {}},
              {"hill", 1, Normal{1.15, 1.9}, Normal{-0.05, 0.55}},
              {"weibull", 1, Normal{1.4, 1.8}, Normal{-0.3, 0.5}},
              {"lognormal", 1, Normal{1.1, 1.9}, Normal{0.65, 0.55}},
              {"gompertz", 1, Normal{0.5, 1.1}, Normal{0.1, 0.85}},
              {"bass", 1, Normal{0.5, 1.1}, Normal{-0.3, 1.7}},
              {"logistic", 1, Normal{0.5, 1.3}, Normal{-0.2, 1.1}},
          },
  };
  return prior;
}

Prior at_age(const Prior& prior, double hours) {
  Prior relative = prior;
  if (!prior.absolute) return relative;
  relative.absolute = false;
  for (CurvePrior& curve : relative.curves) {
    if (curve.log_timescale) curve.log_timescale->mean -= std::log(hours);
  }
  return relative;
}

Result<Prior> with_curves(const Prior& prior, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (auto error = check_curve(name, CurveUse::projection)) return *std::move(error);
    const auto has_name = [&](const CurvePrior& curve) { return curve.curve == name; };
    if (std::none_of(prior.curves.begin(), prior.curves.end(), has_name)) {
      return Error{ErrorCode::unknown_curve,
                   fmt::format("the prior {} gives the curve {} no weight: choose another curve, or "
                               "another prior with --prior",
                               quote(prior.name), name)};
    }
  }
  Prior chosen = prior;
  std::erase_if(chosen.curves, [&](const CurvePrior& curve) {
    return std::find(names.begin(), names.end(), curve.curve) == names.end();
  });
  return chosen;
}

}  // namespace swarmcast
