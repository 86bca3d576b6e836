#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "io/json_log.hpp"
#include "swarmcast/prior.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

const std::vector<Reading> interview{make_reading(10, 200000), make_reading(20, 750000, Qualifier::at_least)};

JsonLog read(std::string_view bytes) {
  Result<JsonLog> log = read_json_log(bytes, "counts.json");
  REQUIRE_MESSAGE(log, bytes, ": ", log.error().message);
  return *std::move(log);
}

std::vector<Reading> readings_of(const JsonLog& log) {
  std::vector<Reading> readings;
  for (const JsonRow& row : log.rows) readings.push_back(row.reading);
  return readings;
}

Reading only_reading(const std::string& reading) {
  const JsonLog log = read("{\"readings\": [" + reading + "]}");
  REQUIRE(log.rows.size() == 1);
  return log.rows[0].reading;
}

Error refusal(std::string_view bytes) {
  const Result<JsonLog> result = read_json_log(bytes, "counts.json");
  REQUIRE_FALSE_MESSAGE(result, bytes);
  CHECK(result.error().place.source == "counts.json");
  return result.error();
}

/// Refused, with this part of the input marked: its first occurrence, or the one after `after`.
void check_refusal(std::string_view bytes, ErrorCode code, std::string_view part, std::string_view after = "") {
  CAPTURE(bytes);
  const Error error = refusal(bytes);
  CHECK_MESSAGE(error.code == code, error.message);
  const std::size_t offset = bytes.find(part, bytes.find(after) + after.size());
  REQUIRE(offset != bytes.npos);
  const Place place = locate(bytes, "counts.json", offset, part.size());
  CHECK_MESSAGE(error.place == place, error.place.line, ":", error.place.column, " ", error.place.marked, " ",
                error.message);
  CHECK(error.origin == Origin{.offset = offset, .length = static_cast<std::uint32_t>(part.size())});
}

/// The same, for a reading among others, over lines.
void check_reading(const std::string& reading, ErrorCode code, std::string_view part) {
  check_refusal("{\"id\": \"x\",\n \"readings\": [[1, 20],\n  " + reading + "\n]}", code, part, "20],\n");
}

TEST_CASE("JSON as people and programs write it") {
  for (
      const std::string_view bytes : {
          R"({"readings": [[10, "200k"], [20, "750k+"]]})",
          R"({"readings":[[10,200000],["20h","750k+"]]})",
          "\xEF\xBB\xBF{\"readings\":\r\n[[\"10\",200000],[\"20h\",\"750k+\"]]}\r\n",
          R"([[10, 200000], [20, "750k+"]])",
          R"([{"hours": 10, "count": 200000}, {"time": "20h", "downloads": "750k+"}])",
          R"([{"count": "200,000", "hours": 1e1}, [20.0, "750k+"]])",
          R"({"readings": [{"days": 0.4166666666666667, "completed": 2e5}, {"time": 20, "snatches": "750k+"}]})",
          R"({"version": "0", "peers": [{"hours": [[1]]}], "readings": [{"time": "10h", "views": 200000.0, "note": [1, {}]},
              [20, "750k+"]], "swarms": {"readings": [[1, 2]]}})",
          "{\"readings\": [[10, \"200k\"]]}\n{\"readings\": [[20, \"750k+\"]]}",
          "# a log\n{\"readings\": [[10, \"200k\"]]}\n\n  # more\n{\"readings\": [[20, \"750k+\"]]} {\"readings\": "
          "[]}\n#",
          R"([{"readings": [[10, "200k"]]}, {"readings": [[20, "750k+"]]}])",
          "{\"time\": 10, \"count\": 200000}\n{\"time\": 20, \"count\": \"750k+\"}\n",
          R"({"read\u0069ngs": [[10, "200\u006B"], [20, "750k\u002b"]]})",
          R"({"schema": "swarmcast/series/1", "id": null, "title": null, "release": null, "since": null,
              "since_hours": 0, "readings": [[10, "200k"], [20, "750k+"]]})",
      }) {
    CAPTURE(bytes);
    CHECK(readings_of(read(bytes)) == interview);
  }
}

