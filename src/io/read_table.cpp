// CSV and TSV: a header that says which column is which, then a reading a row.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "io/any_reading.hpp"
#include "io/clock_time.hpp"
#include "io/csv_scanner.hpp"
#include "io/decimal.hpp"
#include "io/log.hpp"

namespace swarmcast {
namespace {

constexpr std::size_t absent = no_column;

/// What a column holds.
enum class Role : std::uint8_t { time, hours, days, unix_seconds, count, series, title, source, swarm, family, group };

struct UsualName {
  std::string_view name;
  Role role;
};

// The usual names; docs/formats.md lists them.
constexpr std::array usual_names{
    UsualName{"time", Role::time},          UsualName{"hours", Role::hours},
    UsualName{"days", Role::days},          UsualName{"timestamp", Role::unix_seconds},
    UsualName{"epoch", Role::unix_seconds}, UsualName{"count", Role::count},
    UsualName{"downloads", Role::count},    UsualName{"completed", Role::count},
    UsualName{"snatches", Role::count},     UsualName{"views", Role::count},
    UsualName{"series", Role::series},      UsualName{"series_id", Role::series},
    UsualName{"id", Role::series},          UsualName{"title", Role::title},
    UsualName{"source", Role::source},      UsualName{"torrent", Role::swarm},
    UsualName{"info_hash", Role::swarm},    UsualName{"family", Role::family},
    UsualName{"group", Role::group},
};

bool is_time(Role role) { return role <= Role::unix_seconds; }

/// Means something where tasks are read alone.
bool is_of_tasks(Role role) { return role == Role::family || role == Role::group; }

/// Which field of a row is which.
struct Columns {
  std::size_t width = 0;
  std::size_t time = absent;
  Role unit = Role::time;  ///< of a bare number in it
  std::size_t count = absent;
  std::size_t series = absent;
  std::size_t title = absent;
  std::size_t source = absent;
  std::size_t swarm = absent;
  std::size_t family = absent;
  std::size_t group = absent;
};

/// Reads the header, column by column.
class Header {
 public:
  Header(const CsvScanner& csv, const std::vector<CsvField>& fields, const TaskColumns* tasks)
      : csv_(csv), fields_(fields), tasks_(tasks) {}

  Result<Columns> columns(const ReadOptions& options) {
    columns_.width = fields_.size();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (auto error = assign(i, options)) return *std::move(error);
    }
    for (const auto& [asked, found] :
         {std::pair{&options.time_column, columns_.time}, std::pair{&options.count_column, columns_.count},
          std::pair{&options.series_column, columns_.series}}) {
      if (!asked->empty() && found == absent) return no_such_column(*asked);
    }
    if (tasks_ != nullptr) {
      if (!tasks_->family.empty() && columns_.family == absent) return no_such_column(tasks_->family);
      if (!tasks_->group.empty() && columns_.group == absent) return no_such_column(tasks_->group);
    }
    if (columns_.time == absent || columns_.count == absent) return incomplete();
    return columns_;
  }

 private:
  [[nodiscard]] static std::optional<Role> usual_role(std::string_view name) {
    const auto found = std::find_if(usual_names.begin(), usual_names.end(),
                                    [name](const UsualName& usual) { return equal_ignoring_case(usual.name, name); });
    return found == usual_names.end() ? std::nullopt : std::optional(found->role);
  }

