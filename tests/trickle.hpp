#pragma once
/// Bytes that come a few at a time, as through a slow pipe.

#include <algorithm>
#include <cstddef>
#include <streambuf>
#include <string>
#include <string_view>

class Trickle : public std::streambuf {
 public:
  /// `step` bytes at a time.
  Trickle(std::string_view bytes, std::size_t step) : bytes_(bytes), step_(step) {}

 protected:
  int_type underflow() override {
    const std::size_t size = std::min(step_, bytes_.size() - next_);
    if (size == 0) return traits_type::eof();
    char* const begin = bytes_.data() + next_;
    next_ += size;
    setg(begin, begin, begin + size);
    return traits_type::to_int_type(*begin);
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t next_ = 0;
};
