#include "projection/comparison.hpp"

#include <array>
#include <cmath>
#include <string_view>

namespace swarmcast {
namespace {

struct Extrapolation {
  std::string_view name;
  std::string_view description;
  double (*value)(const Reading& a, const Reading& b, double hours);  ///< from the last two readings
};

double slope(const Reading& a, const Reading& b) { return (b.unlifted() - a.unlifted()) / (b.hours - a.hours); }

/// ln(T / t2) / ln(t2 / t1)
double steps_of_log_time(const Reading& a, const Reading& b, double hours) {
  return std::log(hours / b.hours) / std::log(b.hours / a.hours);
}

constexpr std::array<Extrapolation, 4> methods{{
    {"exponential", "an exponential: y2 (y2 / y1)^((T - t2) / (t2 - t1))",
     [](const Reading& a, const Reading& b, double hours) {
       return b.unlifted() * std::pow(b.unlifted() / a.unlifted(), (hours - b.hours) / (b.hours - a.hours));
     }},
    {"power-law", "a power of time: y2 (T / t2)^(ln(y2 / y1) / ln(t2 / t1))",
     [](const Reading& a, const Reading& b, double hours) {
       return b.unlifted() * std::pow(b.unlifted() / a.unlifted(), steps_of_log_time(a, b, hours));
     }},
    {"straight-line", "a straight line: y2 + (y2 - y1) (T - t2) / (t2 - t1)",
     [](const Reading& a, const Reading& b, double hours) { return b.unlifted() + slope(a, b) * (hours - b.hours); }},
    {"log-time-line", "a straight line over log time: y2 + (y2 - y1) ln(T / t2) / ln(t2 / t1)",
     [](const Reading& a, const Reading& b, double hours) {
       return b.unlifted() + (b.unlifted() - a.unlifted()) * steps_of_log_time(a, b, hours);
     }},
}};

}  // namespace

std::vector<Comparison> extrapolations(std::span<const Reading> readings, std::span<const HorizonProjection> horizons) {
  std::vector<Comparison> comparisons;
  for (const Extrapolation& method : methods) {
    Comparison comparison{std::string(method.name), std::string(method.description), {}, {}};
    for (const HorizonProjection& horizon : horizons) {
      const double value = readings.size() < 2
                               ? std::nan("")
                               : method.value(readings[readings.size() - 2], readings.back(), horizon.hours);
      comparison.values.push_back(std::isnan(value) ? std::nullopt : std::optional(value));
    }
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

}  // namespace swarmcast
