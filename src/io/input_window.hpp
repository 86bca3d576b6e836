#pragma once
/// What has come of a stream and is not taken yet.

#include <cstddef>
#include <cstdint>
#include <streambuf>
#include <string>
#include <string_view>

namespace swarmcast {

/// Views into it hold until the next fill(). It grows as far as its user lets it.
class InputWindow {
 public:
  /// `in` must outlive the window, and may throw std::system_error where it cannot be read. Lines are numbered from
  /// `first_line`.
  InputWindow(std::streambuf& in, std::size_t first_line) : in_(in), line_(first_line) {}

  [[nodiscard]] std::string_view rest() const { return std::string_view(buffer_).substr(next_); }

  /// Nothing follows rest().
  [[nodiscard]] bool at_end() const { return at_end_; }

  /// More behind rest(), as much as is there, or else as comes; nothing where the stream is at its end.
  void fill();

  void advance(std::size_t bytes);

  /// Past the next line end, however far it is.
  void skip_line();

  /// Of the first byte of rest().
  [[nodiscard]] std::size_t line() const { return line_; }

  /// All bytes so far, from the start of the stream, with rest() behind them. Precondition: keep_all() was called
  /// first.
  [[nodiscard]] std::string_view all() const { return buffer_; }
  void keep_all() { keeps_all_ = true; }

  [[nodiscard]] std::uint64_t bytes_taken() const { return bytes_read_ - (buffer_.size() - next_); }

 private:
  std::streambuf& in_;
  std::string buffer_;
  std::size_t next_ = 0;  // offset in the buffer
  std::size_t line_;
  std::uint64_t bytes_read_ = 0;
  bool at_end_ = false;
  bool keeps_all_ = false;
};

}  // namespace swarmcast
