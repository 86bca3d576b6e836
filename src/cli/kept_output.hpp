#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// How what is said of a job begins.
inline constexpr std::string_view job_heading = "swarmcast batch";

/// How the line of a job begins that is a sum over all of its options.
inline constexpr std::string_view options_sum = "options: ";

/// The output of a job that may be ended at any moment and continued: OUT, and beside it OUT.state, which says what job
/// it is. Only one job at a time may have it. Errors: `not_resumable`, and `unreadable_file` or `unwritable_file` with
/// the system's reason.
class KeptOutput {
 public:
  KeptOutput() = default;
  KeptOutput(const KeptOutput&) = delete;
  KeptOutput& operator=(const KeptOutput&) = delete;
  ~KeptOutput();

  /// The path of the file that says what job an output is of.
  [[nodiscard]] static std::string state_of(const std::string& path) { return path + ".state"; }

  /// Opens OUT or makes it. `job` is what OUT.state must hold, line by line, where there is output already; it is
  /// written there otherwise.
  [[nodiscard]] std::optional<Error> open(const std::string& path, const std::string& job);

  /// The next whole line that was there, with its line end; none where the next is torn or missing. What it gives holds
  /// until the next call.
  [[nodiscard]] Result<std::optional<std::string_view>> next_line();

  /// The end of what next_line() gave so far, in bytes of the file.
  [[nodiscard]] std::uint64_t passed() const { return passed_; }

  /// What stands before `end` stays, whatever becomes of the rest.
  void keep(std::uint64_t end) { kept_ = end; }

  /// Cuts off what is not kept: from here on lines are appended.
  [[nodiscard]] std::optional<Error> cut();

  /// Appends. After an error nothing more is to be written.
  [[nodiscard]] std::optional<Error> write(std::string_view text);

  /// Until it is on the disk.
  [[nodiscard]] std::optional<Error> finish();

 private:
  [[nodiscard]] Error failure(ErrorCode code, std::string_view what, int reason) const;
  [[nodiscard]] Error refusal(std::string message) const;
  [[nodiscard]] std::optional<Error> check_job(const std::string& job, bool anything_kept) const;

  std::string path_;
  int descriptor_ = -1;
  std::string buffer_;
  std::size_t next_ = 0;      // offset in the buffer
  bool at_end_ = false;       // of the file: nothing follows the buffer
  std::uint64_t passed_ = 0;  // bytes of the file in lines given
  std::uint64_t kept_ = 0;
};

}  // namespace swarmcast::cli
