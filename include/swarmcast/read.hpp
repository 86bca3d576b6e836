#pragma once
/// Bytes to values. Every byte is taken as hostile: readers bound their memory by the input's length, and an error
/// quotes what it refuses with control characters made harmless.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/prior.hpp"
#include "swarmcast/projection.hpp"
#include "swarmcast/result.hpp"
#include "swarmcast/score.hpp"
#include "swarmcast/series.hpp"

namespace swarmcast {

/// A duration in hours: 10h, 90m, 1d12h, 2w, 1.5d, 52.967h, or a bare number of hours (36). Units w d h m s, each at
/// most once and in that order, only the last part with decimals. Positive and finite. Error: `bad_time`.
[[nodiscard]] Result<double> parse_duration(std::string_view text);

/// A count as read from text, before its time is known.
struct Count {
  double count = 0;  ///< as typed, in [0, max_count]; 0 is exact
  Qualifier qualifier = Qualifier::rounded;
  double stated_error = 0;  ///< a fraction; for Qualifier::stated alone
};

/// A count: 200000, 200,000, 200k, 1.5M, 2B, ~200k, 750k+ (at least), 750k- (at most), 200k±10% or 200k+-10%, 200k±0
/// (exact). Commas only in groups of three; digits, a dot and exactly three digits without a suffix (200.000) are
/// `ambiguous_count`, with both meanings shown; suffixes k K M B; `m` is refused, as it means a thousand to some and a
/// million to others. Errors: `bad_count`, `ambiguous_count`.
[[nodiscard]] Result<Count> parse_count(std::string_view text);

/// A count without anything about its error: 200000, 200,000, 1.5M. Errors: those of parse_count().
[[nodiscard]] Result<double> parse_plain_count(std::string_view text);

/// A number of any kind, as ReadOptions::any_number takes it: -12.5, +3, 1.2e-3; 0, or from 1e-100 to 1e100 in size.
/// No suffix, nothing about its error. Error: `bad_count`.
[[nodiscard]] Result<double> parse_number(std::string_view text);

/// NUMBER:LABEL, with a plain count above 0 before the first colon: 152000:ratings. Errors: `bad_yardstick`, and those
/// of parse_plain_count(), which say where in the text the number stands.
[[nodiscard]] Result<Yardstick> parse_yardstick(std::string_view text);

/// A clock time by ISO 8601, with its offset from UTC: 2014-12-25T09:00-05:00, 2014-12-25 14:00:30.5Z; or @1419516000,
/// seconds since 1970. An offset is never guessed. Error: `bad_time`.
[[nodiscard]] Result<ClockTime> parse_clock_time(std::string_view text);

/// 2014-12-25T09:00:00-05:00: on the clock it was read from, with as many decimals of a second (up to 6) as it takes.
[[nodiscard]] std::string write_clock_time(const ClockTime& time);

/// A time as written: so long after the release, or by the clock.
struct TimeText {
  double hours = 0;                  ///< since release; may be 0, where a horizon may not. Without meaning with a clock
  std::optional<ClockTime> clock{};  ///< where it was written as a clock time

