// What ThreadSanitizer must find: workers of the pipeline that count without a lock.

#include <cstddef>
#include <cstdio>
#include <optional>

#include "base/pipeline.hpp"

int main() {
  std::size_t next = 0;
  std::size_t counted = 0;
  swarmcast::run_pipeline(
      4, [&]() -> std::optional<std::size_t> { return next < 10000 ? std::optional(next++) : std::nullopt; },
      [&](std::size_t number) {
        ++counted;  // the race
        return number;
      },
      [](std::size_t /*number*/) { return true; });
  std::printf("%zu\n", counted);
}
