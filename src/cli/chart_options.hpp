#pragma once
/// Pictures beside the numbers: which are wanted, and how they look.

#include <array>
#include <optional>
#include <string_view>

#include "cli/command.hpp"
#include "cli/option.hpp"
#include "cli/output_file.hpp"
#include "swarmcast/chart.hpp"

namespace swarmcast::cli {

inline constexpr Option chart_option{.group = "Chart",
                                     .name = "--chart",
                                     .help =
                                         "draw one above the table: readings, estimate and\n"
                                         "bands (the default on a terminal of 40 columns)"};
inline constexpr Option no_chart_option{.group = "Chart", .name = "--no-chart", .help = "draw none"};
inline constexpr std::array<std::string_view, 3> log_choices{"x", "y", "xy"};
inline constexpr Option log_option{.group = "Chart",
                                   .name = "--log",
                                   .value = "AXES",
                                   .help = "x, y or xy: logarithmic axes, in every picture",
                                   .choices = log_choices};
inline constexpr Option ascii_option{
    .group = "Chart", .name = "--ascii", .help = "draw with ASCII (the default outside UTF-8 locales)"};
inline constexpr Option svg_option{
    .group = "Chart", .name = "--svg", .value = "FILE", .help = "write the picture to this file too, as SVG"};

/// Those of a chart in the terminal, in the order of the help.
inline constexpr std::array chart_options{chart_option, no_chart_option, log_option, ascii_option};

/// What --log says.
[[nodiscard]] LogAxes log_axes(const Arguments& arguments);

/// How the chart above a table looks, or null where there is none, as in formats other than `table`. Error: `usage` for
/// options that exclude each other.
[[nodiscard]] Result<std::optional<ChartStyle>> read_chart(const Arguments& arguments, const Console& console,
                                                           std::string_view format);

/// The file of --svg, where it is given.
class SvgFile {
 public:
  /// On trial, before the work (OutputFile). Errors: `usage` for "-", and those of OutputFile.
  [[nodiscard]] std::optional<Error> open(const Arguments& arguments);
  [[nodiscard]] bool wanted() const { return wanted_; }
  /// Precondition: wanted().
  [[nodiscard]] std::optional<Error> write(std::string_view svg) { return file_.write(svg); }

 private:
  OutputFile file_;
  bool wanted_ = false;
};

}  // namespace swarmcast::cli
