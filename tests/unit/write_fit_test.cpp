#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

using State = FitBound::State;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// One curve of each kind: fitted, exact, open, refused.
Fit sample() {
  Fit fit;
  fit.data.points = {{10, 200e3}, {20, 750e3}, {30, 1.1e6}, {48, 1.4e6}};
  fit.interval = IntervalMethod::profile;
  fit.level = 90;
  CurveFit open{.curve = "hyperbolic", .status = FitStatus::converged};
  open.parameters = {{"K", 3e6, 1.5e6, {State::closed, 1.6e6}, {State::open, 0}},
                     {"tau", 44.5, 12.25, {State::closed, 20.125}, {State::closed, 400.0625}}};
  open.covariance = {2.25e12, 1.5e7, 1.5e7, 150.0625};
  open.degrees_of_freedom = 2;
  open.evaluations = 12;
  open.residual_sum_of_squares = 2e10;
  open.residual_sd = 1e5;
  open.r_squared = 0.975;
  open.aicc = 112.25;
  open.delta_aicc = 0.0;
  open.akaike_weight = 1.0;
  open.plateau = 3e6;
  open.peak_hours = 0;
  open.doubling_hours = 60.5;
  CurveFit exact{.curve = "richards", .status = FitStatus::exact, .explanation = "It passes through every point."};
  exact.parameters = {{"K", 1.5e6}, {"r", 0.25}, {"m", 19.5}, {"nu", 0.5}};
  exact.r_squared = 1.0;
  CurveFit refused{.curve = "hill", .status = FitStatus::boundary, .explanation = "A parameter runs away."};
  refused.parameters = {{"K", 1.5e6}, {"tau", 22}, {"b", 1e9}};
  CurveFit empty{.curve = "bass", .status = FitStatus::too_few_points, .explanation = "There are 4 points."};
  empty.degrees_of_freedom = -1;
  fit.curves = {open, refused, empty, exact};
  return fit;
}

TEST_CASE("CSV: a row for each parameter, open ends in words, nothing for what does not exist") {
  CHECK(write_csv(sample()) ==
        "curve,status,parameter,unit,estimate,standard_error,low,high,residual_sd,r_squared,aicc,delta_aicc,"
        "akaike_weight,plateau,peak_hours,doubling_hours\n"
        "hyperbolic,converged,K,downloads,3000000,1500000,1600000,open,100000,0.975,112.25,0,1,3000000,0,60.5\n"
        "hyperbolic,converged,tau,hours,44.5,12.25,20.125,400.0625,100000,0.975,112.25,0,1,3000000,0,60.5\n"
        "hill,boundary,K,downloads,1500000,,,,,,,,,,,\n"
        "hill,boundary,tau,hours,22,,,,,,,,,,,\n"
        "hill,boundary,b,,1000000000,,,,,,,,,,,\n"
        "bass,too-few-points,,,,,,,,,,,,,,\n"
        "richards,exact,K,downloads,1500000,,,,,1,,,,,,\n"
        "richards,exact,r,per hour,0.25,,,,,1,,,,,,\n"
        "richards,exact,m,hours,19.5,,,,,1,,,,,,\n"
        "richards,exact,nu,,0.5,,,,,1,,,,,,\n");
}

TEST_CASE("JSON: every digit, and null for what does not exist") {
  const auto json = nlohmann::json::parse(write_json(sample()));
  CHECK(json["schema"] == "swarmcast/fit/1");
  CHECK(json["on"] == "cumulative");
  CHECK(json["interval"] == "profile");
  CHECK(json["level"] == 90);
  CHECK(json["best"] == "hyperbolic");
  CHECK(json["points"].size() == 4);
  const auto& open = json["curves"][0];
  CHECK(open["usable"] == true);
  CHECK(open["explanation"].is_null());
  CHECK(open["covariance"] == nlohmann::json::parse("[[2250000000000, 15000000], [15000000, 150.0625]]"));
  CHECK(open["parameters"][0]["interval"] ==
        nlohmann::json::parse(R"({"low": 1600000, "high": null, "low_open": false, "high_open": true})"));
  const auto& refused = json["curves"][1];
  CHECK(refused["usable"] == false);
  CHECK(refused["explanation"] == "A parameter runs away.");
  CHECK(refused["parameters"][0]["standard_error"].is_null());
  CHECK(refused["parameters"][0]["interval"] ==
        nlohmann::json::parse(R"({"low": null, "high": null, "low_open": false, "high_open": false})"));
  CHECK(json["curves"][2]["residual_sum_of_squares"].is_null());
  CHECK(json["curves"][2]["parameters"].empty());
  CHECK(json["curves"][3]["residual_sum_of_squares"] == 0);
  CHECK(json["curves"][3]["covariance"].is_null());
}

TEST_CASE("units of data in any unit are those of time alone") {
  Fit fit = sample();
  fit.data.any_unit = true;
  fit.curves.push_back({.curve = "linear", .status = FitStatus::converged});
  fit.curves.back().parameters = {{"a", 1}, {"c", 2}};
  const std::string csv = write_csv(fit);
  CHECK(has(csv, "hyperbolic,converged,K,,3000000,"));
  CHECK(has(csv, "richards,exact,r,per hour,"));
  CHECK(has(csv, "linear,converged,a,,1,"));
  CHECK(has(csv, "linear,converged,c,per hour,2,"));
  CHECK_FALSE(has(write_json(fit), "\"downloads"));
}

TEST_CASE("the table: the best curve's parameters, and those of a few where they are all") {
  Fit fit = sample();
  std::string table = write_table(fit);
  CHECK(has(table, "1.6000M to open"));
  CHECK(has(table, "tau, hours"));
  CHECK(has(table, "Not usable: boundary\n  hill\n"));
  CHECK(has(table, "Not usable: too-few-points\n  bass\n"));
  CHECK_FALSE(has(table, "nu: "));  // four curves: only the best
  CHECK_FALSE(has(table, "inf"));
  fit.curves.pop_back();
  CHECK(has(write_table(fit), "f(t) = K G(t), G(t) = t / (t + tau); K: "));
  fit.curves = {sample().curves[3]};
  table = write_table(fit);
  CHECK(has(table, "nu: "));
  CHECK(has(table, "not estimable"));
  CHECK_FALSE(has(table, "No curve is best"));
  fit.curves = {sample().curves[1]};  // no usable one
  CHECK(has(write_table(fit), "A parameter runs away."));
}

TEST_CASE("the table keeps to its width, but for columns of numbers") {
  std::istringstream lines(write_table(sample()));
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 80);
}

TEST_CASE("a title with control characters is made harmless") {
  Fit fit = sample();
  fit.data.title = "a\x1b[31mb";
  CHECK_FALSE(has(write_table(fit), "\x1b"));
}

}  // namespace
}  // namespace swarmcast
