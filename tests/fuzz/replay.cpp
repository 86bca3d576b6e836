// Feeds files to a fuzz target without libFuzzer, so that every build and compiler does what the fuzzer once found:
//   fuzz_replay_NAME FOLDER   every file in it, and what derives from it: its beginnings, and single bytes changed
//   fuzz_replay_NAME FILE     that file alone

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/checks.hpp"

namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t most_derived = 20000;    // inputs of a whole corpus: seconds under the sanitizers
constexpr std::size_t longest_derived = 4096;  // of longer files nothing is derived: they cost too much
constexpr std::size_t longest_prefix = 300;

// What is being tried, for the message of a crash.
std::string current;  // NOLINT: written before each input, read by the signal handler

extern "C" void say_what_crashed(int signal) {
  std::fprintf(stderr, "crashed: %s\n", current.c_str());
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

Bytes read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// In memory of exactly its size, so that a sanitizer sees a byte read too far.
void feed(const std::uint8_t* data, std::size_t size) {
  const auto exact = std::make_unique<std::uint8_t[]>(size);
  std::copy_n(data, size, exact.get());
  LLVMFuzzerTestOneInput(exact.get(), size);
}

/// About `most` inputs that are nearly this one. Returns how many.
std::size_t feed_derived(const std::string& name, Bytes bytes, std::size_t most) {
  if (bytes.empty() || bytes.size() > longest_derived) return 0;
  constexpr std::array<std::uint8_t, 4> changes{0x01, 0x10, 0x80, 0xFF};  // by exclusive or
  const std::size_t prefixes = std::min(bytes.size(), longest_prefix);
  const std::size_t all = prefixes + bytes.size() * changes.size();
  const std::size_t step = all / most + 1;
  std::size_t fed = 0;
  for (std::size_t i = 0; i < all; i += step, ++fed) {
    if (i < prefixes) {
      current = name + ", the first " + std::to_string(i) + " bytes";
      feed(bytes.data(), i);
      continue;
    }
    std::uint8_t& byte = bytes[(i - prefixes) / changes.size()];
    const std::uint8_t change = changes[(i - prefixes) % changes.size()];
    current = name + ", byte " + std::to_string((i - prefixes) / changes.size()) + " xor " + std::to_string(change);
    byte ^= change;
    feed(bytes.data(), bytes.size());
    byte ^= change;
  }
  return fed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !fs::exists(argv[1])) {
    std::fprintf(stderr, "usage: %s FOLDER|FILE\n", argv[0]);
    return 2;
  }
  std::signal(SIGABRT, say_what_crashed);
  const bool alone = !fs::is_directory(argv[1]);
  std::vector<fs::path> files;
  if (alone) {
    files.emplace_back(argv[1]);
  } else {
    for (const fs::directory_entry& entry : fs::directory_iterator(argv[1])) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
  }
  if (files.empty()) {
    std::fprintf(stderr, "no files in %s\n", argv[1]);
    return 1;
  }
  std::size_t derived = 0;
  for (const fs::path& file : files) {
    current = file.filename().string();
    std::printf("%s\n", current.c_str());
    std::fflush(stdout);
    const Bytes bytes = read_file(file);
    feed(bytes.data(), bytes.size());
    if (!alone) derived += feed_derived(file.filename().string(), bytes, most_derived / files.size());
  }
  std::printf("%zu files and %zu inputs derived from them hold what is promised\n", files.size(), derived);
}
