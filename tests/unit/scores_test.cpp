// Scores of single forecasts, and what sums of them say: against answers worked out by hand and by another route.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "learning/summaries.hpp"
#include "swarmcast/score.hpp"

namespace swarmcast {
namespace {

constexpr double truth = 1234.5;

/// A forecast by its logarithms over the truth.
QuantileForecast forecast_of(double median, const std::array<std::array<double, 2>, 3>& bands) {
  QuantileForecast forecast{.median = truth * std::exp(median)};
  auto& ends = forecast.bands.emplace();
  for (std::size_t k = 0; k < ends.size(); ++k)
    ends[k] = {truth * std::exp(bands[k][0]), truth * std::exp(bands[k][1])};
  return forecast;
}

doctest::Approx about(double value) { return doctest::Approx(value).epsilon(1e-12).scale(1); }

TEST_CASE("a truth within all bands: the bands' width, and half of the median's error") {
  const Score result = score(forecast_of(0.2, {{{-0.1, 0.5}, {-0.5, 0.9}, {-1.2, 1.6}}}), truth);
  CHECK(result.log_error == about(0.2));
  // (0.25 * 0.6 + 0.1 * 1.4 + 0.025 * 2.8) / 3.5, and 0.1 / 3.5
  CHECK(result.width == about(0.36 / 3.5));
  CHECK(result.over == about(0.1 / 3.5));
  CHECK(result.under == 0);
  CHECK(result.wis() == about(0.46 / 3.5));
  CHECK(*result.covered == std::array{true, true, true});
}

TEST_CASE("a truth below two of three bands, and the same above") {
  const Score low = score(forecast_of(1, {{{0.7, 1.3}, {0.3, 1.7}, {-0.2, 2.5}}}), truth);
  CHECK(low.width == about(0.3575 / 3.5));
  CHECK(low.over == about((0.5 + 0.7 + 0.3) / 3.5));
  CHECK(low.under == 0);
  CHECK(*low.covered == std::array{false, false, true});

  const Score high = score(forecast_of(-1, {{{-1.3, -0.7}, {-1.7, -0.3}, {-2.5, 0.2}}}), truth);
  CHECK(high.log_error == about(-1));
  CHECK(high.width == about(0.3575 / 3.5));
  CHECK(high.over == 0);
  CHECK(high.under == about(1.5 / 3.5));
  CHECK(*high.covered == std::array{false, false, true});
}

TEST_CASE("a band's ends belong to it") {
  QuantileForecast forecast = forecast_of(0.1, {{{-0.3, 0.3}, {-0.4, 0.4}, {-0.5, 0.5}}});
  (*forecast.bands)[0] = {truth, 2 * truth};
  (*forecast.bands)[1] = {truth / 2, truth};
  CHECK(*score(forecast, truth).covered == std::array{true, true, true});
  (*forecast.bands)[0].low = std::nextafter(truth, 2 * truth);
  (*forecast.bands)[1].high = std::nextafter(truth, 0);
  CHECK(*score(forecast, truth).covered == std::array{false, false, true});
}

TEST_CASE("a point forecast scores its absolute error, and no coverage") {
  const Score high = score({.median = 2 * truth}, truth);
  CHECK(high.wis() == about(std::log(2)));
  CHECK(high.over == high.wis());
  CHECK_FALSE(high.covered);
  const Score low = score({.median = truth / 3}, truth);
  CHECK(low.log_error == about(-std::log(3)));
  CHECK(low.under == about(std::log(3)));
  CHECK(low.width == 0);
}

TEST_CASE("the weighted interval score is twice the mean pinball loss of its quantiles") {
  std::mt19937_64 random(2385);
  std::uniform_real_distribution<double> any(-2, 2);
  for (int trial = 0; trial < 1000; ++trial) {
    std::array<double, 7> quantiles{};
    for (double& quantile : quantiles) quantile = any(random);
    std::sort(quantiles.begin(), quantiles.end());
    const QuantileForecast forecast = forecast_of(
        quantiles[3], {{{quantiles[2], quantiles[4]}, {quantiles[1], quantiles[5]}, {quantiles[0], quantiles[6]}}});
    constexpr std::array probabilities{0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975};
    double loss = 0;
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
      loss += (quantiles[i] > 0 ? 1 - probabilities[i] : -probabilities[i]) * quantiles[i];
    }
    CHECK(score(forecast, truth).wis() == about(2 * loss / 7));
  }
}

/// A backtest of point forecasts by two methods, with these logarithmic errors.
struct Errors {
  const char* family;
  double hours;  // the last reading is at 1h
  double own, other;
};

Backtest summed_up(const std::vector<Errors>& errors) {
  Backtest backtest;
  for (const Errors& one : errors) {
    backtest.tasks.push_back({.family = one.family, .readings = 3, .last_hours = 1, .last_count = 1});
    ScoredForecast forecast{.task = backtest.tasks.size() - 1, .truth = {one.hours, truth}};
    forecast.scores[0] = score({.median = truth * std::exp(one.own)}, truth);
    if (!std::isnan(one.other)) forecast.scores[1] = score({.median = truth * std::exp(one.other)}, truth);
    backtest.forecasts.push_back(forecast);
  }
  add_summaries(backtest);
  return backtest;
}

TEST_CASE("balanced figures are means over families, pooled ones over forecasts") {
  const Backtest backtest =
      summed_up({{"b", 2, 0.2, 0.5}, {"a", 2, -0.1, 0.3}, {"b", 2, 0.4, 0.5}, {"b", 2, 0.9, 0.5}});
  CHECK(backtest.all.forecasts == 4);
  CHECK(backtest.all.families == 2);
  const ScoreSummary& balanced = backtest.all.balanced[0];
  CHECK(*balanced.median_error == about((0.1 + 0.4) / 2));
  CHECK(*balanced.mean_error == about((0.1 + 0.5) / 2));
  CHECK(*balanced.bias == about((-0.1 + 0.4) / 2));
  CHECK(*balanced.wis == about(0.3));
  CHECK(*balanced.over == about(0.25));
  CHECK(*balanced.under == about(0.05));
  CHECK_FALSE(balanced.coverage[1]);
  const ScoreSummary& pooled = backtest.all.pooled[0];
  CHECK(*pooled.median_error == about(0.3));
  CHECK(*pooled.mean_error == about(0.4));
  CHECK(*pooled.bias == about(0.3));
  // The other method's mean errors are 0.3 and 0.5.
  CHECK(*backtest.all.balanced[1].skill == about(1 - 0.6 / 0.8));
  CHECK(*backtest.all.pooled[1].skill == about(1 - 1.6 / 1.8));
  CHECK_FALSE(balanced.skill);
  CHECK_FALSE(backtest.all.balanced[2].median_error);
  CHECK(backtest.all.balanced[2].forecasts == 0);
  REQUIRE(backtest.by_family.size() == 2);
  CHECK(backtest.by_family[0].name == "a");
  CHECK(backtest.by_family[1].forecasts == 3);
}

TEST_CASE("skill is of forecasts that both have") {
  const Backtest backtest = summed_up({{"a", 2, 0.2, 0.5}, {"a", 2, 9, std::nan("")}, {"b", 2, 7, std::nan("")}});
  CHECK(*backtest.all.balanced[1].skill == about(1 - 0.2 / 0.5));
  CHECK(backtest.all.balanced[1].forecasts == 1);
}

TEST_CASE("a perfect method leaves no skill to state") {
  CHECK_FALSE(summed_up({{"a", 2, 0.2, 0}}).all.balanced[1].skill);
}

TEST_CASE("horizons are sorted by their ratio to the last reading, the upper limit in the lower class") {
  const Backtest backtest =
      summed_up({{"a", 1.75, 0.1, 0}, {"a", 1.7501, 0.2, 0}, {"a", 7, 0.3, 0}, {"a", 7.1, 0.4, 0}});
  REQUIRE(backtest.by_ratio.size() == 4);
  CHECK(backtest.by_ratio[0].name == "to 1.75x");
  CHECK(backtest.by_ratio[1].name == "to 2.5x");
  CHECK(backtest.by_ratio[2].name == "to 7x");
  CHECK(backtest.by_ratio[3].name == "beyond 7x");
  CHECK(*backtest.by_ratio[2].balanced[0].median_error == about(0.3));
  REQUIRE(backtest.by_readings.size() == 1);
  CHECK(backtest.by_readings[0].name == "3");
}

}  // namespace
}  // namespace swarmcast
