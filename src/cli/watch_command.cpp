#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include <unistd.h>

#include "base/format.hpp"
#include "base/text.hpp"
#include "cli/chart_options.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/followed_log.hpp"
#include "cli/interruption.hpp"
#include "cli/live_screen.hpp"
#include "cli/option_values.hpp"
#include "cli/reading_options.hpp"
#include "cli/task_options.hpp"
#include "cli/watched.hpp"
#include "io/growing_log.hpp"
#include "io/prose.hpp"

namespace swarmcast::cli {
namespace {

constexpr Option interval_option{
    .group = "Watching", .name = "--interval", .value = "TIME", .help = "how often to look: 5s, 1m (default: 1s)"};
constexpr Option keep_option{.group = "Watching",
                             .name = "--keep",
                             .value = "N",
                             .help =
                                 "show how the estimate moved over the last N readings\n"
                                 "(default: 8)"};
constexpr std::array<std::string_view, 3> watch_format_choices{"table", "json", "none"};
constexpr Option watch_format_option{.group = "Output",
                                     .name = "--format",
                                     .value = "NAME",
                                     .help =
                                         "table (the default), json (an object a line, also of\n"
                                         "an alert), or none (nothing but an alert)",
                                     .choices = watch_format_choices};
constexpr Option watch_strict_option{
    .group = "Output", .name = "--strict", .help = "end with 2 at a warning or a log that cannot be read"};

constexpr auto options =
    joined(joined(std::array{alert_option, interval_option, keep_option, from_option, release_option, since_option,
                             series_option, source_option, time_column_option, count_column_option,
                             series_column_option, increments_option, hold_option, on_fall_option},
                  joined(question_options, chart_options)),
           std::array{title_option, watch_format_option, watch_strict_option, quiet_option, color_option, help_option,
                      version_option});

enum class Format { table, json, none };

Error usage(std::string message) { return {ErrorCode::usage, std::move(message), {}}; }

Result<std::chrono::milliseconds> read_interval(const Arguments& arguments) {
  using namespace std::chrono_literals;
  const auto* text = arguments.value(interval_option);
  if (text == nullptr) return std::chrono::milliseconds(1s);
  const auto hours = parse_duration(*text);
  if (!hours) return at_option(hours.error(), interval_option, *text);
  constexpr double seconds_per_hour = 3600;
  const double seconds = *hours * seconds_per_hour;
  if (is_digit(text->back()) || seconds < 0.1 * (1 - 1e-9) || seconds > 86400) {
    return at_option(
        {ErrorCode::bad_time,
         fmt::format("{} is no interval to look at: write 0.1s to 1d with its unit, such as 5s or 1m", quote(*text)),
         {}},
        interval_option, *text);
  }
  return std::chrono::milliseconds(std::lround(1000 * seconds));
}

std::optional<Error> read_alerts(const Arguments& arguments, WatchTask& task) {
  for (const auto& text : arguments.all(alert_option)) {
    auto condition = parse_condition(text);
    if (!condition) return at_option(condition.error(), alert_option, text);
    if (condition->quantity == Condition::Quantity::chance && task.inquiry.least_squares) {
      return at_option(
          usage("least squares knows no chance: wait for an end of its band, such as high80(48h), or leave "
                "--method out"),
          alert_option, text);
    }
    task.alerts.push_back(*std::move(condition));
  }
  return std::nullopt;
}

Result<WatchTask> read_task(const Arguments& arguments) {
  WatchTask task;
  if (arguments.words.size() != 1 || arguments.words.front().text == "-") {
    return usage("watch takes one file, a log that grows: swarmcast watch log.csv");
  }
  task.path = arguments.words.front().text;
  auto inquiry = read_inquiry(arguments);
  if (!inquiry) return inquiry.error();
  task.inquiry = *std::move(inquiry);
  auto read = read_options(arguments);
  if (!read) return read.error();
  task.read = *std::move(read);
  if (auto error = read_alerts(arguments, task)) return *std::move(error);
  if (const auto* title = arguments.value(title_option)) task.title = *title;
  if (const auto* text = arguments.value(keep_option)) {
    constexpr std::size_t most = 100;
    const auto number = whole_number(*text, most);
    if (!number) {
      return at_option(usage(fmt::format("{} is not a number of readings: write 1 to {}", quote(*text), most)),
                       keep_option, *text);
    }
    task.keep = *number;
  }
  return task;
}

/// What refuse() or warn() would print.
template <class Print>
std::string printed(Print print) {
  std::ostringstream text;
  print(text);
  return text.str();
}

class Watch {
 public:
  Watch(const Arguments& arguments, const Console& console, const WatchTask& task, std::chrono::milliseconds interval)
      : arguments_(arguments), console_(console), task_(task), interval_(interval), log_(task.path) {
    const auto* format = arguments.value(watch_format_option);
    if (format != nullptr && *format != "table") format_ = *format == "json" ? Format::json : Format::none;
  }

