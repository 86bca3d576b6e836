#include "io/input_window.hpp"

#include <algorithm>

namespace swarmcast {
namespace {

constexpr std::size_t block_bytes = 65536;

}  // namespace

void InputWindow::fill() {
  if (at_end_) return;
  if (!keeps_all_ && next_ > buffer_.size() / 2) {
    buffer_.erase(0, next_);
    next_ = 0;
  }
  using Traits = std::streambuf::traits_type;
  if (Traits::eq_int_type(in_.sgetc(), Traits::eof())) {
    at_end_ = true;
    return;
  }
  const auto there = std::clamp<std::streamsize>(in_.in_avail(), 1, block_bytes);
  const std::size_t before = buffer_.size();
  buffer_.resize(before + static_cast<std::size_t>(there));
  const auto got = static_cast<std::size_t>(in_.sgetn(buffer_.data() + before, there));
  buffer_.resize(before + got);
  bytes_read_ += got;
}

void InputWindow::advance(std::size_t bytes) {
  const std::string_view taken = rest().substr(0, bytes);
  line_ += static_cast<std::size_t>(std::count(taken.begin(), taken.end(), '\n'));
  next_ += taken.size();
}

void InputWindow::skip_line() {
  for (;;) {
    const std::size_t newline = rest().find('\n');
    if (newline != std::string_view::npos) return advance(newline + 1);
    advance(rest().size());
    if (at_end_) return;
    fill();
  }
}

}  // namespace swarmcast
