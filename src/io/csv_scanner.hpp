#pragma once
/// CSV (RFC 4180) as a sequence of rows. Fields are views into the input: nothing is copied, so memory is that of one
/// row.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// A field without the blanks and quotes around it.
struct CsvField {
  std::string_view text;
  bool quoted = false;  ///< a doubled quote within it stands as it is

  /// The text with doubled quotes made single.
  [[nodiscard]] std::string unescaped() const;
};

/// A row of empty fields, as spreadsheets leave them: it says as little as a blank line.
[[nodiscard]] bool is_blank(const std::vector<CsvField>& row);

/// Reads rows one after the other. Accepts CRLF and a UTF-8 byte order mark, and skips blank lines and comments: lines
/// that begin with #.
class CsvScanner {
 public:
  /// `bytes` must outlive the scanner and its fields; `source` is the name of the input in errors.
  CsvScanner(std::string_view bytes, std::string_view source, char delimiter);

  /// Replaces the fields by those of the next row; false at the end of the input.
  /// Error: `bad_file` for a quote that is never closed, for text after a closing quote, and for more than 256 fields
  /// in a row.
  [[nodiscard]] Result<bool> next_row(std::vector<CsvField>& fields);

  /// Offset of the first byte of the last row, or of the one at fault.
  [[nodiscard]] std::size_t row_begin() const { return row_begin_; }

  /// Offset of the first byte behind the last row or, after an error, of the one at fault; of all bytes where it is a
  /// quote that is never closed.
  [[nodiscard]] std::size_t position() const { return next_; }

  /// An error about a stretch of this input.
  [[nodiscard]] Error error_at(std::string_view part, ErrorCode code, std::string message) const;

 private:
  [[nodiscard]] bool is_blank(char c) const { return c == ' ' || c == '\r' || (c == '\t' && delimiter_ != '\t'); }
  void skip_blanks();
  void skip_blank_lines_and_comments();
  [[nodiscard]] CsvField plain_field();
  [[nodiscard]] Result<CsvField> quoted_field();

  std::string_view bytes_;
  std::string_view source_;
  char delimiter_;
  std::size_t next_ = 0;  // offset of the next byte to read
  std::size_t row_begin_ = 0;
};

}  // namespace swarmcast
