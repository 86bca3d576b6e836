#include "oracle/posterior.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "oracle/increments.hpp"

namespace swarmcast::oracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double log_normal_density(double x, const Normal& normal) {
  const double t = (x - normal.mean) / normal.sd;
  return -0.5 * t * t - std::log(normal.sd) - 0.5 * std::log(2 * std::numbers::pi);
}

/// x moved to where 0 stands for low and 1 for high.
double between(double low, double high, double share) { return low + (high - low) * share; }

}  // namespace

Data make_data(std::span<const Reading> readings, double since_hours, std::vector<double> targets) {
  Data data;
  const auto n = static_cast<Eigen::Index>(readings.size());
  data.targets = std::move(targets);
  data.hours.push_back(since_hours);
  data.log_increment.resize(n);
  data.log_midpoint.resize(n);
  data.variance.resize(n);
  double count = 0;
  double rounding = 0;
  for (Eigen::Index i = 0; i < n; ++i) {
    const Reading& reading = readings[static_cast<std::size_t>(i)];
    const double r = reading.relative_error * reading.count_used;
    const double d = reading.count_used - count;
    data.log_increment(i) = std::log(d);
    data.log_midpoint(i) = std::log((data.hours.back() + reading.hours) / 2);
    data.variance(i) = std::min(1.0, (r * r + rounding * rounding) / (d * d) + 1 / d);
    data.hours.push_back(reading.hours);
    count = reading.count_used;
    rounding = r;
  }
  data.log_last = std::log(count);
  return data;
}

SigmaNode make_sigma_node(const Data& data, const Prior& prior, double log_sigma) {
  const auto n = data.log_increment.size();
  const auto targets = static_cast<Eigen::Index>(data.targets.size());
  const double s2 = std::exp(2 * log_sigma);
  Eigen::MatrixXd c(n, n);
  Eigen::MatrixXd cross(n, targets);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j < n; ++j) {
      c(i, j) = s2 * std::exp(-std::fabs(data.log_midpoint(i) - data.log_midpoint(j)) / prior.correlation_length);
    }
    c(i, i) += data.variance(i) + s2 * prior.nugget * prior.nugget;
    for (Eigen::Index h = 0; h < targets; ++h) {
      const double middle = std::log((data.hours.back() + data.targets[static_cast<std::size_t>(h)]) / 2);
      cross(i, h) = s2 * std::exp(-std::fabs(data.log_midpoint(i) - middle) / prior.correlation_length);
    }
  }
  const Eigen::MatrixXd factor = c.llt().matrixL();
  const auto lower = factor.triangularView<Eigen::Lower>();
  SigmaNode node;
  node.log_prior = log_normal_density(log_sigma, prior.log_sigma);
  node.white = lower.solve(Eigen::MatrixXd::Identity(n, n));
  node.ones = lower.solve(Eigen::VectorXd::Ones(n));
  node.cross = lower.solve(cross);
  const double level_variance = prior.log_level_sd * prior.log_level_sd;
  node.a = node.ones.squaredNorm() + 1 / level_variance;
  node.constant = 2 * factor.diagonal().array().log().sum() + std::log(node.a) + std::log(level_variance) +
                  static_cast<double>(n) * std::log(2 * std::numbers::pi);
  node.sd.resize(targets);
  for (Eigen::Index h = 0; h < targets; ++h) {
    const double rest = 1 - node.cross.col(h).dot(node.ones);
    node.sd(h) = std::sqrt(s2 - node.cross.col(h).squaredNorm() + rest * rest / node.a);
  }
  return node;
}

SigmaGrid::SigmaGrid(const Data& data, const Prior& prior, double per_sd) : data_(data), prior_(prior) {
  const double sd = prior.log_sigma.sd;
  step_ = 1 / std::sqrt(1 / (sd * sd) + 2 * static_cast<double>(data.log_increment.size())) / per_sd;
  const auto key = [&](double log_sigma) {
    return static_cast<int>(std::floor((log_sigma - prior.log_sigma.mean) / step_));
  };
  drowned_ = std::min(0, key(0.5 * std::log(data.variance.minCoeff()) - 4));
}

