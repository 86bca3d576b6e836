#include "tables/reference_projections.hpp"

#include <utility>

namespace swarmcast {

std::vector<ReferenceCase> reference_cases() {
  return {
#include "tables/reference_projections.inc"
  };
}

Prior reference_prior() {
  const auto curve = [](const char* name, std::optional<Normal> log_timescale, std::optional<Normal> log_shape) {
    return CurvePrior{name, 1, log_timescale, log_shape};
  };
  return {"reference",
          {-0.7, 0.8},
          0.3,
          1.0,
          {
              curve("power", {}, Normal{-0.7, 0.55}),
              curve("logarithmic", Normal{-1.1, 2.3}, {}),
              curve("log-power", Normal{-0.75, 2.3}, Normal{-0.15, 0.55}),
              curve("log-ramp", Normal{-0.85, 2.3}, Normal{0.15, 0.7}),
              curve("omori", Normal{-0.8, 2.3}, Normal{0.15, 0.75}),
              curve("exponential-decay", Normal{0.95, 1.3}, {}),
              curve("hyperbolic", Normal{0.65, 1.7}, {}),
              curve("hill", Normal{1.15, 1.9}, Normal{-0.05, 0.55}),
              curve("weibull", Normal{1.4, 1.8}, Normal{-0.3, 0.5}),
              curve("lognormal", Normal{1.1, 1.9}, Normal{0.65, 0.55}),
              curve("gompertz", Normal{0.5, 1.1}, Normal{0.1, 0.85}),
              curve("bass", Normal{0.5, 1.1}, Normal{-0.3, 1.7}),
              curve("logistic", Normal{0.5, 1.3}, Normal{-0.2, 1.1}),
          }};
}

Series make_typed_series(const std::vector<TypedReading>& typed) {
  std::vector<Reading> readings;
  for (const TypedReading& t : typed) readings.push_back(make_reading(t.hours, t.count, t.qualifier, t.stated_error));
  return *make_series(std::move(readings));
}

}  // namespace swarmcast
