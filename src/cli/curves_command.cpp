#include <fmt/format.h>

#include <array>
#include <ostream>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "swarmcast/curve.hpp"
#include "swarmcast/version.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 2> format_choices{"table", "json"};
constexpr Option format_option{.group = "Output",
                               .name = "--format",
                               .value = "NAME",
                               .help = "table (the default) or json",
                               .choices = format_choices};
constexpr std::array options{format_option, color_option, help_option, version_option};

/// Of G(t), which has no scale of its own, or of f(t).
std::vector<std::string_view> parameters(const Curve& curve) {
  std::vector<std::string_view> names;
  for (const auto& parameter : curve.parameters) names.push_back(parameter.name);
  if (!curve.fit_only) names.erase(names.begin());
  return names;
}

std::string curves_table(bool color) {
  std::string text =
      "The growth curves. G(t) is the shape of the cumulative count t hours after the\n"
      "release; tau > 0 is a timescale in hours, b > 0 a shape.\n";
  const std::string_view bold = color ? "\033[1m" : "";
  const std::string_view plain = color ? "\033[0m" : "";
  for (const auto& curve : curves()) {
    if (&curve == &curves()[growth_curves().size()]) {
      text += "\nFor `swarmcast fit` alone: the forms f(t) of textbooks, which need not start at zero.\n";
    }
    text += fmt::format("\n{}{}{} ({})\n    {}(t) = {}\n    {}\n    {}\n", bold, curve.name, plain,
                        fmt::join(parameters(curve), ", "), curve.fit_only ? 'f' : 'G', curve.formula, curve.note,
                        curve.reference);
  }
  return text;
}

/// The texts of curves need no escaping: they are plain ASCII without quotes (a test reads this as JSON).
std::string curves_json() {
  std::string list;
  for (const auto& curve : curves()) {
    list += fmt::format(
        R"({}{{"name":"{}","formula":"{}","parameters":["{}"],"note":"{}","reference":"{}","fit_only":{}}})",
        list.empty() ? "" : ",", curve.name, curve.formula, fmt::join(parameters(curve), R"(",")"), curve.note,
        curve.reference, curve.fit_only);
  }
  return fmt::format(R"({{"schema":"swarmcast/curves/1","version":"{}","curves":[{}]}})", version(), list) + '\n';
}

int run_curves(const Arguments& arguments, const Console& console) {
  if (!arguments.words.empty()) {
    const auto& word = arguments.words.front();
    return refuse(console.err, {ErrorCode::usage,
                                fmt::format("curves takes no argument such as {}: it lists them all", quote(word.text)),
                                {fmt::format("argument {}", word.number)}});
  }
  const auto* format = arguments.value(format_option);
  const bool json = format != nullptr && *format == "json";
  console.out << (json ? curves_json() : curves_table(console.use_color(arguments)));
  return exit_answered;
}

}  // namespace

const Command curves_command{
    .name = "curves",
    .summary = "list the growth curves: formula, parameters, reference",
    .usage = "Usage: swarmcast curves [options]\n\nLists the growth curves: name, parameters, formula, reference.\n",
    .options = options,
    .examples = {},
    .run = run_curves,
};

}  // namespace swarmcast::cli