const SigmaNode& SigmaGrid::at(int key) {
  const auto found = nodes_.find(key);
  if (found != nodes_.end()) return found->second;
  return nodes_.emplace(key, make_sigma_node(data_, prior_, prior_.log_sigma.mean + key * step_)).first->second;
}

void merge(std::vector<Component>& components, double sd) {
  constexpr double least = -1e6;  // of ln(N - y_n): less is nothing
  const auto place = [&](const Component& c) { return std::floor(16 * c.mean / sd); };
  for (Component& c : components) c.mean = std::max(c.mean, least);
  std::sort(components.begin(), components.end(),
            [](const Component& a, const Component& b) { return a.mean < b.mean; });
  std::vector<Component> bins;
  for (std::size_t i = 0; i < components.size();) {
    Component bin;
    const double here = place(components[i]);
    for (; i < components.size() && place(components[i]) == here; ++i) {
      bin.weight += components[i].weight;
      bin.mean += components[i].weight * components[i].mean;
    }
    bin.mean /= bin.weight;
    bins.push_back(bin);
  }
  components = std::move(bins);
}

CurvePosterior::CurvePosterior(const Data& data, const Prior& prior, const CurvePrior& curve, SigmaGrid& grid,
                               const Effort& effort)
    : data_(data),
      prior_(prior),
      curve_(curve),
      grid_(grid),
      effort_(effort),
      shape_(shape_named(curve.curve)),
      two_parameters_(curve.log_timescale && curve.log_shape) {
  Normal timescale = curve.log_timescale.value_or(Normal{});
  if (!prior.absolute) timescale.mean += std::log(data.hours.back());
  outer_ = timescale;
  inner_ = curve.log_shape ? *curve.log_shape : timescale;
}

double CurvePosterior::log_tau(double x, double y) const { return two_parameters_ ? x : y; }
double CurvePosterior::log_b(double y) const { return curve_.log_shape ? y : 0; }

/// u_2 at a node. Rows are staggered, each by another part of its spacing: where u_1 does not matter, the nodes of one
/// row then lie between those of the others.
double CurvePosterior::node_y(const Grid& grid, std::size_t row, int column) {
  const double golden = 0.6180339887498949 * static_cast<double>(row);
  const double offset = golden - std::floor(golden) - 0.5;
  return between(grid.rows[row].low, grid.rows[row].high, (column + offset) / (grid.columns - 1.0));
}

CurvePosterior::Values CurvePosterior::evaluate(const Grid& grid, const SigmaNode& node) const {
  const auto n = data_.log_increment.size();
  const auto count = static_cast<Eigen::Index>(grid.rows.size()) * grid.columns;
  Values values{Eigen::MatrixXd(n, count), Eigen::VectorXd(count), Eigen::VectorXd(count), Eigen::VectorXd(count)};
  const double row_step = two_parameters_ ? grid.rows[1].x - grid.rows[0].x : 1;
  Eigen::VectorXd log_prior(count), log_area(count);
  Eigen::Index at = 0;
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const Row& row = grid.rows[r];
    for (int column = 0; column < grid.columns; ++column, ++at) {
      const double y = node_y(grid, r, column);
      log_area(at) = std::log(row_step * (row.high - row.low) / (grid.columns - 1));
      log_prior(at) = log_normal_density(y, inner_) + (two_parameters_ ? log_normal_density(row.x, outer_) : 0);
      for (Eigen::Index i = 0; i < n; ++i) {
        const auto k = static_cast<std::size_t>(i);
        values.z(i, at) = data_.log_increment(i) -
                          log_increment(shape_, log_tau(row.x, y), log_b(y), data_.hours[k], data_.hours[k + 1]);
      }
      values.k0(at) =
          data_.log_last - log_increment(shape_, log_tau(row.x, y), log_b(y), data_.hours.front(), data_.hours.back());
    }
  }
  const double level_precision = 1 / (prior_.log_level_sd * prior_.log_level_sd);
  const Eigen::MatrixXd white = node.white.triangularView<Eigen::Lower>() * values.z;
  for (at = 0; at < count; ++at) {
    const double k = (node.ones.dot(white.col(at)) + values.k0(at) * level_precision) / node.a;
    const double from_prior = k - values.k0(at);
    const double form = (white.col(at) - k * node.ones).squaredNorm() + from_prior * from_prior * level_precision;
    const double value = node.log_prior + log_prior(at) - 0.5 * (form + node.constant);
    values.log_posterior(at) = std::isfinite(value) ? value : -infinity;
    values.log_part(at) = values.log_posterior(at) + log_area(at);
  }
  return values;
}

