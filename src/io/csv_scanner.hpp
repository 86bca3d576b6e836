#pragma once
/// CSV (RFC 4180) as a sequence of rows. Fields are views into the input: nothing is copied, so memory is that of one
/// row.

#include <cstddef>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast {

/// A field without the blanks and quotes around it; a doubled quote within it stands as it is.
struct CsvField {
  std::string_view text;
  std::size_t line = 0;    ///< where it begins, from 1
  std::size_t column = 0;  ///< in bytes, from 1
};

/// Reads rows one after the other. Accepts CRLF and a UTF-8 byte order mark, and skips blank lines.
class CsvScanner {
 public:
  /// `bytes` must outlive the scanner and its fields; `source` is the name of the input in errors.
  CsvScanner(std::string_view bytes, std::string_view source);

  /// The next row; empty at the end of the input. Error: `bad_file` for a quote that is never closed, for text after a
  /// closing quote, and for more than 256 fields in a row.
  [[nodiscard]] Result<std::vector<CsvField>> next_row();

  /// An error about a field of this input.
  [[nodiscard]] Error error_at(const CsvField& field, ErrorCode code, std::string message) const;

 private:
  [[nodiscard]] std::size_t column(std::size_t offset) const { return offset - line_start_ + 1; }
  [[nodiscard]] bool at_row_end() const { return next_ == bytes_.size() || bytes_[next_] == '\n'; }
  void begin_next_line();
  void skip_blanks();
  void skip_blank_lines();
  [[nodiscard]] CsvField plain_field();
  [[nodiscard]] Result<CsvField> quoted_field();

  std::string_view bytes_;
  std::string_view source_;
  std::size_t next_ = 0;        // offset of the next byte to read
  std::size_t line_start_ = 0;  // offset of the first byte of its line
  std::size_t line_ = 1;
};

}  // namespace swarmcast
