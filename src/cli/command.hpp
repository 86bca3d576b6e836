#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "cli/option.hpp"
#include "cli/terminal.hpp"
#include "swarmcast/series.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast::cli {

/// Where a command reads and writes.
struct Console {
  std::istream& in;
  std::ostream& out;  ///< written once, when the answer is whole; by batch and watch as answers come
  std::ostream& err;
  Terminal terminal;

  /// Whether a table is coloured, as --color says.
  [[nodiscard]] bool use_color(const Arguments& arguments) const;
  /// How a table looks here, without a chart.
  [[nodiscard]] TableStyle table_style(const Arguments& arguments) const;
};

/// One row of the table of commands.
struct Command {
  std::string_view name;
  std::string_view summary;  ///< one line, in the list of commands
  std::string_view usage;    ///< how to call it: the top of its help page
  std::span<const Option> options;
  std::string_view examples;                     ///< the end of its help page
  int (*run)(const Arguments&, const Console&);  ///< gives the exit code
};

/// All commands; the first is meant where none is named.
[[nodiscard]] std::span<const Command> commands();

/// The command of that name, or null.
[[nodiscard]] const Command* find_command(std::string_view name);

/// The names of all commands.
[[nodiscard]] std::vector<std::string_view> command_names();

extern const Command project_command;
extern const Command fit_command;
extern const Command batch_command;
extern const Command backtest_command;
extern const Command learn_command;
extern const Command scrape_command;
extern const Command watch_command;
extern const Command curves_command;
extern const Command help_command;

/// The help page of a command, which fits 80 columns.
[[nodiscard]] std::string help_page(const Command& command);

/// Prints "swarmcast: warning: PLACE: sentence (code)" and the line it is about, or the same as an error.
void warn(std::ostream& err, const Warning& warning, bool is_error = false);

/// Prints "swarmcast: PLACE: sentence (code)" and the line it is about, and gives the exit code that belongs to the
/// error.
[[nodiscard]] int refuse(std::ostream& err, const Error& error);

}  // namespace swarmcast::cli