  int run() {
    if (log_.look() == FollowedLog::Look::unreadable) return refuse(console_.err, log_.error());
    if (format_ == Format::table && console_.terminal.redraws) screen_.emplace(console_.out);
    std::optional<int> code = Interruption::requested() ? exit_interrupted : take_log();
    while (!code) {
      if (screen_ && (std::exchange(news_, false) || screen_->outdated())) screen_->show(live_picture());
      if (!console_.out || !Interruption::wait(interval_, STDOUT_FILENO)) {
        code = exit_answered;  // nobody looks any more; another reason is close_output()'s to tell
        break;
      }
      if (screen_) screen_->stop_if_asked();
      const auto look = log_.look();
      if (Interruption::requested()) {
        code = exit_interrupted;
      } else if (look == FollowedLog::Look::changed) {
        code = take_log();
      } else if (look == FollowedLog::Look::unreadable) {
        trouble(log_.error());
      } else {
        note_torn_line();
      }
    }
    return end(*code);
  }

 private:
  /// What the log says now; gives the exit code where that is the end.
  std::optional<int> take_log() {
    auto series = read_growing_series(log_.bytes(), task_.path, task_.read);
    if (!series) return trouble(series.error());
    auto view = view_of(task_, *std::move(series));
    if (!view && view.error().code == ErrorCode::not_projectable) return trouble(view.error());
    if (!view)
      return end_with(view.error().place.source.empty() ? at_question(view.error(), arguments_) : view.error());
    if (!trouble_.empty()) news_ = true;
    trouble_.clear();
    view_ = *std::move(view);
    const auto& warnings = view_->projection.warnings;
    if (arguments_.has(watch_strict_option) && !warnings.empty()) {
      last_words_ = printed([&](std::ostream& err) { static_cast<void>(pass_warnings(arguments_, warnings, err)); });
      return exit_refused;
    }
    show();
    return settle_alerts();
  }

  /// The answer, where it is another one than before.
  void show() {
    if (screen_) {
      news_ = true;
      return;
    }
    if (!arguments_.has(quiet_option)) {
      for (const auto& warning : view_->projection.warnings) {
        const auto text = printed([&](std::ostream& err) { warn(err, warning); });
        if (warned_.insert(text).second) console_.err << text << std::flush;
      }
    }
    std::string answer = format_ == Format::json ? write_json(view_->projection) : std::string();
    if (format_ == Format::table) answer = picture_of(task_, *view_, style(console_.terminal));
    if (answer == shown_) return;
    if (format_ == Format::table && !shown_.empty()) console_.out << '\n';
    console_.out << answer << std::flush;
    shown_ = std::move(answer);
  }

  std::optional<int> settle_alerts() {
    for (std::size_t i = 0; i < task_.alerts.size(); ++i) {
      const auto& [alert, value] = std::tie(task_.alerts[i], view_->values[i]);
      if (!value || !alert.holds(*value)) continue;
      alert_lines_ += format_ == Format::json ? write_alert_json(alert, *value, view_->series)
                                              : write_alert(alert, *value, view_->series);
    }
    if (!alert_lines_.empty()) return exit_alert;
    if (!view_->over()) return std::nullopt;
    const Error error{ErrorCode::bad_horizon,
                      fmt::format("nothing is left to wait for: no alert's time is after the last reading, {}",
                                  describe(view_->series.readings.back())),
                      {std::string(alert_option.name)}};
    static_cast<void>(end_with(error));
    return exit_no_answer;
  }

  /// What stands in the way of an answer, said once. The end under --strict, unless the file itself is away.
  std::optional<int> trouble(const Error& error) {
    if (arguments_.has(watch_strict_option) && error.code != ErrorCode::unreadable_file) return end_with(error);
    auto text = printed([&](std::ostream& err) { static_cast<void>(refuse(err, error)); });
    if (text == trouble_) return std::nullopt;
    if (!screen_) console_.err << text << std::flush;
    trouble_ = std::move(text);
    news_ = true;
    return std::nullopt;
  }

  int end_with(const Error& error) {
    int code = exit_refused;
    last_words_ = printed([&](std::ostream& err) { code = refuse(err, error); });
    return code;
  }

  /// A line that has not got its end while nothing was written.
  void note_torn_line() {
    const auto line = torn_line();
    if (!line || torn_at_ == line || arguments_.has(quiet_option)) return;
    torn_at_ = line;
    if (!screen_) console_.err << fmt::format("swarmcast: {}: {}\n", printable(task_.path), torn_note) << std::flush;
    news_ = true;
  }

  /// Where a line begins that has no end yet.
  [[nodiscard]] std::optional<std::size_t> torn_line() const {
    const auto rest = unfinished_line(log_.bytes(), task_.read);
    return rest.empty() ? std::nullopt : std::optional(log_.bytes().size() - rest.size());
  }

  /// On the terminal as it is now.
  [[nodiscard]] TableStyle style(const Terminal& terminal) const {
    const Console here{console_.in, console_.out, console_.err, terminal};
    TableStyle style = here.table_style(arguments_);
    if (!task_.chart) return style;
    style.chart = *read_chart(arguments_, here, "table");
    if (style.chart && screen_ && view_ && terminal.height > 0) fit_chart(style, terminal.height);
    return style;
  }