TEST_CASE("numbers are counts as typed") {
  CHECK(only_reading("[10, 200000]") == make_reading(10, 200000));
  CHECK(only_reading("[10, 200000.0]") == make_reading(10, 200000));
  CHECK(only_reading("[10, 2e5]") == make_reading(10, 200000));
  CHECK(only_reading("[10, 2E+5]") == make_reading(10, 200000));
  CHECK(only_reading("[10, 200.000]") == make_reading(10, 200));
  CHECK(only_reading("[10, 0.5]") == make_reading(10, 0.5));
  CHECK(only_reading("[10, 1000000000000000]") == make_reading(10, max_count));
  for (const char* zero : {"[10, 0]", "[10, -0]", "[10, -0.0]", "[10, 0e9]", "[10, \"0\"]"}) {
    CHECK(only_reading(zero) == make_reading(10, 0));
  }
  CHECK(only_reading("[0, 0]") == make_reading(0, 0));
  CHECK(only_reading("[-0.0, 7]") == make_reading(0, 7));
}

TEST_CASE("clock times are Unix seconds") {
  for (const char* reading :
       {R"(["2014-12-25T14:00Z", 7])", R"(["2014-12-25T09:00-05:00", 7])", R"(["@1419516000", "7"])",
        R"({"timestamp": 1419516000, "count": 7})", R"({"epoch": 1.419516e9, "count": 7})",
        R"({"timestamp": "1419516000", "count": 7})", R"({"timestamp": "2014-12-25T14:00Z", "count": 7})",
        R"({"time": "2014-12-25T14:00Z", "count": 7})"}) {
    CAPTURE(reading);
    const JsonLog log = read("[" + std::string(reading) + ", [3, 8]]");
    REQUIRE(log.rows.size() == 2);
    CHECK(log.rows[0].clock);
    CHECK(log.rows[0].reading == make_reading(1419516000, 7));
    CHECK_FALSE(log.rows[1].clock);
  }
}

TEST_CASE("sources and swarms are numbered") {
  const JsonLog log = read(R"([{"time": 1, "count": 5, "source": "a", "torrent": "t"},
                           {"time": 2, "count": 6, "source": "b", "info_hash": "u"},
                           {"time": 3, "count": 7, "source": "a", "info_hash": "t"},
                           {"time": 4, "count": 8, "source": null, "info_hash": null}, [5, 9]])");
  const std::array<std::uint32_t, 5> sources{1, 2, 1, 0, 0};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    CHECK(log.rows[i].source == sources[i]);
    CHECK(log.rows[i].swarm == sources[i]);
    CHECK(log.rows[i].series == 0);
  }
  CHECK(log.sources.all() == std::vector<std::string>{"", "a", "b"});
  CHECK(log.swarms.all() == std::vector<std::string>{"", "t", "u"});
}

TEST_CASE("what an object says of its series") {
  const JsonLog one =
      read(R"({"id": "x", "readings": [[30, 5]], "title": "X \u00e9", "release": "2014-12-25T09:00-05:00",
                           "since": "1d"})");
  CHECK(one.series.all() == std::vector<std::string>{"", "x"});
  REQUIRE(one.facts.size() == 2);
  CHECK(one.rows[0].series == 1);
  CHECK(one.facts[1].title == "X \xC3\xA9");
  CHECK(one.facts[1].release == ClockTime{1419516000, -300});
  REQUIRE(one.facts[1].since);
  CHECK(one.facts[1].since->hours == 24);

  CHECK(read(R"({"release": 1419516000, "readings": [[1, 5]]})").facts[0].release == ClockTime{1419516000, 0});
  CHECK(read(R"({"since": 3, "readings": [[5, 5]]})").facts[0].since->hours == 3);
  CHECK(read(R"({"since": "2014-12-25T14:00Z", "readings": [[5, 5]]})").facts[0].since->clock);
  CHECK(read(R"({"since_hours": 2.5, "readings": [[5, 5]]})").facts[0].since->hours == 2.5);
  CHECK_FALSE(read(R"({"since_hours": 0, "readings": [[5, 5]]})").facts[0].since);
  CHECK(read(R"({"title": "X", "readings": [[5, 5]]})").series.all().back() == "X");
}

