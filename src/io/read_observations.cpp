// One release from a file of readings.

#include <string>
#include <utility>

#include "io/detect.hpp"
#include "io/observe.hpp"

namespace swarmcast {
namespace {

/// Errors and warnings as they are returned know where a reading stands, but not yet on which line.
template <class T>
Result<T> located(Result<T> result, std::string_view bytes, std::string_view source) {
  const auto place_of = [&](const Origin& origin) { return locate(bytes, source, origin.offset, origin.length); };
  if (result) {
    for (Warning& warning : result->warnings) {
      if (warning.origin.length > 0) warning.place = place_of(warning.origin);
    }
    return result;
  }
  Error error = std::move(result).error();
  if (error.origin.length > 0) {
    error.place = place_of(error.origin);
  } else if (error.place.source.empty()) {
    error.place.source = source;
  }
  return error;
}

Result<Observations> observations(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  Result<Log> log = read_log(bytes, source, options);
  if (!log) return log.error();
  if (auto error = choose_series(*log, options.series)) return *std::move(error);
  return observe(*log, options);
}

}  // namespace

Result<Observations> read_observations(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  return located(observations(bytes, source, options), bytes, source);
}

Result<Series> read_series(std::string_view bytes, std::string_view source, const ReadOptions& options) {
  Result<Observations> read = observations(bytes, source, options);
  if (!read) return located(Result<Series>(read.error()), bytes, source);
  return located(series_from(*std::move(read), options), bytes, source);
}

}  // namespace swarmcast
