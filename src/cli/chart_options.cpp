#include "cli/chart_options.hpp"

#include <fmt/format.h>

#include <string>

#include "cli/option_values.hpp"

namespace swarmcast::cli {

LogAxes log_axes(const Arguments& arguments) {
  const auto* axes = arguments.value(log_option);
  if (axes == nullptr) return {};
  return {.time = axes->find('x') != axes->npos, .count = axes->find('y') != axes->npos};
}

Result<std::optional<ChartStyle>> read_chart(const Arguments& arguments, const Console& console,
                                             std::string_view format) {
  const bool wanted = arguments.has(chart_option), unwanted = arguments.has(no_chart_option);
  if (wanted && unwanted) {
    return Error{ErrorCode::usage,
                 fmt::format("{} and {} exclude each other: leave one out", chart_option.name, no_chart_option.name),
                 {}};
  }
  if (format != "table" && wanted) {
    return Error{ErrorCode::usage,
                 fmt::format("{} goes with the table: leave it or --format {} out", chart_option.name, format),
                 {}};
  }
  if (format != "table" || unwanted || !(wanted || console.terminal.shows_chart)) return std::optional<ChartStyle>();
  return std::optional(
      ChartStyle{.glyphs = arguments.has(ascii_option) ? Glyphs::ascii : console.terminal.glyphs,
                 .color = console.use_color(arguments) ? console.terminal.color_depth : ColorDepth::none,
                 .width = console.terminal.width,
                 .log = log_axes(arguments)});
}

std::optional<Error> SvgFile::open(const Arguments& arguments) {
  const auto* path = arguments.value(svg_option);
  if (path == nullptr) return std::nullopt;
  if (*path == "-") {
    return at_option({ErrorCode::usage, "a picture goes to a file of its own: name one, such as chart.svg", {}},
                     svg_option, *path);
  }
  wanted_ = true;
  return file_.open(*path);
}

}  // namespace swarmcast::cli