  /// A column that an option names has that role, and no other column has it.
  [[nodiscard]] std::optional<Role> role_of(std::string_view name, const ReadOptions& options) const {
    const std::optional<Role> usual = usual_role(name);
    const auto asked = [&](const std::string& column) { return !column.empty() && equal_ignoring_case(column, name); };
    if (asked(options.time_column)) return usual && is_time(*usual) ? usual : Role::time;
    if (asked(options.count_column)) return Role::count;
    if (asked(options.series_column)) return Role::series;
    if (tasks_ != nullptr && asked(tasks_->family)) return Role::family;
    if (tasks_ != nullptr && asked(tasks_->group)) return Role::group;
    if (!usual || (is_of_tasks(*usual) && tasks_ == nullptr)) return std::nullopt;
    const bool taken =
        (is_time(*usual) && !options.time_column.empty()) || (*usual == Role::count && !options.count_column.empty()) ||
        (*usual == Role::series && !options.series_column.empty()) ||
        (*usual == Role::family && !tasks_->family.empty()) || (*usual == Role::group && !tasks_->group.empty());
    return taken ? std::nullopt : usual;
  }

  std::optional<Error> assign(std::size_t i, const ReadOptions& options) {
    const std::optional<Role> role = role_of(fields_[i].text, options);
    if (!role) return std::nullopt;
    std::size_t& place = is_time(*role)          ? columns_.time
                         : *role == Role::count  ? columns_.count
                         : *role == Role::series ? columns_.series
                         : *role == Role::title  ? columns_.title
                         : *role == Role::source ? columns_.source
                         : *role == Role::family ? columns_.family
                         : *role == Role::group  ? columns_.group
                                                 : columns_.swarm;
    if (place != absent) {
      const std::string_view option = is_time(*role)          ? "choose one with --time-column"
                                      : *role == Role::count  ? "choose one with --count-column"
                                      : *role == Role::series ? "choose one with --series-column"
                                                              : "rename one of them";
      return csv_.error_at(fields_[i].text, ErrorCode::bad_file,
                           fmt::format("{} and {} could both be the column of the {}: {}", quote(fields_[place].text),
                                       quote(fields_[i].text), name_of(*role), option));
    }
    place = i;
    if (is_time(*role)) columns_.unit = *role;
    return std::nullopt;
  }

  [[nodiscard]] static std::string_view name_of(Role role) {
    if (is_time(role)) return "time";
    if (role == Role::count) return "count";
    if (role == Role::series) return "series";
    if (is_of_tasks(role)) return role == Role::family ? "family" : "group";
    return role == Role::title ? "title" : role == Role::source ? "source" : "swarm";
  }

  [[nodiscard]] Error no_such_column(const std::string& name) const {
    std::vector<std::string_view> names;
    for (const CsvField& field : fields_) names.push_back(field.text);
    const auto near = nearest(name, names);
    return csv_.error_at(
        fields_.front().text, ErrorCode::bad_file,
        fmt::format("there is no column {}: {}", quote(name),
                    near ? fmt::format("did you mean {}?", quote(*near)) : "the header has " + found()));
  }

  [[nodiscard]] std::string found() const {
    std::string all;
    for (const CsvField& field : fields_) all += fmt::format("{}{}", all.empty() ? "" : ",", field.text);
    return quote(all);
  }

  [[nodiscard]] Error incomplete() const {
    const std::string_view lacking = columns_.time == absent && columns_.count == absent ? "a time and a count"
                                     : columns_.time == absent                           ? "a time"
                                                                                         : "a count";
    const std::string_view option = columns_.time == absent ? "--time-column" : "--count-column";
    return csv_.error_at(
        fields_.front().text, ErrorCode::bad_file,
        fmt::format("the first line must be a header with {}, such as time,count; here it is {}: put one above, or say "
                    "which column it is with {}",
                    lacking, found(), option));
  }

