#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>

#include "base/text.hpp"
#include "io/csv_scanner.hpp"
#include "swarmcast/read.hpp"

namespace swarmcast {
namespace {

/// Which field of a row is which.
struct Columns {
  std::size_t time = 0;
  std::size_t count = 0;
};

Result<Columns> read_header(const CsvScanner& csv, const std::vector<CsvField>& row) {
  const auto is = [&](std::size_t i, std::string_view name) { return equal_ignoring_case(row[i].text, name); };
  if (row.size() == 2 && is(0, "time") && is(1, "count")) return Columns{0, 1};
  if (row.size() == 2 && is(0, "count") && is(1, "time")) return Columns{1, 0};
  std::string found(row.front().text);
  for (std::size_t i = 1; i < row.size(); ++i) found += fmt::format(",{}", row[i].text);
  return csv.error_at(row.front(), ErrorCode::bad_file,
                      fmt::format("the first line must be the header time,count; here it is {}", quote(found)));
}

Result<Reading> read_row(const CsvScanner& csv, const std::vector<CsvField>& row, Columns columns) {
  if (row.size() < 2) {
    return csv.error_at(row.front(), ErrorCode::bad_file,
                        fmt::format("{} is one field where a time and a count are due", quote(row.front().text)));
  }
  if (row.size() > 2) {
    return csv.error_at(
        row[2], ErrorCode::bad_file,
        fmt::format("this row has {} fields where 2 are due: a count with commas stands in quotes, such as "
                    "10h,\"200,000\"",
                    row.size()));
  }
  const CsvField& time = row[columns.time];
  const CsvField& number = row[columns.count];
  const Result<double> hours = parse_duration(time.text);
  if (!hours) return csv.error_at(time, hours.error().code, hours.error().message);
  const Result<Count> count = parse_count(number.text);
  if (!count) return csv.error_at(number, count.error().code, count.error().message);
  return make_reading(*hours, count->count, count->qualifier, count->stated_error);
}

}  // namespace

Result<std::vector<Reading>> read_csv(std::string_view bytes, std::string_view source) {
  CsvScanner csv(bytes, source);
  const Error nothing{ErrorCode::no_readings,
                      "there are no readings: give the header time,count and below it rows such as 10h,200k",
                      {.source = std::string(source)}};
  const Result<std::vector<CsvField>> header = csv.next_row();
  if (!header) return header.error();
  if (header->empty()) return nothing;
  const Result<Columns> columns = read_header(csv, *header);
  if (!columns) return columns.error();

  std::vector<Reading> readings;
  for (;;) {
    const Result<std::vector<CsvField>> row = csv.next_row();
    if (!row) return row.error();
    if (row->empty()) break;
    const Result<Reading> reading = read_row(csv, *row, *columns);
    if (!reading) return reading.error();
    readings.push_back(*reading);
  }
  if (readings.empty()) return nothing;
  return readings;
}

}  // namespace swarmcast
