#pragma once
/// Many series, one after the other out of a stream, none of them understood yet: what is kept is one series.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "io/csv_scanner.hpp"
#include "io/input_window.hpp"
#include "io/log.hpp"

namespace swarmcast {

/// One of many series as it stands in the input.
struct RawSeries {
  std::string text{};                ///< a line of JSON, or the header of the table and rows: a small file of its own
  InputFormat format{};              ///< of `text`: json, csv or tsv
  std::string id{};                  ///< of rows; empty of a line, which says it itself
  std::size_t line = 1;              ///< of the input, where it begins
  std::size_t header_lines = 0;      ///< of `text`
  std::vector<std::size_t> lines{};  ///< of the input, of each line after the header, where they were gathered
  std::optional<Error> error{};      ///< why it can be no series, at its place

  /// The line of the input in which a line of `text` stands.
  [[nodiscard]] std::size_t line_of(std::size_t line_of_text) const;
};

/// The bytes of a series at most: what is longer is an error in its place.
inline constexpr std::size_t most_series_bytes = std::size_t{16} << 20;

/// Of a table, a series that comes again is found out where it is among the last so many.
inline constexpr std::size_t remembered_series = 65536;

/// Takes NDJSON line by line, and a table by the series its rows name. Blank lines and comments are none. A row that
/// cannot be read is an error of its series; where it does not tell which that is, of those before and after it.
class SeriesSplitter {
 public:
  /// With `gather` the rows of a table need not stand together: all of it, 1 GiB at most, is held in memory. Lines are
  /// numbered from `first_line`: what begins behind line 1 is a part of NDJSON, whatever it looks like.
  /// `in` must outlive the splitter, and may throw std::system_error where it cannot be read.
  SeriesSplitter(std::streambuf& in, std::string source, ReadOptions options, bool gather, std::size_t first_line = 1);

  /// The next series, or none at the end. Errors, after which there is no next: `unreadable_file`; `bad_file` for a
  /// table whose header lacks a column, whose rows of a series do not stand together, and for what is neither NDJSON
  /// nor a table.
  [[nodiscard]] Result<std::optional<RawSeries>> next();

  /// Whether the next series is there already: nobody has to wait for its bytes. Of a table it is a guess.
  [[nodiscard]] bool ready() const;

  /// Of the input, up to where the next series begins.
  [[nodiscard]] std::uint64_t bytes_taken() const { return window_.bytes_taken(); }

 private:
  /// A row of a table, its bytes at the start of the window.
  struct Row {
    std::size_t blank = 0;  ///< bytes of blank lines and comments before it
    std::size_t bytes = 0;
    std::size_t line = 0;
    std::optional<std::string> id{};  ///< none: it does not tell
    std::optional<Error> error{};     ///< why it cannot be read
  };
  /// The same where rows are gathered.
  struct GatheredRow {
    std::uint32_t offset;
    std::uint32_t bytes;
    std::uint32_t line;
    std::uint32_t series;
  };

  [[nodiscard]] Result<std::optional<RawSeries>> take();
  [[nodiscard]] std::optional<Error> begin();
  [[nodiscard]] std::optional<Error> begin_table();
  [[nodiscard]] std::optional<RawSeries> next_line();
  [[nodiscard]] std::optional<Row> scan_row();
  [[nodiscard]] Row long_row(std::size_t blank);
  void name(Row& row) const;
  [[nodiscard]] Result<std::optional<RawSeries>> next_rows();
  void append(RawSeries& series, std::string_view row) const;
  [[nodiscard]] std::optional<Error> remember(const RawSeries& series);
  [[nodiscard]] std::optional<Error> gather();
  [[nodiscard]] std::optional<RawSeries> next_gathered();
  [[nodiscard]] Error fail(std::size_t line, std::string message) const;

  InputWindow window_;
  std::string source_;
  ReadOptions options_;
  bool gather_;
  bool begun_ = false;
  InputFormat format_ = InputFormat::json;
  std::optional<Error> failure_;  // of the input, once what came before it is given

  // Of a table:
  char delimiter_ = ',';
  RawSeries header_;  // what each series begins with
  SeriesColumns columns_;
  std::vector<CsvField> fields_;
  std::optional<RawSeries> open_;
  std::optional<Error> unowned_;  // of a row that does not tell its series: the next one's too
  std::vector<std::uint64_t> remembered_;
  std::size_t oldest_ = 0;
  std::unordered_set<std::uint64_t> remembered_set_;

  // Gathered:
  std::vector<GatheredRow> rows_;  // those of one series together
  std::vector<std::string> ids_;
  std::map<std::uint32_t, Error> errors_;
  std::size_t next_row_ = 0;
};

/// What a failed request calls itself: its "id", or else its "title", as far as the line can be read.
[[nodiscard]] std::string id_of_line(std::string_view json);

}  // namespace swarmcast
