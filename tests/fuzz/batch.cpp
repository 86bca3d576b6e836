// Many series: the splitter, fed a few bytes at a time, and each series as a request. The first byte of the input
// chooses how, the rest is the file:
//   bits 0 and 1   automatic, csv, tsv, json
//   bit 2          --gather
//   bits 3 to 7    bytes that come at a time, less one

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/checks.hpp"
#include "io/series_splitter.hpp"
#include "trickle.hpp"

namespace {

std::vector<swarmcast::RawSeries> split(std::string_view bytes, std::size_t step, const swarmcast::ReadOptions& options,
                                        bool gather) {
  Trickle in(bytes, step);
  swarmcast::SeriesSplitter splitter(in, "fuzz", options, gather);
  std::vector<swarmcast::RawSeries> all;
  for (;;) {
    auto next = splitter.next();
    if (!next) swarmcast::fuzz::demand(!next.error().message.empty(), "an error says something");
    if (!next || !*next) return all;
    all.push_back(**std::move(next));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  if (size == 0) return 0;
  constexpr std::array formats{InputFormat::automatic, InputFormat::csv, InputFormat::tsv, InputFormat::json};
  const std::string_view bytes = fuzz::as_text(data + 1, size - 1);
  ReadOptions options{.format = formats[data[0] & 3U]};
  const bool gather = (data[0] & 4U) != 0;
  const std::vector<RawSeries> parts = split(bytes, (data[0] >> 3U) + 1U, options, gather);
  const std::vector<RawSeries> whole = split(bytes, bytes.size() + 1, options, gather);
  fuzz::demand(parts.size() == whole.size(), "it does not matter how bytes come: the number of series");
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
  fuzz::demand(parts.size() <= lines, "there are no more series than lines");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const RawSeries& raw = parts[i];
    fuzz::demand(raw.text == whole[i].text && raw.id == whole[i].id && raw.line == whole[i].line &&
                     raw.error.has_value() == whole[i].error.has_value(),
                 "it does not matter how bytes come: each series");
    fuzz::demand(raw.line >= 1 && raw.line <= lines, "a series stands on a line of the input");
    if (raw.error) {
      fuzz::demand(raw.error->place.line >= 1 && raw.error->place.line <= lines, "and what is wrong with it");
      continue;
    }
    options.format = raw.format;
    const auto request = read_request(raw.text, {}, options, {});
    if (request) {
      fuzz::demand(!request->series.readings.empty(), "a request has readings");
      continue;
    }
    const std::size_t line = request.error().place.line;
    fuzz::demand(!request.error().message.empty(), "an error says something");
    if (line > 0) fuzz::demand(raw.line_of(line) >= 1 && raw.line_of(line) <= lines, "and where");
    fuzz::demand(id_of_line(raw.text).size() <= raw.text.size() + 2, "an id is part of its line");
  }
  return 0;
}
