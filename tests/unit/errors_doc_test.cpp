// docs/errors.md lists every code the program can print, in the words of the tables in the source.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

std::string document() {
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::ifstream in(root / "docs" / "errors.md");
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string row(std::string_view name, std::string_view meaning) {
  return "| `" + std::string(name) + "` | " + std::string(meaning) + " |";
}

TEST_CASE("docs/errors.md holds the tables of codes, row by row") {
  std::string expected = "| code | meaning |\n|---|---|\n";
  for (const auto& info : error_codes()) expected += row(info.name, info.meaning) + '\n';
  expected += "\n";
  CAPTURE(expected);
  CHECK(document().find(expected) != std::string::npos);

  expected = "| code | meaning |\n|---|---|\n";
  for (const auto& info : warning_codes()) expected += row(info.name, info.meaning) + '\n';
  expected += "\n";
  CHECK(document().find(expected) != std::string::npos);
}

}  // namespace
}  // namespace swarmcast