  /// As high as leaves room for the numbers; none where not even the first table has some, but where one was asked for.
  void fit_chart(TableStyle& style, int height) const {
    constexpr int around = 13;  // lines of the heading, the sentence, the chart's frame and legend, the table's head
    constexpr int least_rows = 6;
    const auto horizons = static_cast<int>(view_->projection.horizons.size());
    if (height < around + horizons + least_rows && !arguments_.has(chart_option)) return style.chart.reset();
    const auto moves = static_cast<int>(view_->moves.size()), alerts = static_cast<int>(task_.alerts.size());
    const int below = (moves > 1 ? moves + 3 : 0) + (alerts > 0 ? alerts + 2 : 0);
    style.chart->most_rows = std::max(height - around - horizons - below, least_rows);
  }

  /// With what no other stream has a place for.
  [[nodiscard]] std::string live_picture() const {
    const auto now = style(find_terminal());
    const auto columns = static_cast<std::size_t>(now.width);
    std::string text = dim(fmt::format("swarmcast watch {}; Ctrl-C ends it", printable(task_.path)), now.color) + '\n';
    text += trouble_;
    if (torn_at_ && torn_at_ == torn_line()) text += wrapped(torn_note, columns);
    if (!view_) return text;
    if (!trouble_.empty()) text += wrapped("The projection below is the one before:", columns);
    if (!arguments_.has(quiet_option)) {
      for (const auto& warning : view_->projection.warnings) {
        text += wrapped(fmt::format("warning: {} ({})", printable(warning.text), to_string(warning.code)), columns);
      }
    }
    return text + '\n' + picture_of(task_, *view_, now);
  }

  /// Leaves the terminal, with the last picture and the last words on it.
  int end(int code) {
    if (screen_) {
      const bool ours = screen_->leave();
      screen_.reset();
      if (ours && view_) console_.out << picture_of(task_, *view_, style(find_terminal()));
    }
    console_.out << alert_lines_ << std::flush;
    console_.err << last_words_;
    return code;
  }

  static constexpr std::string_view torn_note = "the last line has no line end yet, and is not read until it has one";

  const Arguments& arguments_;
  const Console& console_;
  const WatchTask& task_;
  std::chrono::milliseconds interval_;
  Format format_ = Format::table;
  FollowedLog log_;
  std::optional<LiveScreen> screen_;
  std::optional<View> view_;            ///< the last that there was
  std::string trouble_;                 ///< why there is none of now
  std::string shown_;                   ///< the last answer, where they are written one after another
  std::set<std::string> warned_;        ///< what has been said
  std::optional<std::size_t> torn_at_;  ///< where the line begins that is waited for
  std::string alert_lines_;
  std::string last_words_;
  bool news_ = true;  ///< something to draw
};

int run_watch(const Arguments& arguments, const Console& console) {
  auto task = read_task(arguments);
  if (!task) return refuse(console.err, task.error());
  const auto interval = read_interval(arguments);
  if (!interval) return refuse(console.err, interval.error());
  const auto* format = arguments.value(watch_format_option);
  const auto chart = read_chart(arguments, console, format == nullptr ? "table" : std::string_view(*format));
  if (!chart) return refuse(console.err, chart.error());
  const bool table = format == nullptr || *format == "table";
  task->chart =
      chart->has_value() || (table && console.terminal.redraws && !arguments.has(no_chart_option));  // it may widen
  if (format != nullptr && *format == "none" && task->alerts.empty()) {
    return refuse(console.err, usage("--format none prints nothing but an alert: give one with --alert"));
  }
  const Interruption interruption;
  return Watch(arguments, console, *task, *interval).run();
}

}  // namespace

const Command watch_command{
    .name = "watch",
    .summary = "project again whenever a log grows",
    .usage =
        "Usage: swarmcast watch FILE [--alert CONDITION] [options]\n"
        "\n"
        "Projects the readings of FILE again whenever it changes. On a terminal the\n"
        "picture is drawn in place, Ctrl-C ends it; elsewhere answers follow each other.\n"
        "  CONDITION  QUANTITY > LIMIT, or with >=, < or <=\n"
        "  QUANTITY   p80(48h): the count at 48h will be lower with a chance of 80 %;\n"
        "             estimate(48h): the same as p50(48h); low80(48h), high80(48h):\n"
        "             the ends of the 80 % band; chance(2M, 48h): of having reached\n"
        "             2M by then; count: that of the last reading\n"
        "  LIMIT      a count, 2M; for a chance a percentage, 90%\n",
    .options = options,
    .examples =
        "Examples\n"
        "  A log that swarmcast scrape adds to\n"
        "    swarmcast watch log.csv --release 2014-12-24T18:00Z --at 48h,7d\n"
        "  A script that waits (exit code 10: an alert holds)\n"
        "    swarmcast watch log.csv --format none --alert 'p80(48h) > 2M'\n",
    .run = run_watch,
};

}  // namespace swarmcast::cli
