#include "learning/over_9000.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "numeric/levenberg_marquardt.hpp"

namespace swarmcast {
namespace {

constexpr double hours_per_day = 24;

/// A time in days, a count as a share of the largest, and the weight of its residual.
struct Point {
  double x = 0;
  double y = 0;
  double weight = 0;  // 1 / sigma
};

double simple_curve(double x) { return std::sqrt(std::log1p(x)); }

/// b ln(x + a + 1)^c. Not a number where the logarithm is negative: the solver then takes a shorter step.
struct Logarithmic {
  static constexpr std::size_t size = 3;
  static double value(double x, const std::array<double, size>& u, std::array<double, size>& slopes) {
    const double log = std::log(x + u[1] + 1);
    const double power = std::pow(log, u[2]);
    slopes = {power, u[0] * u[2] * std::pow(log, u[2] - 1) / (x + u[1] + 1),
              log > 0 ? u[0] * power * std::log(log) : 0};
    return u[0] * power;
  }
};

/// b x / (x + a^2)
struct Asymptotic {
  static constexpr std::size_t size = 2;
  static double value(double x, const std::array<double, size>& u, std::array<double, size>& slopes) {
    const double below = x + u[1] * u[1];
    const double share = x > 0 ? x / below : 0;
    slopes = {share, x > 0 ? -2 * u[0] * u[1] * share / below : 0};
    return u[0] * share;
  }
};

/// A curve on the points, as minimize() takes it.
template <class Curve>
class WeightedModel {
 public:
  explicit WeightedModel(const std::vector<Point>& data) : points_(data) {
    for (const Point& point : points_) norm_ = std::hypot(norm_, point.weight * point.y);
  }

  void operator()(const std::array<double, Curve::size>& u, const LeastSquaresBlock& block) const {
    std::fill_n(block.data, (1 + Curve::size) * block.rows, 0.0);
    std::array<double, Curve::size> slopes{};
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const Point& point = points_[i];
      block.residuals()[i] = point.weight * (Curve::value(point.x, u, slopes) - point.y);
      for (std::size_t j = 0; j < Curve::size; ++j) block.column(j)[i] = point.weight * slopes[j];
    }
  }
  [[nodiscard]] std::size_t points() const { return points_.size(); }
  [[nodiscard]] double data_norm() const { return norm_; }

 private:
  const std::vector<Point>& points_;
  double norm_ = 0;
};

/// From a = 1, a day, as the original did, and with b at its best there. Null: the evaluations ran out, or none was
/// finite.
template <class Curve>
std::optional<std::array<double, Curve::size>> fitted(const std::vector<Point>& points) {
  std::array<double, Curve::size> start{}, slopes{};
  start.fill(1);
  double product = 0, square = 0;
  for (const Point& point : points) {
    const double value = point.weight * Curve::value(point.x, start, slopes);
    product += value * point.weight * point.y;
    square += value * value;
  }
  start[0] = product / square;
  static thread_local LeastSquaresWorkspace workspace;
  const auto minimum =
      minimize<Curve::size>(WeightedModel<Curve>(points), start, workspace, {.most_evaluations = 1000});
  if (minimum.stop == Stop::no_start || minimum.stop == Stop::evaluations) return std::nullopt;
  return minimum.parameters;
}

}  // namespace

Over9000::Over9000(std::span<const Reading> readings) {
  constexpr std::size_t least_for_logarithmic = 6, least_for_asymptotic = 3;  // the made-up point among them
  double largest = 0;
  for (const Reading& reading : readings) largest = std::max(largest, reading.unlifted());
  std::vector<Point> points{{0, 0, 0.5}};
  for (const Reading& reading : readings) {
    const double x = reading.hours / hours_per_day;
    points.push_back({x, reading.unlifted() / largest, x + 0.5});
  }
  double product = 0, square = 0;
  for (const Point& point : points) {
    const double value = point.weight * simple_curve(point.x);
    product += value * point.weight * point.y;
    square += value * value;
  }
  simple_ = largest * product / square;
  most_ = 3 * largest;
  if (points.size() >= least_for_logarithmic) logarithmic_ = fitted<Logarithmic>(points);
  if (points.size() >= least_for_asymptotic) asymptotic_ = fitted<Asymptotic>(points);
  if (logarithmic_) logarithmic_->front() *= largest;
  if (asymptotic_) asymptotic_->front() *= largest;
}

std::optional<double> Over9000::at(double hours) const {
  const double x = hours / hours_per_day;
  const double simple = simple_ * simple_curve(x);
  std::array<double, 3> slopes_3{};
  std::array<double, 2> slopes_2{};
  const double logarithmic = logarithmic_ ? Logarithmic::value(x, *logarithmic_, slopes_3) : simple;
  const double asymptotic = asymptotic_ ? Asymptotic::value(x, *asymptotic_, slopes_2) : simple;
  double sum = 0, count = 0;
  for (const double value : {logarithmic, asymptotic}) {
    if (!(value > 0)) continue;
    sum += std::min(value, most_);
    ++count;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

}  // namespace swarmcast
