#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array options{help_option, version_option};

constexpr std::size_t help_column = 23;  // where the text about an option begins

std::string describe(const Option& option) {
  const auto names = fmt::format("  {:3} {} {}", option.letter.empty() ? "" : fmt::format("{},", option.letter),
                                 option.name, option.value);
  std::string text = fmt::format("{:{}}", names, help_column);
  if (names.size() >= help_column) text = fmt::format("{}\n{:{}}", names, "", help_column);
  for (const char character : option.help) {
    text += character;
    if (character == '\n') text.append(help_column, ' ');
  }
  return text + '\n';
}

int run_help(const Arguments& arguments, const Console& console) {
  if (arguments.words.size() > 1) {
    return refuse(console.err, {ErrorCode::usage, "help takes one command: swarmcast help project", {}});
  }
  const auto* command = &commands().front();
  if (!arguments.words.empty()) {
    const auto& name = arguments.words.front().text;
    command = find_command(name);
    if (command == nullptr) {
      const auto names = command_names();
      const auto all = fmt::format("choose one of {}", fmt::join(names, ", "));
      return refuse(
          console.err,
          {ErrorCode::usage, fmt::format("unknown command {}: {}", quote(name), did_you_mean(name, names, all)), {}});
    }
  }
  console.out << help_page(*command);
  return exit_answered;
}

}  // namespace

std::string help_page(const Command& command) {
  std::string page(command.usage);
  std::string_view group;
  for (const auto& option : command.options) {
    if (option.group != group) page += fmt::format("\n{}\n", option.group);
    group = option.group;
    page += describe(option);
  }
  if (!command.examples.empty()) page += fmt::format("\n{}", command.examples);
  if (&command != &commands().front()) return page;
  page += "\nCommands (swarmcast help COMMAND says more)\n";
  for (const auto& other : commands()) page += fmt::format("  {:9}{}\n", other.name, other.summary);
  return page;
}

const Command help_command{
    .name = "help",
    .summary = "how to use a command",
    .usage = "Usage: swarmcast help [COMMAND]\n\nThe page of a command, or of project where none is named.\n",
    .options = options,
    .examples = {},
    .run = run_help,
};

}  // namespace swarmcast::cli
