// Many series out of one stream: what each is, on which line it stands, and that it does not matter how the bytes come.

#include "io/series_splitter.hpp"

#include <doctest/doctest.h>

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "trickle.hpp"

namespace swarmcast {
namespace {

struct Split {
  std::vector<RawSeries> series;
  std::optional<Error> error;
};

Split split(std::streambuf& in, const ReadOptions& options = {}, bool gather = false) {
  SeriesSplitter splitter(in, "many", options, gather);
  Split result;
  for (;;) {
    auto next = splitter.next();
    if (!next) {
      result.error = next.error();
      return result;
    }
    if (!*next) return result;
    result.series.push_back(**std::move(next));
  }
}

/// The same for bytes that come all at once and a few at a time.
Split split(std::string_view bytes, const ReadOptions& options = {}, bool gather = false) {
  Trickle whole(bytes, bytes.size());
  const Split expected = split(whole, options, gather);
  for (const std::size_t step : {1U, 2U, 3U, 7U, 64U}) {
    CAPTURE(step);
    Trickle trickle(bytes, step);
    const Split result = split(trickle, options, gather);
    REQUIRE(result.series.size() == expected.series.size());
    for (std::size_t i = 0; i < result.series.size(); ++i) {
      CHECK(result.series[i].text == expected.series[i].text);
      CHECK(result.series[i].id == expected.series[i].id);
      CHECK(result.series[i].line == expected.series[i].line);
      CHECK(result.series[i].lines == expected.series[i].lines);
      CHECK(result.series[i].error.has_value() == expected.series[i].error.has_value());
    }
    REQUIRE(result.error.has_value() == expected.error.has_value());
    if (result.error) CHECK(result.error->message == expected.error->message);
    if (result.error) CHECK(result.error->place.line == expected.error->place.line);
  }
  return expected;
}

TEST_CASE("NDJSON is split into its lines, without those that mean nothing") {
  const Split result = split("\xEF\xBB\xBF{\"id\": 1}\n\n  # note\n  {\"id\": 2}\r\n \t\nnot JSON\n{\"torn");
  REQUIRE(result.series.size() == 4);
  CHECK(result.series[0].text == "{\"id\": 1}");
  CHECK(result.series[1].text == "  {\"id\": 2}\r");
  CHECK(result.series[2].text == "not JSON");
  CHECK(result.series[3].text == "{\"torn");
  CHECK(result.series[0].line == 1);
  CHECK(result.series[1].line == 4);
  CHECK(result.series[2].line == 6);
  CHECK(result.series[3].line == 7);
  for (const RawSeries& series : result.series) CHECK(series.format == InputFormat::json);
  CHECK(result.series[1].line_of(1) == 4);
}

TEST_CASE("a table is split where the name in its column changes") {
  const Split result = split(
      "# made by hand\nid;time;count\n\"a;1\";10;\"100\"\n# "
      "note\n\"a;1\";20;200\n\nb;10;\"two\nlines\"\nb;20;5\nc;1;1");
  REQUIRE(result.series.size() == 3);
  const std::string header = "# made by hand\nid;time;count\n";
  CHECK(result.series[0].text == header + "\"a;1\";10;\"100\"\n# note\n\"a;1\";20;200\n");
  CHECK(result.series[0].id == "a;1");
  CHECK(result.series[0].line == 3);
  CHECK(result.series[1].text == header + "b;10;\"two\nlines\"\nb;20;5\n");
  CHECK(result.series[1].id == "b");
  CHECK(result.series[1].line == 7);
  CHECK(result.series[1].line_of(4) == 8);
  CHECK(result.series[1].line_of(1) == 1);
  CHECK(result.series[2].text == header + "c;1;1");
  CHECK(result.series[2].line == 10);
  for (const RawSeries& series : result.series) CHECK(series.format == InputFormat::csv);
}

TEST_CASE("a row that cannot be read costs its series alone") {
  const Split result = split("id,time,count\na,1,2\nb,1,2\nb,2,\"3\" x\nb,3,4\nc,1,2\nc,2,\"5\nd,1,2\n");
  REQUIRE(result.series.size() == 4);
  CHECK_FALSE(result.series[0].error);
  REQUIRE(result.series[1].error);
  CHECK(result.series[1].error->place.line == 4);
  CHECK(result.series[1].error->place.column == 9);
  CHECK(result.series[1].error->place.source == "many");
  REQUIRE(result.series[2].error);
  CHECK(result.series[2].error->place.line == 7);
  CHECK(result.series[3].id == "d");
  CHECK_FALSE(result.series[3].error);
}

TEST_CASE("a row at fault ends with its line, however its bytes come") {
  const Split result = split("id,time,count\na,1,2\nb,1,\"2\" and much more than comes at a time\nc,1,2\n");
  REQUIRE(result.series.size() == 3);
  CHECK(result.series[1].error);
  CHECK(result.series[2].id == "c");
}

TEST_CASE("rows of a series that do not stand together are noticed, or gathered") {
  const std::string_view apart = "id,time,count\nz,1,2\n,1,2\nz,2,\"3\n\"\nb,1,2\n,2,4";
  const Split refused = split(apart);
  REQUIRE(refused.error);
  CHECK(refused.error->code == ErrorCode::bad_file);
  CHECK(refused.error->place.line == 4);
  CHECK(refused.series.size() == 2);

  const Split gathered = split(apart, {}, true);
  REQUIRE(gathered.series.size() == 3);
  CHECK(gathered.series[0].text == "id,time,count\nz,1,2\nz,2,\"3\n\"\n");
  CHECK(gathered.series[0].lines == std::vector<std::size_t>{2, 4, 5});
  CHECK(gathered.series[0].line_of(3) == 4);
  CHECK(gathered.series[1].id.empty());
  CHECK(gathered.series[1].text == "id,time,count\n,1,2\n,2,4\n");
  CHECK(gathered.series[1].lines == std::vector<std::size_t>{3, 7});
  CHECK(gathered.series[2].id == "b");
}

TEST_CASE("a series that comes again is noticed among the last 65,536") {
  std::string table = "id,time,count\n";
  for (std::size_t i = 0; i < 3000; ++i) table += std::to_string(i) + ",1,2\n";
  Trickle good(table, 4096);
  CHECK_FALSE(split(good).error);
  table += "2385,2,3\n";
  Trickle bad(table, 4096);
  const Split result = split(bad);
  REQUIRE(result.error);
  CHECK(result.error->place.line == 3002);
  CHECK(result.series.size() == 3000);
}

TEST_CASE("what is neither NDJSON nor a table of many series is refused") {
  for (const std::string_view bytes : {"10h 200k\n20h 300k\n", "[{\"id\": 1}]\n", "time,count\n1,2\n",
                                       "id,count\n1,2\n", "\xFF\xFEi\0", "id,\"time\n1,2"}) {
    CAPTURE(bytes);
    const Split result = split(bytes);
    REQUIRE(result.error);
    CHECK(result.error->code == ErrorCode::bad_file);
    CHECK(result.series.empty());
  }
  CHECK(split("{\"id\": 1}\n", {}, true).error);
  for (const std::string_view nothing : {"", "\n\n", "# note", "id,time,count\n"}) {
    CAPTURE(nothing);
    const Split result = split(nothing);
    CHECK(result.series.empty());
    CHECK_FALSE(result.error);
  }
}

TEST_CASE("a series that comes again after more than are remembered is not noticed, and its memory is bounded") {
  std::string table = "id,time,count\n";
  for (std::size_t i = 0; i <= remembered_series; ++i) table += std::to_string(i) + ",1,2\n";
  Trickle forgotten(table + "0,2,3\n", 65536);
  CHECK_FALSE(split(forgotten).error);
  Trickle known(table + "1,2,3\n", 65536);
  CHECK(split(known).error);
}

TEST_CASE("a row that does not tell its series is an error of those around it") {
  const Split result =
      split("time,count,id\n10,100,a\n20,300,a\n5,\"50\" x,b\n10,100,b\n20,300,b\n30,1,c\n40,2\n50,3,c\n");
  REQUIRE(result.series.size() == 3);
  REQUIRE(result.series[0].error);
  CHECK(result.series[0].error->place.line == 4);
  REQUIRE(result.series[1].error);
  CHECK(result.series[1].error->place.line == 4);
  REQUIRE(result.series[2].error);
  CHECK(result.series[2].error->place.line == 8);
  const Split nameless = split("time,count,id\n5,\"50\" x,b\n");
  REQUIRE(nameless.series.size() == 1);
  CHECK(nameless.series[0].error);
}

TEST_CASE("a stray quote costs its own row's series, and none of those behind it") {
  const Split result = split("id,time,count\nd,10,\"5\ne,10,100\nf,10,100\n\"g, x\",10,100\nh,10,100\n");
  REQUIRE(result.series.size() == 5);
  CHECK(result.series[0].error);
  for (std::size_t i = 1; i < 5; ++i) CHECK_FALSE(result.series[i].error);
  CHECK(result.series[3].id == "g, x");
}

TEST_CASE("an id that is empty leaves it to the title, and rows of empty fields are blank") {
  const Split result =
      split("id\ttitle\ttime\tcount\n\tKestrel\t10\t1\n\t\t\t\n\tKestrel\t20\t2\n\tUmbra\t10\t1\nx\tOne\t1\t1\n");
  REQUIRE(result.series.size() == 3);
  CHECK(result.series[0].id == "Kestrel");
  CHECK(result.series[1].id == "Umbra");
  CHECK(result.series[2].id == "x");
  CHECK(result.series[2].format == InputFormat::tsv);
  CHECK(result.series[0].line_of(4) == 4);
}

TEST_CASE("a name that is not UTF-8 is refused") {
  const Split result = split("id,time,count\nZw\xF6lf,1,2\nb,1,2\n");
  REQUIRE(result.series.size() == 2);
  CHECK(result.series[0].error);
  CHECK_FALSE(result.series[1].error);
}

TEST_CASE("much of nothing between rows is not the end") {
  std::string table = "id,time,count\na,1,2\n";
  table.append(most_series_bytes + 100, '\n');
  table += "b,1,2\n# ";
  table.append(most_series_bytes + 100, 'x');
  table += "\nc,1,2\nd,1,";
  table.append(most_series_bytes + 100, '2');
  table += "\ne,1,2\n";
  Trickle in(table, 65536);
  const Split result = split(in);
  REQUIRE(result.series.size() == 5);
  CHECK(result.series[1].line == most_series_bytes + 103);
  CHECK(result.series[2].id == "c");
  CHECK(result.series[3].id == "d");
  CHECK(result.series[3].error);
  CHECK(result.series[4].id == "e");
  CHECK_FALSE(result.series[4].error);
}

TEST_CASE("a line without end is an error in its place, and is not held in memory") {
  std::string text = "{\"id\": \"first\"}\n{\"id\": \"long\", \"x\": \"";
  text.append(most_series_bytes + 100, 'x');
  text += "\"}\n{\"id\": \"last\"}\n";
  Trickle in(text, 65536);
  const Split result = split(in);
  REQUIRE(result.series.size() == 3);
  REQUIRE(result.series[1].error);
  CHECK(result.series[1].id == "long");
  CHECK(result.series[1].line == 2);
  CHECK(result.series[1].text.empty());
  CHECK(result.series[2].text == "{\"id\": \"last\"}");
  CHECK(result.series[2].line == 3);

  std::string table = "id,time,count\na,1,2\n";
  while (table.size() <= most_series_bytes) table += "b,1,222222222222222222222222222222222222222222222222222222\n";
  table += "c,1,2\n";
  Trickle rows(table, 65536);
  const Split of_table = split(rows);
  REQUIRE(of_table.series.size() == 3);
  CHECK(of_table.series[1].error);
  CHECK_FALSE(of_table.series[2].error);
}

TEST_CASE("a stream that cannot be read to its end says so") {
  class Broken : public std::streambuf {
   protected:
    int_type underflow() override {
      if (given_) throw std::system_error(5, std::generic_category());
      given_ = true;
      setg(text_, text_, text_ + sizeof text_ - 1);
      return traits_type::to_int_type(*text_);
    }

   private:
    char text_[18] = "{\"id\": 1}\n{\"id\": ";
    bool given_ = false;
  };
  Broken in;
  const Split result = split(in);
  CHECK(result.series.size() == 1);
  REQUIRE(result.error);
  CHECK(result.error->code == ErrorCode::unreadable_file);
}

TEST_CASE("the id of a line is found as far as it can be read") {
  CHECK(id_of_line(R"({"id": "x", "readings": [)") == "x");
  CHECK(id_of_line(R"({"title": "t", "id": "x\u00e9")") == "xé");
  CHECK(id_of_line(R"({"title": "t", "readings": [{"id": "inner"}]})") == "t");
  CHECK(id_of_line(R"({"id": null, "title": "t"})") == "t");
  CHECK(id_of_line(R"({"id": 17})") == "17");
  CHECK(id_of_line("x 17").empty());
  CHECK(id_of_line("").empty());
}

}  // namespace
}  // namespace swarmcast
