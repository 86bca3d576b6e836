#include "swarmcast/prior.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.hpp"
#include "inference/curve_choice.hpp"

namespace swarmcast {

const Prior& builtin_prior() {
  // Numbers and provenance: docs/prior.md.
  static const Prior prior{
      .name = "releases",
      .log_sigma = {-0.85, 0.44},
      .correlation_length = 0.49,
      .log_level_sd = 1.0,
      .curves =
          {
              {"power", 0.64, {}, Normal{-0.61, 0.2}},
              {"logarithmic", 0.19, Normal{-0.92, 2.12}, {}},
              {"log-power", 0.17, Normal{-0.21, 2.36}, Normal{-0.2, 0.23}},
              {"log-ramp", 0.41, Normal{-0.86, 2.11}, Normal{0, 0.3}},
              {"omori", 0.17, Normal{-1.05, 2.14}, Normal{0.14, 0.41}},
              {"exponential-decay", 0.14, Normal{0.61, 1}, {}},
              {"hyperbolic", 0.13, Normal{0.07, 1.88}, {}},
              {"hill", 0.22, Normal{0.12, 2}, Normal{0.17, 0.25}},
              {"weibull", 0.22, Normal{1.71, 1.78}, Normal{-0.34, 0.19}},
              {"lognormal", 0.09, Normal{0.34, 1.69}, Normal{0.56, 0.24}},
              {"gompertz", 0.18, Normal{0.17, 0.8}, Normal{-0.16, 0.38}},
              {"bass", 0.18, Normal{0.18, 0.82}, Normal{-0.88, 0.75}},
              {"logistic", 1, Normal{0.07, 0.99}, Normal{-0.6, 0.49}},
          },
      .nugget = 0.9,
      .stop_hazard = 0.05,
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
