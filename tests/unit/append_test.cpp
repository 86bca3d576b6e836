// Rows added to a file by several at once, and to files that are not what they should be.

#include "cli/append.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "cli/run.hpp"
#include "folder.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::string_view header = "time,count\n";

TEST_CASE("the header comes once, and rows after rows") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  CHECK_FALSE(append_rows(path, header, "1h,10\n2h,20\n"));
  CHECK_FALSE(append_rows(path, header, "3h,30\n"));
  CHECK_FALSE(append_rows(path, header, ""));
  CHECK(content(path) == "time,count\n1h,10\n2h,20\n3h,30\n");

  const auto empty = folder.file("empty.csv");
  write(empty, "");
  CHECK_FALSE(append_rows(empty, header, "1h,10\n"));
  CHECK(content(empty) == "time,count\n1h,10\n");

  const auto none = folder.file("none.csv");
  CHECK_FALSE(append_rows(none, header, ""));
  CHECK(content(none) == header);
}

TEST_CASE("a last line without an end gets one, but only before rows") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  for (const auto& [before, after] : {std::pair{"time,count", "time,count\n1h,10\n"},
                                      {"time,count\n0h,5", "time,count\n0h,5\n1h,10\n"},
                                      {"time,count\r\n0h,5\r\n", "time,count\r\n0h,5\r\n1h,10\n"}}) {
    write(path, before);
    CHECK_FALSE(append_rows(path, header, ""));
    CHECK(content(path) == before);
    CHECK_FALSE(append_rows(path, header, "1h,10\n"));
    CHECK(content(path) == after);
  }
}

TEST_CASE("a file of something else is left alone") {
  const Folder folder;
  const auto path = folder.file("other");
  for (const std::string& other :
       {std::string("count,time\n10,1h\n"), std::string("\n"), std::string("time,count,more\n"), std::string("time"),
        std::string("\ntime,count\n"), std::string("1h,10\n"), std::string(100'000, '\0')}) {
    write(path, other);
    const auto error = append_rows(path, header, "1h,10\n");
    REQUIRE(error);
    CHECK(error->code == ErrorCode::bad_file);
    CHECK(error->place.source == path);
    CHECK(error->place.line == 1);
    CHECK(error->message.find("the header time,count,") != std::string::npos);
    CHECK(content(path) == other);
  }
}

TEST_CASE("what cannot be written is refused with the system's reason") {
  const Folder folder;
  for (const auto& [path, reason] : {std::pair{folder.file("."), "Is a directory"},
                                     {folder.file("none/log.csv"), "No such file or directory"},
                                     {std::string(), "No such file or directory"},
                                     {std::string("/dev/full"), "not a regular file"}}) {
    const auto error = append_rows(path, header, "1h,10\n");
    REQUIRE(error);
    CHECK(error->code == ErrorCode::unwritable_file);
    CHECK(error->place.source == (path.empty() ? "\"\"" : path));
    CHECK_MESSAGE(error->message.find(reason) != std::string::npos, error->message);
  }
}

TEST_CASE("a write that fails midway leaves nothing behind") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  REQUIRE_FALSE(append_rows(path, header, "1h,10\n"));
  const auto before = content(path);

  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const rlimit small{20, old.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  const auto error = append_rows(path, header, "2h,20\n3h,30\n");
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, handler);

  REQUIRE(error);
  CHECK(error->code == ErrorCode::unwritable_file);
  CHECK(error->message.find("File too large") != std::string::npos);
  CHECK(content(path) == before);
}

/// The rows of `writers`, each in its order, are all there, below one header.
void check_complete(const std::string& path, int writers, int rows) {
  std::ifstream in(path);
  std::string line;
  REQUIRE(std::getline(in, line));
  CHECK(line + '\n' == header);
  std::vector<int> next(static_cast<std::size_t>(writers), 0);
  int total = 0;
  for (; std::getline(in, line); ++total) {
    const auto comma = line.find(',');
    REQUIRE(comma != std::string::npos);
    const auto writer = std::stoul(line);
    REQUIRE(writer < next.size());
    CHECK(std::stoi(line.substr(comma + 1)) == next[writer]++);
  }
  CHECK(total == writers * rows);
}

TEST_CASE("processes and threads that write at once lose nothing") {
  constexpr int writers = 4;
  constexpr int rows = 200;
  const Folder folder;
  const auto append_all = [](const std::string& path, int writer) {
    bool good = true;
    for (int i = 0; i < rows; ++i) good = good && !append_rows(path, header, fmt::format("{},{}\n", writer, i));
    return good;
  };

  const auto by_processes = folder.file("processes.csv");
  std::array<pid_t, writers> children{};
  for (int writer = 0; writer < writers; ++writer) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(append_all(by_processes, writer) ? 0 : 1);
    children.at(static_cast<std::size_t>(writer)) = child;
  }
  for (const pid_t child : children) {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  check_complete(by_processes, writers, rows);

  const auto by_threads = folder.file("threads.csv");
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer)
    threads.emplace_back([&, writer] { append_all(by_threads, writer); });
  for (auto& thread : threads) thread.join();
  check_complete(by_threads, writers, rows);
}

TEST_CASE("a file that is moved away while others wait is made anew, and no row is lost") {
  constexpr int rows = 300;
  const Folder folder;
  const auto path = folder.file("log.csv");
  std::thread writer([&] {
    for (int i = 0; i < rows; ++i) CHECK_FALSE(append_rows(path, header, fmt::format("0,{}\n", i)));
  });
  std::vector<std::string> moved;
  for (int i = 0; i < 20; ++i) {
    const auto old = folder.file(fmt::format("log.{}.csv", i).c_str());
    std::error_code none;
    std::filesystem::rename(path, old, none);
    if (!none) moved.push_back(old);
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  writer.join();
  moved.push_back(path);
  std::string all;
  for (const auto& name : moved) {
    const auto bytes = content(name);
    if (bytes.empty()) continue;
    REQUIRE(bytes.starts_with(header));
    all += bytes.substr(header.size());
  }
  std::string expected;
  for (int i = 0; i < rows; ++i) expected += fmt::format("0,{}\n", i);
  CHECK(all == expected);
}

TEST_CASE("the command adds to a log, and under --strict a warning leaves the log alone") {
  const Folder folder;
  const auto path = folder.file("log.csv");
  const auto scrape = [&](const std::string& bytes, std::vector<std::string> more) {
    std::vector<std::string> arguments{"scrape", "-o", path};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::istringstream in(bytes);
    std::ostringstream out;
    std::ostringstream err;
    const int code = run(arguments, in, out, err);
    CHECK(out.str().empty());
    return fmt::format("{} {}", code, err.str());
  };
  const std::string good = "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei4e10:downloadedi5e10:incompletei1eeee";
  const std::string rows =
      "time,info_hash,count,seeders,leechers\n2014-12-25T14:00:00Z,6161616161616161616161616161616161616161,5,4,1\n";
  CHECK(scrape(good, {"--at", "2014-12-25T14:00Z"}) == "0 ");
  CHECK(content(path) == rows);
  CHECK(scrape("d5:filesdee", {"--strict"}).find("2 swarmcast: standard input:1:2: the tracker knows") == 0);
  CHECK(scrape("d5:filesdee", {"--quiet"}) == "0 ");
  CHECK(content(path) == rows);

  CHECK(scrape(good, {}) == "0 ");  // now, in whole seconds of UTC
  const auto last = content(path).substr(rows.size());
  CHECK(last.substr(19) == "Z,6161616161616161616161616161616161616161,5,4,1\n");
}

}  // namespace
}  // namespace swarmcast::cli
