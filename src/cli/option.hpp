#pragma once
/// What a command line may hold, declared as data that the parser, the help and the tests read.

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "swarmcast/result.hpp"

namespace swarmcast::cli {

/// One option of a command. It takes exactly one argument (`--at 24h,48h` or `--at=24h,48h`), or none if it is a flag.
struct Option {
  std::string_view group = {};                     ///< its heading in the help
  std::string_view name = {};                      ///< "--input"
  std::string_view letter = {};                    ///< "-i", or empty
  std::string_view value = {};                     ///< what the help calls the argument; empty: a flag
  std::string_view help = {};                      ///< one or more lines
  std::span<const std::string_view> choices = {};  ///< the only arguments it takes; empty: it takes any
  bool repeats = false;                            ///< may be given more than once

  [[nodiscard]] bool is_flag() const { return value.empty(); }
  /// Whether the argument names a file, as shells complete it: where the help calls it so.
  [[nodiscard]] bool takes_file() const { return value == "FILE" || value == "OUT"; }
};

// Options that more than one command has.
inline constexpr Option title_option{
    .group = "Output", .name = "--title", .value = "TEXT", .help = "what is counted, for the first sentence"};
inline constexpr std::array<std::string_view, 3> format_choices{"table", "json", "csv"};
inline constexpr Option format_option{.group = "Output",
                                      .name = "--format",
                                      .value = "NAME",
                                      .help = "table (the default), json or csv",
                                      .choices = format_choices};
inline constexpr std::array<std::string_view, 3> color_choices{"auto", "always", "never"};
inline constexpr Option color_option{.group = "Output",
                                     .name = "--color",
                                     .value = "WHEN",
                                     .help = "auto (the default: on a terminal), always, never",
                                     .choices = color_choices};
inline constexpr Option help_option{.group = "Output", .name = "--help", .letter = "-h", .help = "this page"};
inline constexpr Option version_option{.group = "Output", .name = "--version", .help = "which version this is"};

/// An argument that is neither an option nor an option's value.
struct Word {
  std::string text;
  std::size_t number = 0;  ///< its place on the command line as the shell counts, the program's name being 0
};

/// A command line taken apart, nothing in it interpreted yet.
struct Arguments {
  std::vector<Word> words;
  std::map<std::string_view, std::vector<std::string>> values;  ///< by the option's name; a flag's are empty strings

  [[nodiscard]] bool has(const Option& option) const { return values.contains(option.name); }
  /// The option's only value, or null when it was not given.
  [[nodiscard]] const std::string* value(const Option& option) const;
  /// All of the option's values, in the order given.
  [[nodiscard]] std::span<const std::string> all(const Option& option) const;
};

/// Takes a command line apart. `first` is the number of its first argument, as in Word::number.
/// Error: `usage` for an option that is not known, lacks its argument, was given twice, or has one of `choices`
/// misspelt.
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const Option> options, std::span<const std::string> arguments,
                                                std::size_t first);

/// "did you mean NAME?", or `otherwise` where no name is near the word.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string_view> names,
                                       std::string_view otherwise);

}  // namespace swarmcast::cli
