#pragma once
/// Many series, one after the other out of a stream, none of them understood yet: what is kept is one series.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_scanner.hpp"
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

/// Takes NDJSON line by line, and a table by the series its rows name. Blank lines and comments are none.
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

  /// Whether the next series is there already, as far as that can be told: nobody has to wait for its bytes.
  [[nodiscard]] bool ready() const { return at_end_ || next_row_ > 0 || buffer_.size() - next_ >= enough_bytes; }

  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  /// A row of a table that is gathered.
  struct Row {
    std::size_t offset;
    std::size_t length;
    std::size_t line;
    std::uint32_t series;
  };

  /// Of most series, and a small part of what is read at a time.
  static constexpr std::size_t enough_bytes = 4096;

  [[nodiscard]] Result<std::optional<RawSeries>> take();
  [[nodiscard]] std::optional<Error> begin();
  [[nodiscard]] std::optional<Error> begin_table();
  [[nodiscard]] std::optional<RawSeries> next_line();
  [[nodiscard]] Result<std::optional<RawSeries>> next_rows();
  [[nodiscard]] std::optional<Error> gather();
  [[nodiscard]] std::optional<RawSeries> next_gathered();
  [[nodiscard]] bool scan_row(std::optional<Error>& error);
  [[nodiscard]] std::optional<Error> remember(const RawSeries& series);
  [[nodiscard]] Error fail(std::string message) const;
  [[nodiscard]] bool fill();
  void advance(std::size_t bytes);

  std::streambuf& in_;
  std::string source_;
  ReadOptions options_;
  bool gather_;
  bool begun_ = false;
  InputFormat format_ = InputFormat::json;
  char delimiter_ = ',';

  std::string buffer_;
  std::size_t next_ = 0;  // offset in the buffer of the next byte to take
  std::size_t line_;      // of the input, of that byte
  bool at_end_ = false;   // of the input: nothing follows the buffer
  std::uint64_t bytes_read_ = 0;

  // Of a table:
  std::string header_;
  std::size_t header_lines_ = 0;
  std::size_t column_ = 0;        // which tells series apart
  std::vector<CsvField> fields_;  // of the row being taken
  std::size_t row_bytes_ = 0;     // of it, blank lines before it included
  std::string id_;                // of the series it belongs to
  std::optional<RawSeries> begun_series_;
  std::vector<std::uint64_t> seen_;  // hashes of ids, those of long ago overwritten

  // Gathered:
  std::vector<Row> rows_;  // those of one series together
  std::vector<std::string> ids_;
  std::size_t next_row_ = 0;
};

/// What a failed request calls itself: its "id", or else its "title", as far as the line can be read.
[[nodiscard]] std::string id_of_line(std::string_view json);

}  // namespace swarmcast
