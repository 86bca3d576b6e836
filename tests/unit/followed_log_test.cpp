// A log that is read while others write to it: it grows, is torn, cut, replaced, and away for a while.

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <string>

#include "cli/followed_log.hpp"
#include "folder.hpp"
#include "io/growing_log.hpp"

namespace swarmcast::cli {
namespace {

using Look = FollowedLog::Look;

void append(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
}

/// As if it had last been written long ago, so that the clock of the file system tells changes apart.
void age(const std::string& path) {
  const std::array<timeval, 2> then{{{1419516000, 0}, {1419516000, 0}}};
  REQUIRE(::utimes(path.c_str(), then.data()) == 0);
}

TEST_CASE("a log is read again when it has changed, and only then") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  write(path, "time,count\n");
  FollowedLog log(path);
  CHECK(log.look() == Look::changed);
  CHECK(log.bytes() == "time,count\n");
  CHECK(log.look() == Look::same);
  append(path, "10h,200k\n");
  CHECK(log.look() == Look::changed);
  CHECK(log.bytes() == "time,count\n10h,200k\n");
  CHECK(log.look() == Look::same);
  age(path);  // touched: another time, the same bytes
  CHECK(log.look() == Look::same);
  CHECK(log.look() == Look::same);
}

TEST_CASE("other bytes of the same number are a change, within the same tick of the clock too") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  write(path, "10h 200k\n");
  FollowedLog log(path);
  CHECK(log.look() == Look::changed);
  for (const auto* bytes : {"10h 201k\n", "10h 202k\n", "10h 203k\n"}) {
    write(path, bytes);
    CHECK(log.look() == Look::changed);
    CHECK(log.bytes() == bytes);
  }
}

TEST_CASE("a log that is cut or replaced is read anew") {
  const Folder folder;
  const auto path = folder.file("log.csv"), other = folder.file("other.csv");
  write(path, "10h 200k\n20h 750k\n");
  age(path);
  FollowedLog log(path);
  CHECK(log.look() == Look::changed);
  std::filesystem::resize_file(path, 9);
  CHECK(log.look() == Look::changed);
  CHECK(log.bytes() == "10h 200k\n");
  write(other, "10h 300k\n");
  age(path);
  CHECK(log.look() == Look::same);
  age(other);
  std::filesystem::rename(other, path);  // size and time are those of the one before
  CHECK(log.look() == Look::changed);
  CHECK(log.bytes() == "10h 300k\n");
}

TEST_CASE("a log that is away is an error until it is back, and what it held is kept") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  FollowedLog log(path);
  CHECK(log.look() == Look::unreadable);
  CHECK(log.error().code == ErrorCode::unreadable_file);
  CHECK(log.error().place.source == path);
  write(path, "10h 200k\n");
  CHECK(log.look() == Look::changed);
  std::filesystem::remove(path);
  CHECK(log.look() == Look::unreadable);
  CHECK(log.bytes() == "10h 200k\n");
  write(path, "10h 200k\n");
  CHECK(log.look() == Look::changed);  // what was said of its absence is over
  CHECK(log.look() == Look::same);
}

TEST_CASE("what is no file is refused at once, and never waited for") {
  const Folder folder;
  const auto pipe = folder.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  FollowedLog log(pipe);
  CHECK(log.look() == Look::unreadable);
  FollowedLog directory(folder.file("."));
  CHECK(directory.look() == Look::unreadable);
  CHECK(directory.error().message.find("folder") != std::string::npos);
}

TEST_CASE("a last line without its end is not read") {
  CHECK(unfinished_line("", {}) == "");
  CHECK(unfinished_line("10h 20", {}) == "10h 20");
  CHECK(unfinished_line("10h 200k\n20h 75", {}) == "20h 75");
  CHECK(unfinished_line("10h 200k\n", {}) == "");

  const auto readings = [](std::string_view bytes) {
    const auto series = read_growing_series(bytes, "log", {});
    CAPTURE(bytes);
    REQUIRE(series);
    return series->readings.size();
  };
  CHECK(readings("time,count\n10h,200k\n20h,75") == 1);
  CHECK(readings("time,count\n10h,200k\n20h") == 1);
  CHECK(readings("time,count\n10h,200k\n20h,750k\n") == 2);
  CHECK(readings("10h 200k\n20h 750") == 1);
}

TEST_CASE("JSON says itself where it ends") {
  const std::string_view one = R"({"readings": [[10, 200000], [20, 750000]]})";
  const auto series = read_growing_series(one, "log", {});
  REQUIRE(series);
  CHECK(series->readings.size() == 2);
  const auto torn = read_growing_series(one.substr(0, one.size() - 1), "log", {});
  REQUIRE_FALSE(torn);
  CHECK(torn.error().code == ErrorCode::bad_file);
  CHECK(unfinished_line(one, {}) == "");
  CHECK(unfinished_line(one, {.format = InputFormat::csv}) == one);

  const std::string two = R"({"series": "a", "hours": 10, "count": 200000}
{"series": "a", "hours": 20, "count": 750000})";
  const auto whole = read_growing_series(two, "log", {});
  CAPTURE((whole ? std::string() : whole.error().message));
  REQUIRE(whole);
  CHECK(whole->readings.size() == 2);
  const auto less = read_growing_series(std::string_view(two).substr(0, two.size() - 3), "log", {});
  REQUIRE(less);
  CHECK(less->readings.size() == 1);
}

}  // namespace
}  // namespace swarmcast::cli
