#include "cli/output_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include "cli/descriptor_buffer.hpp"

namespace swarmcast::cli {
namespace {

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

int make_file(const std::string& path) {
  constexpr unsigned mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
}

}  // namespace

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error OutputFile::failure(std::string_view what, int code) const {
  return {
      ErrorCode::unwritable_file, fmt::format("the file {}: {}", what, std::generic_category().message(code)), {path_}};
}

std::optional<Error> OutputFile::open(const std::string& path) {
  path_ = path;
  if (path.empty()) return failure("cannot be made", ENOENT);
  struct stat there {};
  if (::stat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode)) {
    target_ = path;
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    return descriptor_ < 0 ? std::optional(failure("cannot be opened", errno)) : std::nullopt;
  }
  std::error_code none;
  const std::filesystem::path resolved = std::filesystem::weakly_canonical(path, none);
  target_ = none ? path : resolved.string();
  beside_ = target_ + ".new";
  const int trial = make_file(beside_);
  if (trial < 0) return failure("cannot be made", errno);
  ::close(trial);
  ::unlink(beside_.c_str());
  return std::nullopt;
}

std::optional<Error> OutputFile::write(std::string_view bytes) {
  if (!beside_.empty()) descriptor_ = make_file(beside_);
  if (descriptor_ < 0) return failure("cannot be made", errno);
  int code = write_all(std::exchange(descriptor_, -1), bytes);
  if (code == 0 && !beside_.empty() && std::rename(beside_.c_str(), target_.c_str()) != 0) code = errno;
  if (code == 0) return std::nullopt;
  if (!beside_.empty()) ::unlink(beside_.c_str());
  return failure("cannot be written", code);
}

}  // namespace swarmcast::cli
