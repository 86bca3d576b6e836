#include "cli/reading_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/option_values.hpp"

namespace swarmcast::cli {
namespace {

/// What has been read, and the texts it came from, to point at.
struct Inputs {
  std::string file_name{};
  std::string file{};
  std::span<const Word> words{};

  /// Origin::input is the number of an argument, or 0 for the file.
  [[nodiscard]] Place place_of(const Origin& origin) const {
    if (origin.length == 0) return {};
    if (origin.input == 0) return locate(file, file_name, origin.offset, origin.length);
    const auto word =
        std::find_if(words.begin(), words.end(), [&](const Word& other) { return other.number == origin.input; });
    return at_text({ErrorCode::usage, {}, {}, origin}, fmt::format("argument {}", origin.input), word->text).place;
  }

  /// The place of the reading at fault; where no reading is, the file if it is all there is.
  [[nodiscard]] Error placed(Error error) const {
    if (error.origin.length > 0) {
      error.place = place_of(error.origin);
    } else if (error.place.source.empty() && words.empty()) {
      error.place.source = file_name;
    }
    return error;
  }
};

/// A word without "=" that names a file, or is "-", was meant for --input.
bool names_input(const std::string& text) {
  std::error_code none;
  return text.find('=') == text.npos && (text == "-" || std::filesystem::is_regular_file(text, none));
}

/// The part of a reading that an error is about.
Origin part_at_fault(const Error& error, const Word& word) {
  const std::size_t equals = std::min(word.text.find('='), word.text.size());
  const bool time = error.code == ErrorCode::bad_time || error.code == ErrorCode::no_release;
  const bool count = error.code == ErrorCode::bad_count || error.code == ErrorCode::ambiguous_count;
  const std::size_t from = count ? equals + 1 : 0;
  const std::size_t to = time ? equals : word.text.size();
  return {from, static_cast<std::uint32_t>(std::max<std::size_t>(to - from, 1)),
          static_cast<std::uint32_t>(word.number)};
}

std::optional<Error> add_arguments(std::span<const Word> words, bool any_number, Observations& observations) {
  for (const auto& word : words) {
    auto source = fmt::format("argument {}", word.number);
    if (names_input(word.text)) {
      return at_text(
          {ErrorCode::usage, fmt::format("{} is not a reading: to read {}, write -i {}", quote(word.text),
                                         word.text == "-" ? "standard input" : "that file", printable(word.text))},
          std::move(source), word.text);
    }
    const auto reading = parse_reading(word.text, observations.release, any_number);
    if (!reading) {
      return at_text({reading.error().code, reading.error().message, {}, part_at_fault(reading.error(), word)},
                     std::move(source), word.text);
    }
    observations.readings.push_back(*reading);
    observations.readings.back().origin = {0, static_cast<std::uint32_t>(word.text.size()),
                                           static_cast<std::uint32_t>(word.number)};
  }
  return std::nullopt;
}

/// What the file says, or, without one, what the options say.
Result<Observations> read_observed(const Arguments& arguments, std::istream& in, const ReadOptions& options,
                                   Inputs& inputs) {
  if (const auto* path = arguments.value(input_option)) {
    inputs.file_name = *path == "-" ? "standard input" : *path;
    auto bytes = read_readings(*path, in, inputs.file_name, "-i takes a file of readings, or - for standard input");
    if (!bytes) return bytes.error();
    inputs.file = *std::move(bytes);
    auto read = read_observations(inputs.file, inputs.file_name, options);
    if (!read || read->swarms.empty() || arguments.words.empty()) return read;
    return Error{
        ErrorCode::usage,
        "a file of swarms takes no readings beside it: a title's count cannot be added to those of its swarms"};
  }
  Observations observations;
  observations.release = options.release;
  if (options.since) {
    const auto hours = options.since->since(options.release);
    if (!hours) return at_option(hours.error(), since_option, *arguments.value(since_option));
    observations.since_hours = *hours;
  }
  return observations;
}

/// What a command line says before it is checked.
struct Told {
  ReadOptions options{};
  Inputs inputs{};
  Observations observed{};