TEST_CASE("series of several objects") {
  const JsonLog log = read(
      "{\"id\": \"a\", \"title\": \"A\", \"release\": 1e9, \"readings\": [[1, 5]]}\n"
      "{\"title\": \"B\", \"readings\": [[2, 6]]}\n\n"
      "{\"readings\": [[3, 7]]} {\"readings\": [[4, 8]]}\n"
      "{\"id\": \"a\", \"since_hours\": 1, \"release\": \"@1000000000\", \"readings\": [[5, 9], [6, 10]]}\n"
      "  {\"readings\": [[7, 11]]}");
  CHECK(log.series.all() == std::vector<std::string>{"", "a", "B", "line 4", "line 4, column 24", "line 6"});
  const std::array<std::uint32_t, 7> series{1, 2, 3, 4, 1, 1, 5};
  REQUIRE(log.rows.size() == series.size());
  for (std::size_t i = 0; i < series.size(); ++i) {
    CHECK(log.rows[i].series == series[i]);
    CHECK(log.rows[i].reading.hours == static_cast<double>(i + 1));
  }
  CHECK(log.facts[1].title == "A");
  CHECK(log.facts[1].release->unix_seconds == 1e9);
  CHECK(log.facts[1].since->hours == 1);
}

TEST_CASE("readings know where they stand") {
  const std::string bytes =
      "\xEF\xBB\xBF{\"readings\" :\n[ [ 10 , \"200k\" ],\n{\"count\": 6 , \"x\": 1, \"hours\": 30},[40,7]]}";
  const JsonLog log = read(bytes);
  const std::array<std::string_view, 3> parts{R"(10 , "200k")", R"(6 , "x": 1, "hours": 30)", "40,7"};
  REQUIRE(log.rows.size() == parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Origin origin = log.rows[i].reading.origin;
    CHECK(bytes.substr(origin.offset, origin.length) == parts[i]);
  }
}

TEST_CASE("a projection is read back to the last bit") {
  Series series;
  series.id = "id";
  series.title = "title";
  series.readings = {make_reading(1.0 / 3, 1234.5),
                     make_reading(10, 200000),
                     make_reading(15, 300000, Qualifier::about),
                     make_reading(20, 750000, Qualifier::at_least),
                     make_reading(21, 1e6, Qualifier::stated, 0.05),
                     make_reading(30, 2e6, Qualifier::exact),
                     make_reading(40, 3e6, Qualifier::at_most)};
  const auto projection = project(series, builtin_prior(), {.horizons = {48}});
  REQUIRE(projection);
  const JsonLog log = read(write_json(*projection));
  CHECK(readings_of(log) == projection->readings);
  CHECK(log.series.all().back() == "id");
  CHECK(log.facts.back().title == "title");
  const JsonLog twice = read(write_json(*projection) + write_json(*projection));
  CHECK(twice.rows.size() == 2 * projection->readings.size());
  CHECK(only_reading(R"({"hours": 2e8, "count": 7, "count_used": 1e18, "qualifier": "rounded", "relative_error": 0})")
            .hours == 2e8);
}

