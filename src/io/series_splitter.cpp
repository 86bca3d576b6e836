#include "io/series_splitter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "io/detect.hpp"
#include "io/json_scanner.hpp"

namespace swarmcast {
namespace {

constexpr std::size_t block_bytes = 65536;
constexpr std::size_t most_gathered_bytes = std::size_t{1} << 30;

/// Series whose rows come again are found out among the last so many, and some of those before.
constexpr std::size_t seen_series = 65536;

/// FNV-1a: the same on every machine.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

std::size_t newlines_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool means_nothing(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || text.front() == '#';
}

/// Keeps the texts of two keys of the object at the top.
class IdFinder : public JsonReceiver {
 public:
  std::optional<Error> receive(JsonToken token) override {
    using Kind = JsonToken::Kind;
    if (token.kind == Kind::end) {
      --depth_;
      return std::nullopt;
    }
    if (token.kind == Kind::key) {
      if (depth_ == 1) key_ = std::move(token.text);
      return std::nullopt;
    }
    if (token.kind == Kind::object || token.kind == Kind::list) {
      ++depth_;
      return std::nullopt;
    }
    std::string* const found = depth_ != 1 ? nullptr : key_ == "id" ? &id_ : key_ == "title" ? &title_ : nullptr;
    if (found != nullptr && found->empty() && token.kind != Kind::null) {
      *found = token.kind == Kind::text ? std::move(token.text) : std::string(token.part);
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string result() && { return std::move(id_.empty() ? title_ : id_); }

 private:
  std::size_t depth_ = 0;
  std::string key_;
  std::string id_;
  std::string title_;
};

}  // namespace

std::string id_of_line(std::string_view json) {
  IdFinder finder;
  // What cannot be read behind the id does not matter here.
  static_cast<void>(scan_json(json, {}, finder));
  return std::move(finder).result();
}

std::size_t RawSeries::line_of(std::size_t line_of_text) const {
  if (line_of_text <= header_lines) return line_of_text;
  const std::size_t row = line_of_text - header_lines - 1;
  return lines.empty() ? line + row : lines[std::min(row, lines.size() - 1)];
}

SeriesSplitter::SeriesSplitter(std::streambuf& in, std::string source, ReadOptions options, bool gather,
                               std::size_t first_line)
    : in_(in), source_(std::move(source)), options_(std::move(options)), gather_(gather), line_(first_line) {}

Result<std::optional<RawSeries>> SeriesSplitter::next() {
  try {
    return take();
  } catch (const std::system_error& error) {
    return Error{ErrorCode::unreadable_file,
                 fmt::format("cannot be read ({}): what stands before line {} has been", error.code().message(), line_),
                 {.source = source_}};
  }
}

Result<std::optional<RawSeries>> SeriesSplitter::take() {
  if (!begun_) {
    begun_ = true;
    if (auto error = begin()) return *std::move(error);
  }
  if (format_ == InputFormat::json) return next_line();
  if (gather_) return next_gathered();
  return next_rows();
}

Error SeriesSplitter::fail(std::string message) const {
  return {ErrorCode::bad_file, std::move(message), {.source = source_, .line = line_}};
}

/// More of the input behind what is in the buffer; false where there is no more.
bool SeriesSplitter::fill() {
  if (at_end_) return false;
  if (!gather_ && next_ > buffer_.size() / 2) {
    buffer_.erase(0, next_);
    next_ = 0;
  }
  if (std::streambuf::traits_type::eq_int_type(in_.sgetc(), std::streambuf::traits_type::eof())) {
    at_end_ = true;
    return false;
  }
  const auto there = std::clamp<std::streamsize>(in_.in_avail(), 1, block_bytes);
  const std::size_t before = buffer_.size();
  buffer_.resize(before + static_cast<std::size_t>(there));
  const auto got = static_cast<std::size_t>(in_.sgetn(buffer_.data() + before, there));
  buffer_.resize(before + got);
  bytes_read_ += got;
  return true;
}

void SeriesSplitter::advance(std::size_t bytes) {
  line_ += newlines_in(std::string_view(buffer_).substr(next_, bytes));
  next_ += bytes;
}

/// Finds out what the input is.
std::optional<Error> SeriesSplitter::begin() {
  if (line_ > 1) {  // what the input is has been found out at its beginning, which is not here
    const bool json = options_.format == InputFormat::automatic || options_.format == InputFormat::json;
    if (json && !gather_) return std::nullopt;
    return fail("--first-line is for a part of a file in JSON: a part of a table lacks the header");
  }
  std::string_view first;
  while ((first = first_line(buffer_)).empty() || first.data() + first.size() == buffer_.data() + buffer_.size()) {
    if (buffer_.size() > most_series_bytes || !fill()) break;
  }
  if (auto error = check_encoding(buffer_, source_)) return error;
  if (first.empty()) return std::nullopt;
  format_ = options_.format == InputFormat::automatic ? format_of(first) : options_.format;
  if (format_ == InputFormat::lines) {
    return fail(
        "these are readings of one series, a line each: a batch takes many, as JSON with one series a line, or as a "
        "table with a column that tells them apart");
  }
  if (format_ == InputFormat::json) {
    if (gather_) return fail("--gather is for tables: in JSON a line is a whole series, so leave it out");
    if (!first.starts_with('[')) return std::nullopt;
    return fail("this is a list, and a batch takes one object a line: jq -c '.[]' FILE makes lines of it");
  }
  delimiter_ = format_ == InputFormat::tsv ? '\t' : delimiter_of(first);
  if (auto error = begin_table()) return error;
  return gather_ ? gather() : std::nullopt;
}

std::optional<Error> SeriesSplitter::begin_table() {
  std::optional<Error> error;
  if (!scan_row(error)) return std::nullopt;  // format_of() has seen a line, so this cannot be
  if (error) return error;
  header_ = buffer_.substr(next_, row_bytes_);
  const Result<std::size_t> column = series_column(header_, source_, delimiter_, options_);
  if (!column) return column.error();
  column_ = *column;
  if (header_.back() != '\n') header_ += '\n';
  header_lines_ = newlines_in(header_);
  advance(row_bytes_);
  seen_.assign(seen_series, 0);
  return std::nullopt;
}

std::optional<RawSeries> SeriesSplitter::next_line() {
  for (;;) {
    std::size_t looked_at = next_;
    std::size_t newline = std::string::npos;
    for (;;) {
      newline = buffer_.find('\n', looked_at);
      if (newline != std::string::npos || buffer_.size() - next_ > most_series_bytes) break;
      const std::size_t from = buffer_.size() - next_;
      if (!fill()) break;
      looked_at = next_ + from;
    }
    if (std::min(newline, buffer_.size()) - next_ > most_series_bytes) {
      RawSeries series{.format = format_, .line = line_};
      series.id = id_of_line(std::string_view(buffer_).substr(next_, block_bytes));
      series.error = fail(fmt::format("this line is longer than {} MiB: a series has fewer readings than that",
                                      most_series_bytes >> 20));
      while (newline == std::string::npos) {
        next_ = buffer_.size();
        if (!fill()) break;
        newline = buffer_.find('\n', next_);
      }
      advance(std::min(newline, buffer_.size() - 1) + 1 - next_);
      return series;
    }
    if (newline == std::string::npos) {
      if (next_ == buffer_.size()) return std::nullopt;
      newline = buffer_.size();
    }
    RawSeries series{.text = buffer_.substr(next_, newline - next_), .format = format_, .line = line_};
    advance(std::min(newline + 1, buffer_.size()) - next_);
    if (!means_nothing(series.text)) return series;
  }
}

/// Sees the next row whole: its fields, its id and its bytes, of which none are taken yet. Where it cannot be read,
/// `error` says why, and the row is its first line. False at the end.
bool SeriesSplitter::scan_row(std::optional<Error>& error) {
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(next_);
    CsvScanner csv(rest, source_, delimiter_);
    Result<bool> more = csv.next_row(fields_);
    const std::size_t end = csv.position();
    // Of a row at fault, its first line is to be there.
    const std::size_t bad = more ? rest.size() : std::min<std::size_t>(more.error().origin.offset, rest.size());
    const std::size_t newline = rest.find('\n', bad);
    const bool whole =
        more ? end < rest.size() || (*more && rest[end - 1] == '\n') : newline != rest.npos && end < rest.size();
    if (!whole && rest.size() <= most_series_bytes && fill()) continue;
    row_bytes_ = end;
    if (more) {
      if (!*more) return false;
      if (column_ < fields_.size()) id_ = fields_[column_].unescaped();
      return true;
    }
    // The rows that follow are not to be lost to a quote that is never closed.
    error = std::move(more).error();
    error->place.line += line_ - 1;
    row_bytes_ = std::min(newline, rest.size() - 1) + 1;
    if (column_ < fields_.size()) id_ = fields_[column_].unescaped();
    return true;
  }
}

/// Error: `bad_file` for a series that has been before.
std::optional<Error> SeriesSplitter::remember(const RawSeries& series) {
  const std::uint64_t hash = hash_of(series.id) | 1U;  // 0 is none
  std::uint64_t& place = seen_[hash / 2 % seen_series];
  if (place == hash) {
    Error error =
        fail(fmt::format("rows of the series {} have been before others: sort the table by series, or gather "
                         "it with --gather, which holds all of it in memory",
                         quote(series.id)));
    error.place.line = series.line;
    return error;
  }
  place = hash;
  return std::nullopt;
}

Result<std::optional<RawSeries>> SeriesSplitter::next_rows() {
  std::optional<Error> error;
  while (scan_row(error)) {
    const bool another = !begun_series_ || begun_series_->id != id_;
    std::optional<RawSeries> finished;
    if (another) {
      finished = std::exchange(begun_series_, RawSeries{.text = header_, .format = format_, .id = id_, .line = line_});
      begun_series_->header_lines = header_lines_;
      if (auto again = remember(*begun_series_)) return *std::move(again);
    }
    RawSeries& series = *begun_series_;
    if (error && !series.error) series.error = error;
    error.reset();
    if (series.text.size() + row_bytes_ > most_series_bytes && !series.error) {
      series.error = fail(fmt::format("the rows of this series are more than {} MiB: it has fewer readings than that",
                                      most_series_bytes >> 20));
    }
    if (!series.error) series.text.append(buffer_, next_, row_bytes_);
    advance(row_bytes_);
    if (finished) return finished;
  }
  return std::exchange(begun_series_, std::nullopt);
}

/// All rows, in the order of their series.
std::optional<Error> SeriesSplitter::gather() {
  Names names;
  std::vector<std::size_t> first(1, SIZE_MAX);  // row of each name
  std::optional<Error> error;
  while (scan_row(error)) {
    if (error) return error;
    if (bytes_read_ > most_gathered_bytes) {
      return fail(
          fmt::format("the table is larger than {} GiB, too large to gather: sort it by series, and leave "
                      "--gather out",
                      most_gathered_bytes >> 30));
    }
    const std::uint32_t number = names.number_of(id_);
    first.resize(names.all().size(), SIZE_MAX);
    first[number] = std::min(first[number], rows_.size());
    rows_.push_back({next_, row_bytes_, line_, number});
    advance(row_bytes_);
  }
  if (error) return error;
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](const Row& a, const Row& b) { return first[a.series] < first[b.series]; });
  ids_ = names.all();
  return std::nullopt;
}

std::optional<RawSeries> SeriesSplitter::next_gathered() {
  if (next_row_ == rows_.size()) return std::nullopt;
  const std::uint32_t number = rows_[next_row_].series;
  RawSeries series{.text = header_, .format = format_, .id = ids_[number], .line = rows_[next_row_].line};
  series.header_lines = header_lines_;
  for (; next_row_ < rows_.size() && rows_[next_row_].series == number; ++next_row_) {
    const Row& row = rows_[next_row_];
    const std::string_view text = std::string_view(buffer_).substr(row.offset, row.length);
    series.text += text;
    if (text.back() != '\n') series.text += '\n';
    for (std::size_t line = 0; line < std::max<std::size_t>(newlines_in(text), 1); ++line) {
      series.lines.push_back(row.line + line);
    }
  }
  return series;
}

}  // namespace swarmcast
