#include "io/headline.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/format.hpp"
#include "base/text.hpp"

namespace swarmcast {
namespace {

std::string_view article(double level) {
  const bool vowel = (level >= 80 && level < 90) || (level >= 8 && level < 9) || std::floor(level) == 11 ||
                     std::floor(level) == 18;  // an eighty, an eight, an eleven, an eighteen
  return vowel ? "an" : "a";
}

}  // namespace

int digits_needed(const Projection& projection) {
  constexpr int most = 6;
  int digits = 3;
  for (const HorizonProjection& row : projection.horizons) {
    if (row.bands.empty()) continue;
    const Band& band = row.bands.front();
    while (digits < most && band.low < band.high && human_count(band.low, digits) == human_count(band.high, digits)) {
      ++digits;
    }
  }
  return digits;
}

std::string band_name(const Projection& projection, double level) {
  if (!projection.least_squares) return fmt::format("{} % band", level);
  return fmt::format("{} % {} band", level, to_string(*projection.least_squares));
}

std::string answer_in_words(const Projection& projection, int digits) {
  const HorizonProjection& last = projection.horizons.back();
  std::string text = fmt::format("about {} downloads by {} after release", spelled_count(last.median, digits),
                                 spelled_hours(last.hours));
  if (projection.since_hours > 0) text += fmt::format(", counted from {} on", spelled_hours(projection.since_hours));
  if (!last.bands.empty()) {
    const Band& band = last.bands.front();
    const std::string low = spelled_count(band.low, digits), high = spelled_count(band.high, digits);
    text += projection.least_squares
                ? fmt::format(", by least squares; {} {} of {} to {}", article(band.level),
                              band_name(projection, band.level), low, high)
                : fmt::format(", with {} {} % chance of between {} and {}", article(band.level), band.level, low, high);
  }
  return text + '.';
}

std::string headline(const Projection& projection, int digits) {
  std::string answer = answer_in_words(projection, digits);
  if (!projection.title.empty()) return fmt::format("\"{}\": {}", printable(projection.title), answer);
  answer.front() = 'A';
  return answer;
}

}  // namespace swarmcast
