#include <fmt/format.h>

#include <iterator>
#include <string>

#include "swarmcast/write.hpp"

namespace swarmcast {

std::string write_scrape(const Scrape& scrape, const ClockTime& at) {
  const std::string time = write_clock_time(at);
  std::string out;
  for (const ScrapeRow& row : scrape.rows) {
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\n", time, row.info_hash, row.count, row.seeders,
                   row.leechers);
  }
  return out;
}

}  // namespace swarmcast
