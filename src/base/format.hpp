#pragma once
/// Numbers as people write them. The human_ forms round, for estimates; the exact_ forms lose nothing, for what was
/// given, so that two readings that differ never look alike in an error.

#include <string>

#include "swarmcast/series.hpp"

namespace swarmcast {

/// 950, 12.3k, 1.50M, 1,230B, and 1.23e+18 beyond: rounded to so many significant digits, all of them shown from 1k on.
/// -12.3k below zero. Domain: finite.
[[nodiscard]] std::string human_count(double count, int digits = 3);

/// The same for prose: 950, 12,300, 1.52 million, 2 billion, 1.23 trillion.
[[nodiscard]] std::string spelled_count(double count, int digits = 3);

/// 200k where three digits say it all, otherwise every digit: 1,519,823.
[[nodiscard]] std::string exact_count(double count);

/// 38 %, 0.4 %, <0.1 %, >99.9 %: what is not certain is never rounded to certainty. Domain: [0, 1].
[[nodiscard]] std::string human_share(double fraction);

/// +2.4 %, -3.2 %, +161 %, and x24.6 from tenfold: what reads well both for little and for much growth. Domain: > 0.
[[nodiscard]] std::string human_growth(double ratio);

/// Every digit, with commas: 200,000.
[[nodiscard]] std::string full_count(double count);

/// 12.3m, 52.9h, 4.2d (above 72 h), 3.42y (from two years): rounded to three significant digits. Domain: > 0, finite.
[[nodiscard]] std::string human_hours(double hours);

/// 45m, 10h, 52.967h, 1h20m, 72h, 7d (whole days above 72 h).
[[nodiscard]] std::string exact_hours(double hours);

/// The same for prose: 45 minutes, 10 hours, 52.967 hours, 1h20m, 7 days.
[[nodiscard]] std::string spelled_hours(double hours);

/// A reading as it was typed: "200k at 10h", "750k+ at 20h", "~200k at 3d".
[[nodiscard]] std::string describe(const Reading& reading);

}  // namespace swarmcast