TEST_CASE("times that are refused") {
  check_reading("[-3, 5]", ErrorCode::bad_time, "-3");
  check_reading("[1e10, 5]", ErrorCode::bad_time, "1e10");
  check_reading("[1e-10, 5]", ErrorCode::bad_time, "1e-10");
  check_reading("[1419516000, 5]", ErrorCode::bad_time, "1419516000");
  check_reading("[\"10x\", 5]", ErrorCode::bad_time, "\"10x\"");
  check_reading("[\"\", 5]", ErrorCode::bad_time, "\"\"");
  check_reading("[null, 5]", ErrorCode::bad_time, "null");
  check_reading("[true , 5]", ErrorCode::bad_time, "true");
  check_reading("[\"2014-12-25\", 5]", ErrorCode::bad_time, "\"2014-12-25\"");
  check_reading(R"({"hours": "10h", "count": 5})", ErrorCode::bad_time, "\"10h\"");
  check_reading(R"({"days": [1], "count": 5})", ErrorCode::bad_time, "[");
  check_reading(R"({"days": 1e8, "count": 5})", ErrorCode::bad_time, "1e8");
  check_reading(R"({"timestamp": 1419516000000, "count": 5})", ErrorCode::bad_time, "1419516000000");
  check_reading(R"({"timestamp": "10h", "count": 5})", ErrorCode::bad_time, "\"10h\"");
  check_reading(R"({"epoch": false, "count": 5})", ErrorCode::bad_time, "false");
  check_reading(R"({"count": 5})", ErrorCode::bad_time, R"({"count": 5})");
  CHECK(refusal("[[-3, 5]]").message == "-3 lies before the release: times count from it, so they are not below 0");
  CHECK(refusal("[[1419516000, 5]]").message.find("call it \"timestamp\"") != std::string::npos);
}

TEST_CASE("counts that are refused") {
  check_reading("[3, -5]", ErrorCode::bad_count, "-5");
  check_reading("[3, -5.0]", ErrorCode::bad_count, "-5.0");
  check_reading("[3, 1000000000000001]", ErrorCode::bad_count, "1000000000000001");
  check_reading("[3, 1e300]", ErrorCode::bad_count, "1e300");
  check_reading("[3, 99999999999999999999999]", ErrorCode::bad_count, "99999999999999999999999");
  check_reading("[3, -9223372036854775809]", ErrorCode::bad_count, "-9223372036854775809");
  check_reading("[3, 1e-12]", ErrorCode::bad_count, "1e-12");
  check_reading("[3, null]", ErrorCode::bad_count, "null");
  check_reading("[3, \"200.000\"]", ErrorCode::ambiguous_count, "\"200.000\"");
  check_reading("[3, \"x\"]", ErrorCode::bad_count, "\"x\"");
  check_refusal(R"([{"hours": 3, "views": {"a": 1}}])", ErrorCode::bad_count, "{", "views");
  check_reading(R"({"hours": 3})", ErrorCode::bad_count, R"({"hours": 3})");
}

TEST_CASE("readings that are none") {
  check_reading("[]", ErrorCode::bad_file, "[]");
  check_reading("[ 3 ]", ErrorCode::bad_file, "[ 3 ]");
  check_reading("[3, 4, 5]", ErrorCode::bad_file, "5");
  check_refusal("[[[3], 4]]", ErrorCode::bad_file, "[", "[[");
  check_reading("[3, {}]", ErrorCode::bad_file, "{");
  check_reading("17", ErrorCode::bad_file, "17");
  check_reading("null", ErrorCode::bad_file, "null");
  check_reading("\"10h=200k\"", ErrorCode::bad_file, "\"10h=200k\"");
  check_reading(R"({"hours": 3, "days": 1, "count": 5})", ErrorCode::bad_file, "1");
  check_reading(R"({"hours": 3, "count": 5, "views": 6})", ErrorCode::bad_file, "6");
  check_reading(R"({"hours": 3, "count": 5, "torrent": "a", "info_hash": "b"})", ErrorCode::bad_file, "\"b\"");
  check_reading(R"({"hours": 3, "count": 5, "source": 7})", ErrorCode::bad_file, "7");
  check_reading(R"({"hours": 3, "count": 5, "torrent": ["a"]})", ErrorCode::bad_file, "[");
  check_refusal(R"([{"hours": 3, "count": 5, "hours": 4}])", ErrorCode::bad_file, "\"hours\"", "5");
  check_reading(R"({"hour": 3, "count": 5})", ErrorCode::bad_file, "\"hour\"");
  check_reading(R"({"hours": 3, "count": 5, "sourse": "a"})", ErrorCode::bad_file, "\"sourse\"");
}

