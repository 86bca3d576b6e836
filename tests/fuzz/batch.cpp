// Many series: the splitter, fed a few bytes at a time, and each series as a request. The first byte of the input
// chooses how, the rest is the file:
//   bits 0 and 1   automatic, csv, tsv, json
//   bit 2          --gather
//   bits 3 to 7    bytes that come at a time, less one

#include <array>
#include <optional>
#include <string>

#include "fuzz/checks.hpp"
#include "io/series_splitter.hpp"
#include "trickle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  if (size == 0) return 0;
  constexpr std::array formats{InputFormat::automatic, InputFormat::csv, InputFormat::tsv, InputFormat::json};
  const std::string_view bytes = fuzz::as_text(data + 1, size - 1);
  ReadOptions options{.format = formats[data[0] & 3U]};
  Trickle in(bytes, (data[0] >> 3U) + 1U);
  SeriesSplitter splitter(in, "fuzz", options, (data[0] & 4U) != 0);
  std::size_t series = 0;
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1;
  for (;;) {
    const auto next = splitter.next();
    if (!next) {
      fuzz::demand(!next.error().message.empty(), "an error says something");
      break;
    }
    if (!*next) break;
    const RawSeries& raw = **next;
    fuzz::demand(++series <= lines, "there are no more series than lines");
    fuzz::demand(raw.line >= 1 && raw.line <= lines, "a series stands on a line of the input");
    if (raw.error) continue;
    options.format = raw.format;
    const auto request = read_request(raw.text, {}, options, {});
    if (!request) {
      const std::size_t line = request.error().place.line;
      fuzz::demand(!request.error().message.empty(), "an error says something");
      fuzz::demand(raw.line_of(line) <= lines, "and where, on a line of the input");
      fuzz::demand(id_of_line(raw.text).size() <= raw.text.size() + 2, "an id is part of its line");
      continue;
    }
    fuzz::demand(!request->series.readings.empty(), "a request has readings");
  }
  return 0;
}
