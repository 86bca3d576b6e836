#include <fmt/format.h>

#include <array>
#include <chrono>
#include <ostream>

#include "base/text.hpp"
#include "cli/append.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/input.hpp"
#include "cli/option_values.hpp"
#include "cli/reading_options.hpp"
#include "swarmcast/read.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {
namespace {

constexpr Option at_option{.group = "Reading",
                           .name = "--at",
                           .value = "TIME",
                           .help = "when it was fetched: 2014-12-25T14:00Z (default: now)"};
constexpr Option output_option{.group = "Output",
                               .name = "--output",
                               .letter = "-o",
                               .value = "FILE",
                               .help =
                                   "add the rows to this file, with a header if it is new\n"
                                   "(default: standard output, with a header)"};
constexpr std::array options{at_option, output_option, strict_option, quiet_option, help_option, version_option};

constexpr std::size_t response_limit = std::size_t{1} << 28;  // bytes: some three million swarms

Result<std::string> read_response(const std::string& path, std::istream& in, const std::string& name) {
  constexpr std::string_view way_out = "scrape takes a file that holds a tracker's response, or - for standard input";
  return path == "-" ? read_all(in, name, response_limit, way_out) : read_file(name, response_limit, way_out);
}

/// When the counts were read: as told, or now.
Result<ClockTime> time_of_reading(const Arguments& arguments) {
  if (const auto* text = arguments.value(at_option)) {
    const auto time = parse_clock_time(*text);
    if (!time) return at_text(time.error(), std::string(at_option.name), *text);
    return *time;
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return ClockTime{static_cast<double>(std::chrono::floor<std::chrono::seconds>(now).count()), 0};
}

int run_scrape(const Arguments& arguments, const Console& console) {
  if (arguments.words.size() > 1) {
    const auto& word = arguments.words[1];
    return refuse(console.err, {ErrorCode::usage,
                                fmt::format("scrape takes one response at a time, and {} is another", quote(word.text)),
                                {fmt::format("argument {}", word.number)}});
  }
  const std::string path = arguments.words.empty() ? "-" : arguments.words.front().text;
  const std::string name = path == "-" ? "standard input" : path;
  const auto bytes = read_response(path, console.in, name);
  if (!bytes) return refuse(console.err, bytes.error());
  const auto at = time_of_reading(arguments);
  if (!at) return refuse(console.err, at.error());
  const auto scrape = read_scrape(*bytes, name);
  if (!scrape) return refuse(console.err, scrape.error());
  if (!pass_warnings(arguments, scrape->warnings, console.err)) return exit_refused;

  const auto rows = write_scrape(*scrape, *at);
  const auto* output = arguments.value(output_option);
  if (output == nullptr) {
    console.out << scrape_header << rows;
  } else if (const auto error = append_rows(*output, scrape_header, rows)) {
    return refuse(console.err, *error);
  }
  return exit_answered;
}

}  // namespace

const Command scrape_command{
    .name = "scrape",
    .summary = "add a tracker's counts to a log that project reads",
    .usage =
        "Usage: swarmcast scrape [FILE|-] [-o FILE] [options]\n"
        "\n"
        "Reads a tracker's scrape response (bencoded, BEP 48) from a file or, as with -,\n"
        "from standard input, and writes a row for each swarm: time, info-hash, count of\n"
        "downloads, seeders, leechers.\n",
    .options = options,
    .examples =
        "Examples\n"
        "  Every hour, from cron\n"
        "    curl -s 'TRACKER/scrape?info_hash=...' | swarmcast scrape -o log.csv\n"
        "  What the log says of the title\n"
        "    swarmcast -i log.csv --release 2014-12-24T18:00Z\n",
    .run = run_scrape,
};

}  // namespace swarmcast::cli