TEST_CASE("restored readings that are refused") {
  const auto check = [](const char* members, ErrorCode code, std::string_view part) {
    check_reading("{\"hours\": 3, " + std::string(members) + "}", code, part);
  };
  check(R"("count": 5, "count_used": 5, "qualifier": "roughly", "relative_error": 0)", ErrorCode::bad_file,
        "\"roughly\"");
  check(R"("count": 5, "count_used": 5, "qualifier": null, "relative_error": 0)", ErrorCode::bad_file, "null");
  check(R"("count": 0, "count_used": 6, "qualifier": "exact", "relative_error": 0)", ErrorCode::bad_count, "0");
  check(R"("count": "5", "count_used": 6, "qualifier": "exact", "relative_error": 0)", ErrorCode::bad_count, "\"5\"");
  check(R"("count": 5, "count_used": 0.0, "qualifier": "exact", "relative_error": 1)", ErrorCode::bad_count, "0.0");
  check(R"("count": 5, "count_used": 2e18, "qualifier": "exact", "relative_error": 1)", ErrorCode::bad_count, "2e18");
  check(R"("count": 5, "count_used": 6, "qualifier": "exact", "relative_error": -1)", ErrorCode::bad_count, "-1");
  check(R"("count": 5, "count_used": 6, "qualifier": "about", "relative_error": 1e300)", ErrorCode::bad_count, "1e300");
  check(R"("count": 5, "count_used": 6, "qualifier": "exact", "relative_error": null)", ErrorCode::bad_count, "null");
  check(R"("count": 5, "count_used": 6, "qualifier": "exact")", ErrorCode::bad_file, "\"exact\"");
  check(R"("count": 5, "qualifier": "exact", "relative_error": 0)", ErrorCode::bad_file, "\"exact\"");
  check(R"("count": 5, "count_used": 6)", ErrorCode::bad_file, "6");
  check(R"("count": 5, "relative_error": 0.5)", ErrorCode::bad_file, "0.5");
}

TEST_CASE("objects that are refused") {
  const auto check = [](const char* members, ErrorCode code, std::string_view part) {
    check_refusal("{" + std::string(members) + ",\n\"readings\": [[1, 5]]}", code, part);
  };
  check("\"id\": true", ErrorCode::bad_file, "true");
  check("\"title\": [\"x\"]", ErrorCode::bad_file, "[");
  check("\"release\": \"2014-12-25\"", ErrorCode::bad_time, "\"2014-12-25\"");
  check("\"release\": true", ErrorCode::bad_time, "true");
  check("\"release\": 1419516000000", ErrorCode::bad_time, "1419516000000");
  check("\"since\": -1", ErrorCode::bad_time, "-1");
  check("\"since\": \"soon\"", ErrorCode::bad_time, "\"soon\"");
  check("\"since_hours\": \"3h\"", ErrorCode::bad_time, "\"3h\"");
  check("\"since\": \"3h\", \"since_hours\": 4", ErrorCode::bad_file, "4");
  check("\"schema\": \"swarmcast/prior/1\"", ErrorCode::bad_file, "\"swarmcast/prior/1\"");
  check("\"schema\": 1", ErrorCode::bad_file, "1");
  check("\"ID\": \"x\"", ErrorCode::bad_file, "\"ID\"");
  check("\"relaese\": \"x\"", ErrorCode::bad_file, "\"relaese\"");
  check("\"id\": \"x\", \"Title\": {}", ErrorCode::bad_file, "\"Title\"");
  check_refusal(R"({"title": "x", "title": "x", "readings": []})", ErrorCode::bad_file, "\"title\"", "\"x\", ");
  check_refusal(R"({"readings": [[1, 5]], "readings": []})", ErrorCode::bad_file, "\"readings\"", "]], ");
  check_refusal("\n {\"id\": \"x\"}", ErrorCode::bad_file, "{\"id\": \"x\"}");
  check_refusal(R"({"reading": [[1, 5]]})", ErrorCode::bad_file, "\"reading\"");
  check_refusal(R"({"hour": 3, "cuont": 5})", ErrorCode::bad_file, "\"hour\"");
  check_refusal(R"({"readings": {"hours": 3}})", ErrorCode::bad_file, "{", ": ");
  check_refusal(R"({"readings": null})", ErrorCode::bad_file, "null");
  CHECK(refusal(R"({"id": "x", "readngs": []})").message ==
        "\"readngs\" is no key of a series: did you mean \"readings\"?");
}

