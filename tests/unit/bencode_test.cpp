#include "io/bencode.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace swarmcast {
namespace {

using Kind = BencodeToken::Kind;

/// All tokens of a value, or the error that ends them.
Result<std::vector<BencodeToken>> tokens(std::string_view bytes) {
  BencodeReader reader(bytes, "answer");
  std::vector<BencodeToken> all;
  while (!reader.complete()) {
    const auto token = reader.next();
    if (!token) return token.error();
    all.push_back(*token);
  }
  if (const auto error = reader.check_end()) return *error;
  return all;
}

void check_refusal(std::string_view bytes, std::size_t column) {
  const auto result = tokens(bytes);
  REQUIRE_FALSE_MESSAGE(result, bytes);
  CHECK(result.error().code == ErrorCode::bad_scrape);
  CHECK(result.error().place.source == "answer");
  CHECK(result.error().place.line == 1);
  CHECK_MESSAGE(result.error().place.column == column, bytes);
}

TEST_CASE("every kind of token, and the bytes it came from") {
  const std::string bytes(
      "d1:bli-3ei0e2:\0\xFF"
      "e1:ade0:0:e",
      27);
  const auto all = tokens(bytes);
  REQUIRE_MESSAGE(all, all.error().message);
  const std::vector<Kind> kinds{Kind::dictionary, Kind::key,  Kind::list, Kind::number,     Kind::number,
                                Kind::text,       Kind::end,  Kind::key,  Kind::dictionary, Kind::end,
                                Kind::key,        Kind::text, Kind::end};
  REQUIRE(all->size() == kinds.size());
  std::string parts;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    CHECK((*all)[i].kind == kinds[i]);
    parts += (*all)[i].part;
  }
  CHECK(parts == bytes);
  CHECK((*all)[3].number == -3);
  CHECK((*all)[5].text == std::string_view("\0\xFF", 2));
}

TEST_CASE("numbers have one spelling, and 64 bits") {
  for (const auto& [bytes, value] : {std::pair{"i0e", std::int64_t{0}},
                                     {"i-1e", -1},
                                     {"i9223372036854775807e", INT64_MAX},
                                     {"i-9223372036854775808e", INT64_MIN}}) {
    const auto all = tokens(bytes);
    REQUIRE(all);
    CHECK(all->front().number == value);
  }
  for (const char* bytes : {"ie", "i-e", "i-0e", "i00e", "i01e", "i-01e", "i+1e", "i 1e", "i1.5e", "i1 e", "i1x", "iie",
                            "i9223372036854775808e", "i-9223372036854775809e", "i99999999999999999999999e"}) {
    check_refusal(bytes, 1);
  }
  for (const char* bytes : {"i", "i-", "i1", "i-1"}) check_refusal(bytes, std::string_view(bytes).size() + 1);
}

TEST_CASE("the length of a text is checked") {
  for (const char* bytes : {"1:", "3:ab", "00:", "01:a", "1a", "18446744073709551615:a", "18446744073709551616:a",
                            "99999999999999999999999999:a", "9223372036854775807:a"}) {
    check_refusal(bytes, 1);
  }
  check_refusal("12", 3);
}

TEST_CASE("dictionaries hold pairs, and everything ends") {
  check_refusal("di1ei2ee", 2);
  check_refusal("d1:ae", 5);
  check_refusal("dlee", 2);
  check_refusal("d", 2);
  check_refusal("d1:a", 5);
  check_refusal("l", 2);
  check_refusal("", 1);
  check_refusal("e", 1);
  check_refusal("x", 1);
  check_refusal("-1:a", 1);
  check_refusal("dee", 3);
  check_refusal("dex", 3);
  check_refusal("de de", 3);
  CHECK(tokens("de\n"));
  CHECK(tokens("de\r\n\n"));
}

TEST_CASE("nesting has a limit, and costs nothing") {
  const auto nested = [](std::size_t depth) { return std::string(depth, 'l') + std::string(depth, 'e'); };
  CHECK(tokens(nested(BencodeReader::deepest)));
  check_refusal(nested(BencodeReader::deepest + 1), BencodeReader::deepest + 1);
  check_refusal(std::string(10'000'000, 'l'), BencodeReader::deepest + 1);
  check_refusal(std::string(10'000'000, 'd'), 2);
}

TEST_CASE("a value can be skipped, however much it holds") {
  const std::string_view bytes = "d1:ald1:bi1eelee1:c3:efge";
  BencodeReader reader(bytes, "answer");
  REQUIRE(reader.next());
  REQUIRE(reader.next());
  CHECK_FALSE(reader.skip(*reader.next()));
  const auto key = reader.next();
  CHECK((*key).text == "c");
  CHECK_FALSE(reader.skip(*reader.next()));
  CHECK(reader.next()->kind == Kind::end);
  CHECK(reader.complete());

  BencodeReader cut("lli1e", "answer");
  CHECK(cut.skip(*cut.next()));
}

}  // namespace
}  // namespace swarmcast
