// docs/method.md holds the rules of verdicts and the built-in prior as the source has them, docs/fit.md those of fits,
// and the README's program is the one that is built against an installed swarmcast.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

std::string file(const std::filesystem::path& path) {
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::ifstream in(root / path);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string cell(const std::optional<Normal>& normal) {
  return normal ? fmt::format("{}, {}", normal->mean, normal->sd) : "";
}

// An empty line ends each table, so that a row too many is noticed too.
void check_holds(const std::string& document, const std::string& expected) {
  CAPTURE(expected);
  CHECK(document.find(expected + '\n') != std::string::npos);
}

TEST_CASE("docs/method.md holds the table of verdicts, row by row") {
  std::string expected = "| code | rule |\n|---|---|\n";
  for (const auto& info : verdict_codes()) expected += fmt::format("| `{}` | {} |\n", info.name, info.rule);
  check_holds(file("docs/method.md"), expected);
}

TEST_CASE("docs/method.md holds the simpler methods, row by row") {
  const auto projection = project(*make_series({make_reading(10, 200e3)}), builtin_prior(), {.compare = true});
  REQUIRE(projection);
  std::string expected = "| name | what it is |\n|---|---|\n";
  for (const auto& method : projection->comparison) {
    if (method.name == "least-squares") continue;  // its description depends on the data
    expected += fmt::format("| `{}` | {} |\n", method.name, method.description);
  }
  check_holds(file("docs/method.md"), expected);
}

TEST_CASE("docs/fit.md holds the table of statuses, row by row") {
  std::string expected = "| status | usable | rule |\n|---|---|---|\n";
  for (const auto& info : fit_statuses()) {
    expected += fmt::format("| `{}` | {} | `{}` |\n", info.name, info.usable ? "yes" : "no", info.rule);
  }
  check_holds(file("docs/fit.md"), expected);
}

TEST_CASE("docs/method.md holds the numbers of the built-in prior") {
  const Prior& prior = builtin_prior();
  std::string expected = "| curve | weight | ln tau - ln t_n: mean, sd | ln b: mean, sd |\n|---|---|---|---|\n";
  for (const auto& curve : prior.curves) {
    expected += fmt::format("| `{}` | {} | {} | {} |\n", curve.curve, curve.weight, cell(curve.log_timescale),
                            cell(curve.log_shape));
  }
  const std::string document = file("docs/method.md");
  check_holds(document, expected);
  check_holds(document, fmt::format("ln s: mean {}, sd {}; l = {}; L = {}; nugget {}; stop hazard {}.",
                                    prior.log_sigma.mean, prior.log_sigma.sd, prior.correlation_length,
                                    prior.log_level_sd, prior.nugget, prior.stop_hazard));
}

TEST_CASE("the README's program is tests/consumer's") {
  const std::string program = file("tests/consumer/consumer.cpp");
  // Without the comment on its first line.
  check_holds(file("README.md"), "```cpp\n" + program.substr(program.find('\n') + 1) + "```");
}

}  // namespace
}  // namespace swarmcast
