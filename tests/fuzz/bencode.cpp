// Scrape responses: read_scrape(), and its rows back through the log that write_scrape() makes of them.

#include "fuzz/checks.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::fuzz {
namespace {

void check_row(const ScrapeRow& row) {
  constexpr std::size_t digits = 40;
  demand(row.info_hash.size() == digits && row.info_hash.find_first_not_of("0123456789abcdef") == std::string::npos,
         "an info-hash has 40 hexadecimal digits", row.info_hash);
  for (const auto number : {row.count, row.seeders, row.leechers}) {
    demand(number >= 0 && static_cast<double>(number) <= max_count, "a number lies in the range of counts");
  }
}

}  // namespace
}  // namespace swarmcast::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace swarmcast;
  using namespace swarmcast::fuzz;
  const std::string_view bytes = as_text(data, size);
  const Result<Scrape> scrape = read_scrape(bytes, "input");
  if (!scrape) {
    check_error(scrape.error(), bytes);
    demand(scrape.error().code == ErrorCode::bad_scrape, "what is wrong with a scrape has one code");
    return 0;
  }
  for (const ScrapeRow& row : scrape->rows) check_row(row);
  for (std::size_t i = 1; i < scrape->rows.size(); ++i) {
    demand(scrape->rows[i - 1].info_hash < scrape->rows[i].info_hash, "rows are in order, each swarm once");
  }
  for (const Warning& warning : scrape->warnings) {
    check_sentence(warning.text);
    check_place(warning.place, bytes);
  }

  const ClockTime now{1419516000, 0};
  const std::string log = std::string(scrape_header) + write_scrape(*scrape, now);
  const Result<Observations> back = read_observations(log, "log", {.release = ClockTime{1419512400, 0}});
  const bool one_title = !scrape->rows.empty() && scrape->rows.size() <= 10000;
  demand(back || !one_title, "a log reads back", log);
  if (!back) return 0;
  demand(back->swarms.size() == scrape->rows.size(), "a log has the swarms of the scrape", log);
  for (std::size_t i = 0; i < scrape->rows.size(); ++i) {
    demand(back->swarms[i].name == scrape->rows[i].info_hash, "a swarm keeps its name", log);
    demand(back->swarms[i].count == static_cast<double>(scrape->rows[i].count), "a swarm keeps its count", log);
  }
  return 0;
}
