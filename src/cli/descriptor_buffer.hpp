#pragma once

#include <array>
#include <iosfwd>
#include <streambuf>

namespace swarmcast::cli {

/// A stream buffer over an open file descriptor, for reading or for writing, that keeps the reason of a failure, which
/// the standard's file streams lose. The descriptor stays the caller's.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {}

  /// errno of the first failed write, or 0. After a failure nothing more is written.
  [[nodiscard]] int write_error() const { return write_error_; }

 protected:
  /// At the end, and after an Interruption, there is nothing. Throws std::system_error when reading fails: a stream
  /// with exceptions(badbit) passes it on, any other turns bad.
  int_type underflow() override;
  int_type overflow(int_type character) override;
  int sync() override;

 private:
  int descriptor_;
  int write_error_ = 0;
  std::array<char, 65536> block_{};
};

/// Writes out what is left and settles the exit code. A reader that went away (EPIPE) is answered: 0, silently. Any
/// other failure is one sentence on `err` and `exit_refused`; without one the code stays.
[[nodiscard]] int close_output(DescriptorBuffer& output, int code, std::ostream& err);

}  // namespace swarmcast::cli