TEST_CASE("files that do not go together") {
  check_refusal("{\"readings\": [[1, 5]]}\n[[2, 6]]", ErrorCode::bad_file, "[", "}\n");
  check_refusal("[[2, 6]]\n{\"readings\": [[1, 5]]}", ErrorCode::bad_file, "{");
  check_refusal("[[2, 6]] [[3, 7]]", ErrorCode::bad_file, "[", "]] ");
  check_refusal("[10, \"200k\"]", ErrorCode::bad_file, "10");
  check_refusal(R"([{"readings": [[1, 5]]}, [2, 6]])", ErrorCode::bad_file, "[2, 6]");
  check_refusal(R"([[2, 6], {"readings": []}])", ErrorCode::bad_file, R"({"readings": []})");
  const auto disagree = [](const char* first, const char* second, std::string_view part) {
    check_refusal("{\"id\": \"a\", \"readings\": [], " + std::string(first) + "}\n{\"id\": \"a\", " + second +
                      ", \"readings\": [[1, 5]]}",
                  ErrorCode::bad_file, part, "}\n");
  };
  disagree("\"title\": \"x\"", "\"title\": \"y\"", "\"y\"");
  disagree("\"release\": 5", "\"release\": 6", "6");
  disagree("\"since\": 5", "\"since\": 6", "6");
  disagree("\"since\": 5", "\"since_hours\": 6", "6");
  disagree("\"since\": \"@5\"", "\"since\": 5", "5");
}

TEST_CASE("no readings") {
  for (const char* bytes : {"", " \n", "\xEF\xBB\xBF", "# nothing\n", "[]"}) {
    const Error error = refusal(bytes);
    CHECK(error.code == ErrorCode::no_readings);
    CHECK(error.place.line == 0);
  }
  check_refusal("{\"readings\":\n []}", ErrorCode::no_readings, "[");
}

