#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast::cli {
namespace {

/// The command that a first argument meant to name, if it is neither a reading nor an option.
std::optional<std::string_view> misspelt_command(std::string_view argument) {
  const bool is_word = argument.find_first_of("=-~.0123456789/") == argument.npos;
  return is_word ? nearest(argument, command_names()) : std::nullopt;
}

}  // namespace

std::span<const Command> commands() {
  static const std::array all{project_command, curves_command, help_command};
  return all;
}

const Command* find_command(std::string_view name) {
  const auto all = commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) { return command.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const auto& command : commands()) names.push_back(command.name);
  return names;
}

bool Console::use_color(const Arguments& arguments) const {
  const auto* when = arguments.value(color_option);
  return when == nullptr || *when == "auto" ? terminal.welcomes_color : *when == "always";
}

int refuse(std::ostream& err, const Error& error) {
  const auto& place = error.place;
  std::string where = printable(place.source);
  for (const auto number : {place.line, place.column}) {
    if (number > 0) where += fmt::format("{}{}", where.empty() ? "" : ":", number);
  }
  err << fmt::format("swarmcast: {}{}{}\n", where, where.empty() ? "" : ": ", printable(error.message));
  return error.code == ErrorCode::not_projectable ? exit_no_answer : exit_refused;
}

int run(std::span<const std::string> arguments, std::istream& in, std::ostream& out, std::ostream& err,
        const Terminal& terminal) {
  if (arguments.empty()) {
    err << "Usage: swarmcast TIME=COUNT... [options]\n"
           "       swarmcast -i FILE [options]\n"
           "For example: swarmcast 10h=200k 20h=750k+ --at 48h\n"
           "swarmcast: no readings given: swarmcast --help says how to write them\n";
    return exit_refused;
  }
  const auto* command = find_command(arguments.front());
  const std::size_t skipped = command == nullptr ? 0 : 1;
  if (command == nullptr) {
    const auto meant = misspelt_command(arguments.front());
    if (meant) {
      const auto name = quote(arguments.front());
      return refuse(err, {ErrorCode::usage, fmt::format("unknown command {}: did you mean {}?", name, *meant), {}});
    }
    command = &commands().front();
  }
  const auto parsed = parse_arguments(command->options, arguments.subspan(skipped), skipped + 1);
  if (!parsed) return refuse(err, parsed.error());
  if (parsed->has(help_option)) {
    out << help_page(*command);
    return exit_answered;
  }
  if (parsed->has(version_option)) {
    out << "swarmcast " << version() << '\n';
    return exit_answered;
  }
  return command->run(*parsed, {in, out, err, terminal});
}

}  // namespace swarmcast::cli