/// Moves outward what still has weight at its edge.
bool CurvePosterior::extend(Grid& grid, const Values& values) const {
  const double matters = values.log_posterior.maxCoeff() - effort_.edge;
  const auto rows = static_cast<Eigen::Index>(grid.rows.size());
  bool changed = false;
  for (Eigen::Index r = 0; r < rows; ++r) {
    Row& row = grid.rows[static_cast<std::size_t>(r)];
    const double more = 0.4 * (row.high - row.low);
    const bool below = values.log_posterior(r * grid.columns) > matters;
    const bool above = values.log_posterior((r + 1) * grid.columns - 1) > matters;
    if (below) row.low -= more;
    if (above) row.high += more;
    changed = changed || below || above;
  }
  if (!two_parameters_) return changed;
  const double width = grid.rows.back().x - grid.rows.front().x;
  const bool below = values.log_posterior.head(grid.columns).maxCoeff() > matters;
  const bool above = values.log_posterior.tail(grid.columns).maxCoeff() > matters;
  if (below || above) {
    grid.rows = laid_again(grid.rows, grid.rows.front().x - (below ? 0.3 * width : 0),
                           grid.rows.back().x + (above ? 0.3 * width : 0), static_cast<int>(rows));
  }
  return changed || below || above;
}

/// Closes in on what has weight, with room around it.
bool CurvePosterior::shrink(Grid& grid, const Values& values) const {
  const double matters = values.log_posterior.maxCoeff() - effort_.edge - 4;
  const auto rows = static_cast<Eigen::Index>(grid.rows.size());
  std::vector<Row> used;
  Eigen::Index first_row = rows, last_row = -1;
  double widest = 0;
  for (Eigen::Index r = 0; r < rows; ++r) {
    const Row& row = grid.rows[static_cast<std::size_t>(r)];
    int first = grid.columns, last = -1;
    for (int c = 0; c < grid.columns; ++c) {
      if (values.log_posterior(r * grid.columns + c) < matters) continue;
      first = std::min(first, c);
      last = c;
    }
    if (last < 0) continue;
    first_row = std::min(first_row, r);
    last_row = r;
    const double spacing = (row.high - row.low) / (grid.columns - 1);
    const double room = (1 + 0.1 * (last - first)) * spacing;
    used.push_back({row.x, row.low + first * spacing - room, row.low + last * spacing + room});
    widest = std::max(widest, static_cast<double>(last - first + 1) / grid.columns);
  }
  const bool wide_enough = widest > 0.4;
  const bool high_enough =
      !two_parameters_ || static_cast<double>(last_row - first_row + 1) > 0.4 * static_cast<double>(rows);
  if (wide_enough && high_enough) return false;
  if (!two_parameters_) {
    grid.rows = used;
    return true;
  }
  const double spacing = grid.rows[1].x - grid.rows[0].x;
  const double room = (1 + 0.1 * static_cast<double>(last_row - first_row)) * spacing;
  grid.rows = laid_again(used, used.front().x - room, used.back().x + room, static_cast<int>(rows));
  return true;
}

/// The largest part of a row.
double CurvePosterior::top_of_row(const Values& values, Eigen::Index row, int columns) {
  return values.log_part.segment(row * columns, columns).maxCoeff();
}

