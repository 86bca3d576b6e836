// The program on NIST's data: what it prints, against the certified answers.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "cli/run.hpp"
#include "tables/nist_problems.hpp"

namespace swarmcast {
namespace {

using Json = nlohmann::json;

struct Expected {
  double estimate = 0;
  double standard_error = 0;  // 0: that of a ratio, which NIST does not certify
};

/// NIST's parameters as those of ours; errors of 1/b by the delta method, as s(b)/b^2.
std::map<std::string, Expected> expected_of(const NistProblem& problem) {
  const auto& b = problem.parameters;
  const auto same = [&](std::size_t i) { return Expected{b[i].certified, b[i].standard_deviation}; };
  const auto inverse = [&](std::size_t i) {
    return Expected{1 / b[i].certified, b[i].standard_deviation / (b[i].certified * b[i].certified)};
  };
  if (problem.curve == "power") return {{"K", same(0)}, {"b", same(1)}};
  if (problem.curve == "exponential-decay" || problem.curve == "hyperbolic") {
    return {{"K", same(0)}, {"tau", inverse(1)}};
  }
  std::map<std::string, Expected> all{{"K", same(0)}, {"r", same(2)}, {"m", {b[1].certified / b[2].certified, 0}}};
  if (problem.curve == "richards") all["nu"] = same(3);
  return all;
}

std::string csv_of(const NistProblem& problem) {
  std::string csv = "time,count\n";
  for (const FitPoint& point : problem.points) csv += fmt::format("{},{}\n", point.hours, point.value);
  return csv;
}

TEST_CASE("NIST's problems, through the program: parameters, errors and sums of squares to eight digits") {
  constexpr double eight_digits = 1e-8;
  const auto agree = [](double found, double certified) { return std::abs(found / certified - 1) < eight_digits; };
  std::size_t problems = 0;
  for (const NistProblem& problem : nist_problems()) {
    if (problem.curve.empty()) continue;
    ++problems;
    CAPTURE(problem.name);
    std::vector<std::string> arguments{"fit", "-i", "-", "--curve", std::string(problem.curve), "--format", "json"};
    const bool counts = problem.name != "Rat43" && problem.name != "DanWood";  // they fall; 2.138 may be 2138
    if (!counts) arguments.emplace_back("--any");
    std::istringstream in(csv_of(problem));
    std::ostringstream out, err;
    REQUIRE(cli::run(arguments, in, out, err, {}) == 0);
    CHECK(err.str().empty());

    const Json fit = Json::parse(out.str());
    const Json& curve = fit["curves"].at(0);
    CHECK(curve["status"] == "converged");
    CHECK(curve["degrees_of_freedom"] == problem.degrees_of_freedom);
    CHECK(agree(curve["residual_sum_of_squares"], problem.residual_sum_of_squares));
    CHECK(agree(curve["residual_sd"], std::sqrt(problem.residual_sum_of_squares / problem.degrees_of_freedom)));
    const auto expected = expected_of(problem);
    CHECK(curve["parameters"].size() == expected.size());
    for (const Json& parameter : curve["parameters"]) {
      const std::string name = parameter["name"];
      CAPTURE(name);
      const Expected& due = expected.at(name);
      CHECK(agree(parameter["estimate"], due.estimate));
      if (due.standard_error > 0) CHECK(agree(parameter["standard_error"], due.standard_error));
    }
  }
  CHECK(problems == 6);
}

}  // namespace
}  // namespace swarmcast
