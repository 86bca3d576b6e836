#include "cli/append.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/text.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::string_view way_out = "-o takes a file of rows to add to, or one to make";

/// Calls until no signal interrupts.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

/// An open file, locked for this process alone.
class LockedFile {
 public:
  explicit LockedFile(const std::string& path) : path_(path) {}
  ~LockedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;

  std::optional<Error> open() {
    constexpr int attempts = 100;  // each of which finds that the file was moved away while it waited
    constexpr unsigned mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    for (int i = 0; i < attempts; ++i) {
      descriptor_ = uninterrupted([&] { return ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, mode); });
      if (descriptor_ < 0) return failure("cannot be opened");
      struct stat own {};
      if (::fstat(descriptor_, &own) != 0) return failure("cannot be examined");
      if (!S_ISREG(own.st_mode)) return refusal(fmt::format("is not a regular file: {}", way_out));
      if (uninterrupted([&] { return ::flock(descriptor_, LOCK_EX); }) != 0) return failure("cannot be locked");
      struct stat named {};
      const bool there = ::stat(path_.c_str(), &named) == 0;
      if (there && named.st_dev == own.st_dev && named.st_ino == own.st_ino) return read_size();
      ::close(descriptor_);
      descriptor_ = -1;
    }
    return refusal("is moved away again and again while it is opened");
  }

  [[nodiscard]] off_t size() const { return size_; }

  /// So many bytes from an offset, or fewer where the file ends.
  Result<std::string> read(off_t offset, std::size_t length) const {
    std::string bytes(length, '\0');
    std::size_t filled = 0;
    while (filled < length) {
      const ssize_t got = uninterrupted([&] {
        return ::pread(descriptor_, bytes.data() + filled, length - filled, offset + static_cast<off_t>(filled));
      });
      if (got < 0) return failure("cannot be read");
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
  }

  /// Appends all of it, or leaves the file as it was.
  std::optional<Error> append(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = uninterrupted([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
      if (written < 0) return taken_back(failure("cannot be written"));
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return std::nullopt;
  }

  /// Some file systems tell only here that there was no room.
  std::optional<Error> close() {
    const int descriptor = descriptor_;
    descriptor_ = -1;
    if (::close(descriptor) != 0 && errno != EINTR) return failure("cannot be written");
    return std::nullopt;
  }

 private:
  std::optional<Error> read_size() {
    struct stat now {};  // under the lock
    if (::fstat(descriptor_, &now) != 0) return failure("cannot be examined");
    size_ = now.st_size;
    return std::nullopt;
  }

  [[nodiscard]] Error taken_back(Error error) const {
    if (uninterrupted([&] { return ::ftruncate(descriptor_, size_); }) != 0) {
      error.message +=
          fmt::format("; what was written of the last row stays ({})", std::generic_category().message(errno));
    }
    return error;
  }

  [[nodiscard]] Error failure(std::string_view what) const {
    return refusal(fmt::format("{} ({}): {}", what, std::generic_category().message(errno), way_out));
  }
  [[nodiscard]] Error refusal(std::string message) const {
    return {ErrorCode::unwritable_file, std::move(message), {.source = path_.empty() ? "\"\"" : path_}};
  }

  const std::string& path_;
  int descriptor_ = -1;
  off_t size_ = 0;
};

/// Whether the file begins with the header, whatever its line end.
std::optional<Error> check_header(const LockedFile& file, const std::string& path, std::string_view header) {
  constexpr std::size_t enough = 512;
  const auto start = file.read(0, enough);
  if (!start) return start.error();
  const std::string_view first = std::string_view(*start).substr(0, start->find('\n'));
  const std::string_view due = header.substr(0, header.size() - 1);
  if (first == due || (first.ends_with('\r') && first.substr(0, first.size() - 1) == due)) return std::nullopt;
  return Error{
      ErrorCode::bad_file,
      fmt::format("the first line is {} and not the header {}, so nothing is added to it: give -o a file of its "
                  "own",
                  quote(trim(first)), due),
      locate(*start, path, 0, first.size())};
}

}  // namespace

std::optional<Error> append_rows(const std::string& path, std::string_view header, std::string_view rows) {
  LockedFile file(path);
  if (auto error = file.open()) return error;
  std::string bytes;
  if (file.size() == 0) {
    bytes = header;
  } else {
    if (auto error = check_header(file, path, header)) return error;
    const auto last = file.read(file.size() - 1, 1);
    if (!last) return last.error();
    if (*last != "\n" && !rows.empty()) bytes = "\n";
  }
  bytes += rows;
  if (auto error = file.append(bytes)) return error;
  return file.close();
}

}  // namespace swarmcast::cli