  const CsvScanner& csv_;
  const std::vector<CsvField>& fields_;
  const TaskColumns* tasks_;
  Columns columns_;
};

/// A time in a column whose bare numbers mean what its name says.
Result<double> parse_hours(Role unit, std::string_view text, const std::optional<ClockTime>& release) {
  const bool bare =
      (unit == Role::days || unit == Role::unix_seconds) && !text.empty() && decimal_length(text) == text.size();
  if (bare && unit == Role::unix_seconds) {
    const Result<ClockTime> clock = unix_time(text, decimal_value(text));
    if (!clock) return clock.error();
    return TimeText{.clock = *clock}.since(release);
  }
  const Result<TimeText> time = parse_time(text);
  if (!time) return time.error();
  constexpr double hours_per_day = 24;
  if (bare) return time->hours * hours_per_day;
  return time->since(release);
}

/// The stretch from one field to another on the same line, or the first alone.
Origin origin_of(std::string_view bytes, std::string_view a, std::string_view b) {
  if (b.data() < a.data()) std::swap(a, b);
  const auto begin = static_cast<std::size_t>(a.data() - bytes.data());
  const auto end = static_cast<std::size_t>(b.data() - bytes.data()) + b.size();
  return {begin, static_cast<std::uint32_t>(std::min<std::size_t>(end - begin, UINT32_MAX)), 0};
}

std::uint32_t number_of(Names& names, const CsvField& field) {
  return field.quoted ? names.number_of(field.unescaped()) : names.number_of(field.text);
}

/// About how many rows there are, judged by the first ones.
std::size_t rows_expected(std::string_view bytes) {
  constexpr std::size_t sample = 65536;
  const std::string_view first = bytes.substr(0, sample);
  const auto lines = static_cast<std::size_t>(std::count(first.begin(), first.end(), '\n'));
  return first.size() < sample ? lines : lines * (bytes.size() / sample + 1);
}

class Rows {
 public:
  Rows(std::string_view bytes, const CsvScanner& csv, const Columns& columns, const ReadOptions& options)
      : bytes_(bytes), csv_(csv), columns_(columns), release_(options.release), any_number_(options.any_number) {
    log_.readings.reserve(rows_expected(bytes));
    if (has_names()) log_.names.reserve(log_.readings.capacity());
  }

  std::optional<Error> add(const std::vector<CsvField>& row) {
    if (row.size() != columns_.width) return wrong_width(row);
    const std::string_view time_text = row[columns_.time].text;
    const std::string_view count_text = row[columns_.count].text;
    const Result<double> hours = parse_hours(columns_.unit, time_text, release_);
    if (!hours) return csv_.error_at(time_text, hours.error().code, hours.error().message);
    const Result<Reading> reading = reading_of(*hours, count_text, any_number_);
    if (!reading) return csv_.error_at(count_text, reading.error().code, reading.error().message);

    Reading& added = log_.readings.emplace_back(*reading);
    // A tracker's own count is as exact as it looks.
    const bool digits = columns_.swarm != absent && count_text.find_first_not_of("0123456789") == count_text.npos;
    if (digits) added = exact_reading(*hours, reading->count);
    added.origin = origin_of(bytes_, time_text, count_text);
    if (has_names()) add_names(row);
    return add_kind(row);
  }

  [[nodiscard]] Log log() && {
    if (log_.facts.size() < kinds_.size()) log_.facts.resize(kinds_.size());
    for (std::size_t series = 0; series < kinds_.size(); ++series) {
      log_.facts[series].family = families_.all()[kinds_[series].family];
      log_.facts[series].group = groups_.all()[kinds_[series].group];
    }
    return std::move(log_);
  }

 private:
  /// What a series is one of, by the numbers of the names.
  struct Kind {
    std::uint32_t family = 0;
    std::uint32_t group = 0;
    bool known = false;
  };

  [[nodiscard]] bool has_names() const {
    return std::min({columns_.series, columns_.title, columns_.source, columns_.swarm, columns_.family,
                     columns_.group}) != absent;
  }

