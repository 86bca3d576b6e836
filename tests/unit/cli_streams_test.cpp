// The edges of the program: descriptors, files, the terminal, and the command line before anything in it is
// interpreted.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>
#include <string>
#include <vector>

#include "cli/descriptor_buffer.hpp"
#include "cli/exit_code.hpp"
#include "cli/input.hpp"
#include "cli/option.hpp"
#include "cli/terminal.hpp"

namespace swarmcast::cli {
namespace {

struct Pipe {
  std::array<int, 2> ends{};
  Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
};

TEST_CASE("a descriptor buffer carries bytes both ways, whatever they are") {
  const Pipe pipe;
  const std::string bytes("one\0two\n\xff", 9);
  DescriptorBuffer output(pipe.ends[1]);
  std::ostream out(&output);
  out << bytes.substr(0, 4) << bytes.substr(4);
  std::ostringstream err;
  CHECK(close_output(output, exit_no_answer, err) == exit_no_answer);
  CHECK(err.str().empty());

  DescriptorBuffer input(pipe.ends[0]);
  std::istream in(&input);
  std::string read(bytes.size(), ' ');
  in.read(read.data(), static_cast<std::streamsize>(read.size()));
  CHECK(read == bytes);
}

TEST_CASE("a reader that went away ends the program quietly") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  ::close(pipe.ends[0]);
  DescriptorBuffer output(pipe.ends[1]);
  std::ostream out(&output);
  out << std::string(200000, 'x');
  std::ostringstream err;
  CHECK(close_output(output, exit_no_answer, err) == exit_answered);
  CHECK(output.write_error() == EPIPE);
  CHECK(err.str().empty());
  pipe.ends[0] = -1;
  std::signal(SIGPIPE, before);
}

TEST_CASE("any other write error is a sentence and exit code 2") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  DescriptorBuffer output(full);
  std::ostream out(&output);
  out << "2.385";
  std::ostringstream err;
  CHECK(close_output(output, exit_answered, err) == exit_refused);
  CHECK(err.str() == "swarmcast: cannot write to standard output: No space left on device\n");
  ::close(full);
}

TEST_CASE("files are read whole, within their limit, or refused with the system's reason") {
  const auto whole = read_file("/proc/self/cmdline", 1 << 20, "way out");
  REQUIRE(whole);
  CHECK(whole->find("unit") != whole->npos);

  const auto directory = read_file("/", 1000, "give a file");
  REQUIRE_FALSE(directory);
  CHECK(directory.error().code == ErrorCode::unreadable_file);
  CHECK(directory.error().message == "cannot be read (Is a directory): give a file");
  CHECK(directory.error().place.source == "/");
  CHECK(read_file("/no/such/file", 1000, "give a file").error().message ==
        "cannot be opened (No such file or directory): give a file");
  CHECK(read_file("", 1000, "give a file").error().place.source == "\"\"");
  CHECK(read_file("/dev/zero", 5 << 20, "give less").error().message == "is too large (more than 5 MiB): give less");

  std::istringstream in("2.385");
  CHECK(*read_all(in, "standard input", 5, "way out") == "2.385");
  std::istringstream longer("2.3850");
  CHECK_FALSE(read_all(longer, "standard input", 5, "way out"));
}

TEST_CASE("colour is for terminals that want it, as much of it as they have") {
  CHECK(make_terminal(true, 100, {.term = "xterm"}).welcomes_color);
  CHECK(make_terminal(true, 100, {.no_color = ""}).welcomes_color);
  CHECK_FALSE(make_terminal(true, 100, {.no_color = "0", .term = "xterm"}).welcomes_color);
  CHECK_FALSE(make_terminal(true, 100, {.term = "dumb"}).welcomes_color);
  CHECK_FALSE(make_terminal(false, 100, {.term = "xterm"}).welcomes_color);
  CHECK(make_terminal(true, 100, {.term = "xterm"}).color_depth == ColorDepth::ansi16);
  CHECK(make_terminal(true, 100, {.term = "screen-256color"}).color_depth == ColorDepth::ansi256);
  CHECK(make_terminal(true, 100, {.term = "xterm", .colorterm = "truecolor"}).color_depth == ColorDepth::truecolor);
  CHECK(make_terminal(false, 0, {.term = "xterm", .colorterm = "24bit"}).color_depth == ColorDepth::truecolor);
}

