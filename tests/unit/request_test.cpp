// A line of a batch: a series, and what it says is asked about it.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "io/result_line.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

Request read(const std::string& line, const Question& question = {}) {
  const Result<Request> request = read_request(line, "line", {.format = InputFormat::json}, question);
  CAPTURE(line);
  if (!request) FAIL(request.error().message);
  return *request;
}

Error refused(const std::string& line) {
  const Result<Request> request = read_request(line, "line", {.format = InputFormat::json}, {});
  CAPTURE(line);
  REQUIRE_FALSE(request);
  CHECK(request.error().place.line <= 1);
  return request.error();
}

std::string asking(const std::string& question) {
  return R"({"id": "x", "readings": [[10, 200000], ["20h", "750k+"]], )" + question + "}";
}

TEST_CASE("a line may ask about itself, in numbers and in texts") {
  const Request request = read(asking(R"("at": [24, "48h,7d", "+12h"], "level": [80, "95%"], "reach": [1e6, "2M"], )"
                                      R"("against": ["152000:ratings"])"));
  CHECK(request.series.id == "x");
  CHECK(request.series.readings.size() == 2);
  CHECK(request.options.horizons == std::vector<double>{24, 48, 168, 32});
  CHECK(request.options.levels == std::vector<double>{80, 95});
  CHECK(request.options.reach == std::vector<double>{1e6, 2e6});
  CHECK(request.options.against == std::vector<Yardstick>{{152000, "ratings"}});

  const Request alone = read(asking(R"("at": 30, "level": "50", "reach": "1M", "against": "7:x")"));
  CHECK(alone.options.horizons == std::vector<double>{30});
  CHECK(alone.options.levels == std::vector<double>{50});
  CHECK(alone.options.reach == std::vector<double>{1e6});
  CHECK(alone.options.against == std::vector<Yardstick>{{7, "x"}});
}

TEST_CASE("what a line does not ask, all are asked") {
  const HorizonText ahead{.time = {.hours = 5, .clock = {}}, .from_last_reading = true};
  const Question all{.at = {{ahead}}, .levels = {{50}}, .reach = {{3e6}}, .against = {}};
  const Request silent = read(asking(R"("title": "t")"), all);
  CHECK(silent.options.horizons == std::vector<double>{25});
  CHECK(silent.options.levels == std::vector<double>{50});
  CHECK(silent.options.reach == std::vector<double>{3e6});
  const Request nothing = read(asking(R"("at": [], "level": null, "reach": [])"), all);
  CHECK(nothing.options.horizons == std::vector<double>{25});
  CHECK(nothing.options.levels == std::vector<double>{50});
  CHECK(nothing.options.reach.empty());
  const Request own = read(asking(R"("at": [99])"), all);
  CHECK(own.options.horizons == std::vector<double>{99});
  CHECK(read(asking(R"("title": "t")")).options.horizons.empty());
  CHECK(read(asking(R"("title": "t")")).options.levels == ProjectionOptions{}.levels);
}

TEST_CASE("what is asked about all and lies behind a series is left out, with a warning") {
  const auto hours = [](double value) { return HorizonText{.time = {.hours = value, .clock = {}}}; };
  const Question all{.at = {{hours(5), hours(48)}}, .levels = {}, .reach = {{100, 3e6}}, .against = {}};
  const Request request = read(asking(R"("title": "t")"), all);
  CHECK(request.options.horizons == std::vector<double>{48});
  CHECK(request.options.reach == std::vector<double>{3e6});
  REQUIRE(request.series.warnings.size() == 2);
  CHECK(request.series.warnings[0].code == WarningCode::question_passed);
  CHECK(request.series.warnings[0].text ==
        "5h is asked about all, and not ahead of this last reading, 750k+ at 20h: left out");
  CHECK(request.series.warnings[0].place.line == 1);
  const Question none_left{.at = {{hours(5)}}, .levels = {}, .reach = {}, .against = {}};
  CHECK(read(asking(R"("title": "t")"), none_left).options.horizons == std::vector<double>{5});  // project() refuses it
  CHECK(read(asking(R"("at": [5, 48])"), all).options.horizons == std::vector<double>{5, 48});
}

TEST_CASE("one line cannot ask for all the memory there is") {
  std::string hundred = "21";
  std::string levels = "1";
  for (int i = 1; i < 100; ++i) {
    hundred += fmt::format(",{}", 21 + i);
    levels += fmt::format(",{}", 1 + 0.9 * i);
  }
  CHECK(read(asking(fmt::format(R"("at": [{}], "level": [{}])", hundred, levels))).options.levels.size() == 100);
  std::string against = R"("1:x")";
  for (int i = 1; i < 10; ++i) against += R"(,"1:x")";
  CHECK(refused(asking(fmt::format(R"("at": [{}], "level": [{}], "against": [{}])", hundred, levels, against))).code ==
        ErrorCode::bad_file);
}

TEST_CASE("an id may be a number, and a list is no line") {
  CHECK(read(R"({"id": 101, "readings": [[10, 200000]]})").series.id == "101");
  CHECK(refused(R"([{"id": "x", "readings": [[10, 200000]]}])").code == ErrorCode::bad_file);
}

