// docs/curves.md has one row for each curve, in the order and in the words of the table in the source, and no other.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

TEST_CASE("docs/curves.md holds the table of curves, row by row") {
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::ifstream in(root / "docs" / "curves.md");
  REQUIRE(in.good());
  const std::string document{std::istreambuf_iterator<char>(in), {}};

  std::string growth = "| name | G(t) | parameters | reference |\n|---|---|---|---|\n";
  std::string textbook = "| name | f(t) | parameters | reference |\n|---|---|---|---|\n";
  for (const Curve& curve : curves()) {
    std::string parameters;
    for (const CurveParameter& parameter : curve.parameters) {
      if (&parameter == curve.parameters.data() && !curve.fit_only) continue;  // K, which G(t) does not have
      parameters += (parameters.empty() ? "" : ", ") + std::string(parameter.name);
    }
    (curve.fit_only ? textbook : growth) += "| `" + std::string(curve.name) + "` | " + std::string(curve.formula) +
                                            " | " + parameters + " | " + std::string(curve.reference) + " |\n";
  }
  for (const std::string& expected : {growth, textbook}) {
    CAPTURE(expected);
    CHECK(document.find(expected + '\n') != std::string::npos);
  }
}

}  // namespace
}  // namespace swarmcast
