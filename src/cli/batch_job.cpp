#include "cli/batch_job.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "io/result_line.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {
namespace {

std::string id_of(const RawSeries& series) {
  return series.format == InputFormat::json && series.id.empty() ? id_of_line(series.text) : series.id;
}

/// From the text of a series to the input.
Place in_input(Place place, const RawSeries& series, const std::string& source) {
  const std::size_t line = place.line > 0 ? place.line : series.header_lines + 1;
  place.line = series.line_of(line);
  place.source = source;
  return place;
}

Result<Request> request_of(const BatchJob& job, const RawSeries& series) {
  if (series.error) return *series.error;
  ReadOptions options = job.read;
  options.format = series.format;
  return read_request(series.text, {}, options, job.inquiry.question);
}

/// What `project` makes of it, at a place in the input where it fails.
Result<Projection> project_one(const BatchJob& job, const RawSeries& series) {
  auto request = request_of(job, series);
  const bool no_columns = request && job.csv && !(request->options.reach.empty() && request->options.against.empty());
  auto projection =
      !request     ? Result<Projection>(request.error())
      : no_columns ? Error{ErrorCode::usage,
                           "CSV has no columns for \"reach\" and \"against\": leave them out, or take --format json"}
                   : job.inquiry.answer(request->series, std::move(request->options));
  if (projection || series.error) return projection;
  Error error = std::move(projection).error();
  error.place = in_input(std::move(error.place), series, job.source);
  return error;
}

/// What stands in the output for a series.
std::string written(const BatchJob& job, const RawSeries& series, const Result<Projection>& projection) {
  if (projection) return job.csv ? write_rows(*projection) : write_json(*projection);
  const std::string id = id_of(series);
  return job.csv ? write_rows(id, projection.error()) : write_json(id, projection.error());
}

/// What is kept of one series.
enum class Share : std::uint8_t {
  all,
  changed,     ///< all of it, but not what would be made now
  none,        ///< nothing, or not all rows of it
  of_another,  ///< what is there is of another series
};

/// Takes the results that are kept, series by series.
class KeptResults {
 public:
  KeptResults(const BatchJob& job, KeptOutput& output) : job_(job), output_(output) {}

  /// Takes that of a series and, where all of it is there, counts it.
  Result<Share> take(const RawSeries& series, Tally& tally) {
    const std::string id = id_of(series);
    std::string lines;
    std::size_t due = 1;
    bool same = true;
    for (std::size_t line = 0; line < due; ++line) {
      const auto next = output_.next_line();
      if (!next) return next.error();
      if (!*next) return Share::none;
      const ResultLine kind = job_.csv ? row_result(**next, id) : json_result(**next, id);
      if (kind == ResultLine::of_another) return Share::of_another;
      if (kind == ResultLine::failure) return line == 0 ? take_failure(series, **next, tally) : Share::of_another;
      lines += **next;
      if (line > 0) continue;
      const auto request = request_of(job_, series);
      if (!request) {
        same = false;
      } else if (job_.csv) {
        due = rows_of(request->options, request->series);
      } else {
        same = json_has_readings(lines, request->series);
      }
    }
    const std::size_t number = ++tally.series;
    const bool is_power_of_two = (number & (number - 1)) == 0;
    if (same && is_power_of_two) same = written(job_, series, project_one(job_, series)) == lines;
    if (job_.csv ? row_has_warnings(lines) : json_has_warnings(lines)) ++tally.warned;
    return same ? Share::all : Share::changed;
  }

 private:
  Result<Share> take_failure(const RawSeries& series, std::string_view line, Tally& tally) {
    ++tally.series;
    const auto projection = project_one(job_, series);
    if (projection || written(job_, series, projection) != line) return Share::changed;
    if (job_.strict) return projection.error();
    tally.add_failure(projection.error());
    return Share::all;
  }

  /// Rows of a projection in CSV.
  static std::size_t rows_of(const ProjectionOptions& options, const Series& series) {
    const std::size_t horizons =
        options.horizons.empty() ? default_horizons(series.readings.back().hours).size() : options.horizons.size();
    return horizons * options.levels.size();
  }

  const BatchJob& job_;
  KeptOutput& output_;
};

}  // namespace

ChunkOrError take_chunk(SeriesSplitter& splitter) {
  ChunkOrError taken;
  do {
    auto next = splitter.next();
    if (!next) {
      taken.error = std::move(next).error();
      break;
    }
    if (!*next) break;
    taken.chunk.series.push_back(**std::move(next));
  } while (taken.chunk.series.size() < most_in_chunk && splitter.ready());
  taken.chunk.bytes_taken = splitter.bytes_taken();
  return taken;
}

Answers answer(const BatchJob& job, const Chunk& chunk) {
  Answers answers{.bytes_taken = chunk.bytes_taken};
  for (const RawSeries& series : chunk.series) {
    auto projection = project_one(job, series);
    if (!projection) {
      if (job.strict) {
        answers.error = std::move(projection).error();
        return answers;
      }
      answers.tally.add_failure(projection.error());
    } else if (!projection->warnings.empty()) {
      if (job.strict) {
        answers.warnings = std::move(projection->warnings);
        for (Warning& warning : answers.warnings) warning.place = in_input(warning.place, series, job.source);
        return answers;
      }
      ++answers.tally.warned;
    }
    answers.text += written(job, series, projection);
    ++answers.tally.series;
  }
  return answers;
}

Result<Kept> pass_kept(const BatchJob& job, SeriesSplitter& splitter, KeptOutput& output) {
  Kept kept;
  if (job.csv) {
    const auto header = output.next_line();
    if (!header) return header.error();
    kept.header = header->has_value();
    if (kept.header && **header != batch_header) {
      return Error{ErrorCode::not_resumable, "there is something else than results: name another file", {}};
    }
    output.keep(output.passed());
  }
  KeptResults results(job, output);
  Tally tally;                    // with the last result
  std::optional<RawSeries> last;  // of the last result
  Share last_share = Share::all;
  const auto of_another_input = [&](std::size_t number) {
    return Error{ErrorCode::not_resumable,
                 fmt::format("result {} there is not that of series {} of {} as it is now: go on with the input it was "
                             "begun with, or name another file",
                             number, number, printable(job.source)),
                 {}};
  };
  for (;;) {
    auto next = splitter.next();
    if (!next) return next.error();
    if (!*next) break;
    const Tally before = tally;
    const std::uint64_t begin = output.passed();
    const auto share = results.take(**next, tally);
    if (!share) return share.error();
    if (*share == Share::of_another) return of_another_input(before.series + 1);
    if (*share == Share::none) {
      if (last) kept.next.push_back(*std::move(last));
      kept.next.push_back(**std::move(next));
      return kept;
    }
    // A result is kept when another follows it. The last one's input may have been growing when it was read: it is made
    // again.
    if (last_share == Share::changed) return of_another_input(before.series);
    kept.tally = before;
    output.keep(begin);
    last = **std::move(next);
    last_share = *share;
  }
  const auto more = output.next_line();
  if (!more) return more.error();
  if (*more) return of_another_input(tally.series + 1);
  if (last) kept.next.push_back(*std::move(last));
  return kept;
}

}  // namespace swarmcast::cli
