// The command line as a function: what goes to which stream, and with which exit code. The texts themselves are golden
// cases.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/run.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {
namespace {

struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

Outcome call(const std::vector<std::string>& arguments, const std::string& input = "", const Terminal& terminal = {}) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const int code = run(arguments, in, out, err, terminal);
  return {code, out.str(), err.str()};
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

TEST_CASE("readings as arguments, from standard input and from both give the same bytes") {
  const auto answer = call({"10h=200k", "20h=750k+", "--at", "48h", "--format", "json"});
  CHECK(answer.code == exit_answered);
  CHECK(answer.err.empty());
  CHECK(contains(answer.out, "\"hours\":48"));
  CHECK(call({"project", "10h=200k", "20h=750k+", "--at", "48h", "--format", "json"}).out == answer.out);
  CHECK(call({"--format=json", "-i-", "--at=48h"}, "time,count\n10h,200k\n20h,750k+\n").out == answer.out);
  CHECK(call({"20h=750k+", "--input", "-", "--at", "48h", "--format", "json"}, "time,count\n10h,200k\n").out ==
        answer.out);
}

TEST_CASE("an option takes exactly one argument, so that a reading after it stays a reading") {
  const auto answer = call({"--at", "24h,48h", "10h=200k", "--level", "80", "20h=750k+", "--format", "csv"});
  CHECK(answer.code == exit_answered);
  CHECK(lines(answer.out).size() == 3);
  CHECK(answer.out == call({"10h=200k", "20h=750k+", "--at=24h,48h", "--level=80", "--format=csv"}).out);
}

TEST_CASE("horizons from the last reading are the same times counted otherwise") {
  CHECK(call({"10h=200k", "20h=750k+", "--at", "+28h,+1d", "--format", "csv"}).out ==
        call({"10h=200k", "20h=750k+", "--at", "48h,44h", "--format", "csv"}).out);
}

TEST_CASE("how much the readings narrowed the band is always worked out") {
  const auto narrowing = [](const std::vector<std::string>& arguments) {
    return nlohmann::json::parse(call(arguments).out)["narrowing"];
  };
  CHECK(narrowing({"10h=200k", "20h=750k", "--format=json"}).is_number());
  CHECK(narrowing({"10h=200k", "--format=json"}).is_null());
}

TEST_CASE("--reach is the one option that repeats, since a count may hold commas") {
  const auto answer =
      call({"10h=200k", "20h=750k+", "--at", "48h", "--reach", "1,000,000", "--reach", "2.385M", "--format=json"});
  REQUIRE(answer.code == exit_answered);
  const auto reach = nlohmann::json::parse(answer.out)["reach"];
  REQUIRE(reach.size() == 2);
  CHECK(reach[0]["count"] == 1000000);
  CHECK(reach[1]["count"] == 2385000);
}

TEST_CASE("whatever is refused leaves standard output empty, is one sentence, and names the program") {
  const std::vector<std::vector<std::string>> refused{
      {"10h=200k", "20h"},
      {"10h=200k", "--at", "5h"},
      {"10h=200k", "--at", "24h", "--at", "48h"},
      {"10h=200k", "--level", "100"},
      {"10h=200k", "--curve", "hil"},
      {"10h=200k", "--reach", "200k"},
      {"10h=200k", "--reach", "2.385"},
      {"10h=200k", "--reach", "2M+"},
      {"10h=200k", "--format", "jsn"},
      {"10h=200k", "--prior", "no-such-file.json"},
      {"10h=200k", "--nonsense"},
      {"10h=200k", "--at"},
      {"10h=200k", "--at", "--level", "80"},
      {"10h=200k", "--help=curves"},
      {"--title=", "10h=200k"},
      {"--at", "48h"},
      {"projcet", "10h=200k"},
      {"curves", "hill"},
      {"help", "curvs"},
      {"help", "project", "curves"},
      {"-5h=3"},
      {""},
      {"-"},
      {"--"},
      {"--", "--at"},
      {"-i", ""},
      {std::string("10h=\x1b[31m\n5\xff", 12)},
      {std::string("10h=2\0k", 7)},
  };
  for (const auto& arguments : refused) {
    const auto answer = call(arguments);
    CAPTURE(answer.err);
    CHECK(answer.code == exit_refused);
    CHECK(answer.out.empty());
    const auto said = lines(answer.err);
    CHECK((said.size() == 1 || said.size() == 3));
    CHECK(answer.err.starts_with("swarmcast: "));
    if (said.size() == 3) {  // what is wrong, and a mark under it
      CHECK(said[1].starts_with("  "));
      CHECK(said[2].find_first_not_of(" ^~") == std::string::npos);
      CHECK(said[2].find('^') >= 2);
    }
    CHECK(answer.err.find('\x1b') == std::string::npos);
  }
  const auto nothing = call({});
  CHECK(nothing.code == exit_refused);
  CHECK(nothing.out.empty());
  CHECK(contains(nothing.err, "Usage: swarmcast"));
}

TEST_CASE("an error names the argument as the shell counts it, or the option") {
  CHECK(contains(call({"10h=200k", "20h=75ok"}).err, "swarmcast: argument 2: "));
  CHECK(contains(call({"project", "10h=200k", "20h=75ok"}).err, "swarmcast: argument 3: "));
  CHECK(contains(call({"--title", "20h=75ok", "--at=48h", "20h=75ok"}).err, "swarmcast: argument 4: "));
  CHECK(contains(call({"10h=200k", "--at", "soon"}).err, "swarmcast: --at: "));
  CHECK(contains(call({"10h=200k", "--at", "5h"}).err, "swarmcast: --at: "));
  CHECK(contains(call({"10h=200k", "--reach", "5"}).err, "swarmcast: --reach: "));
  CHECK(contains(call({"10h=200k", "--level", "0"}).err, "swarmcast: --level: "));
  CHECK(contains(call({"10h=200k", "--curve", "hil"}).err, "swarmcast: --curve: "));
  CHECK(contains(call({"-i", "-"}, "time,count\n10h,5x\n").err, "swarmcast: standard input:2:5: "));
}

TEST_CASE("what was probably meant is offered") {
  CHECK(contains(call({"10h=200k", "--lvel", "80"}).err, "did you mean --level?"));
  CHECK(contains(call({"10h=200k", "-level=80"}).err, "did you mean --level?"));
  CHECK(contains(call({"curvse"}).err, "did you mean curves?"));
  CHECK(contains(call({"10h=200k", "--on-fall", "corect"}).err, "did you mean correct?"));
  CHECK(contains(call({"10h=200k", "--curve", "weibul"}).err, "weibull"));
}

TEST_CASE("the command word counts only as the first argument") {
  CHECK(contains(call({"10h=200k", "curves"}).err, "argument 2: "));
  CHECK(call({"curves"}).code == exit_answered);
}

TEST_CASE("warnings go to standard error, and the answer stays") {
  const auto answer = call({"20h=750k+", "10h=200k", "--at", "48h", "--format", "csv"});
  CHECK(answer.code == exit_answered);
  CHECK(contains(answer.err, "swarmcast: warning: "));
  CHECK(contains(answer.err, "(readings-sorted)"));
  CHECK(answer.out == call({"10h=200k", "20h=750k+", "--at", "48h", "--format", "csv"}).out);
}

TEST_CASE("--on-fall chooses what a falling count means") {
  const std::vector<std::string> readings{"10h=200k", "20h=100k", "30h=400k", "--at=48h", "--format=json"};
  CHECK(contains(call(readings).err, "--on-fall"));
  for (const auto* policy : {"correct", "reset"}) {
    auto arguments = readings;
    arguments.insert(arguments.end(), {"--on-fall", policy});
    const auto answer = call(arguments);
    REQUIRE(answer.code == exit_answered);
    const auto last = nlohmann::json::parse(answer.out)["readings"].back();
    CHECK(last["count_used"] == (std::string_view(policy) == "reset" ? 600e3 : 400e3));
  }
}

TEST_CASE("every help page fits 80 columns and lists every option of its command") {
  for (const auto& command : commands()) {
    const auto page = call({"help", std::string(command.name)});
    CAPTURE(command.name);
    CHECK(page.code == exit_answered);
    CHECK(page.err.empty());
    for (const auto& option : command.options) CHECK(contains(page.out, option.name));
    for (const auto& line : lines(page.out)) {
      CAPTURE(line);
      CHECK(line.size() <= 80);
    }
    CHECK(call({std::string(command.name), "--help"}).out == page.out);
  }
  const auto whole = call({"--help"});
  CHECK(call({"help"}).out == whole.out);
  CHECK(call({"10h=200k", "-h"}).out == whole.out);
  for (const auto& command : commands()) CHECK(contains(whole.out, command.summary));
}

TEST_CASE("the version is one line") {
  const auto expected = "swarmcast " + std::string(version()) + "\n";
  CHECK(call({"--version"}).out == expected);
  CHECK(call({"project", "--version"}).out == expected);
  CHECK(call({"curves", "--version"}).out == expected);
}

TEST_CASE("colour follows the terminal unless --color says otherwise, and never enters JSON or CSV") {
  const Terminal terminal{.welcomes_color = true, .width = 80};
  const auto colored = [&](std::vector<std::string> more, const Terminal& where) {
    more.insert(more.begin(), {"10h=200k", "20h=750k+", "--at=48h"});
    return contains(call(more, "", where).out, "\033[");
  };
  CHECK(colored({}, terminal));
  CHECK_FALSE(colored({}, {}));
  CHECK_FALSE(colored({"--color=never"}, terminal));
  CHECK(colored({"--color=always"}, {}));
  CHECK_FALSE(colored({"--color=always", "--format=json"}, terminal));
  CHECK_FALSE(colored({"--color=always", "--format=csv"}, terminal));
}

TEST_CASE("curves as JSON is the table of curves") {
  const auto answer = call({"curves", "--format", "json"});
  REQUIRE(answer.code == exit_answered);
  const auto object = nlohmann::json::parse(answer.out);
  CHECK(object["schema"] == "swarmcast/curves/1");
  REQUIRE(object["curves"].size() == curves().size());
  for (std::size_t i = 0; i < curves().size(); ++i) {
    CHECK(object["curves"][i]["name"] == curves()[i].name);
    CHECK(object["curves"][i]["formula"] == curves()[i].formula);
    CHECK(object["curves"][i]["reference"] == curves()[i].reference);
    CHECK(object["curves"][i]["fit_only"] == curves()[i].fit_only);
    CHECK(object["curves"][i]["parameters"].size() == curves()[i].parameters.size() - (curves()[i].fit_only ? 0U : 1U));
  }
}

TEST_CASE("curves as a table names them all within 80 columns") {
  const auto answer = call({"curves"});
  for (const auto& curve : curves()) CHECK(contains(answer.out, "\n" + std::string(curve.name) + " ("));
  for (const auto& line : lines(answer.out)) CHECK(line.size() <= 80);
}

}  // namespace
}  // namespace swarmcast::cli
