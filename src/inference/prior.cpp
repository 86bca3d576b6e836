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
      .log_sigma = {-1.15, 0.33},
      .correlation_length = 0.49,
      .log_level_sd = 1.0,
      .curves =
          {
              {"power", 1, {}, Normal{-0.61, 0.27}},
              {"logarithmic", 0.15, Normal{-0.87, 2.18}, {}},
              {"log-power", 0.12, Normal{-0.51, 2.3}, Normal{-0.16, 0.3}},
              {"log-ramp", 0.16, Normal{-0.8, 2.2}, Normal{0.11, 0.39}},
              {"omori", 0.29, Normal{-0.88, 2.19}, Normal{0.18, 0.47}},
              {"exponential-decay", 0.29, Normal{0.76, 1.16}, {}},
              {"hyperbolic", 0.18, Normal{0.32, 1.81}, {}},
              {"hill", 0.22, Normal{0.53, 2.02}, Normal{0.07, 0.31}},
              {"weibull", 0.24, Normal{1.44, 1.8}, Normal{-0.3, 0.26}},
              {"lognormal", 0.07, Normal{0.68, 1.88}, Normal{0.6, 0.3}},
              {"gompertz", 0.39, Normal{0.33, 0.97}, Normal{-0.05, 0.48}},
              {"bass", 0.37, Normal{0.34, 0.98}, Normal{-0.62, 0.96}},
              {"logistic", 0.72, Normal{0.31, 1.19}, Normal{-0.41, 0.62}},
          },
      .nugget = 1.2,
      .stop_hazard = 0.15,
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
