#include "io/series_splitter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "io/detect.hpp"
#include "io/json_scanner.hpp"

namespace swarmcast {
namespace {

constexpr std::size_t most_gathered_bytes = std::size_t{1} << 30;
static_assert(most_gathered_bytes < std::numeric_limits<std::uint32_t>::max());

/// Of most series: where so much is there of a table, so is the next one.
constexpr std::size_t enough_bytes = 4096;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

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
    : window_(in, first_line), source_(std::move(source)), options_(std::move(options)), gather_(gather) {}

Result<std::optional<RawSeries>> SeriesSplitter::next() {
  try {
    return take();
  } catch (const std::system_error& error) {
    return Error{
        ErrorCode::unreadable_file,
        fmt::format("cannot be read{} ({}): a batch takes a file of series, or - for standard input",
                    window_.line() > 1 ? fmt::format(" from line {} on", window_.line()) : "", error.code().message()),
        {.source = source_}};
  }
}

bool SeriesSplitter::ready() const {
  if (window_.at_end() || next_row_ > 0) return true;
  if (format_ == InputFormat::json) return window_.rest().find('\n') != std::string_view::npos;
  return window_.rest().size() >= enough_bytes;
}

Result<std::optional<RawSeries>> SeriesSplitter::take() {
  if (!begun_) {
    begun_ = true;
    failure_ = begin();
  }
  if (failure_) return *failure_;
  if (format_ == InputFormat::json) return next_line();
  if (gather_) return next_gathered();
  return next_rows();
}

Error SeriesSplitter::fail(std::size_t line, std::string message) const {
  return {ErrorCode::bad_file, std::move(message), {.source = source_, .line = line}};
}

/// Finds out what the input is.
std::optional<Error> SeriesSplitter::begin() {
  if (window_.line() > 1) {  // what the input is has been found out at its beginning, which is not here
    const bool json = options_.format == InputFormat::automatic || options_.format == InputFormat::json;
    if (json && !gather_) return std::nullopt;
    return fail(window_.line(), "--first-line is for a part of a file in JSON: a part of a table lacks the header");
  }
  if (gather_) window_.keep_all();
  std::string_view first;
  const auto seen_whole = [&] {
    first = first_line(window_.rest());
    return !first.empty() &&
           window_.rest().find('\n', static_cast<std::size_t>(first.data() - window_.rest().data())) != first.npos;
  };
  while (!seen_whole() && !window_.at_end()) {
    if (window_.rest().size() > most_series_bytes) {
      return fail(1, fmt::format("there is no line to be read in the first {} MiB", most_series_bytes >> 20));
    }
    window_.fill();
  }
  if (auto error = check_encoding(window_.rest(), source_)) return error;
  if (window_.rest().starts_with(byte_order_mark)) window_.advance(byte_order_mark.size());
  if (first.empty()) return std::nullopt;
  format_ = options_.format == InputFormat::automatic ? format_of(first) : options_.format;
  if (format_ == InputFormat::lines) {
    return fail(1,
                "these are readings of one series, a line each: a batch takes many, as JSON with one series a line, or "
                "as a table with a column that tells them apart");
  }
  if (format_ == InputFormat::json) {
    if (gather_) return fail(1, "--gather is for tables: in JSON a line is a whole series, so leave it out");
    if (first == "{") {
      return fail(1, "this object goes on over several lines, and a batch takes one a line: jq -c . FILE makes it one");
    }
    if (!first.starts_with('[')) return std::nullopt;
    return fail(1, "this is a list, and a batch takes one object a line: jq -c '.[]' FILE makes lines of it");
  }
  delimiter_ = format_ == InputFormat::tsv ? '\t' : delimiter_of(first);
  if (auto error = begin_table()) return error;
  return gather_ ? gather() : std::nullopt;
}

std::optional<Error> SeriesSplitter::begin_table() {
  const std::optional<Row> row = scan_row();
  if (!row) return std::nullopt;
  if (row->error) return row->error;
  header_.format = format_;
  header_.text = window_.rest().substr(0, row->blank + row->bytes);
  const Result<SeriesColumns> columns = series_columns(header_.text, source_, delimiter_, options_);
  if (!columns) return columns.error();
  columns_ = *columns;
  if (header_.text.back() != '\n') header_.text += '\n';
  header_.header_lines = newlines_in(header_.text);
  window_.advance(row->blank + row->bytes);
  return std::nullopt;
}

std::optional<RawSeries> SeriesSplitter::next_line() {
  for (;;) {
    std::size_t newline = std::string_view::npos;
    for (std::size_t seen = 0;;) {
      newline = window_.rest().find('\n', seen);
      seen = window_.rest().size();
      if (newline != std::string_view::npos || window_.at_end() || seen > most_series_bytes) break;
      window_.fill();
    }
    const std::string_view rest = window_.rest();
    if (rest.empty()) return std::nullopt;
    const std::string_view line = rest.substr(0, newline);
    RawSeries series{.format = format_, .line = window_.line()};
    if (line.size() > most_series_bytes) {
      constexpr std::size_t beginning = 65536;
      series.id = id_of_line(line.substr(0, beginning));
      series.error =
          fail(series.line, fmt::format("this line is longer than {} MiB: a series has fewer readings than that",
                                        most_series_bytes >> 20));
      window_.skip_line();
      return series;
    }
    const bool nothing = means_nothing(line);
    if (!nothing) series.text = line;
    window_.advance(line.size() + 1);
    if (!nothing) return series;
  }
}

/// Sees the next row whole; none at the end.
std::optional<SeriesSplitter::Row> SeriesSplitter::scan_row() {
  for (;;) {
    const std::string_view rest = window_.rest();
    CsvScanner csv(rest, source_, delimiter_);
    Result<bool> more = csv.next_row(fields_);
    while (!header_.text.empty() && more && *more && is_blank(fields_)) more = csv.next_row(fields_);
    const bool found = !more || *more;
    const std::size_t begin = found ? csv.row_begin() : rest.size(), end = csv.position();
    // Of a row at fault that is its first line: what follows is not to be lost to a quote that is never closed.
    const std::size_t first_newline = rest.find('\n', begin);
    const bool whole =
        more ? *more && (end < rest.size() || rest[end - 1] == '\n') : first_newline != rest.npos && end < rest.size();
    if (!whole && !window_.at_end()) {
      if (rest.size() <= most_series_bytes) {
        window_.fill();
        continue;
      }
      // Nothing but blank lines and comments, or a row that is too long.
      if (found) return long_row(begin);
      const std::size_t last_newline = rest.rfind('\n');
      if (last_newline == rest.npos) {
        window_.skip_line();
      } else {
        window_.advance(last_newline + 1);
      }
      continue;
    }
    if (!found) {
      window_.advance(rest.size());
      return std::nullopt;
    }
    Row row{.blank = begin, .line = window_.line() + newlines_in(rest.substr(0, begin))};
    if (more) {
      row.bytes = end - begin;
    } else {
      row.bytes = std::min(first_newline, rest.size() - 1) + 1 - begin;
      row.error = more.error();
      row.error->place.line += window_.line() - 1;
    }
    name(row);
    return row;
  }
}

/// A row that does not end.
SeriesSplitter::Row SeriesSplitter::long_row(std::size_t blank) {
  window_.advance(blank);
  Row row{.line = window_.line()};
  row.error = fail(row.line, fmt::format("this row is longer than {} MiB", most_series_bytes >> 20));
  name(row);
  window_.skip_line();
  return row;
}

/// The series it belongs to, as far as it has been read: by its column or, where that is empty, by its title.
void SeriesSplitter::name(Row& row) const {
  for (const std::size_t column : {columns_.series, columns_.title}) {
    if (column == no_column) continue;
    if (column >= fields_.size()) break;
    row.id = fields_[column].unescaped();
    if (!row.id->empty()) break;
  }
  if (row.error) return;
  if (!row.id && !header_.text.empty()) {
    row.error =
        fail(row.line, "this row ends before it says of which series it is: none of the fields may be left out");
  } else if (row.id && !is_utf8(*row.id)) {
    row.error = fail(row.line,
                     fmt::format("the name {} of the series is not UTF-8, so that others look the same: save the table "
                                 "as UTF-8",
                                 quote(*row.id)));
  }
}

Result<std::optional<RawSeries>> SeriesSplitter::next_rows() {
  while (const std::optional<Row> row = scan_row()) {
    std::optional<RawSeries> finished;
    if (!row->id) {
      if (open_ && !open_->error) open_->error = row->error;
      unowned_ = row->error;
    } else {
      const bool begins = !open_ || open_->id != *row->id;
      if (begins) {
        finished = std::exchange(open_, header_);
        open_->id = *row->id;
        open_->line = row->line;
        open_->error = unowned_;
        failure_ = remember(*open_);
      }
      unowned_.reset();
      if (!open_->error) open_->error = row->error;
      const std::size_t from = begins ? row->blank : 0;  // lines are counted on from the first row
      append(*open_, window_.rest().substr(from, row->blank + row->bytes - from));
    }
    window_.advance(row->blank + row->bytes);
    if (failure_ && !finished) return *failure_;
    if (finished) return finished;
  }
  if (open_ || !unowned_) return std::exchange(open_, std::nullopt);
  RawSeries nameless = header_;
  nameless.line = unowned_->place.line;
  nameless.error = std::exchange(unowned_, std::nullopt);
  return std::optional(std::move(nameless));
}

void SeriesSplitter::append(RawSeries& series, std::string_view row) const {
  if (series.text.size() + row.size() > most_series_bytes && !series.error) {
    series.error = fail(series.line, fmt::format("the rows of this series are more than {} MiB: it has fewer readings "
                                                 "than that",
                                                 most_series_bytes >> 20));
  }
  if (!series.error) series.text += row;
}

/// Error: `bad_file` for a series that has been before.
std::optional<Error> SeriesSplitter::remember(const RawSeries& series) {
  const std::uint64_t hash = hash_of(series.id);
  if (!remembered_set_.insert(hash).second) {
    return fail(series.line,
                fmt::format("rows of the series {} have been before others, so that its result is not to be used: sort "
                            "the table by series, or gather it with --gather, which holds all of it in memory",
                            quote(series.id)));
  }
  if (remembered_.size() < remembered_series) {
    remembered_.push_back(hash);
    return std::nullopt;
  }
  remembered_set_.erase(std::exchange(remembered_[oldest_], hash));
  oldest_ = (oldest_ + 1) % remembered_series;
  return std::nullopt;
}

/// All rows, in the order of their series.
std::optional<Error> SeriesSplitter::gather() {
  Names names;
  std::vector<std::size_t> first(1, SIZE_MAX);  // row of each name
  while (const std::optional<Row> row = scan_row()) {
    if (!row->id) return row->error;  // of any series
    if (window_.all().size() > most_gathered_bytes) {
      return fail(row->line, fmt::format("the table is larger than {} GiB, too large to gather: sort it by series, and "
                                         "leave --gather out",
                                         most_gathered_bytes >> 30));
    }
    const std::uint32_t series = names.number_of(*row->id);
    if (row->error) errors_.emplace(series, *row->error);
    first.resize(names.all().size(), SIZE_MAX);
    first[series] = std::min(first[series], rows_.size());
    const auto offset = static_cast<std::size_t>(window_.rest().data() - window_.all().data()) + row->blank;
    rows_.push_back({static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(row->bytes),
                     static_cast<std::uint32_t>(row->line), series});
    window_.advance(row->blank + row->bytes);
  }
  std::stable_sort(rows_.begin(), rows_.end(),
                   [&](const GatheredRow& a, const GatheredRow& b) { return first[a.series] < first[b.series]; });
  ids_ = names.all();
  return std::nullopt;
}

std::optional<RawSeries> SeriesSplitter::next_gathered() {
  if (next_row_ == rows_.size()) return std::nullopt;
  const std::uint32_t number = rows_[next_row_].series;
  RawSeries series = header_;
  series.id = ids_[number];
  series.line = rows_[next_row_].line;
  if (const auto error = errors_.find(number); error != errors_.end()) series.error = error->second;
  for (; next_row_ < rows_.size() && rows_[next_row_].series == number; ++next_row_) {
    const GatheredRow& row = rows_[next_row_];
    const std::string_view text = window_.all().substr(row.offset, row.bytes);
    append(series, text);
    if (series.error) continue;
    if (text.back() != '\n') series.text += '\n';
    for (std::size_t line = 0; line < std::max<std::size_t>(newlines_in(text), 1); ++line) {
      series.lines.push_back(row.line + line);
    }
  }
  return series;
}

}  // namespace swarmcast