/// More nodes where the sums over every fourth row or column do not agree, or where they are far apart: predictions can
/// rise with a power of tau or b, and step far from one node to the next.
bool CurvePosterior::refine(Grid& grid, const Values& values) const {
  const double top = values.log_part.maxCoeff();
  const auto rows = static_cast<Eigen::Index>(grid.rows.size());
  using Sums = std::array<double, 4>;
  const auto range = [](const Sums& sums) {
    return *std::max_element(sums.begin(), sums.end()) - *std::min_element(sums.begin(), sums.end());
  };
  Sums row_sums{};
  double columns_differ = 0, total = 0, widest = 0;
  for (Eigen::Index r = 0; r < rows; ++r) {
    Sums sums{};
    for (int c = 0; c < grid.columns; ++c) {
      sums[static_cast<std::size_t>(c % 4)] += std::exp(values.log_part(r * grid.columns + c) - top);
    }
    const double sum = sums[0] + sums[1] + sums[2] + sums[3];
    row_sums[static_cast<std::size_t>(r % 4)] += sum;
    columns_differ += range(sums);
    total += sum;
    const Row& row = grid.rows[static_cast<std::size_t>(r)];
    if (top_of_row(values, r, grid.columns) > top - 6) widest = std::max(widest, (row.high - row.low) / grid.columns);
  }
  bool changed = false;
  constexpr int most = 1600;
  if ((columns_differ > effort_.disagreement * total || widest > effort_.column_spacing) && grid.columns < most) {
    grid.columns *= 2;
    changed = true;
  }
  if (!two_parameters_) return changed;
  const bool far = grid.rows[1].x - grid.rows[0].x > effort_.row_spacing;
  if ((range(row_sums) > effort_.disagreement * total || far) && rows < most) {
    grid.rows = laid_again(grid.rows, grid.rows.front().x, grid.rows.back().x, 2 * static_cast<int>(rows));
    changed = true;
  }
  return changed;
}

std::vector<CurvePosterior::Row> CurvePosterior::laid_again(const std::vector<Row>& rows, double low, double high,
                                                            int count) {
  std::vector<Row> out;
  for (int i = 0; i < count; ++i) {
    const double x = between(low, high, i / (count - 1.0));
    if (rows.size() == 1) {
      out.push_back({x, rows[0].low, rows[0].high});
      continue;
    }
    std::size_t next = 1;
    while (next + 1 < rows.size() && rows[next].x < x) ++next;
    const Row& a = rows[next - 1];
    const Row& b = rows[next];
    const double share = (x - a.x) / (b.x - a.x);
    Row row{x, between(a.low, b.low, share), between(a.high, b.high, share)};
    const double least = 0.5 * std::min(a.high - a.low, b.high - b.low);  // where an extrapolation closes in on itself
    if (row.high - row.low < least) {
      const double middle = 0.5 * (row.low + row.high);
      row.low = middle - 0.5 * least;
      row.high = middle + 0.5 * least;
    }
    out.push_back(row);
  }
  return out;
}

Slice CurvePosterior::predict(const Grid& grid, const Values& values, const SigmaNode& node) const {
  const double top = values.log_part.maxCoeff();
  const double mass = (values.log_part.array() - top).exp().sum();
  const double level_precision = 1 / (prior_.log_level_sd * prior_.log_level_sd);
  const Eigen::MatrixXd white = node.white.triangularView<Eigen::Lower>() * values.z;
  Slice out;
  out.log_mass = top + std::log(mass) + std::log(grid_.step());
  out.components.resize(data_.targets.size());
  Eigen::Index at = 0;
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    const Row& row = grid.rows[r];
    for (int column = 0; column < grid.columns; ++column, ++at) {
      const double weight = std::exp(values.log_part(at) - top) / mass;
      if (weight < 1e-11) continue;
      const double y = node_y(grid, r, column);
      const double k = (node.ones.dot(white.col(at)) + values.k0(at) * level_precision) / node.a;
      const Eigen::VectorXd along = node.cross.transpose() * (white.col(at) - k * node.ones);
      for (std::size_t h = 0; h < data_.targets.size(); ++h) {
        const double ahead = log_increment(shape_, log_tau(row.x, y), log_b(y), data_.hours.back(), data_.targets[h]);
        out.components[h].push_back({k + ahead + along(static_cast<Eigen::Index>(h)), weight});
      }
    }
  }
  for (std::size_t h = 0; h < out.components.size(); ++h)
    merge(out.components[h], node.sd(static_cast<Eigen::Index>(h)));
  return out;
}

