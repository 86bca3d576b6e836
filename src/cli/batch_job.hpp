#pragma once
/// The work of a batch, apart from where its input comes from and its output goes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/kept_output.hpp"
#include "cli/question_options.hpp"
#include "io/series_splitter.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast::cli {

/// What is done to every series.
struct BatchJob {
  std::string source{};  ///< the name of the input
  ReadOptions read{};
  Inquiry inquiry{};
  bool csv = false;
  bool strict = false;
};

/// Series that are worked on together, so that threads rarely have to meet.
struct Chunk {
  std::vector<RawSeries> series{};
  std::uint64_t bytes_read = 0;  ///< of the input, with what came after them in the same block
};

/// As many as are there, up to `most_in_chunk`. Error: SeriesSplitter::next()'s, which ends the input: what came before
/// it is in the chunk.
struct ChunkOrError {
  Chunk chunk{};
  std::optional<Error> error{};
};
inline constexpr std::size_t most_in_chunk = 16;
[[nodiscard]] ChunkOrError take_chunk(SeriesSplitter& splitter);

/// What is to be written of a chunk.
struct Answers {
  std::string text{};
  std::size_t series = 0;
  std::size_t failures = 0;
  std::uint64_t bytes_read = 0;
  /// Where the job is strict: what is wrong with the series after those in the text, at its place.
  std::optional<Error> error{};
  std::vector<Warning> warnings{};
};
[[nodiscard]] Answers answer(const BatchJob& job, const Chunk& chunk);

/// What stands in an output already.
struct Kept {
  std::size_t series = 0;
  std::size_t failures = 0;
  std::optional<RawSeries> next{};  ///< the first series whose result does not; none: the input is at its end
  bool header = false;
};

/// Passes over the series whose results are kept, and checks that they are theirs. Errors: SeriesSplitter::next()'s,
/// KeptOutput's, and `not_resumable` where they are not.
[[nodiscard]] Result<Kept> pass_kept(const BatchJob& job, SeriesSplitter& splitter, KeptOutput& output);

}  // namespace swarmcast::cli
