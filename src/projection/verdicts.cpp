#include "projection/verdicts.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include <fmt/format.h>

#include "base/format.hpp"

namespace swarmcast {
namespace {

constexpr std::array<VerdictCodeInfo, 5> infos{{
    {VerdictCode::one_reading, "one-reading", "n = 1"},
    {VerdictCode::still_accelerating, "still-accelerating", "d_n / (t_n - t_{n-1}) > d_{n-1} / (t_{n-1} - t_{n-2})"},
    {VerdictCode::plateau_not_identified, "plateau-not-identified", "q90 / q10 of N(10 t_n) > 2"},
    {VerdictCode::far_horizon, "far-horizon", "T > 10 t_n for some horizon T"},
    {VerdictCode::wide_band, "wide-band", "high / low > 10 for the first level's band at the last horizon"},
}};

constexpr double plateau_times = 10;
constexpr double plateau_ratio = 2;
constexpr double farthest_times = 10;
constexpr double wide_ratio = 10;

/// Downloads per hour over the interval that ends at reading i.
double rate(const Series& series, std::size_t i) {
  const double count = i == 0 ? 0 : series.readings[i - 1].count_used;
  const double hours = i == 0 ? series.since_hours : series.readings[i - 1].hours;
  return (series.readings[i].count_used - count) / (series.readings[i].hours - hours);
}

}  // namespace

std::span<const VerdictCodeInfo> verdict_codes() { return infos; }

std::string_view to_string(VerdictCode code) {
  const auto row =
      std::find_if(infos.begin(), infos.end(), [code](const VerdictCodeInfo& info) { return info.code == code; });
  assert(row != infos.end());
  return row->name;
}

std::vector<Verdict> find_verdicts(const Series& series, std::span<const HorizonProjection> horizons,
                                   Outlook& outlook) {
  const std::vector<Reading>& readings = series.readings;
  std::vector<Verdict> verdicts;
  const std::size_t n = readings.size();
  const double last_hours = readings.back().hours;
  if (n == 1) {
    verdicts.push_back(
        {VerdictCode::one_reading,
         "One reading says how large, not how fast: the band is what past releases did next. A second reading "
         "will narrow it."});
  }
  if (n >= 2) {
    const double now = rate(series, n - 1), before = rate(series, n - 2);
    if (now > before) {
      verdicts.push_back(
          {VerdictCode::still_accelerating,
           fmt::format("Downloads came faster in the last interval ({} an hour) than in the one before ({} an "
                       "hour): the peak may lie ahead.",
                       human_count(now), human_count(before))});
    }
  }
  const double plateau_hours = plateau_times * last_hours;
  const std::vector<double> ends = outlook.quantiles(plateau_hours, std::vector{0.1, 0.9});
  if (ends[1] / ends[0] > plateau_ratio) {
    verdicts.push_back(
        {VerdictCode::plateau_not_identified,
         fmt::format("Where growth ends is not known yet: by {} the 80 % band spans a factor of {:.1f}, from {} "
                     "to {}.",
                     human_hours(plateau_hours), ends[1] / ends[0], human_count(ends[0]), human_count(ends[1]))});
  }
  const auto beyond = [&](const HorizonProjection& horizon) { return horizon.hours > farthest_times * last_hours; };
  if (std::any_of(horizons.begin(), horizons.end(), beyond)) {
    verdicts.push_back(
        {VerdictCode::far_horizon,
         fmt::format("Bands have been measured up to 10 times the last reading's age ({}); beyond it they are "
                     "untested.",
                     human_hours(farthest_times * last_hours))});
  }
  if (!horizons.empty() && !horizons.back().bands.empty()) {
    const Band& band = horizons.back().bands.front();
    if (band.high / band.low > wide_ratio) {
      verdicts.push_back(
          {VerdictCode::wide_band,
           fmt::format("The {} % band at {} spans a factor of {}: do not quote the estimate without it.", band.level,
                       human_hours(horizons.back().hours), human_count(band.high / band.low))});
    }
  }
  return verdicts;
}

}  // namespace swarmcast
