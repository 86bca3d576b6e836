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

Result<Projection> project_one(const BatchJob& job, const RawSeries& series) {
  auto request = request_of(job, series);
  if (!request) return request.error();
  if (job.csv && !(request->options.reach.empty() && request->options.against.empty())) {
    return Error{ErrorCode::usage,
                 "CSV has no columns for \"reach\" and \"against\": leave them out, or take --format json"};
  }
  return job.inquiry.answer(request->series, std::move(request->options));
}

/// How many rows of CSV a projection of it has, if there is one.
std::size_t rows_of(const BatchJob& job, const RawSeries& series) {
  const auto request = request_of(job, series);
  if (!request) return 0;
  const auto& asked = request->options;
  const std::size_t horizons =
      asked.horizons.empty() ? default_horizons(request->series.readings.back().hours).size() : asked.horizons.size();
  return horizons * asked.levels.size();
}

/// What is kept of one series.
enum class Share : std::uint8_t { all, part, of_another };

/// Takes the lines of one series from the output.
Result<std::pair<Share, bool>> take_result(const BatchJob& job, const RawSeries& series, KeptOutput& output) {
  const std::string id = id_of(series);
  const auto look = [&](std::string_view line) { return job.csv ? row_result(line, id) : json_result(line, id); };
  const auto first = output.next_line();
  if (!first) return first.error();
  if (!*first) return std::pair(Share::part, false);
  const ResultLine kind = look(**first);
  if (kind == ResultLine::of_another) return std::pair(Share::of_another, false);
  if (kind == ResultLine::failure || !job.csv) return std::pair(Share::all, kind == ResultLine::failure);
  for (std::size_t row = 1; row < rows_of(job, series); ++row) {
    const auto more = output.next_line();
    if (!more) return more.error();
    if (!*more) return std::pair(Share::part, false);
    if (look(**more) != ResultLine::projection) return std::pair(Share::of_another, false);
  }
  return std::pair(Share::all, false);
}

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
  taken.chunk.bytes_read = splitter.bytes_read();
  return taken;
}

Answers answer(const BatchJob& job, const Chunk& chunk) {
  Answers answers{.bytes_read = chunk.bytes_read};
  for (const RawSeries& series : chunk.series) {
    auto projection = project_one(job, series);
    if (projection) {
      if (job.strict && !projection->warnings.empty()) {
        answers.warnings = std::move(projection->warnings);
        for (Warning& warning : answers.warnings) warning.place = in_input(warning.place, series, job.source);
        return answers;
      }
      answers.text += job.csv ? write_rows(*projection) : write_json(*projection);
    } else {
      Error error = std::move(projection).error();
      if (!series.error) error.place = in_input(std::move(error.place), series, job.source);
      if (job.strict) {
        answers.error = std::move(error);
        return answers;
      }
      ++answers.failures;
      const std::string id = id_of(series);
      answers.text += job.csv ? write_rows(id, error) : write_json(id, error);
    }
    ++answers.series;
  }
  return answers;
}

Result<Kept> pass_kept(const BatchJob& job, SeriesSplitter& splitter, KeptOutput& output) {
  Kept kept;
  const auto of_another_input = [&](std::size_t result) {
    return Error{
        ErrorCode::not_resumable,
        fmt::format("result {} there is not that of series {} of {}: give the input it was begun with, or name "
                    "another file",
                    result, result, printable(job.source)),
        {}};
  };
  if (job.csv) {
    const auto header = output.next_line();
    if (!header) return header.error();
    kept.header = header->has_value();
    if (kept.header && **header != batch_header) {
      return Error{ErrorCode::not_resumable, "there is something else than results: name another file", {}};
    }
    output.keep();
  }
  for (;;) {
    auto next = splitter.next();
    if (!next) return next.error();
    if (!*next) break;
    const auto taken = take_result(job, **next, output);
    if (!taken) return taken.error();
    if (taken->first == Share::of_another) return of_another_input(kept.series + 1);
    if (taken->first == Share::part) {
      kept.next = **std::move(next);
      return kept;
    }
    output.keep();
    ++kept.series;
    if (taken->second) ++kept.failures;
  }
  const auto more = output.next_line();
  if (!more) return more.error();
  if (*more) return of_another_input(kept.series + 1);
  return kept;
}

}  // namespace swarmcast::cli
