// ln(G(to) - G(from)) against a table computed at 40 digits (tests/tables/make_curve_increments.py).

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string_view>

#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

struct Row {
  std::string_view curve;
  double timescale, shape, from, to, log_increment;
};

constexpr Row rows[] = {
#include "tables/curve_increments.inc"
};

TEST_CASE("increments agree with 40 digits") {
  // The formulas round exponents such as b ln(t/tau) and -t/tau once or twice, which moves the logarithm by that many
  // units in the exponent's last place. The largest exponent is of the order of the result, or of the parameters' own
  // logarithms times b, below 200 here: 32 roundings of it bound the sum.
  const double unit = std::numeric_limits<double>::epsilon();
  for (const Row& row : rows) {
    const Curve* const curve = find_curve(row.curve);
    REQUIRE(curve != nullptr);
    const double got = log_increment(*curve, {row.timescale, row.shape}, row.from, row.to);
    CAPTURE(row.curve);
    CAPTURE(row.timescale);
    CAPTURE(row.shape);
    CAPTURE(row.from);
    CAPTURE(row.to);
    const double exponent = 1 + std::fabs(row.log_increment) + row.shape * std::fabs(std::log(row.to / row.timescale));
    CHECK(std::fabs(got - row.log_increment) <= 32 * unit * exponent);
  }
}

TEST_CASE("every curve starts at zero and rises, from 10^-6 to 10^6 timescales") {
  for (const Curve& curve : curves()) {
    CAPTURE(curve.name);
    const CurveParameters parameters{2.385, 1.385};
    CHECK(cumulative(curve, parameters, 0) == 0);
    double before = 0;
    for (double t = 2.385e-6; t < 2.385e6; t *= 1.5) {
      const double here = cumulative(curve, parameters, t);
      CHECK(here >= before);  // equal where a plateau is reached to the last bit
      CHECK(std::isfinite(log_increment(curve, parameters, t, 1.5 * t)));
      before = here;
    }
    CHECK(cumulative(curve, parameters, 2.385) > cumulative(curve, parameters, 1.193));
  }
  CHECK(find_curve("no such curve") == nullptr);
}

}  // namespace
}  // namespace swarmcast
