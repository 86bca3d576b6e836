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

  std::string expected = "| name | G(t) | parameters | reference |\n|---|---|---|---|\n";
  for (const Curve& curve : curves()) {
    const std::string parameters = curve.has_timescale && curve.has_shape ? "tau, b"
                                   : curve.has_timescale                  ? "tau"
                                                                          : "b";
    expected += "| `" + std::string(curve.name) + "` | " + std::string(curve.formula) + " | " + parameters + " | " +
                std::string(curve.reference) + " |\n";
  }
  CAPTURE(expected);
  CHECK(document.find(expected + '\n') != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
