#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <streambuf>
#include <string>

#include "cli/descriptor_buffer.hpp"
#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// Everything a stream holds. `name` becomes an error's place and `way_out` the end of its sentence.
/// Error: `unreadable_file`, with the system's reason, or when there are more than `limit` bytes.
[[nodiscard]] Result<std::string> read_all(std::istream& in, const std::string& name, std::size_t limit,
                                           std::string_view way_out);

/// Everything a file holds; its path is the place of an error. Errors: as read_all().
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t limit, std::string_view way_out);

/// A file to be read bit by bit, or standard input where its path is "-".
class InputFile {
 public:
  InputFile() = default;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  /// Error: `unreadable_file`, as of read_file().
  [[nodiscard]] std::optional<Error> open(const std::string& path, std::istream& standard_input,
                                          std::string_view way_out);

  /// Precondition: open() was called, and gave no error.
  [[nodiscard]] std::streambuf& buffer() { return own_ ? *own_ : *standard_input_; }

  /// For errors.
  [[nodiscard]] const std::string& name() const { return name_; }

  /// In bytes; 0 where it is not known.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::string name_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
  std::optional<DescriptorBuffer> own_;
  std::streambuf* standard_input_ = nullptr;
};

}  // namespace swarmcast::cli
