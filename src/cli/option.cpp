#include "cli/option.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace swarmcast::cli {
namespace {

Error usage(std::string message) { return {ErrorCode::usage, std::move(message), {}}; }

/// The option written as "--at", "--at=..." or "-i", or null.
const Option* find_option(std::span<const Option> options, std::string_view argument) {
  const auto name = argument.substr(0, argument.find('='));
  const auto found = std::find_if(options.begin(), options.end(), [&](const Option& option) {
    return name == option.name || (!name.empty() && argument == option.letter);
  });
  return found == options.end() ? nullptr : &*found;
}

Error unknown_option(std::span<const Option> options, std::string_view argument) {
  if (argument.find_first_of("0123456789.") == 1) {
    return usage(
        fmt::format("{} starts with a minus, as only options do: write a reading as TIME=COUNT, with a time "
                    "after the release, such as 10h=200k",
                    quote(argument)));
  }
  const auto name = argument.substr(0, argument.find('='));
  std::vector<std::string_view> names;
  for (const auto& option : options) names.push_back(option.name);
  return usage(fmt::format("unknown option {}: {}", quote(name),
                           did_you_mean(name, names, "swarmcast --help lists the options")));
}

Error lacks_argument(const Option& option) {
  if (!option.choices.empty()) {
    return usage(fmt::format("{} needs an argument: one of {}", option.name, fmt::join(option.choices, ", ")));
  }
  return usage(fmt::format("{} needs an argument: {} {}", option.name, option.name, option.value));
}

/// What CLI11 would misread: it takes the next argument as the value of "--at=", and a flag's value as a count.
std::optional<Error> check_equals_signs(std::span<const Option> options, std::span<const std::string> arguments) {
  for (const std::string_view argument : arguments) {
    const auto* option = argument.find('=') == argument.npos ? nullptr : find_option(options, argument);
    if (option == nullptr) continue;
    if (option->is_flag()) return usage(fmt::format("{} takes no argument: write it alone", option->name));
    if (argument.back() == '=') return lacks_argument(*option);
  }
  return std::nullopt;
}

std::optional<Error> check_values(const Option& option, std::span<const Option> options,
                                  const std::vector<std::string>& values) {
  if (option.is_flag()) return std::nullopt;
  if (values.size() > 1 && !option.repeats) {
    return usage(fmt::format("{} is given {} times ({} and {}): give it once", option.name, values.size(),
                             quote(values[0]), quote(values[1])));
  }
  for (const auto& value : values) {
    if (find_option(options, value) != nullptr) return lacks_argument(option);
    if (option.choices.empty() || std::count(option.choices.begin(), option.choices.end(), value) > 0) continue;
    const auto all = fmt::format("choose one of {}", fmt::join(option.choices, ", "));
    return usage(
        fmt::format("{}: {} is unknown: {}", option.name, quote(value), did_you_mean(value, option.choices, all)));
  }
  return std::nullopt;
}

/// Numbers the words by walking over the arguments they came from, past every option and its value.
std::vector<Word> number_words(std::span<const Option> options, std::span<const std::string> arguments,
                               const std::vector<std::string>& texts, std::size_t first) {
  std::vector<Word> words;
  std::size_t i = 0;
  for (const auto& text : texts) {
    while (arguments[i] != text) {
      const auto* option = find_option(options, arguments[i]);
      const bool value_follows = option != nullptr && !option->is_flag() && arguments[i].find('=') == std::string::npos;
      i += value_follows ? 2 : 1;
    }
    words.push_back({text, first + i++});
  }
  return words;
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names, std::string_view otherwise) {
  const auto near = nearest(word, names);
  return near ? fmt::format("did you mean {}?", *near) : std::string(otherwise);
}

const std::string* Arguments::value(const Option& option) const {
  const auto found = values.find(option.name);
  return found == values.end() ? nullptr : &found->second.front();
}

std::span<const std::string> Arguments::all(const Option& option) const {
  const auto found = values.find(option.name);
  return found == values.end() ? std::span<const std::string>() : found->second;
}

Result<Arguments> parse_arguments(std::span<const Option> options, std::span<const std::string> arguments,
                                  std::size_t first) {
  if (auto error = check_equals_signs(options, arguments)) return *error;
  Arguments parsed;
  CLI::App app;
  app.set_help_flag();  // ours is an option like the others
  app.allow_extras();
  for (const auto& option : options) {
    const auto names =
        option.letter.empty() ? std::string(option.name) : fmt::format("{},{}", option.letter, option.name);
    const auto store = [&values = parsed.values, name = option.name](const CLI::results_t& given) {
      values[name] = given;
      return true;
    };
    app.add_option(names, store)->expected(option.is_flag() ? 0 : 1)->take_all();
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    const auto* last = find_option(options, arguments.back());  // CLI11 only misses an argument after the last one
    return last != nullptr ? lacks_argument(*last) : usage(printable(error.what()));
  }
  std::vector<std::string> texts;
  for (const auto& text : app.remaining()) {
    if (text == "--") continue;
    const bool looks_like_option = text.size() > 1 && text.front() == '-' && find_option(options, text) == nullptr;
    if (looks_like_option) return unknown_option(options, text);
    texts.push_back(text);
  }
  for (const auto& option : options) {
    if (!parsed.has(option)) continue;
    if (auto error = check_values(option, options, parsed.values[option.name])) return *error;
  }
  parsed.words = number_words(options, arguments, texts, first);
  return parsed;
}

}  // namespace swarmcast::cli
