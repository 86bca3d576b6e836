#include "io/csv_scanner.hpp"

#include <algorithm>
#include <utility>

#include "io/log.hpp"

namespace swarmcast {

std::string CsvField::unescaped() const {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '"') ++i;
    if (i < text.size()) out += text[i];
  }
  return out;
}

CsvScanner::CsvScanner(std::string_view bytes, std::string_view source, char delimiter)
    : bytes_(bytes), source_(source), delimiter_(delimiter) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes_.starts_with(byte_order_mark)) next_ = byte_order_mark.size();
}

Error CsvScanner::error_at(std::string_view part, ErrorCode code, std::string message) const {
  return placed({code, std::move(message), {}}, bytes_, source_, part);
}

void CsvScanner::skip_blanks() {
  while (next_ < bytes_.size() && is_blank(bytes_[next_])) ++next_;
}

void CsvScanner::skip_blank_lines_and_comments() {
  constexpr std::string_view blanks = " \t\r";
  constexpr std::string_view unusual = " \t\r\n#";  // at the start of a row
  if (next_ < bytes_.size() && unusual.find(bytes_[next_]) == unusual.npos) return;
  for (;;) {
    const std::size_t begin = std::min(bytes_.find_first_not_of(blanks, next_), bytes_.size());
    if (begin < bytes_.size() && bytes_[begin] != '\n' && bytes_[begin] != '#') return;
    const std::size_t end = bytes_.find('\n', begin);
    next_ = end == bytes_.npos ? bytes_.size() : end + 1;
    if (next_ == bytes_.size()) return;
  }
}

CsvField CsvScanner::plain_field() {
  const char* const begin = bytes_.data() + next_;
  const char* const stop = bytes_.data() + bytes_.size();
  const char* end = begin;
  const char delimiter = delimiter_;  // in a register: a char may alias anything
  while (end != stop && *end != delimiter && *end != '\n') ++end;
  next_ += static_cast<std::size_t>(end - begin);
  while (end != begin && is_blank(end[-1])) --end;
  return {{begin, static_cast<std::size_t>(end - begin)}};
}

/// Precondition: the next byte is the opening quote.
Result<CsvField> CsvScanner::quoted_field() {
  const std::size_t open = next_++;
  for (;; next_ += 2) {
    next_ = std::min(bytes_.find('"', next_), bytes_.size());
    if (next_ == bytes_.size()) {
      return error_at(bytes_.substr(open, 1), ErrorCode::bad_file, "a quote is opened here and never closed");
    }
    if (bytes_.substr(next_, 2) != "\"\"") break;
  }
  CsvField field{bytes_.substr(open + 1, next_ - open - 1), true};
  while (!field.text.empty() && is_blank(field.text.front())) field.text.remove_prefix(1);
  while (!field.text.empty() && is_blank(field.text.back())) field.text.remove_suffix(1);
  ++next_;
  skip_blanks();
  if (next_ < bytes_.size() && bytes_[next_] != '\n' && bytes_[next_] != delimiter_) {
    return error_at(bytes_.substr(next_, 1), ErrorCode::bad_file,
                    "text follows a closing quote: put a comma between them, or double a quote within a field");
  }
  return field;
}

bool is_blank(const std::vector<CsvField>& row) {
  const auto is_empty = [](const CsvField& field) { return field.text.empty() && !field.quoted; };
  return std::all_of(row.begin(), row.end(), is_empty);
}

Result<bool> CsvScanner::next_row(std::vector<CsvField>& fields) {
  constexpr std::size_t most_fields = 256;  // keeps the memory of a hostile row bounded
  fields.clear();
  skip_blank_lines_and_comments();
  row_begin_ = next_;
  if (next_ == bytes_.size()) return false;
  for (;; ++next_) {
    if (fields.size() == most_fields) {
      return error_at(bytes_.substr(next_, 1), ErrorCode::bad_file, "this row has more than 256 fields");
    }
    while (next_ < bytes_.size() && bytes_[next_] != '\r' && is_blank(bytes_[next_])) ++next_;
    if (next_ < bytes_.size() && bytes_[next_] == '"') {
      const Result<CsvField> field = quoted_field();
      if (!field) return field.error();
      fields.push_back(*field);
    } else {
      fields.push_back(plain_field());
    }
    if (next_ == bytes_.size() || bytes_[next_] == '\n') break;  // otherwise it is the delimiter
  }
  if (next_ < bytes_.size()) ++next_;
  return true;
}

}  // namespace swarmcast
