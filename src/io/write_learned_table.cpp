#include <fmt/format.h>

#include <string>

#include "base/format.hpp"
#include "base/text.hpp"
#include "io/prose.hpp"
#include "swarmcast/write.hpp"

namespace swarmcast {
namespace {

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", full_count(static_cast<double>(count)), count == 1 ? one : many);
}

std::string normal_text(const Normal& normal) { return fmt::format("{:.2f} +- {:.2f}", normal.mean, normal.sd); }

std::string row(std::string_view what, std::string_view before, std::string_view now) {
  return fmt::format("{:34}  {:>14}  {:>14}\n", what, before, now);
}

}  // namespace

std::string write_table(const Learned& learned, const Prior& start, const TableStyle& style) {
  const auto columns = static_cast<std::size_t>(style.width);
  const Prior& prior = learned.prior;
  const double kept = prior.origin ? prior.origin->kept : 0;
  std::string out = wrapped(
      fmt::format("Learned from {} of {}. The prior it started from, {}, counts for {:.0f} tasks beside them: {} of "
                  "what this one says.",
                  plural(learned.tasks, "task", "tasks"), plural(learned.families, "family", "families"),
                  quote(start.name), tasks_of_start, human_share(kept)),
      columns);
  const double gain = 1 - learned.wis_after / learned.wis_before;
  out += wrapped(
      fmt::format("The mean weighted interval score was {:.4f} and is {:.4f}, {} {}, each {} under what the others "
                  "taught. How it does elsewhere, only others can tell: swarmcast backtest.",
                  learned.wis_before, learned.wis_after, human_share(std::abs(gain)), gain >= 0 ? "better" : "worse",
                  learned.families < fewest_families ? "fifth of the tasks" : "family"),
      columns);
  out += '\n';
  out += bold(row("", "before", "now"), style.color);
  out += row("ln s, the size of deviations", normal_text(start.log_sigma), normal_text(prior.log_sigma));
  out += row("correlation length, log time", fmt::format("{:.2f}", start.correlation_length),
             fmt::format("{:.2f}", prior.correlation_length));
  out += row("nugget, in units of s", fmt::format("{:.2f}", start.nugget), fmt::format("{:.2f}", prior.nugget));
  out += row("stop hazard, per unit of log time", fmt::format("{:.2f}", start.stop_hazard),
             fmt::format("{:.2f}", prior.stop_hazard));
  out += row("log level s.d.", fmt::format("{:.2f}", start.log_level_sd), fmt::format("{:.2f}", prior.log_level_sd));
  out += '\n';
  out += bold(row("curve", "weight before", "now"), style.color);
  double whole_before = 0, whole = 0;
  for (const CurvePrior& curve : start.curves) whole_before += curve.weight;
  for (const CurvePrior& curve : prior.curves) whole += curve.weight;
  for (std::size_t c = 0; c < prior.curves.size(); ++c) {
    out += row(prior.curves[c].curve, human_share(start.curves[c].weight / whole_before),
               human_share(prior.curves[c].weight / whole));
  }
  return out;
}

}  // namespace swarmcast
