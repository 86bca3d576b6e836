#pragma once
/// What was given to an option: taken apart, and shown where it is wrong.

#include <string>
#include <string_view>
#include <vector>

#include "cli/option.hpp"
#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// The parts between commas, without the blanks around them.
[[nodiscard]] std::vector<std::string> split_list(std::string_view list);

/// The same error with a place to show: `text`, as the argument or the option's value named `source`, and in it what
/// error.origin says, or all of it.
[[nodiscard]] Error at_text(Error error, std::string source, std::string_view text);

/// The same for an option's value.
[[nodiscard]] Error at_option(const Error& error, const Option& option, const std::string& value);

/// The error at `source`, where it has no place of its own.
[[nodiscard]] Error place_at(Error error, std::string source);

}  // namespace swarmcast::cli
