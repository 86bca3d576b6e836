#include "io/detect.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "base/text.hpp"

namespace swarmcast {

std::string_view first_line(std::string_view bytes) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trim(bytes.substr(0, end));
    if (!line.empty() && line.front() != '#') return line;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return {};
}

InputFormat format_of(std::string_view line) {
  if (line.empty()) return InputFormat::csv;
  if (line.front() == '{' || line.front() == '[') return InputFormat::json;
  constexpr std::string_view begin_a_time = ".@+-";
  if (is_digit(line.front()) || begin_a_time.find(line.front()) != line.npos) return InputFormat::lines;
  return line.find('\t') != line.npos ? InputFormat::tsv : InputFormat::csv;
}

char delimiter_of(std::string_view header) {
  return std::count(header.begin(), header.end(), ';') > std::count(header.begin(), header.end(), ',') ? ';' : ',';
}

std::optional<Error> check_encoding(std::string_view bytes, std::string_view source) {
  if (!bytes.starts_with("\xFF\xFE") && !bytes.starts_with("\xFE\xFF")) return std::nullopt;
  return Error{ErrorCode::bad_file, "this is UTF-16: save it as UTF-8", {.source = std::string(source)}};
}

Result<Log> read_log(std::string_view bytes, std::string_view source, const ReadOptions& options, JsonRole role,
                     const TaskColumns* tasks) {
  if (auto error = check_encoding(bytes, source)) return *std::move(error);
  const std::string_view line = first_line(bytes);
  switch (options.format == InputFormat::automatic ? format_of(line) : options.format) {
    case InputFormat::tsv:
      return read_table(bytes, source, '\t', options, tasks);
    case InputFormat::lines:
      return read_lines(bytes, source, options);
    case InputFormat::json:
      return read_json(bytes, source, options, role);
    case InputFormat::automatic:
    case InputFormat::csv:
      break;
  }
  return read_table(bytes, source, delimiter_of(line), options, tasks);
}

}  // namespace swarmcast
