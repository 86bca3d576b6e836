#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_output.hpp"
#include "io/result_line.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

template <class Remark>
std::string codes_of(const std::vector<Remark>& remarks) {
  std::string codes;
  for (const Remark& remark : remarks) codes += fmt::format("{}{}", codes.empty() ? "" : " ", to_string(remark.code));
  return codes;
}

/// Between the id and what follows of a row without a projection.
constexpr std::string_view nothing = ",,,,,,,,,";

}  // namespace

std::string write_rows(const Projection& projection) {
  const std::string names = csv_field(projection.id) + ',' + csv_field(projection.title);
  const std::string remarks = codes_of(projection.verdicts) + ',' + codes_of(projection.warnings);
  std::string rows;
  for (const HorizonProjection& horizon : projection.horizons) {
    for (const Band& band : horizon.bands) {
      fmt::format_to(std::back_inserter(rows), "{},{},{},{},{},{},{},,,\n", names, csv_number(horizon.hours),
                     csv_number(horizon.median), csv_number(band.level), csv_number(band.low), csv_number(band.high),
                     remarks);
    }
  }
  return rows;
}

std::string write_rows(std::string_view id, const Error& error) {
  return fmt::format("{}{}{},{},{}\n", csv_field(id), nothing, to_string(error.code), error.place.line,
                     csv_field(error.message));
}

ResultLine row_result(std::string_view line, std::string_view id) {
  const std::string begin = csv_field(id);
  if (!line.starts_with(begin)) return ResultLine::of_another;
  line.remove_prefix(begin.size());
  if (line.starts_with(nothing)) return ResultLine::failure;
  return line.starts_with(',') && line.ends_with(",,,\n") ? ResultLine::projection : ResultLine::of_another;
}

bool row_has_warnings(std::string_view line) { return !line.ends_with(",,,,\n"); }

}  // namespace swarmcast
