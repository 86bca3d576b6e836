#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <ostream>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "numeric/instruction_level.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast::cli {
namespace {

/// The command that a first argument meant to name, if it is neither a reading nor an option.
std::optional<std::string_view> misspelt_command(std::string_view argument) {
  const bool is_word = argument.find_first_of("=-~.0123456789/") == argument.npos;
  return is_word ? nearest(argument, command_names()) : std::nullopt;
}

/// "log.csv:3:5: ", or nothing.
std::string where(const Place& place) {
  std::string text = printable(place.source);
  for (const auto number : {place.line, place.column}) {
    if (number > 0) text += fmt::format("{}{}", text.empty() ? "" : ":", number);
  }
  return text.empty() ? text : text + ": ";
}

/// The offending text where it stands, and a caret under its first character.
std::string excerpt(const Place& place) {
  if (place.marked == 0 || place.excerpt.empty()) return {};
  std::string line = place.excerpt;
  std::replace(line.begin(), line.end(), '\t', ' ');
  const std::string_view text(line);
  const auto before = width(printable(text.substr(0, place.mark)));
  const auto marked = std::max<std::size_t>(width(printable(text.substr(place.mark, place.marked))), 1);
  return fmt::format("  {}\n  {:{}}^{:~<{}}\n", printable(text), "", before, "", marked - 1);
}

}  // namespace

std::span<const Command> commands() {
  static const std::array all{project_command, fit_command,   batch_command,  backtest_command, learn_command,
                              scrape_command,  watch_command, curves_command, help_command};
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

TableStyle Console::table_style(const Arguments& arguments) const {
  return {.color = use_color(arguments), .width = terminal.text_width()};
}

int refuse(std::ostream& err, const Error& error) {
  err << fmt::format("swarmcast: {}{} ({})\n{}", where(error.place), printable(error.message), to_string(error.code),
                     excerpt(error.place));
  return error.code == ErrorCode::not_projectable || error.code == ErrorCode::no_tasks ? exit_no_answer : exit_refused;
}

void warn(std::ostream& err, const Warning& warning, bool is_error) {
  err << fmt::format("swarmcast: {}{}{} ({}{})\n{}", is_error ? "" : "warning: ", where(warning.place),
                     printable(warning.text), to_string(warning.code), is_error ? ", an error by --strict" : "",
                     excerpt(warning.place));
}

int run(std::span<const std::string> arguments, std::istream& in, std::ostream& out, std::ostream& err,
        const Terminal& terminal) {
  if (arguments.empty()) {
    err << "Usage: swarmcast TIME=COUNT... [options]\n"
           "       swarmcast -i FILE [options]\n"
           "For example: swarmcast 10h=200k 20h=750k+ --at 48h\n"
           "swarmcast: no readings given: swarmcast --help says how to write them (usage)\n";
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
  if (const auto error = check_instruction_level()) return refuse(err, *error);
  return command->run(*parsed, {in, out, err, terminal});
}

}  // namespace swarmcast::cli
