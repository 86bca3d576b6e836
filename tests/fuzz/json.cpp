// Readings in JSON: read_series(), once as it comes and once with every option, points for least squares,
// and tasks.

#include "fuzz/checks.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  const std::string_view bytes = fuzz::as_text(data, size);
  ReadOptions options{.format = InputFormat::json};
  fuzz::check_read_series(bytes, options);
  fuzz::check_read_tasks(bytes, options);
  options.release = ClockTime{1419516000, -300};
  options.increments = true;
  options.hold = true;
  options.on_fall = FallPolicy::reset;
  fuzz::check_read_series(bytes, options);
  fuzz::check_read_tasks(bytes, options);
  for (const bool any : {false, true}) fuzz::check_fit_data(bytes, options, any);
  return 0;
}
