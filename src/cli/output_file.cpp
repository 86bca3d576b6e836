#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ostream>
#include <system_error>

#include "cli/descriptor_buffer.hpp"

namespace swarmcast::cli {
namespace {

Error failure(const std::string& path, std::string_view what, int code) {
  return {
      ErrorCode::unwritable_file, fmt::format("the file {}: {}", what, std::generic_category().message(code)), {path}};
}

/// Writes and closes a descriptor; gives errno of what failed, or 0.
int write_all(int descriptor, std::string_view bytes) {
  int code = 0;
  {
    DescriptorBuffer buffer(descriptor);
    std::ostream out(&buffer);
    out << bytes << std::flush;
    code = buffer.write_error();
  }
  if (code == 0 && ::fsync(descriptor) != 0 && errno != EINVAL) code = errno;  // EINVAL: a pipe has nothing to sync
  if (::close(descriptor) != 0 && code == 0) code = errno;
  return code;
}

}  // namespace

std::optional<Error> write_file(const std::string& path, std::string_view bytes) {
  constexpr unsigned mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0 &&
      !S_ISREG(there.st_mode)) {  // /dev/stdout and its like are written as they are
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return failure(path, "cannot be opened", errno);
    const int code = write_all(descriptor, bytes);
    return code == 0 ? std::nullopt : std::optional(failure(path, "cannot be written", code));
  }
  const std::string beside = path + ".new";
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (descriptor < 0) return failure(path, "cannot be made", errno);
  int code = write_all(descriptor, bytes);
  if (code == 0 && std::rename(beside.c_str(), path.c_str()) != 0) code = errno;
  if (code == 0) return std::nullopt;
  ::unlink(beside.c_str());
  return failure(path, "cannot be written", code);
}

}  // namespace swarmcast::cli
