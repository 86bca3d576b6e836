#include <doctest/doctest.h>

#include <string>

#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

const std::vector<Reading> interview{make_reading(10, 200000), make_reading(20, 750000, Qualifier::at_least)};

Error refusal(std::string_view bytes) {
  const auto result = read_observations(bytes, "counts.csv", {.format = InputFormat::csv});
  REQUIRE_FALSE_MESSAGE(result, bytes);
  CHECK(result.error().place.source == "counts.csv");
  return result.error();
}

void check_refusal(std::string_view bytes, ErrorCode code, std::size_t line, std::size_t column) {
  const Error error = refusal(bytes);
  CHECK_MESSAGE(error.code == code, error.message);
  CHECK(error.place.line == line);
  CHECK(error.place.column == column);
}

TEST_CASE("CSV as people and programs write it") {
  for (const std::string_view bytes : {
           "time,count\n10h,200k\n20h,750k+\n",
           "time,count\n10h,200k\n20h,750k+",
           "count,time\n200k,10h\n750k+,20h\n",
           "\xEF\xBB\xBFTime,Count\r\n10h,200k\r\n20h,750k+\r\n",
           "\n  time , COUNT\t\n\n10h, \"200,000\"\n \t \n \"20h\" ,750k+ \n\n",
           "\"time\",\"count\"\r\n\"10h\",\"200k\"\r\n\"20h\",\"750k+\"\r\n",
       }) {
    const auto observations = read_observations(bytes, "counts.csv", {.format = InputFormat::csv});
    REQUIRE_MESSAGE(observations, observations.error().message);
    CHECK(observations->readings == interview);
  }
}

TEST_CASE("errors stand at line and column") {
  check_refusal("time,count\n10h,200k\n20h,x\n", ErrorCode::bad_count, 3, 5);
  check_refusal("time,count\n\n20x,750k\n", ErrorCode::bad_time, 3, 1);
  check_refusal("count,time\r\n200k,10h\r\n750k+,\r\n", ErrorCode::bad_time, 3, 7);
  check_refusal("time,count\n10h,200.000\n", ErrorCode::ambiguous_count, 2, 5);
  check_refusal("time,count\n10h,200,000\n", ErrorCode::bad_file, 2, 9);
  check_refusal("time,count\n10h\n", ErrorCode::bad_file, 2, 1);
  check_refusal("time,count\n10h=200k\n", ErrorCode::bad_file, 2, 1);
  check_refusal("time,count\n10h,\"200k\n20h,750k\n", ErrorCode::bad_file, 2, 5);
  check_refusal("time,count\n10h,\"200k\"x\n", ErrorCode::bad_file, 2, 11);
  check_refusal("time,count\n\"1\n0h\",200k\n20h,x\n", ErrorCode::bad_time, 2, 2);
  CHECK(refusal("time,count\n10h,200,000\n").message ==
        "this row has 3 fields where 2 are due: a count with commas stands in quotes, such as 10h,\"200,000\"");
}

TEST_CASE("the header is required") {
  for (const char* bytes :
       {"10h,200k\n", "time|count\n10h|200k\n", "time\n", "note,count\nx,200k\n", ",\n", "time,counts\n"}) {
    check_refusal(bytes, ErrorCode::bad_file, 1, 1);
  }
  CHECK(refusal("\n10h,200k\n").message ==
        "the first line must be a header with a time and a count, such as time,count; here it is \"10h,200k\": put one "
        "above, or say which column it is with --time-column");
  check_refusal("time,time\n", ErrorCode::bad_file, 1, 6);
  check_refusal("hours,count,epoch\n", ErrorCode::bad_file, 1, 13);
  check_refusal("time,downloads,count\n", ErrorCode::bad_file, 1, 16);
}

TEST_CASE("columns by their usual names, in any order, or as asked") {
  const auto counts = [](std::string_view bytes, const ReadOptions& options = {}) {
    const auto observations = read_observations(bytes, "counts.csv", options);
    REQUIRE_MESSAGE(observations, observations.error().message);
    CHECK(observations->readings == interview);
  };
  counts("note,hours,x,downloads\na,10,,200k\nb,20,,750k+\n");
  counts("completed;days\n200k;0.4166666666666666667\n750k+;20h\n");
  counts("views\ttime\n200k\t10h\n750k+\t20h\n");
  counts("snatches,timestamp\n200k,36000\n750k+,1970-01-01T20:00Z\n", {.release = ClockTime{}});
  counts("count,epoch\n200k,136000\n750k+,172000\n", {.release = ClockTime{100000, 0}});
  counts("when,time,n,count\n10h,1h,200k,5\n20h,2h,750k+,6\n", {.time_column = "When", .count_column = "n"});
  counts("name,time,count\na,10h,200k\na,20h,750k+\n", {.series_column = "name"});
  counts("# a comment\ntime,count\n#10h,1\n10h,200k\n  # another\n20h,750k+\n# the end");
}

TEST_CASE("an option names a column that is there") {
  const auto message = [](const ReadOptions& options) {
    const auto read = read_observations("time,count\n1h,2\n", "counts.csv", options);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::bad_file);
    return read.error().message;
  };
  CHECK(message({.count_column = "cuont"}) == "there is no column \"cuont\": did you mean \"count\"?");
  CHECK(message({.series_column = "release"}) == "there is no column \"release\": the header has \"time,count\"");
}

TEST_CASE("a quoted field may hold commas, line ends and quotes") {
  const auto read = read_observations("title,time,count\n\"a \"\"b\"\",\nc\",10h,\"200,000\"\n", "counts.csv");
  REQUIRE(read);
  CHECK(read->title == "a \"b\",\nc");
  CHECK(read->readings == std::vector{make_reading(10, 200000)});
}

TEST_CASE("nothing to read") {
  for (const char* bytes : {"", "\n", " \r\n\t\n", "\xEF\xBB\xBF", "time,count", "time,count\n\n"}) {
    CHECK(refusal(bytes).code == ErrorCode::no_readings);
  }
}

TEST_CASE("hostile bytes") {
  const std::string megabyte(std::size_t{1} << 20, 'x');
  CHECK(refusal("time,count\n10h," + megabyte).message.size() < 300);
  CHECK(refusal("time,count\n" + megabyte).message.size() < 300);
  CHECK(refusal(megabyte).message.size() < 300);
  CHECK(refusal(std::string(std::size_t{1} << 20, ',')).message == "this row has more than 256 fields");
  CHECK(refusal(std::string(std::size_t{1} << 20, '"')).code == ErrorCode::bad_file);
  CHECK(refusal(std::string("time,count\n10h,2\00000k\n", 21)).code == ErrorCode::bad_count);
  CHECK(refusal(std::string("time,count\n10h,200k\n\0\n", 22)).code == ErrorCode::bad_file);
  CHECK(refusal("\xFF\xFEt\0i\0m\0").message == "this is UTF-16: save it as UTF-8");
  CHECK(refusal("time,count\n10h,\x1b[31m\n").message.find('\x1b') == std::string::npos);
}

}  // namespace
}  // namespace swarmcast
