#include "io/csv_scanner.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace swarmcast {

CsvScanner::CsvScanner(std::string_view bytes, std::string_view source) : bytes_(bytes), source_(source) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes_.starts_with(byte_order_mark)) bytes_.remove_prefix(byte_order_mark.size());
}

Error CsvScanner::error_at(const CsvField& field, ErrorCode code, std::string message) const {
  return {code, std::move(message), {.source = std::string(source_), .line = field.line, .column = field.column}};
}

/// Precondition: the next byte is a line end.
void CsvScanner::begin_next_line() {
  line_start_ = ++next_;
  ++line_;
}

void CsvScanner::skip_blanks() {
  constexpr std::string_view blanks = " \t\r";
  next_ = std::min(bytes_.find_first_not_of(blanks, next_), bytes_.size());
}

void CsvScanner::skip_blank_lines() {
  for (;;) {
    const std::size_t start = next_;
    skip_blanks();
    if (next_ == bytes_.size()) return;
    if (bytes_[next_] != '\n') {
      next_ = start;
      return;
    }
    begin_next_line();
  }
}

CsvField CsvScanner::plain_field() {
  const std::size_t start = next_;
  next_ = std::min(bytes_.find_first_of(",\n", next_), bytes_.size());
  return {trim(bytes_.substr(start, next_ - start)), line_, column(start)};
}

/// Precondition: the next byte is the opening quote.
Result<CsvField> CsvScanner::quoted_field() {
  CsvField field{{}, line_, column(next_)};
  const std::size_t start = ++next_;
  for (;;) {
    next_ = std::min(bytes_.find_first_of("\"\n", next_), bytes_.size());
    if (next_ == bytes_.size()) return error_at(field, ErrorCode::bad_file, "a quote is opened here and never closed");
    if (bytes_[next_] == '\n') {
      begin_next_line();
    } else if (bytes_.substr(next_, 2) == "\"\"") {
      next_ += 2;
    } else {
      break;
    }
  }
  field.text = trim(bytes_.substr(start, next_ - start));
  ++next_;
  skip_blanks();
  if (!at_row_end() && bytes_[next_] != ',') {
    return error_at({{}, line_, column(next_)}, ErrorCode::bad_file,
                    "text follows a closing quote: put a comma between them");
  }
  return field;
}

Result<std::vector<CsvField>> CsvScanner::next_row() {
  constexpr std::size_t most_fields = 256;  // keeps the memory of a hostile row bounded
  std::vector<CsvField> row;
  skip_blank_lines();
  if (next_ == bytes_.size()) return row;
  for (;;) {
    if (row.size() == most_fields) {
      return error_at({{}, line_, column(next_)}, ErrorCode::bad_file, "this row has more than 256 fields");
    }
    const std::size_t start = next_;
    skip_blanks();
    if (next_ < bytes_.size() && bytes_[next_] == '"') {
      const Result<CsvField> field = quoted_field();
      if (!field) return field.error();
      row.push_back(*field);
    } else {
      next_ = start;
      row.push_back(plain_field());
    }
    if (at_row_end()) break;
    ++next_;  // the comma
  }
  if (next_ < bytes_.size()) begin_next_line();
  return row;
}

}  // namespace swarmcast