TEST_CASE("what is not JSON is refused where it stops being it") {
  const auto check = [](std::string_view bytes, std::string_view part, std::string_view after) {
    check_refusal(bytes, ErrorCode::bad_file, part, after);
  };
  check("x", "x", "");
  check("7", "7", "");
  check("{\"readings\": [[1, 5]]}\n, {}", ",", "}\n");
  check("{\"readings\": [[1, 5]]} # no", "#", "");
  check("{\"readings\": [[1, 5]]}}", "}", "}");
  check("[[1, 5],, [2, 6]]", ",", "5],");
  check("[[1, 5],\n]", "]", "\n");
  check("{\"a\" \"b\"}", "\"b\"", "");
  check("{\"a\" 17}", "17", "");
  check("{\"a\": 1 \"bc\": 2}", "\"bc\"", "");
  check("{\n'a': 1}", "'", "");
  check("{a: 1}", "a", "");
  check("[nul]", "nul]", "");
  check("[+1]", "+", "");
  check("[.5]", ".", "");
  check("[[1,\n 1e400]]", "1e400", "");
  check("{\"x\": -1e400 }", "-1e400", "");
  check("[[1, 5]", "", "5]");
  check("{\"a\"", "", "\"a\"");
  check("{\"a\": \"bc", "\"bc", "");
  check("{\"a\": \"bc\n\"}", "\"bc", "");
  check("{\"a\": \"b\tc\"}", "\t", "");
  check("{\"a\": \"b\xFF\"}", "\xFF", "");
  check("{\"a\": \"b\xC3(\"}", "(", "");
  check("{\"a\": \"\\x\"}", "x", "");
  check(std::string_view("{\"a\": \"b\0\"}", 11), std::string_view("\0", 1), "");
  check(std::string_view("{\"readings\": [[1, 5]]}\0x", 24), std::string_view("\0", 1), "");
  check(std::string_view("[[1, 5]\0]", 9), std::string_view("\0", 1), "");
  CHECK(refusal("[[1, 5]").message == "the JSON ends before it is complete: a closing bracket is missing");
  CHECK(refusal("{\"a\": \"b\xFF\"}").message.find("UTF-8") != std::string::npos);
}

TEST_CASE("hostile bytes") {
  constexpr std::size_t many = 1 << 20;
  const std::string sixteen(16, '[');
  CHECK(refusal("{\"x\": " + std::string(15, '[') + std::string(15, ']') + "}").message.find("no \"readings\"") !=
        std::string::npos);
  check_refusal("{\"x\": " + sixteen, ErrorCode::bad_file, "[", std::string(15, '['));
  check_refusal(std::string(many, '['), ErrorCode::bad_file, "[", "[[");
  std::string objects;
  for (std::size_t i = 0; i < many / 5; ++i) objects += "{\"a\":";
  CHECK(refusal(objects).place.column == 16 * 5 + 1);
  CHECK(refusal(std::string(many, '\0')).place.column == 1);
  CHECK(refusal("[" + std::string(many, '"')).code == ErrorCode::bad_file);
  CHECK(refusal("{\"" + std::string(many, 'a') + "\": 1}").code == ErrorCode::bad_file);
  CHECK(refusal("[[\"" + std::string(many, 'a') + "\", 1]]").message.size() < 300);
  CHECK(refusal("[[1" + std::string(many, '0') + ", 1]]").message.size() < 300);
  CHECK(refusal("[[1, " + std::string(many, '1') + "]]").place.column == 6);
  std::string empties;
  for (std::size_t i = 0; i < many / 16; ++i) empties += "{\"readings\":[]} ";
  CHECK(refusal(empties).code == ErrorCode::no_readings);
  CHECK(read(empties + "{\"readings\":[[1,2]]}").rows.size() == 1);
  std::string all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes += static_cast<char>(i);
  for (const char* start : {"", "[", "{", "{\"", "{\"readings\":[[", "[[1,\""}) {
    CHECK_FALSE(read_json_log(start + all_bytes, "counts.json"));
  }
}

TEST_CASE("every beginning of a file is refused or read, and so is every change of a byte") {
  const std::string bytes =
      "{\"schema\": \"swarmcast/series/1\", \"id\": \"\xC3\xA9\\u00e9\", \"release\": 1e9, \"x\": [{}, null, true, "
      "-1.5e3],\n"
      "\"readings\": [[10, \"200k\"], {\"hours\": 20.5, \"count\": 3e5, \"source\": \"a\"}]}\n";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i + 1 < bytes.size()) CHECK_FALSE(read_json_log(std::string_view(bytes).substr(0, i), "counts.json"));
    for (int change = 0; change < 256; ++change) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(change);
      const Result<JsonLog> log = read_json_log(changed, "counts.json");
      const bool placed_or_read = log || log.error().place.line > 0;
      REQUIRE_MESSAGE(placed_or_read, changed);
    }
  }
}

}  // namespace
}  // namespace swarmcast