  [[nodiscard]] SeriesOptions series_options() const {
    return {.on_fall = options.on_fall,
            .since_hours = observed.since_hours,
            .increments = options.increments && observed.swarms.empty()};
  }
};

Result<Told> read_told(const Arguments& arguments, std::istream& in) {
  auto options = read_options(arguments);
  if (!options) return options.error();
  Told told{.options = *std::move(options), .inputs = {.words = arguments.words}};
  auto observed = read_observed(arguments, in, told.options, told.inputs);
  if (!observed) return observed.error();
  told.observed = *std::move(observed);
  if (auto error = add_arguments(arguments.words, told.options.any_number, told.observed)) return *std::move(error);
  if (told.observed.readings.empty() && !arguments.has(input_option)) {
    return Error{ErrorCode::no_readings, "no readings given: write TIME=COUNT, such as 10h=200k, or -i FILE"};
  }
  return told;
}

/// A series or points, with the names and the places of what they came from.
template <class T>
Result<T> finished(Result<T> made, Told& told) {
  if (!made) return told.inputs.placed(made.error());
  for (auto& warning : made->warnings) warning.place = told.inputs.place_of(warning.origin);
  made->warnings.insert(made->warnings.begin(), told.observed.warnings.begin(), told.observed.warnings.end());
  made->id = std::move(told.observed.id);
  made->title = std::move(told.observed.title);
  return made;
}

Result<FitData> any_data(const std::vector<Reading>& readings) {
  std::vector<FitPoint> points;
  for (const Reading& reading : readings) {
    if (reading.hours < 0) {
      return Error{ErrorCode::bad_time,
                   "this lies before the release: times count from it, so they are not below 0",
                   {},
                   reading.origin};
    }
    points.push_back({reading.hours, reading.count});
  }
  return make_fit_data_in_any_unit(std::move(points));
}

}  // namespace

Result<ReadOptions> read_options(const Arguments& arguments) {
  ReadOptions options;
  const auto text = [&](const Option& option) {
    const auto* value = arguments.value(option);
    return value == nullptr ? std::string() : *value;
  };
  if (const auto* format = arguments.value(from_option)) {
    options.format = *format == "csv"     ? InputFormat::csv
                     : *format == "tsv"   ? InputFormat::tsv
                     : *format == "lines" ? InputFormat::lines
                                          : InputFormat::json;
  }
  options.time_column = text(time_column_option);
  options.count_column = text(count_column_option);
  options.series_column = text(series_column_option);
  options.series = text(series_option);
  options.source = text(source_option);
  options.increments = arguments.has(increments_option);
  options.hold = arguments.has(hold_option);
  options.any_number = arguments.has(any_option);
  const auto fall = text(on_fall_option);
  options.on_fall = fall == "correct" ? FallPolicy::correct : fall == "reset" ? FallPolicy::reset : FallPolicy::refuse;
  if (const auto* release = arguments.value(release_option)) {
    const auto clock = parse_clock_time(*release);
    if (!clock) return at_option(clock.error(), release_option, *release);
    options.release = *clock;
  }
  if (const auto* since = arguments.value(since_option)) {
    const auto time = parse_time(*since);
    if (!time) return at_option(time.error(), since_option, *since);
    options.since = *time;
  }
  return options;
}

Result<std::string> read_readings(const std::string& path, std::istream& in, const std::string& name,
                                  std::string_view way_out) {
  return path == "-" ? read_all(in, name, readings_limit, way_out) : read_file(name, readings_limit, way_out);
}

Result<Series> read_one_series(const Arguments& arguments, std::istream& in) {
  auto told = read_told(arguments, in);
  if (!told) return told.error();
  auto series = finished(make_series(std::move(told->observed.readings), told->series_options()), *told);
  if (!series) return series;
  series->release = told->observed.release;
  series->swarms = std::move(told->observed.swarms);
  return series;
}

Result<FitData> read_fit_data(const Arguments& arguments, std::istream& in) {
  auto told = read_told(arguments, in);
  if (!told) return told.error();
  if (arguments.has(any_option)) return finished(any_data(told->observed.readings), *told);
  return finished(make_fit_data(std::move(told->observed.readings), told->series_options()), *told);
}

bool pass_warnings(const Arguments& arguments, const std::vector<Warning>& warnings, std::ostream& err) {
  const bool strict = arguments.has(strict_option);
  for (const auto& warning : warnings) {
    if (strict || !arguments.has(quiet_option)) warn(err, warning, strict);
  }
  return !strict || warnings.empty();
}

}  // namespace swarmcast::cli
