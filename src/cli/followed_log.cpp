#include "cli/followed_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <istream>
#include <system_error>
#include <utility>

#include "cli/descriptor_buffer.hpp"
#include "cli/input.hpp"
#include "cli/reading_options.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::string_view way_out = "watch takes a file of readings, for a start an empty one";

/// The clock of file systems ticks slowly, some in steps of two seconds: what has just been written may be written
/// again within the same tick.
bool may_be_written_within_the_tick(const std::timespec& written) {
  constexpr std::time_t tick = 2;
  std::timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec - written.tv_sec <= tick;
}

}  // namespace

FollowedLog::Look FollowedLog::fail(Error error) {
  error_ = std::move(error);
  mark_.reset();
  return Look::unreadable;
}

FollowedLog::Look FollowedLog::look() {
  const auto failed = [&](const std::string& reason) {
    return fail({ErrorCode::unreadable_file,
                 fmt::format("cannot be opened ({}): {}", reason, way_out),
                 {.source = path_.empty() ? "\"\"" : path_}});
  };
  const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a FIFO does not hold it up
  if (descriptor < 0) return failed(std::generic_category().message(errno));
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(descriptor);
    return failed(S_ISDIR(facts.st_mode) ? "it is a folder" : "it is no regular file");
  }
  const Mark now{facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim};
  const bool back = std::exchange(error_, std::nullopt).has_value();
  if (mark_ && mark_->device == now.device && mark_->inode == now.inode && mark_->size == now.size &&
      mark_->written.tv_sec == now.written.tv_sec && mark_->written.tv_nsec == now.written.tv_nsec) {
    ::close(descriptor);
    return Look::same;
  }
  // Marked before it is read, so that what is written meanwhile shows at the next look.
  const bool settled = !may_be_written_within_the_tick(now.written);
  DescriptorBuffer buffer(descriptor);
  std::istream in(&buffer);
  auto read = read_all(in, path_, readings_limit, way_out);
  ::close(descriptor);
  if (!read) return fail(std::move(read).error());
  mark_ = settled ? std::optional(now) : std::nullopt;
  const bool differs = !std::exchange(known_, true) || *read != bytes_ || back;
  bytes_ = *std::move(read);
  return differs ? Look::changed : Look::same;
}

}  // namespace swarmcast::cli
