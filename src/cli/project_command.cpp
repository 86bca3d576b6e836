#include <array>
#include <ostream>
#include <string_view>
#include <utility>

#include "cli/chart_options.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/question_options.hpp"
#include "cli/reading_options.hpp"
#include "swarmcast/swarmcast.hpp"

namespace swarmcast::cli {
namespace {

constexpr std::array<std::string_view, 4> picture_format_choices{"table", "json", "csv", "vega"};
constexpr Option picture_format_option{.group = "Output",
                                       .name = "--format",
                                       .value = "NAME",
                                       .help = "table (the default), json, csv or vega (Vega-Lite)",
                                       .choices = picture_format_choices};

constexpr auto options =
    joined(joined(joined(reading_options, question_options), joined(chart_options, std::array{svg_option})),
           std::array{title_option, picture_format_option, strict_option, quiet_option, color_option, help_option,
                      version_option});

int run_project(const Arguments& arguments, const Console& console) {
  const auto inquiry = read_inquiry(arguments);
  if (!inquiry) return refuse(console.err, inquiry.error());
  auto series = read_one_series(arguments, console.in);
  if (!series) return refuse(console.err, series.error());
  if (const auto* title = arguments.value(title_option)) series->title = *title;
  auto asked = options_for(inquiry->question, *series);
  if (!asked) return refuse(console.err, at_question(asked.error(), arguments));
  const auto* named = arguments.value(picture_format_option);
  const std::string_view format = named == nullptr ? "table" : std::string_view(*named);
  const auto chart = read_chart(arguments, console, format);
  if (!chart) return refuse(console.err, chart.error());
  SvgFile svg;
  if (const auto error = svg.open(arguments)) return refuse(console.err, *error);
  asked->narrowing = true;
  asked->fan = svg.wanted() || format == "vega" || chart->has_value();
  const auto projection = inquiry->answer(*series, *std::move(asked));
  if (!projection) return refuse(console.err, at_question(projection.error(), arguments));
  if (!pass_warnings(arguments, projection->warnings, console.err)) return exit_refused;
  if (svg.wanted()) {
    if (const auto error = svg.write(write_svg(*projection, log_axes(arguments)))) return refuse(console.err, *error);
  }
  if (format == "json") {
    console.out << write_json(*projection);
  } else if (format == "csv") {
    console.out << write_csv(*projection);
  } else if (format == "vega") {
    console.out << write_vega(*projection, log_axes(arguments));
  } else {
    TableStyle style = console.table_style(arguments);
    style.chart = *chart;
    console.out << write_table(*projection, style);
  }
  return exit_answered;
}

}  // namespace

const Command project_command{
    .name = "project",
    .summary = "project a release from its first readings (the default)",
    .usage =
        "Usage: swarmcast [project] TIME=COUNT... [options]\n"
        "       swarmcast [project] -i FILE [options]\n"
        "\n"
        "How many downloads will there be, and how sure is that?\n"
        "  TIME   since the release: 10h, 90m, 1d12h, 2w, 1.5d; a bare 36 means hours;\n"
        "         or by the clock, with --release: 2014-12-25T09:00-05:00\n"
        "  COUNT  downloads so far: 200000, 200,000, 200k, 1.5M, 2B; ~200k (about),\n"
        "         750k+ (at least), 750k- (at most), 200k+-10% (an error stated)\n",
    .options = options,
    .examples =
        "Examples\n"
        "  The Interview: 200,000 downloads after 10 hours, over 750,000 after 20\n"
        "    swarmcast 10h=200k 20h=750k+ --at 24h,48h,7d\n"
        "  When will it pass two million?\n"
        "    swarmcast 10h=200k 20h=750k+ --reach 2M\n"
        "  How many times the 152,000 ratings it has elsewhere?\n"
        "    swarmcast 10h=200k 20h=750k+ --against 152000:ratings\n"
        "  What would simpler methods say?\n"
        "    swarmcast 10h=200k 20h=750k+ --at 48h --compare\n"
        "  Why this answer, and when to count next?\n"
        "    swarmcast 10h=200k 20h=750k+ --explain\n"
        "  By the clock\n"
        "    swarmcast --release 2014-12-24T18:00Z 2014-12-25T04:00Z=200k\n"
        "  Readings from a file, the answer as JSON\n"
        "    swarmcast -i examples/the-interview.csv --format json\n",
    .run = run_project,
};

}  // namespace swarmcast::cli