  /// Hours since the release. Error: `no_release` for a clock time without one.
  [[nodiscard]] Result<double> since(const std::optional<ClockTime>& release) const;
};

/// A duration as parse_duration() takes it, or 0, or a clock time. Errors: theirs.
[[nodiscard]] Result<TimeText> parse_time(std::string_view text);

/// TIME=COUNT, or TIME=NUMBER where it may be any. Errors: `bad_reading`, `no_release`, and those of its two parts.
[[nodiscard]] Result<Reading> parse_reading(std::string_view text, const std::optional<ClockTime>& release = {},
                                            bool any_number = false);

/// How readings are written (docs/formats.md).
enum class InputFormat : std::uint8_t {
  automatic,  ///< what the content looks like
  csv,        ///< RFC 4180, with a header; commas or semicolons
  tsv,        ///< the same with tabs
  lines,      ///< TIME COUNT, a reading a line
  json,       ///< one object, or one a line
};

/// What to make of a file of readings.
struct ReadOptions {
  InputFormat format = InputFormat::automatic;
  std::string time_column{};           ///< a column's name in the header; empty: a usual one
  std::string count_column{};          ///< the same
  std::string series_column{};         ///< the same
  std::string series{};                ///< which series, by its name; empty: there must be one
  std::string source{};                ///< whose counts; empty: there must be one
  std::optional<ClockTime> release{};  ///< overrides what the file says
  std::optional<TimeText> since{};     ///< when counting began; overrides what the file says. Absent: at the release
  bool increments = false;             ///< counts are those of each interval, not cumulative
  bool hold = false;                   ///< swarms no longer read keep their last count
  FallPolicy on_fall = FallPolicy::refuse;  ///< within each swarm
  bool any_number = false;  ///< counts are numbers of any kind, below 0 too; make_series() takes none of these
};

/// What a file says of one release: a Series before make_series(). Readings are in the order of the file, but in order
/// of time where swarms or increments have been added up.
struct Observations {
  std::string id;
  std::string title;
  std::optional<ClockTime> release;
  double since_hours = 0;
  std::vector<Reading> readings;
  std::vector<Swarm> swarms;
  std::vector<Warning> warnings;
};

/// Reads CSV, TSV, lines, JSON or NDJSON. `source` is the name used in an error's place. Memory: a hundred bytes or so
/// for each reading. Errors: `bad_file`, `no_readings`, `several_series`, `several_sources`, `disjoint_swarms`, those
/// of make_series() about a swarm, and those of the parts, each at line and column.
[[nodiscard]] Result<Observations> read_observations(std::string_view bytes, std::string_view source,
                                                     const ReadOptions& options = {});

/// read_observations() and make_series() in one, with every error and warning at its place.
[[nodiscard]] Result<Series> read_series(std::string_view bytes, std::string_view source,
                                         const ReadOptions& options = {});

/// How to make tasks of a file.
struct TaskOptions {
  ReadOptions read{};                            ///< without `series` and `any_number`, which have no part in it
  std::string family_column{};                   ///< a column's name in the header; empty: the usual one
  std::string group_column{};                    ///< the same
  std::vector<std::size_t> origins{2, 3, 5, 8};  ///< after so many readings the rest of a whole series is hidden
};

/// What a file gives to score forecasts by.
struct Tasks {
  std::vector<Task> tasks;   ///< in the order of the file
  std::size_t left_out = 0;  ///< series, tasks and later counts; each is named in a warning
  std::vector<Warning> warnings;
};

/// Reads tasks, JSON objects with "readings" and "later", and whole series, which are cut: after each of the origins
/// what comes later is hidden, and of that those readings are kept that are nearest in log time to 1.5, 2, 3, 5 and 10
/// times the last reading seen (docs/backtest.md). Readings are settled anew at each origin, as if the rest were not
/// there. A series that cannot be read is left out, with a warning. A group not given is the family or, without one,
/// the series. Cost: rows times origins. Errors: `bad_file`, `no_readings`, and those of times and counts.
[[nodiscard]] Result<Tasks> read_tasks(std::string_view bytes, std::string_view source,
                                       const TaskOptions& options = {});

/// Where a stretch of the input stands: its line and column, and the text around it.
/// Precondition: offset + length <= bytes.size().
[[nodiscard]] Place locate(std::string_view bytes, std::string_view source, std::size_t offset, std::size_t length);

/// A horizon: since release (48h), from the last reading (+12h), or by the clock.
struct HorizonText {
  TimeText time;
  bool from_last_reading = false;
};

/// A comma-separated list of horizons. Error: `bad_time`.
[[nodiscard]] Result<std::vector<HorizonText>> parse_horizons(std::string_view text);

/// A comma-separated list of band levels in percent, each inside (0, 100), with or without a percent sign: 80,95.
/// Error: `bad_level`.
[[nodiscard]] Result<std::vector<double>> parse_levels(std::string_view text);

/// What is asked about a series. What is absent is not said.
struct Question {
  std::optional<std::vector<HorizonText>> at{};
  std::optional<std::vector<double>> levels{};
  std::optional<std::vector<double>> reach{};
  std::optional<std::vector<Yardstick>> against{};
};

/// The options of a projection of that series. Error: `no_release` for a clock time without one.
[[nodiscard]] Result<ProjectionOptions> options_for(const Question& question, const Series& series);

/// A series, and what is asked about it.
struct Request {
  Series series{};
  ProjectionOptions options{};
};

/// Reads one of many series: a line of JSON, or a header and rows. In JSON it may say itself what is asked about it
/// (docs/batch.md); `question` is for what it does not say, and what of it lies behind the last reading is left out
/// with a warning, unless none would be left. Errors: those of read_series(), `several_series` for a second object, and
/// those of the parts of the question.
[[nodiscard]] Result<Request> read_request(std::string_view bytes, std::string_view source, const ReadOptions& options,
                                           const Question& question);

/// What a tracker says of one swarm.
struct ScrapeRow {
  std::string info_hash;      ///< 40 lower-case hexadecimal digits
  std::int64_t count = 0;     ///< `downloaded`: completed downloads so far; as the others in [0, max_count]
  std::int64_t seeders = 0;   ///< `complete`: peers that have all of it now
  std::int64_t leechers = 0;  ///< `incomplete`: peers that do not

  friend bool operator==(const ScrapeRow&, const ScrapeRow&) = default;
};

/// A tracker's answer to a scrape. write_scrape() in write.hpp makes rows of a log of it.
struct Scrape {
  std::vector<ScrapeRow> rows;    ///< in order of the info-hash, each once
  std::vector<Warning> warnings;  ///< each at its place
};

/// Reads one bencoded scrape response (BEP 48), as a tracker sends it over HTTP. Info-hashes that were written as UTF-8
/// are put right; swarms of which nothing is known are left out. Memory: within a small multiple of the input's. Error:
/// `bad_scrape`, also for an answer in which the tracker gives the reason of a failure.
[[nodiscard]] Result<Scrape> read_scrape(std::string_view bytes, std::string_view source);

/// A prior in JSON (swarmcast/prior/1, docs/prior.schema.json). An absent `schema` means /1; a key that is not known, a
/// number outside its domain, or a curve given parameters it does not have is an error that names it. Error:
/// `bad_prior`.
[[nodiscard]] Result<Prior> read_prior(std::string_view bytes, std::string_view source);

}  // namespace swarmcast
