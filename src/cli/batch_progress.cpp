#include "cli/batch_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/format.hpp"

namespace swarmcast::cli {
namespace {

std::string duration(double seconds) {
  constexpr double seconds_per_hour = 3600;
  return human_hours(std::max(seconds, 1.0) / seconds_per_hour);
}

}  // namespace

BatchProgress::BatchProgress(std::ostream& err, bool wanted, bool terminal, std::uint64_t bytes,
                             std::uint64_t bytes_before)
    : err_(err), wanted_(wanted), terminal_(terminal), bytes_(bytes), bytes_before_(bytes_before) {}

BatchProgress::~BatchProgress() {
  if (!wanted_) return;
  if (!terminal_) {
    err_ << line() + '\n' << std::flush;
  } else if (shown_) {
    err_ << "\r\x1b[K" << std::flush;
  }
}

void BatchProgress::report(std::size_t series, std::uint64_t bytes_taken) {
  if (!wanted_) return;
  series_ = series;
  bytes_taken_ = bytes_taken;
  const auto now = Clock::now();
  using namespace std::chrono_literals;
  const auto pause = terminal_ ? Clock::duration(200ms) : Clock::duration(10s);
  if (now - shown_.value_or(begin_) < pause) return;
  shown_ = now;
  err_ << (terminal_ ? fmt::format("\r{}\x1b[K", line()) : line() + '\n') << std::flush;
}

std::string BatchProgress::line() const {
  const double elapsed = std::chrono::duration<double>(Clock::now() - begin_).count();
  const double rate = static_cast<double>(series_) / elapsed;
  std::string text = fmt::format("swarmcast: {} series, {} a second", full_count(static_cast<double>(series_)),
                                 full_count(std::round(rate)));
  if (bytes_ == 0 || bytes_taken_ <= bytes_before_) return text;
  const auto done = static_cast<double>(bytes_taken_ - bytes_before_);
  const auto left = static_cast<double>(bytes_ - std::min(bytes_taken_, bytes_));
  text += fmt::format(", {} of the input",
                      human_share(std::min(1.0, static_cast<double>(bytes_taken_) / static_cast<double>(bytes_))));
  if (left > 0) text += fmt::format(", {} left", duration(elapsed * left / done));
  return text;
}

}  // namespace swarmcast::cli
