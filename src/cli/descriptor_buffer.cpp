#include "cli/descriptor_buffer.hpp"

#include <unistd.h>

#include <cerrno>
#include <ostream>
#include <system_error>

#include "cli/exit_code.hpp"
#include "cli/interruption.hpp"

namespace swarmcast::cli {

DescriptorBuffer::int_type DescriptorBuffer::underflow() {
  if (!Interruption::wait_to_read(descriptor_)) return traits_type::eof();
  ssize_t size = 0;
  do {
    size = ::read(descriptor_, block_.data(), block_.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) throw std::system_error(errno, std::generic_category());
  setg(block_.data(), block_.data(), block_.data() + size);
  return size == 0 ? traits_type::eof() : traits_type::to_int_type(*gptr());
}

DescriptorBuffer::int_type DescriptorBuffer::overflow(int_type character) {
  if (sync() != 0) return traits_type::eof();
  setp(block_.data(), block_.data() + block_.size());
  if (!traits_type::eq_int_type(character, traits_type::eof())) sputc(traits_type::to_char_type(character));
  return traits_type::not_eof(character);
}

int DescriptorBuffer::sync() {
  const char* next = pbase();
  while (write_error_ == 0 && next != pptr()) {
    const ssize_t size = ::write(descriptor_, next, static_cast<std::size_t>(pptr() - next));
    if (size >= 0) {
      next += size;
    } else if (errno != EINTR) {
      write_error_ = errno;
    }
  }
  setp(nullptr, nullptr);
  return write_error_ == 0 ? 0 : -1;
}

int close_output(DescriptorBuffer& output, int code, std::ostream& err) {
  output.pubsync();
  if (output.write_error() == 0) return code;
  if (output.write_error() == EPIPE) return exit_answered;
  err << "swarmcast: cannot write to standard output: " << std::generic_category().message(output.write_error())
      << '\n';
  return exit_refused;
}

}  // namespace swarmcast::cli
