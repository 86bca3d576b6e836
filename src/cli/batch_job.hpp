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
  std::uint64_t bytes_taken = 0;  ///< of the input, up to their end
};

/// The error is SeriesSplitter::next()'s, which ends the input: what came before it is in the chunk.
struct ChunkOrError {
  Chunk chunk{};
  std::optional<Error> error{};
};

inline constexpr std::size_t most_in_chunk = 16;

/// As many as are there, up to `most_in_chunk`, but one at least; none at the end.
[[nodiscard]] ChunkOrError take_chunk(SeriesSplitter& splitter);

/// How it went, of some series or of all.
struct Tally {
  std::size_t series = 0;
  std::size_t failures = 0;  ///< of them: series with an error in their place
  std::size_t warned = 0;    ///< of them: series with a warning
  ErrorCode first_code{};    ///< of the first failure, and its line; without meaning where there is none
  std::size_t first_line = 0;

  void add_failure(const Error& error) {
    if (failures++ > 0) return;
    first_code = error.code;
    first_line = error.place.line;
  }

  /// Those that follow.
  void add(const Tally& more) {
    series += more.series;
    warned += more.warned;
    if (failures == 0) {
      first_code = more.first_code;
      first_line = more.first_line;
    }
    failures += more.failures;
  }
};

/// What is to be written of a chunk.
struct Answers {
  std::string text{};
  Tally tally{};
  std::uint64_t bytes_taken = 0;
  /// Where the job is strict: what is wrong with the series after those in the text, at its place.
  std::optional<Error> error{};
  std::vector<Warning> warnings{};
};
[[nodiscard]] Answers answer(const BatchJob& job, const Chunk& chunk);

/// What stands in an output already.
struct Kept {
  Tally tally{};
  std::vector<RawSeries> next{};  ///< the first series that do not, as far as they have been read
  bool header = false;
};

/// Passes over the series whose results are kept, and checks that they are theirs: the id of each, the readings where
/// the output is JSON, and all of a failure and of those whose number is a power of two, which are made anew. The last
/// result there is not kept. Errors: SeriesSplitter::next()'s, KeptOutput's, `not_resumable` where they are not, and
/// where the job is strict the first failure's.
[[nodiscard]] Result<Kept> pass_kept(const BatchJob& job, SeriesSplitter& splitter, KeptOutput& output);

}  // namespace swarmcast::cli