TEST_CASE("clock times are asked of the line's own release") {
  const Request request = read(R"({"release": "2014-12-24T18:00Z", "readings": [["2014-12-25T04:00Z", 200000]], )"
                               R"("at": ["2014-12-26T18:00Z"]})");
  CHECK(request.options.horizons == std::vector<double>{48});
  CHECK(refused(asking(R"("at": ["2014-12-26T18:00Z"])")).code == ErrorCode::no_release);
}

TEST_CASE("a question that makes no sense is refused where it stands") {
  CHECK(refused(asking(R"("at": ["soon"])")).code == ErrorCode::bad_time);
  CHECK(refused(asking(R"("at": [true])")).code == ErrorCode::bad_time);
  CHECK(refused(asking(R"("at": [-1])")).code == ErrorCode::bad_time);
  CHECK(refused(asking(R"("at": {"hours": 5})")).code == ErrorCode::bad_time);
  CHECK(refused(asking(R"("at": [[5]])")).code == ErrorCode::bad_time);
  CHECK(refused(asking(R"("level": [100])")).code == ErrorCode::bad_level);
  CHECK(refused(asking(R"("level": [0])")).code == ErrorCode::bad_level);
  CHECK(refused(asking(R"("level": ["a"])")).code == ErrorCode::bad_level);
  CHECK(refused(asking(R"("reach": ["1m"])")).code == ErrorCode::bad_count);
  CHECK(refused(asking(R"("reach": [null])")).code == ErrorCode::bad_count);
  CHECK(refused(asking(R"("against": ["ratings"])")).code == ErrorCode::bad_yardstick);
  CHECK(refused(asking(R"("against": [5])")).code == ErrorCode::bad_yardstick);
  CHECK(refused(asking(R"("levels": [80])")).message.find("did you mean \"level\"?") != std::string::npos);
  const Error error = refused(asking(R"("at": [24, "soon"])"));
  CHECK(error.place.column == asking(R"("at": [24, )").size());
  std::string many = "1";
  for (int i = 0; i < 1000; ++i) many += ",1";
  CHECK(refused(asking("\"at\": [" + many + "]")).code == ErrorCode::bad_file);
  std::string objects = "{}";
  for (int i = 0; i < 1000; ++i) objects += ",{}";
  CHECK(refused(asking("\"at\": [" + objects + "]")).code == ErrorCode::bad_file);  // before they are looked at
}

TEST_CASE("a line is one series") {
  CHECK(refused(R"({"id": "a", "readings": [[1, 2]]} {"id": "b", "readings": [[1, 2]]})").code ==
        ErrorCode::several_series);
  CHECK(refused(R"({"id": "a", "readings": [[1, 2]]} {"id": "a", "readings": [[3, 4]]})").code ==
        ErrorCode::several_series);
  CHECK(refused("[[1, 2], [3, 4]]").code == ErrorCode::bad_file);
  CHECK(refused(R"({"hours": 1, "count": 2})").code == ErrorCode::bad_file);
  CHECK(refused("").code == ErrorCode::no_readings);
}

TEST_CASE("answers of a projection that is read again ask nothing") {
  const Request request = read(R"({"schema": "swarmcast/projection/1", "id": "x", "readings": [[10, 200000]], )"
                               R"("reach": [{"count": 1e6}], "against": [{"number": 5, "label": "x"}]})");
  CHECK(request.options.reach.empty());
  CHECK(request.options.against.empty());
  const Request sorted = read(R"({"at": 48, "id": "x", "reach": [{"count": 1e6}], "readings": [[10, 200000]], )"
                              R"("schema": "swarmcast/projection/1"})");
  CHECK(sorted.options.reach.empty());
  CHECK(sorted.options.horizons == std::vector<double>{48});
  CHECK(refused(asking(R"("reach": [{"count": 1e6}])")).code == ErrorCode::bad_count);
}

TEST_CASE("whose result a line is") {
  for (const std::string id : {"x", "", "a,b", "quote\"d", "xé\xff", "line\nbreak"}) {
    CAPTURE(id);
    Error error{ErrorCode::bad_count, "wrong, \"so\""};
    error.place.line = 5;
    Projection projection;
    projection.id = id;
    projection.horizons.push_back({48, 5, {{80, 1, 2}}});
    const std::string other = id + "x";
    CHECK(json_result(write_json(projection), id) == ResultLine::projection);
    CHECK(json_result(write_json(id, error), id) == ResultLine::failure);
    CHECK(json_result(write_json(projection), other) == ResultLine::of_another);
    CHECK(json_result(write_json(id, error), other) == ResultLine::of_another);
    CHECK(row_result(write_rows(projection), id) == ResultLine::projection);
    CHECK(row_result(write_rows(id, error), id) == ResultLine::failure);
    CHECK(row_result(write_rows(projection), other) == ResultLine::of_another);
    CHECK(row_result(write_rows(id, error), other) == ResultLine::of_another);
  }
  CHECK(json_result("", "x") == ResultLine::of_another);
  CHECK(row_result("", "x") == ResultLine::of_another);
}

}  // namespace
}  // namespace swarmcast
