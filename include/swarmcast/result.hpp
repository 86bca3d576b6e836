#pragma once
/// How swarmcast reports failure. Three kinds, three channels:
///   the outside world is wrong   -> Result<T> holding an Error: code, sentence, place, offending text
///   the mathematics says no      -> data: a null, a verdict or a warning in the result
///   the program is wrong         -> assert
/// No exception leaves the library.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace swarmcast {

/// Every way input can be refused. Names, as printed in JSON and listed in docs/errors.md, come from error_codes().
enum class ErrorCode : std::uint8_t {
  usage,            ///< the command line as a whole: an unknown option or command, a missing value
  bad_reading,      ///< a reading that is not TIME=COUNT
  bad_time,         ///< a time or duration that cannot be read, or is not positive and finite
  bad_count,        ///< a count that cannot be read, or lies outside (0, 10^15]
  ambiguous_count,  ///< digits that mean different counts in different countries (200.000)
  no_readings,      ///< nothing to project from
  repeated_time,    ///< two readings at one time
  falling_count,    ///< a cumulative count that falls by more than a correction
  no_release,       ///< a clock time, and no release to count it from
  several_series,   ///< several series where one is due
  several_sources,  ///< one count by several sources, which must not be mixed
  disjoint_swarms,  ///< swarms that were never counted at the same time
  bad_horizon,      ///< a horizon at or before the last reading
  bad_level,        ///< a band level outside (0, 100) percent
  bad_reach,        ///< a count to reach that is already reached
  bad_yardstick,    ///< a yardstick that is not NUMBER:LABEL with a number above 0
  bad_condition,    ///< a condition of an alert that is not QUANTITY COMPARISON LIMIT
  unknown_curve,    ///< a curve name that is not in curves()
  unreadable_file,  ///< a file that cannot be opened or read
  bad_file,         ///< a file of readings whose structure is wrong
  bad_prior,        ///< a prior file that is malformed, or of another schema
  bad_scrape,       ///< a tracker's answer that is not a scrape response
  unwritable_file,  ///< a file that cannot be written
  not_resumable,    ///< an output that is not this job's, so that it cannot be continued
  no_tasks,         ///< nothing to score: no series is long enough, or every task was left out
  not_projectable,  ///< every curve rules the readings out under this prior
};

/// One row of the table of error codes: the only place where their names and meanings are written.
struct ErrorCodeInfo {
  ErrorCode code;
  std::string_view name;     ///< kebab-case, stable, part of the JSON output
  std::string_view meaning;  ///< one phrase, as in docs/errors.md
};

[[nodiscard]] std::span<const ErrorCodeInfo> error_codes();
[[nodiscard]] std::string_view to_string(ErrorCode code);

/// Where in the input something stands. `source` is a file name, "standard input" or "argument 3"; lines and columns
/// (in bytes) count from 1, and 0 means that there is none to tell.
struct Place {
  std::string source;
  std::size_t line = 0;
  std::size_t column = 0;
  std::string excerpt = {};  ///< its line, or of a long one the part around it: bytes as they came, not safe to print
  std::size_t mark = 0;      ///< where in the excerpt the offending text begins, in bytes
  std::size_t marked = 0;    ///< its length in bytes, within the excerpt; 0: there is nothing to show

  friend bool operator==(const Place&, const Place&) = default;
};

/// A stretch of bytes of an input, which its reader can turn into a Place. Of length 0: nowhere.
struct Origin {
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
  std::uint32_t input = 0;  ///< which input, as the caller numbers them

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// One clear sentence for the user: what is wrong with which value, and the way out.
struct Error {
  ErrorCode code = ErrorCode::usage;
  std::string message;  ///< without the place; it quotes the offending text where that helps
  Place place = {};
  Origin origin = {};  ///< of the reading at fault, where only that is known
};

/// A value, or the Error that stands in its way.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor): `return value;` is the point
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] explicit operator bool() const { return state_.index() == 0; }

  /// Precondition: the Result holds a value.
  [[nodiscard]] const T& operator*() const& { return *std::get_if<0>(&state_); }
  [[nodiscard]] T& operator*() & { return *std::get_if<0>(&state_); }
  [[nodiscard]] T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  [[nodiscard]] const T* operator->() const { return std::get_if<0>(&state_); }
  [[nodiscard]] T* operator->() { return std::get_if<0>(&state_); }

  /// Precondition: the Result holds an error.
  [[nodiscard]] const Error& error() const& { return *std::get_if<1>(&state_); }
  [[nodiscard]] Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace swarmcast
