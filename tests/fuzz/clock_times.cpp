// Clock times: parse_clock_time(), and back through write_clock_time().

#include "fuzz/checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  using namespace swarmcast::fuzz;
  const std::string_view text = as_text(data, size);
  const Result<ClockTime> time = parse_clock_time(text);
  if (!time) {
    check_error(time.error(), text);
    return 0;
  }
  check_clock_time(*time);

  const std::string written = write_clock_time(*time);
  const Result<ClockTime> back = parse_clock_time(written);
  demand(static_cast<bool>(back), "what is written can be read", written);
  // Written to the microsecond; in the year 9999 the next double is 31 of them away.
  const double step = std::nextafter(std::abs(time->unix_seconds), 1e300) - std::abs(time->unix_seconds);
  demand(std::abs(back->unix_seconds - time->unix_seconds) <= 1e-6 + step, "what is written is the same time", written);
  demand(back->offset_minutes == time->offset_minutes, "what is written has the same offset", written);
  demand(write_clock_time(*back) == written, "what is written and read is written the same", written);
  return 0;
}
