#include "base/text.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "base/format.hpp"

namespace swarmcast {
namespace {

const std::string replaced = "\xEF\xBF\xBD";

TEST_CASE("printable keeps valid UTF-8") {
  for (const char* text :
       {"", "The Interview", "caf\u00e9", "\u6f22\u5b57 \U0001f600", "\u00b1 \ufffd", "\u0627\u0644"}) {
    CHECK(printable(text) == text);
  }
}

TEST_CASE("printable replaces what can move, reorder or break a line, one for one") {
  CHECK(printable("a\x1b[31mb") == "a" + replaced + "[31mb");
  CHECK(printable("a\tb\r\n") == "a" + replaced + "b" + replaced + replaced);
  CHECK(printable(std::string_view("a\0b", 3)) == "a" + replaced + "b");
  for (const char* character : {"\x7f", "\u0080", "\u009b", "\u009f", "\u061c", "\u200e", "\u200f", "\u2028", "\u2029",
                                "\u202a", "\u202e", "\u2066", "\u2069"}) {
    CHECK(printable(character) == replaced);
  }
  for (const char* neighbour : {"\u00a0", "\u200d", "\u2010", "\u2027", "\u202f", "\u2065", "\u206a"}) {
    CHECK(printable(neighbour) == neighbour);
  }
}

TEST_CASE("printable replaces every byte that is not UTF-8") {
  const auto all_replaced = [](std::string_view bytes) {
    std::string expected;
    for (std::size_t i = 0; i < bytes.size(); ++i) expected += replaced;
    return printable(bytes) == expected;
  };
  CHECK(all_replaced("\x80"));
  CHECK(all_replaced("\xc0\xaf"));          // overlong "/"
  CHECK(all_replaced("\xe0\x80\xaf"));      // overlong "/"
  CHECK(all_replaced("\xf0\x80\x80\xaf"));  // overlong "/"
  CHECK(all_replaced("\xed\xa0\x80"));      // a surrogate
  CHECK(all_replaced("\xf4\x90\x80\x80"));  // past U+10FFFF
  CHECK(all_replaced("\xf8\x88\x80\x80\x80"));
  CHECK(all_replaced("\xe2\x82"));  // cut short by the end
  CHECK(printable("\xe2\x82x") == replaced + replaced + "x");
  CHECK(printable("\xc3\xc3\xa9") == replaced + "\u00e9");
}

TEST_CASE("quoted cuts what is long, and never within a character") {
  CHECK(quote("2,00") == "\"2,00\"");
  const std::string sixty(60, 'x');
  CHECK(quote(sixty) == '"' + sixty + '"');
  CHECK(quote(sixty + 'x') == '"' + sixty + "...\"");
  std::string accents;
  for (int i = 0; i < 60; ++i) accents += "\u00e9";
  CHECK(quote(accents + "\u00e9\u00e9") == '"' + accents + "...\"");
  CHECK(quote(std::string(std::size_t{1} << 20, '\n')).size() == 60 * 3 + 5);
}

TEST_CASE("width counts columns") {
  CHECK(width("caf\u00e9") == 4);
  CHECK(width("cafe\u0301") == 4);
  CHECK(width("\u65e5\u672c") == 4);
  CHECK(width("\U0001F468\u200D\U0001F469\u200D\U0001F467") == 2);
  CHECK(width("\u2764\uFE0F") == 2);
  CHECK(width("\u0301") == 0);
  CHECK(width("") == 0);
  CHECK(width(printable("\xff\x1b")) == 2);
}

TEST_CASE("shortened keeps characters whole") {
  CHECK(shortened("The Interview", 13) == "The Interview");
  CHECK(shortened("The Interview", 12) == "The Inter...");
  CHECK(shortened("The Interview", 2) == "..");
  CHECK(shortened("The Interview", 0).empty());
  CHECK(shortened("\u65e5\u672c\u306e\u6620\u753b", 8) == "\u65e5\u672c...");  // seven columns: no half character
  CHECK(shortened("e\u0301e\u0301e\u0301e\u0301e\u0301", 4) == "e\u0301...");
  CHECK(shortened("e\u0301e\u0301", 2) == "e\u0301e\u0301");
}

TEST_CASE("nearest offers what was probably meant") {
  constexpr std::array<std::string_view, 5> names{"project", "curves", "help", "hill", "hyperbolic"};
  CHECK(nearest("projet", names) == "project");   // deletion
  CHECK(nearest("porject", names) == "project");  // neighbours swapped
  CHECK(nearest("curvess", names) == "curves");   // insertion
  CHECK(nearest("HYPERBOLIC", names) == "hyperbolic");
  CHECK(nearest("hipperbolik", names) == "hyperbolic");  // 3 of 11
  CHECK(nearest("hell", names) == "help");               // as near as hill, and earlier
  CHECK(nearest("hi", names) == std::nullopt);           // 2 of 2
  CHECK(nearest("prxjxcx", names) == std::nullopt);      // 3 of 7
  CHECK(nearest("", names) == std::nullopt);
  CHECK(nearest(std::string(std::size_t{1} << 20, 'h'), names) == std::nullopt);
  CHECK(nearest("projet", {}) == std::nullopt);
}

TEST_CASE("estimates are rounded to three digits") {
  CHECK(human_count(0) == "0");
  CHECK(human_count(-12345) == "-12.3k");
  CHECK(human_count(0.02386) == "0.0239");
  CHECK(human_count(2.385) == "2.38");  // the double below 2.385
  CHECK(human_count(950) == "950");
  CHECK(human_count(999.4) == "999");
  CHECK(human_count(999.6) == "1.00k");
  CHECK(human_count(12345) == "12.3k");
  CHECK(human_count(1519823.4) == "1.52M");
  CHECK(human_count(1500000) == "1.50M");
  CHECK(human_count(999999) == "1.00M");
  CHECK(human_count(2.385e9) == "2.38B");  // halves to even
  CHECK(human_count(1.234e12) == "1,230B");
  CHECK(human_count(1e15) == "1.00e+15");
  CHECK(human_count(1519823.4, 5) == "1.5198M");
  CHECK(spelled_count(958123) == "958,000");
  CHECK(spelled_count(1963000) == "1.96 million");
  CHECK(spelled_count(1200000) == "1.2 million");
  CHECK(spelled_count(2.5e9) == "2.5 billion");
  CHECK(spelled_count(1.234e13) == "12.3 trillion");
}

TEST_CASE("what was given is never rounded") {
  CHECK(exact_count(950) == "950");
  CHECK(exact_count(200000) == "200k");
  CHECK(exact_count(1520000) == "1.52M");
  CHECK(exact_count(1519823) == "1,519,823");
  CHECK(exact_count(725.5) == "725.5");
  CHECK(exact_count(1e15) == "1,000,000B");
  CHECK(full_count(200000) == "200,000");
  CHECK(exact_hours(0.75) == "45m");
  CHECK(exact_hours(10) == "10h");
  CHECK(exact_hours(1.5) == "1.5h");
  CHECK(exact_hours(52.967) == "52.967h");
  CHECK(exact_hours(4800.0 / 3600) == "1h20m");
  CHECK(exact_hours(4801.0 / 3600) == "1h20m1s");
  CHECK(exact_hours(1.0 / 3600) == "1s");
  CHECK(exact_hours(72) == "72h");
  CHECK(exact_hours(100) == "100h");
  CHECK(exact_hours(168) == "7d");
  CHECK(exact_hours(720) == "30d");
  CHECK(spelled_hours(1) == "1 hour");
  CHECK(spelled_hours(48) == "48 hours");
  CHECK(spelled_hours(168) == "7 days");
  CHECK(spelled_hours(0.5) == "30 minutes");
  CHECK(spelled_hours(4800.0 / 3600) == "1h20m");
}

TEST_CASE("times that are estimates are rounded to three digits") {
  CHECK(human_hours(0.01) == "36s");
  CHECK(human_hours(0.75) == "45m");
  CHECK(human_hours(52.967) == "53h");
  CHECK(human_hours(235.9) == "9.83d");
  CHECK(human_hours(30000) == "3.42y");
}

TEST_CASE("a reading is described as it was typed") {
  CHECK(describe(make_reading(10, 200000)) == "200k at 10h");
  CHECK(describe(make_reading(20, 750000, Qualifier::at_least)) == "750k+ at 20h");
  CHECK(describe(make_reading(168, 750000, Qualifier::at_most)) == "750k- at 7d");
  CHECK(describe(make_reading(0.5, 66844, Qualifier::about)) == "~66,844 at 30m");
  CHECK(describe(make_reading(10, 200000, Qualifier::stated, 0.075)) == "200k+-7.5% at 10h");
}

}  // namespace
}  // namespace swarmcast
