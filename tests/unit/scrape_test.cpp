// What trackers answer to a scrape, and what they should not.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>

#include "swarmcast/swarmcast.hpp"

namespace swarmcast {
namespace {

const std::string low("\x00\x11\x22\x33\x44\x55\x66\x77\x08\x19\x2A\x3B\x4C\x5D\x6E\x7F\x01\x02\x03\x04", 20);
const std::string high("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xAA\xBB\xCC\xDD\xEE\xFF\x00\x11\x22\x33", 20);
const std::string high_as_utf8(
    "\x00\x11\x22\x33\x44\x55\x66\x77\xC2\x88\xC2\x99\xC2\xAA\xC2\xBB\xC3\x8C\xC3\x9D\xC3\xAE\xC3\xBF\x00\x11\x22\x33",
    28);
const std::string low_digits = "001122334455667708192a3b4c5d6e7f01020304";
const std::string high_digits = "00112233445566778899aabbccddeeff00112233";

std::string text(std::string_view bytes) { return fmt::format("{}:", bytes.size()) + std::string(bytes); }

std::string swarm(std::string_view key, std::int64_t count, std::int64_t seeders, std::int64_t leechers) {
  return text(key) + fmt::format("d8:completei{}e10:downloadedi{}e10:incompletei{}ee", seeders, count, leechers);
}

std::string answer(std::string_view swarms) { return fmt::format("d5:filesd{}ee", swarms); }

Scrape accepted(std::string_view bytes) {
  const auto scrape = read_scrape(bytes, "answer");
  REQUIRE_MESSAGE(scrape, scrape.error().message);
  for (const auto& warning : scrape->warnings) CHECK(warning.place.source == "answer");
  return *scrape;
}

std::vector<WarningCode> codes(const Scrape& scrape) {
  std::vector<WarningCode> all;
  for (const auto& warning : scrape.warnings) all.push_back(warning.code);
  return all;
}

Error refusal(std::string_view bytes) {
  const auto scrape = read_scrape(bytes, "answer");
  REQUIRE_FALSE_MESSAGE(scrape, bytes);
  CHECK(scrape.error().code == ErrorCode::bad_scrape);
  CHECK(scrape.error().place.source == "answer");
  return scrape.error();
}

bool says(const Error& error, std::string_view what) {
  const bool found = error.message.find(what) != std::string::npos;
  if (!found) MESSAGE(error.message);
  return found;
}

TEST_CASE("a tracker's answer, as opentracker gives it") {
  const auto scrape = accepted(answer(swarm(high, 5, 4, 1)));
  CHECK(scrape.rows == std::vector<ScrapeRow>{{high_digits, 5, 4, 1}});
  CHECK(scrape.warnings.empty());
  CHECK(write_scrape(scrape, *parse_clock_time("2014-12-25T09:00-05:00")) ==
        "2014-12-25T09:00:00-05:00," + high_digits + ",5,4,1\n");
}

TEST_CASE("rows are sorted, and what is not asked for is ignored") {
  const std::string extra = "5:flagsd20:min_request_intervali600ee";
  const std::string one = text(low) + "d4:name1:x10:incompletei1e8:completei2e1:lld1:aleee10:downloadedi3ee";
  const auto scrape = accepted(fmt::format("d{}5:filesd{}{}e3:xyzlee\n", extra, swarm(high, 5, 4, 1), one));
  CHECK(scrape.rows == std::vector<ScrapeRow>{{low_digits, 3, 2, 1}, {high_digits, 5, 4, 1}});
  CHECK(scrape.warnings.empty());
}

TEST_CASE("info-hashes written as UTF-8 are put right") {
  const auto scrape = accepted(answer(swarm(high_as_utf8, 5, 4, 1)));
  CHECK(scrape.rows.front().info_hash == high_digits);
  REQUIRE(codes(scrape) == std::vector{WarningCode::mangled_info_hash});
  CHECK(scrape.warnings.front().place.column == 10);

  const std::string twenty_of_utf8 = high_as_utf8.substr(0, 20);  // what has the right length is what it is
  CHECK(accepted(answer(swarm(twenty_of_utf8, 5, 4, 1))).warnings.empty());

  const std::string all_high(20, '\xFF');
  std::string mangled;
  for (int i = 0; i < 20; ++i) mangled += "\xC3\xBF";
  CHECK(accepted(answer(swarm(mangled, 5, 4, 1))).rows.front().info_hash == std::string(40, 'f'));
}

TEST_CASE("other keys are no info-hashes") {
  std::string euro = high_as_utf8;
  euro.replace(8, 2, "\xE2\x82\xAC");
  std::string overlong = high_as_utf8;
  overlong.replace(8, 2, "\xC1\x88");
  std::string replaced = low;
  replaced.replace(0, 1, "\xEF\xBF\xBD");
  for (const std::string& key :
       {std::string(), std::string("x"), low.substr(1), low + "x", euro, overlong, replaced, high_as_utf8 + "x",
        high_as_utf8.substr(0, 27), low_digits, low + "\xC3", std::string(1'000'000, 'x')}) {
    const auto error = refusal(answer(swarm(key, 5, 4, 1)));
    CHECK(says(error, fmt::format("this key of {} bytes is not an info-hash", key.size())));
    CHECK(error.place.column == 10);
  }
}

TEST_CASE("a swarm of which nothing is known has no row") {
  auto scrape = accepted("d5:filesdee");
  CHECK(scrape.rows.empty());
  CHECK(codes(scrape) == std::vector{WarningCode::unknown_swarm});

  scrape = accepted(answer(swarm(low, 0, 0, 0) + swarm(high, 5, 4, 1)));
  CHECK(scrape.rows == std::vector<ScrapeRow>{{high_digits, 5, 4, 1}});
  REQUIRE(codes(scrape) == std::vector{WarningCode::unknown_swarm});
  CHECK(scrape.warnings.front().text.find(low_digits) != std::string::npos);

  scrape = accepted(answer(swarm(low, 0, 0, 3)));  // leechers are known: a count of zero
  CHECK(scrape.rows == std::vector<ScrapeRow>{{low_digits, 0, 0, 3}});
  CHECK(scrape.warnings.empty());
}

TEST_CASE("seeders in place of a count are noticed, where every swarm shows them") {
  CHECK(codes(accepted(answer(swarm(high, 4, 4, 1)))) == std::vector{WarningCode::seeders_as_count});
  CHECK(codes(accepted(answer(swarm(low, 0, 0, 1) + swarm(high, 4, 4, 1) + swarm(std::string(20, 'x'), 0, 0, 0)))) ==
        std::vector{WarningCode::unknown_swarm, WarningCode::seeders_as_count});
  CHECK(accepted(answer(swarm(low, 4, 4, 1) + swarm(high, 5, 4, 1))).warnings.empty());
}

TEST_CASE("what is missing, negative, repeated or of another kind is refused") {
  const auto entry = [](std::string_view fields) { return answer(text(low) + fmt::format("d{}e", fields)); };
  CHECK(says(refusal(entry("8:completei1e10:incompletei1e")), "does not say downloaded of swarm " + low_digits));
  CHECK(says(refusal(entry("10:downloadedi1e10:incompletei1e")), "does not say complete"));
  CHECK(says(refusal(entry("8:completei1e10:downloadedi1e")), "does not say incomplete"));
  CHECK(says(refusal(entry("8:completei1e8:completei1e")), "complete stands twice"));
  CHECK(says(refusal(entry("10:downloaded1:1")), "downloaded is not a number"));
  CHECK(says(refusal(answer(text(low) + "i1e")), "has no dictionary"));
  CHECK(says(refusal("d5:filesi1ee"), "files is not a dictionary"));
  CHECK(says(refusal("d5:filesle5:filesdee"), "files is not a dictionary"));
  CHECK(says(refusal("d5:filesde5:filesdee"), "files stands twice"));
  for (const std::int64_t count : {std::int64_t{-1}, INT64_MIN, INT64_MAX, std::int64_t{1'000'000'000'000'001}}) {
    CHECK(says(refusal(answer(swarm(low, count, 1, 1))), fmt::format("downloaded is {}", count)));
    CHECK(says(refusal(answer(swarm(low, 1, count, 1))), fmt::format("complete is {}", count)));
    CHECK(says(refusal(answer(swarm(low, 1, 1, count))), fmt::format("incomplete is {}", count)));
  }
  CHECK(accepted(answer(swarm(low, 1'000'000'000'000'000, 1, 1))).rows.front().count == 1'000'000'000'000'000);
  const auto twice = refusal(answer(swarm(high, 5, 4, 1) + swarm(low, 5, 4, 1) + swarm(high_as_utf8, 0, 0, 0)));
  CHECK(says(twice, high_digits + " stands twice"));
  CHECK(twice.place.column == 10 + 2 * swarm(low, 5, 4, 1).size());
}

TEST_CASE("answers that are no scrape say what they are") {
  CHECK(says(refusal(""), "there is nothing here"));
  CHECK(says(refusal("\r\n"), "there is nothing here"));
  CHECK(says(refusal("<title>Invalid Request</title>\n"), "this is a web page"));
  CHECK(says(refusal(" \n<html>"), "this is a web page"));
  CHECK(says(refusal("404 not found"), "announce address with announce replaced by scrape"));
  CHECK(says(refusal("\x1F\x8B\x08"), "compressed"));
  CHECK(says(refusal("le"), "not a bencoded scrape response"));
  CHECK(says(refusal("de"), "this response has no files"));
  CHECK(says(refusal("d8:intervali1800e5:peers0:e"), "the answer to an announce"));
  CHECK(says(refusal("d14:failure reason4:\x1B[1me"), "the tracker refused to answer: \"\xEF\xBF\xBD[1m\""));
  CHECK(says(refusal("d14:failure reason0:5:filesdee"), "the tracker refused to answer: \"\""));
  CHECK(says(refusal("d5:filesdeed5:filesdee"), "one response at a time"));
}

TEST_CASE("whatever is cut off or changed is refused or read, and nothing else") {
  const std::string whole = "d5:filesd" + swarm(low, 7, 4, 1) + swarm(high_as_utf8, 5, 4, 1) + "e5:flagsdee";
  REQUIRE(accepted(whole).rows.size() == 2);
  for (std::size_t length = 0; length < whole.size(); ++length) refusal(whole.substr(0, length));

  std::mt19937 random(20141225);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (auto changes = random() % 4; changes <= 4; ++changes) {
      const std::string_view likely = "dlie0123456789:-\n\xFF";
      bytes[random() % bytes.size()] =
          random() % 2 == 0 ? likely[random() % likely.size()] : static_cast<char>(random());
    }
    if (random() % 4 == 0) bytes.erase(random() % bytes.size(), random() % 8);
    const auto scrape = read_scrape(bytes, "answer");
    if (!scrape) CHECK(scrape.error().code == ErrorCode::bad_scrape);
  }
}

TEST_CASE("random answers read back") {
  std::mt19937_64 random(20141225);
  for (int i = 0; i < 300; ++i) {
    std::map<std::string, ScrapeRow> by_hash;
    for (auto left = random() % 40; left > 0; --left) {
      std::string hash(20, '\0');
      for (char& byte : hash) byte = static_cast<char>(random());
      const auto number = [&] { return static_cast<std::int64_t>(random() % (std::uint64_t{1} << (random() % 49))); };
      std::string digits;
      for (const char byte : hash) digits += fmt::format("{:02x}", static_cast<unsigned char>(byte));
      by_hash[hash] = {digits, number(), number(), number() + 1};
    }
    std::vector<std::string> parts;
    std::vector<ScrapeRow> rows;
    for (const auto& [hash, row] : by_hash) {
      parts.push_back(swarm(hash, row.count, row.seeders, row.leechers));
      rows.push_back(row);
    }
    std::shuffle(parts.begin(), parts.end(), random);
    std::string swarms;
    for (const auto& part : parts) swarms += part;
    CHECK(accepted(answer(swarms)).rows == rows);
  }
}

TEST_CASE("a log of scrapes is a log that read_series() knows") {
  const auto release = *parse_clock_time("2014-12-24T18:00Z");
  std::string log(scrape_header);
  for (const int hours : {2, 5, 9}) {
    const ClockTime at{release.unix_seconds + 3600.0 * hours, -300};
    log += write_scrape(accepted(answer(swarm(low, 100 * hours, 4, 1) + swarm(high, 7 * hours, 4, 1))), at);
  }
  const auto series = read_series(log, "log.csv", {.release = release});
  REQUIRE_MESSAGE(series, series.error().message);
  REQUIRE(series->readings.size() == 3);
  CHECK(series->readings.back().hours == 9);
  CHECK(series->readings.back().count == 963);
  CHECK(series->swarms.size() == 2);
}

}  // namespace
}  // namespace swarmcast
