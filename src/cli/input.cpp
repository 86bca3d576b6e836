#include "cli/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "cli/descriptor_buffer.hpp"

namespace swarmcast::cli {
namespace {

Error unreadable(const std::string& name, std::string_view what, const std::string& reason, std::string_view way_out) {
  return {ErrorCode::unreadable_file,
          fmt::format("{} ({}): {}", what, reason, way_out),
          {.source = name.empty() ? "\"\"" : name}};
}

}  // namespace

Result<std::string> read_all(std::istream& in, const std::string& name, std::size_t limit, std::string_view way_out) {
  std::string bytes;
  std::array<char, 65536> block{};
  try {
    in.exceptions(std::ios::badbit);  // passes on the reason that DescriptorBuffer throws
    do {
      in.read(block.data(), block.size());
      bytes.append(block.data(), static_cast<std::size_t>(in.gcount()));
    } while (in && bytes.size() <= limit);
  } catch (const std::system_error& error) {
    return unreadable(name, "cannot be read", error.code().message(), way_out);
  }
  if (bytes.size() <= limit) return bytes;
  return unreadable(name, "is too large", fmt::format("more than {} MiB", limit >> 20), way_out);
}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<Error> InputFile::open(const std::string& path, std::istream& standard_input, std::string_view way_out) {
  name_ = path == "-" ? "standard input" : path;
  if (path == "-") {
    standard_input_ = standard_input.rdbuf();
    return std::nullopt;
  }
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    return unreadable(path, "cannot be opened", std::generic_category().message(errno), way_out);
  }
  struct stat facts {};
  if (::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode)) size_ = static_cast<std::uint64_t>(facts.st_size);
  own_.emplace(descriptor_);
  return std::nullopt;
}

Result<std::string> read_file(const std::string& path, std::size_t limit, std::string_view way_out) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return unreadable(path, "cannot be opened", std::generic_category().message(errno), way_out);
  }
  DescriptorBuffer buffer(descriptor);
  std::istream in(&buffer);
  auto bytes = read_all(in, path, limit, way_out);
  ::close(descriptor);
  return bytes;
}

}  // namespace swarmcast::cli
