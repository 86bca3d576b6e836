#include "io/growing_log.hpp"

#include "io/detect.hpp"

namespace swarmcast {
namespace {

/// What stands behind the last line end.
std::string_view last_line(std::string_view bytes) { return bytes.substr(bytes.rfind('\n') + 1); }  // npos + 1 is 0

}  // namespace

std::string_view unfinished_line(std::string_view bytes, const ReadOptions& options) {
  const InputFormat format = options.format == InputFormat::automatic ? format_of(first_line(bytes)) : options.format;
  return format == InputFormat::json ? std::string_view() : last_line(bytes);
}

Result<Series> read_growing_series(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  const std::string_view lines = bytes.substr(0, bytes.size() - last_line(bytes).size());
  if (!unfinished_line(bytes, options).empty()) return read_series(lines, source, options);
  auto all = read_series(bytes, source, options);
  if (all || lines.empty() || lines.size() == bytes.size()) return all;
  return read_series(lines, source, options);
}

}  // namespace swarmcast
