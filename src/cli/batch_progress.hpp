#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

namespace swarmcast::cli {

/// How far a batch is: series, series a second, and, where the input's size is known, the share of it and the time
/// left. On a terminal one line that is written over and at last wiped; elsewhere a line every ten seconds, and one at
/// the end. Nothing but standard error ever depends on the clock.
class BatchProgress {
 public:
  /// `bytes` of the input, of which `bytes_before` were not worked on now; 0: not known.
  BatchProgress(std::ostream& err, bool wanted, bool terminal, std::uint64_t bytes, std::uint64_t bytes_before);
  BatchProgress(const BatchProgress&) = delete;
  BatchProgress& operator=(const BatchProgress&) = delete;
  ~BatchProgress();

  /// `series` of this run.
  void report(std::size_t series, std::uint64_t bytes_taken);

 private:
  [[nodiscard]] std::string line() const;

  using Clock = std::chrono::steady_clock;

  std::ostream& err_;
  bool wanted_;
  bool terminal_;
  std::uint64_t bytes_;
  std::uint64_t bytes_before_;
  Clock::time_point begin_ = Clock::now();
  std::optional<Clock::time_point> shown_;
  std::size_t series_ = 0;
  std::uint64_t bytes_taken_ = 0;
};

}  // namespace swarmcast::cli
