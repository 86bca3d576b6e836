// Tables and lines: read_series(), points for least squares, and tasks. The first byte of the input chooses how, the
// rest is the file:
//   bits 0 and 1   csv, tsv, lines, automatic
//   bit 2          --hold
//   bit 3          --increments
//   bits 4 and 5   --on-fall refuse, correct, reset, refuse
//   bit 6          --release
//   bit 7          --since
// so that 0 to 3 are the four formats, and p q r s the same with a release.

#include <array>

#include "fuzz/checks.hpp"

namespace swarmcast::fuzz {
namespace {

ReadOptions options_of(unsigned byte) {
  constexpr std::array formats{InputFormat::csv, InputFormat::tsv, InputFormat::lines, InputFormat::automatic};
  constexpr std::array policies{FallPolicy::refuse, FallPolicy::correct, FallPolicy::reset, FallPolicy::refuse};
  ReadOptions options{.format = formats[byte & 3U]};
  options.hold = (byte & 4U) != 0;
  options.increments = (byte & 8U) != 0;
  options.on_fall = policies[byte >> 4U & 3U];
  if ((byte & 0x40U) != 0) options.release = ClockTime{1419516000, -300};
  if ((byte & 0x80U) != 0) options.since = TimeText{.hours = 2};
  return options;
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = swarmcast::fuzz::as_text(data + 1, size - 1);
  const swarmcast::ReadOptions options = swarmcast::fuzz::options_of(data[0]);
  swarmcast::fuzz::check_read_series(bytes, options);
  swarmcast::fuzz::check_read_tasks(bytes, options);
  for (const bool any : {false, true}) swarmcast::fuzz::check_fit_data(bytes, options, any);
  return 0;
}
