#include "cli/kept_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/text.hpp"
#include "cli/input.hpp"
#include "cli/output_file.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::size_t block_bytes = 65536;
constexpr std::size_t state_limit = std::size_t{1} << 20;

/// Takes the first line off a text.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

KeptOutput::~KeptOutput() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error KeptOutput::failure(ErrorCode code, std::string_view what, int reason) const {
  return {code, fmt::format("the output {}: {}", what, std::generic_category().message(reason)), {path_}};
}

Error KeptOutput::refusal(std::string message) const { return {ErrorCode::not_resumable, std::move(message), {path_}}; }

std::optional<Error> KeptOutput::open(const std::string& path, const std::string& job) {
  path_ = path;
  if (path == "-") return refusal("this must be a file: standard output cannot be continued");
  constexpr unsigned mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
  if (descriptor_ < 0) return failure(ErrorCode::unwritable_file, "cannot be opened", errno);
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0) return failure(ErrorCode::unwritable_file, "cannot be looked at", errno);
  if (!S_ISREG(facts.st_mode)) return refusal("this is no regular file, and what is to be continued must be one");
  // A file system that knows no locks is used without.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return refusal("another job is writing this: wait for it, or name another file");
  }
  if (auto error = check_job(job, facts.st_size > 0)) return error;
  if (facts.st_size > 0) return std::nullopt;
  OutputFile state;
  if (auto error = state.open(state_of(path))) return error;
  return state.write(job);
}

std::optional<Error> KeptOutput::check_job(const std::string& job, bool anything_kept) const {
  const std::string name = state_of(path_);
  const auto bytes = read_file(name, state_limit, "it says what job the output is of");
  if (bytes && !bytes->starts_with(job_heading)) {
    return refusal(
        fmt::format("{} beside it is something else: move that away, or name another file", printable(name)));
  }
  if (!anything_kept) return std::nullopt;
  if (!bytes) {
    return refusal(
        fmt::format("there is output already, and nothing that says of what job ({} cannot be read): move it "
                    "away, or name another file",
                    printable(name)));
  }
  std::string_view was = *bytes, is = job;
  while (!was.empty() || !is.empty()) {
    const std::string_view line_was = take_line(was), line_is = take_line(is);
    if (line_was == line_is) continue;
    const auto shown = [](std::string_view line) {  // the sum of all options says nothing to a person
      return line.empty() || line.starts_with(options_sum) ? std::string("nothing") : quote(line);
    };
    return refusal(
        fmt::format("this was begun as another job ({} where {} is asked now): say the same again, or name "
                    "another file",
                    shown(line_was), shown(line_is)));
  }
  return std::nullopt;
}

Result<std::optional<std::string_view>> KeptOutput::next_line() {
  std::size_t looked_at = next_;
  for (;;) {
    const std::size_t newline = buffer_.find('\n', looked_at);
    if (newline != std::string::npos) {
      const std::string_view line = std::string_view(buffer_).substr(next_, newline + 1 - next_);
      next_ += line.size();
      passed_ += line.size();
      return std::optional(line);
    }
    if (at_end_) return std::optional<std::string_view>();
    buffer_.erase(0, next_);
    next_ = 0;
    looked_at = buffer_.size();
    buffer_.resize(looked_at + block_bytes);
    ssize_t size = 0;
    do {
      size = ::read(descriptor_, buffer_.data() + looked_at, block_bytes);
    } while (size < 0 && errno == EINTR);
    if (size < 0) return failure(ErrorCode::unreadable_file, "cannot be read", errno);
    buffer_.resize(looked_at + static_cast<std::size_t>(size));
    at_end_ = size == 0;
  }
}

std::optional<Error> KeptOutput::cut() {
  const auto end = static_cast<off_t>(kept_);
  if (::ftruncate(descriptor_, end) != 0 || ::lseek(descriptor_, end, SEEK_SET) != end) {
    return failure(ErrorCode::unwritable_file, "cannot be cut to its whole lines", errno);
  }
  return std::nullopt;
}

std::optional<Error> KeptOutput::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = ::write(descriptor_, text.data(), text.size());
    if (size >= 0) {
      text.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      return failure(ErrorCode::unwritable_file, "cannot be written", errno);
    }
  }
  return std::nullopt;
}

std::optional<Error> KeptOutput::finish() {
  if (::fsync(descriptor_) != 0) return failure(ErrorCode::unwritable_file, "cannot be written", errno);
  return std::nullopt;
}

}  // namespace swarmcast::cli
