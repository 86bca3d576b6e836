// Prints what the program declares, for the manual and the completions that are made from it: every command and its
// options, as JSON.

#include <iostream>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "swarmcast/version.hpp"

int main() {
  using nlohmann::ordered_json;
  auto commands = ordered_json::array();
  for (const auto& command : swarmcast::cli::commands()) {
    auto options = ordered_json::array();
    for (const auto& option : command.options) {
      options.push_back({{"group", option.group},
                         {"name", option.name},
                         {"letter", option.letter},
                         {"value", option.value},
                         {"help", option.help},
                         {"choices", std::vector<std::string_view>(option.choices.begin(), option.choices.end())},
                         {"repeats", option.repeats},
                         {"takes_file", option.takes_file()}});
    }
    commands.push_back({{"name", command.name},
                        {"summary", command.summary},
                        {"usage", command.usage},
                        {"examples", command.examples},
                        {"options", options}});
  }
  std::cout << ordered_json{{"version", swarmcast::version()}, {"commands", commands}}.dump(1) << '\n';
}