  /// The family and group of the row's series, on which all of its rows must agree.
  std::optional<Error> add_kind(const std::vector<CsvField>& row) {
    if (columns_.family == absent && columns_.group == absent) return std::nullopt;
    const std::uint32_t series = log_.names.back().series;
    if (series >= kinds_.size()) kinds_.resize(series + std::size_t{1});
    Kind& kind = kinds_[series];
    for (const bool family : {true, false}) {
      const std::size_t column = family ? columns_.family : columns_.group;
      if (column == absent) continue;
      const std::uint32_t number = number_of(family ? families_ : groups_, row[column]);
      std::uint32_t& known = family ? kind.family : kind.group;
      if (!kind.known) {
        known = number;
      } else if (known != number) {
        return csv_.error_at(row[column].text, ErrorCode::bad_file,
                             fmt::format("this {} of the series {} differs from the one above: give another series "
                                         "another name",
                                         family ? "family" : "group", quote(log_.series.all()[series])));
      }
    }
    kind.known = true;
    return std::nullopt;
  }

  void add_names(const std::vector<CsvField>& row) {
    RowNames& names = log_.names.emplace_back();
    if (columns_.source != absent) names.source = number_of(log_.sources, row[columns_.source]);
    if (columns_.swarm != absent) names.swarm = number_of(log_.swarms, row[columns_.swarm]);
    if (columns_.series == absent && columns_.title == absent) return;
    const bool by_title = columns_.series == absent || (row[columns_.series].text.empty() && columns_.title != absent);
    names.series = number_of(log_.series, row[by_title ? columns_.title : columns_.series]);
    if (columns_.title == absent || names.series < log_.facts.size()) return;
    log_.facts.resize(names.series + 1);
    log_.facts[names.series].title = row[columns_.title].unescaped();
  }

  [[nodiscard]] Error wrong_width(const std::vector<CsvField>& row) const {
    const std::size_t due = columns_.width;
    if (row.size() < due) {
      return csv_.error_at(
          row.front().text, ErrorCode::bad_file,
          fmt::format("this row has {} of the {} fields of the header: none may be left out", row.size(), due));
    }
    return csv_.error_at(
        row[due].text, ErrorCode::bad_file,
        fmt::format("this row has {} fields where {} are due: a count with commas stands in quotes, such as "
                    "10h,\"200,000\"",
                    row.size(), due));
  }

  std::string_view bytes_;
  const CsvScanner& csv_;
  Columns columns_;
  const std::optional<ClockTime>& release_;
  bool any_number_;
  Log log_;
  std::vector<Kind> kinds_;  // by the number of the series
  Names families_;
  Names groups_;
};

}  // namespace

Result<SeriesColumns> series_columns(std::string_view header, std::string_view source, char delimiter,
                                     const ReadOptions& options) {
  CsvScanner csv(header, source, delimiter);
  std::vector<CsvField> fields;
  const Result<bool> row = csv.next_row(fields);
  if (!row) return row.error();
  const Result<Columns> columns = Header(csv, fields, nullptr).columns(options);
  if (!columns) return columns.error();
  if (columns->series != absent || columns->title != absent) return SeriesColumns{columns->series, columns->title};
  return csv.error_at(fields.front().text, ErrorCode::bad_file,
                      "no column tells series apart: call one of them series, or say which it is with "
                      "--series-column; one series alone is for swarmcast project");
}

Result<Log> read_table(std::string_view bytes, std::string_view source, char delimiter, const ReadOptions& options,
                       const TaskColumns* tasks) {
  CsvScanner csv(bytes, source, delimiter);
  std::vector<CsvField> row;
  const Error nothing{ErrorCode::no_readings,
                      "there are no readings: give the header time,count and below it rows such as 10h,200k",
                      {.source = std::string(source)}};
  Result<bool> more = csv.next_row(row);
  if (!more) return more.error();
  if (!*more) return nothing;
  const Result<Columns> columns = Header(csv, row, tasks).columns(options);
  if (!columns) return columns.error();

  Rows rows(bytes, csv, *columns, options);
  for (;;) {
    more = csv.next_row(row);
    if (!more) return more.error();
    if (!*more) break;
    if (is_blank(row)) continue;
    if (auto error = rows.add(row)) return *std::move(error);
  }
  Log log = std::move(rows).log();
  if (log.readings.empty()) return nothing;
  return log;
}

}  // namespace swarmcast
