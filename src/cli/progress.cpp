#include "cli/progress.hpp"

#include <fmt/format.h>

#include "base/format.hpp"
#include "cli/reading_options.hpp"

namespace swarmcast::cli {

Progress::Progress(const Arguments& arguments, const Console& console, std::string_view what)
    : err_(console.err), what_(what), wanted_(console.terminal.shows_progress && !arguments.has(quiet_option)) {}

Progress::~Progress() {
  if (shown_) err_ << "\r\x1b[K" << std::flush;
}

void Progress::report(std::size_t done, std::size_t all) {
  const std::size_t percent = 100 * done / all;
  if (!wanted_ || (shown_ && percent == percent_)) return;
  shown_ = true;
  percent_ = percent;
  err_ << fmt::format("\rswarmcast: {} of {} {} ({} %)", full_count(static_cast<double>(done)),
                      full_count(static_cast<double>(all)), what_, percent)
       << std::flush;
}

}  // namespace swarmcast::cli
