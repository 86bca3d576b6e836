// A file is there as a whole, or as it was.

#include "cli/output_file.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "folder.hpp"

namespace swarmcast::cli {
namespace {

TEST_CASE("a file is replaced when all is written, and not before") {
  const Folder folder;
  const std::string path = folder.file("prior.json");
  write(path, "old");
  {
    OutputFile file;
    REQUIRE_FALSE(file.open(path));
    CHECK(content(path) == "old");
    CHECK(folder.size() == 1);
  }
  CHECK(content(path) == "old");
  CHECK(folder.size() == 1);
  OutputFile file;
  REQUIRE_FALSE(file.open(path));
  REQUIRE_FALSE(file.write("new"));
  CHECK(content(path) == "new");
  CHECK(folder.size() == 1);
}

TEST_CASE("a link stays one") {
  const Folder folder;
  write(folder.file("file"), "old");
  std::filesystem::create_symlink("file", folder.file("link"));
  OutputFile file;
  REQUIRE_FALSE(file.open(folder.file("link")));
  REQUIRE_FALSE(file.write("new"));
  CHECK(std::filesystem::is_symlink(folder.file("link")));
  CHECK(content(folder.file("file")) == "new");
  CHECK(folder.size() == 2);
}

TEST_CASE("a file that cannot be made is named before there is anything to write") {
  const Folder folder;
  for (const std::string& path : {folder.file("no/prior.json"), std::string()}) {
    OutputFile file;
    const auto error = file.open(path);
    REQUIRE(error);
    CHECK(error->code == ErrorCode::unwritable_file);
    CHECK(error->message == "the file cannot be made: No such file or directory");
  }
  CHECK(folder.size() == 0);
}

TEST_CASE("a full device is a failure") {
  OutputFile file;
  REQUIRE_FALSE(file.open("/dev/full"));
  const auto error = file.write("prior");
  REQUIRE(error);
  CHECK(error->message == "the file cannot be written: No space left on device");
}

}  // namespace
}  // namespace swarmcast::cli