/// The grid of this node of s, from that of one above it, and the values on it.
CurvePosterior::Values CurvePosterior::follow(Grid& grid, const SigmaNode& node) const {
  constexpr int most_rounds = 300;
  // Halved again where the wider posterior of a larger s needed more.
  if (grid.columns > effort_.nodes) grid.columns /= 2;
  const auto rows = static_cast<int>(grid.rows.size());
  if (rows > effort_.nodes) grid.rows = laid_again(grid.rows, grid.rows.front().x, grid.rows.back().x, rows / 2);
  Values values = evaluate(grid, node);
  for (int round = 0; round < most_rounds && values.log_posterior.maxCoeff() > -infinity; ++round) {
    if (!extend(grid, values) && !shrink(grid, values) && !refine(grid, values)) break;
    values = evaluate(grid, node);
  }
  return values;
}

/// Steps through the nodes of s from `from`, every `stride`th, down to `to` or to where there is nothing more.
std::vector<CurvePosterior::Step> CurvePosterior::descend(const Step& from, int to, int stride) const {
  std::vector<Step> steps{from};
  double highest = -infinity;
  for (int key = from.key; key >= to; key -= stride) {
    const SigmaNode& node = grid_.at(key);
    Step step{key, -infinity, steps.back().grid};
    const Values values = follow(step.grid, node);
    const double top = values.log_part.maxCoeff();
    if (top == -infinity) break;
    step.log_mass = top + std::log((values.log_part.array() - top).exp().sum());
    steps.push_back(std::move(step));
    highest = std::max(highest, steps.back().log_mass);
    if (steps.back().log_mass < highest - effort_.edge - 5) break;
  }
  return steps;
}

/// Whether the masses are smooth enough to stand for all that lies between them.
bool CurvePosterior::smooth(const std::vector<Step>& steps, double highest) const {
  double sums[2] = {0, 0};
  int inside = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    sums[i % 2] += std::exp(steps[i].log_mass - highest);
    inside += steps[i].log_mass > highest - 6 ? 1 : 0;
  }
  return inside >= 4 && std::fabs(sums[0] - sums[1]) < 10 * effort_.disagreement * (sums[0] + sums[1]);
}

std::vector<Slice> CurvePosterior::integrate() {
  constexpr double reach = 7;            // prior standard deviations either side, to begin with
  constexpr int for_one_parameter = 64;  // times as many nodes, for no second parameter fills the gaps between them
  Grid start{{{0, inner_.mean - reach * inner_.sd, inner_.mean + reach * inner_.sd}}, effort_.nodes};
  if (two_parameters_) {
    start.rows =
        laid_again(start.rows, outer_.mean - reach * outer_.sd, outer_.mean + reach * outer_.sd, effort_.nodes);
  } else {
    effort_.nodes *= for_one_parameter;
    start.columns = effort_.nodes;
  }
  // In strides first, to see where the mass is; then again, from just above it, in ever smaller ones.
  int stride = 1;
  while (stride * grid_.step() < 0.25) stride *= 2;
  int lowest = std::min(grid_.drowned(), static_cast<int>(-7 * prior_.log_sigma.sd / grid_.step()));
  std::vector<Step> steps;
  for (int sds = 6;; sds *= 2) {
    const int highest = static_cast<int>(sds * prior_.log_sigma.sd / grid_.step()) / stride * stride;
    steps = descend({highest, -infinity, start}, lowest, stride);
    // Where the mass falls from the first step on, it may have begun above.
    if (steps.size() < 3 || steps[2].log_mass > steps[1].log_mass || sds > 100) break;
  }
  steps.resize(1);
  for (;; stride /= 2) {
    steps = descend(steps.front(), lowest, stride);
    double highest = -infinity;
    for (const Step& step : steps) highest = std::max(highest, step.log_mass);
    if (highest == -infinity) return {};
    std::size_t first = 1;
    while (steps[first].log_mass < highest - effort_.edge) ++first;
    const bool done = stride == 1 || smooth(steps, highest);
    if (!done) {
      Step above = steps[std::max<std::size_t>(first, 2) - 1];
      lowest = steps.back().key;
      steps = {above};
      continue;
    }
    std::vector<Slice> out;
    for (std::size_t i = first; i < steps.size(); ++i) {
      if (steps[i].log_mass < highest - effort_.edge) continue;
      const SigmaNode& node = grid_.at(steps[i].key);
      out.push_back(predict(steps[i].grid, evaluate(steps[i].grid, node), node));
      out.back().key = steps[i].key;
      out.back().log_mass += std::log(stride);
    }
    return out;
  }
}

}  // namespace swarmcast::oracle