TEST_CASE("braille is for locales of UTF-8, on terminals that have it") {
  const auto glyphs = [](const Environment& environment) { return make_terminal(false, 0, environment).glyphs; };
  CHECK(glyphs({.lang = "en_US.UTF-8"}) == Glyphs::braille);
  CHECK(glyphs({.lang = "de_DE.utf8@euro"}) == Glyphs::braille);
  CHECK(glyphs({.lc_all = "", .lc_ctype = "C.UTF-8", .lang = "C"}) == Glyphs::braille);
  CHECK(glyphs({.lc_all = "C", .lang = "en_US.UTF-8"}) == Glyphs::ascii);
  CHECK(glyphs({.lang = "de_DE.ISO-8859-1"}) == Glyphs::ascii);
  CHECK(glyphs({.lang = "UTF-8"}) == Glyphs::ascii);
  CHECK(glyphs({}) == Glyphs::ascii);
  CHECK(glyphs({.term = "linux", .lang = "en_US.UTF-8"}) == Glyphs::ascii);
  CHECK(glyphs({.term = "dumb", .lang = "en_US.UTF-8"}) == Glyphs::ascii);
}

TEST_CASE("the width stays within 40 to 300, text within 120, and a chart takes 40") {
  CHECK(make_terminal(true, 100, {}).width == 100);
  CHECK(make_terminal(true, 23, {}).width == 40);
  CHECK(make_terminal(true, 240, {}).width == 240);
  CHECK(make_terminal(true, 240, {}).text_width() == 120);
  CHECK(make_terminal(true, 301, {}).width == 300);
  CHECK(make_terminal(true, 0, {}).width == 80);
  CHECK(make_terminal(false, 100, {}).width == 80);
  CHECK(make_terminal(true, 40, {}).shows_chart);
  CHECK(make_terminal(true, 0, {}).shows_chart);
  CHECK_FALSE(make_terminal(true, 39, {}).shows_chart);
  CHECK_FALSE(make_terminal(true, 100, {.term = "dumb"}).shows_chart);
  CHECK_FALSE(make_terminal(false, 100, {}).shows_chart);
}

constexpr Option at{.name = "--at", .letter = "-a", .value = "LIST"};
constexpr Option many{.name = "--many", .value = "COUNT", .repeats = true};
constexpr Option flag{.name = "--flag", .letter = "-f"};
constexpr std::array options{at, many, flag};

Result<Arguments> parse(const std::vector<std::string>& arguments) { return parse_arguments(options, arguments, 1); }

TEST_CASE("a command line is taken apart into words and options") {
  const auto parsed = parse({"-f", "--at", "5h", "one", "--many=3", "-", "--many", "-4", "--", "[two,three]", "one"});
  REQUIRE(parsed);
  CHECK(parsed->has(flag));
  CHECK(*parsed->value(at) == "5h");
  REQUIRE(parsed->all(many).size() == 2);
  CHECK(parsed->all(many)[0] == "3");
  CHECK(parsed->all(many)[1] == "-4");
  REQUIRE(parsed->words.size() == 4);
  const std::vector<std::pair<std::string, std::size_t>> expected{
      {"one", 4}, {"-", 6}, {"[two,three]", 10}, {"one", 11}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(parsed->words[i].text == expected[i].first);
    CHECK(parsed->words[i].number == expected[i].second);
  }
}

TEST_CASE("an argument may follow its option's letter or an equals sign, and may be empty where it stands alone") {
  CHECK(*parse({"-a5h"})->value(at) == "5h");
  CHECK(*parse({"-a", "5h"})->value(at) == "5h");
  CHECK(*parse({"--at=a=b"})->value(at) == "a=b");
  CHECK(parse({"--at", ""})->value(at)->empty());
  CHECK(parse({"x"})->value(at) == nullptr);
  CHECK(parse({"x"})->all(many).empty());
}

TEST_CASE("an equal value of an option is not mistaken for the word") {
  CHECK(parse({"--at", "5h", "5h"})->words.front().number == 3);
}

}  // namespace
}  // namespace swarmcast::cli
