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

/// b ln(x + 1)^0.5
struct Simple {
  static constexpr std::size_t size = 1;
  static double value(double x, const std::array<double, size>& u, std::array<double, size>& slopes) {
    slopes = {std::sqrt(std::log1p(x))};
    return u[0] * slopes[0];
  }
};

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

/// b at its best for the other parameters.
template <class Curve>
double best_scale(const std::vector<Point>& points, std::array<double, Curve::size> u) {
  std::array<double, Curve::size> slopes{};
  u[0] = 1;
  double product = 0, square = 0;
  for (const Point& point : points) {
    const double value = point.weight * Curve::value(point.x, u, slopes);
    product += value * point.weight * point.y;
    square += value * value;
  }
  return product / square;
}

/// The least of the minima downhill from these starts, whose first parameter is found here. Null: all are infinite, or
/// the evaluations ran out.
template <class Curve, std::size_t n>
std::optional<std::array<double, Curve::size>> fitted(const std::vector<Point>& points,
                                                      const std::array<std::array<double, Curve::size>, n>& starts) {
  static thread_local LeastSquaresWorkspace workspace;
  Minimum<Curve::size> best;
  for (auto start : starts) {
    start[0] = best_scale<Curve>(points, start);
    const auto minimum =
        minimize<Curve::size>(WeightedModel<Curve>(points), start, workspace, {.most_evaluations = 1000});
    if (minimum.stop == Stop::evaluations) continue;
    // Starts that end in one place do so to rounding: the first is kept.
    if (minimum.sum_of_squares < best.sum_of_squares * (1 - 1e-9)) best = minimum;
  }
  return best.stop == Stop::no_start ? std::nullopt : std::optional(best.parameters);
}

/// From a day and its tenfolds; and from curves that bend as the logarithm, less, and more.
constexpr std::array<std::array<double, 3>, 9> logarithmic_starts{
    {{1, 1, 1}, {1, 1, 0.5}, {1, 1, 3}, {1, 0.1, 1}, {1, 0.1, 0.5}, {1, 0.1, 3}, {1, 10, 1}, {1, 10, 0.5}, {1, 10, 3}}};
constexpr std::array<std::array<double, 2>, 3> asymptotic_starts{{{1, 1}, {1, 0.1}, {1, 10}}};

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
  simple_ = largest * best_scale<Simple>(points, {});
  most_ = 3 * largest;
  if (points.size() >= least_for_logarithmic) logarithmic_ = fitted<Logarithmic>(points, logarithmic_starts);
  if (points.size() >= least_for_asymptotic) asymptotic_ = fitted<Asymptotic>(points, asymptotic_starts);
  if (logarithmic_) logarithmic_->front() *= largest;
  if (asymptotic_) asymptotic_->front() *= largest;
}

std::optional<double> Over9000::at(double hours) const {
  const double x = hours / hours_per_day;
  std::array<double, 1> slopes_1{};
  const double simple = Simple::value(x, {simple_}, slopes_1);
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
