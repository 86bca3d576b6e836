#include "oracle/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <numbers>
#include <tuple>

#include "oracle/increments.hpp"

namespace swarmcast::oracle {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int side = 5;
constexpr std::array<double, side> abscissa{-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831,
                                            0.9061798459386640};
constexpr std::array<double, side> gauss_weight{0.2369268850561891, 0.4786286704993665, 0.5688888888888889,
                                                0.4786286704993665, 0.2369268850561891};
constexpr int deepest = 40;  // halvings of a box; far beyond what a posterior in doubles can need

double log_normal_density(double x, const Normal& normal) {
  const double t = (x - normal.mean) / normal.sd;
  return -0.5 * t * t - std::log(normal.sd) - 0.5 * std::log(2 * std::numbers::pi);
}

/// The largest variation of f along the lines in dimension d of a box's nodes, everything below `floor` taken as floor.
double variation(const Eigen::VectorXd& f, int d, double floor) {
  const int lines = static_cast<int>(f.size()) / side;
  double worst = 0;
  for (int line = 0; line < lines; ++line) {
    double low = infinity;
    double high = -infinity;
    for (int i = 0; i < side; ++i) {
      const double value = std::max(f(d == 0 ? line * side + i : i * side + line), floor);
      low = std::min(low, value);
      high = std::max(high, value);
    }
    worst = std::max(worst, high - low);
  }
  return worst;
}

}  // namespace

Data make_data(std::span<const Reading> readings, std::vector<double> targets) {
  Data data;
  const auto n = static_cast<Eigen::Index>(readings.size());
  data.targets = std::move(targets);
  data.hours.push_back(0);
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
    c(i, i) += data.variance(i);
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

const SigmaNode& SigmaGrid::at(int key) {
  const auto found = nodes_.find(key);
  if (found != nodes_.end()) return found->second;
  const double log_sigma = prior_.log_sigma.mean + prior_.log_sigma.sd * key / per_sd;
  return nodes_.emplace(key, make_sigma_node(data_, prior_, log_sigma)).first->second;
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
      highest_(-infinity) {
  if (curve.log_timescale) add_dimension(*curve.log_timescale, std::log(data.hours.back()));
  if (curve.log_shape) add_dimension(*curve.log_shape, 0);
}

void CurvePosterior::add_dimension(const Normal& normal, double shift) {
  constexpr double reach = 6;  // prior standard deviations either side, to begin with
  const int half = std::max(effort_.roots / 2, static_cast<int>(std::ceil(reach * normal.sd / effort_.widest)));
  normals_.push_back({normal.mean + shift, normal.sd});
  root_width_.push_back(reach * normal.sd / half);
  first_.push_back(-half);
  last_.push_back(half);
}

std::vector<CurvePosterior::Box> CurvePosterior::roots() const {
  std::vector<Box> all{Box{}};
  for (std::size_t d = 0; d < normals_.size(); ++d) {
    std::vector<Box> next;
    for (const Box& box : all) {
      for (long long i = first_[d]; i < last_[d]; ++i) {
        next.push_back(box);
        next.back().index[d] = i;
      }
    }
    all = next;
  }
  return all;
}

CurvePosterior::BoxNodes CurvePosterior::make_nodes(const Box& box) const {
  const int count = normals_.size() == 1 ? side : side * side;
  const auto n = data_.log_increment.size();
  const auto targets = static_cast<Eigen::Index>(data_.targets.size());
  BoxNodes nodes{Eigen::MatrixXd(n, count), Eigen::VectorXd(count), Eigen::MatrixXd(targets, count),
                 Eigen::VectorXd::Zero(count), Eigen::VectorXd::Zero(count)};
  for (int node = 0; node < count; ++node) {
    std::array<double, 2> u{};
    for (std::size_t d = 0; d < normals_.size(); ++d) {
      const auto pick = static_cast<std::size_t>(d == 0 ? node % side : node / side);
      const double width = std::ldexp(root_width_[d], -box.depth[d]);
      u[d] = normals_[d].mean + width * (static_cast<double>(box.index[d]) + 0.5 + 0.5 * abscissa[pick]);
      nodes.log_prior(node) += log_normal_density(u[d], normals_[d]);
      nodes.log_area(node) += std::log(0.5 * width * gauss_weight[pick]);
    }
    const double log_tau = curve_.log_timescale ? u[0] : 0;
    const double log_b = curve_.log_shape ? u[normals_.size() - 1] : 0;
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto at = static_cast<std::size_t>(i);
      nodes.z(i, node) =
          data_.log_increment(i) - log_increment(shape_, log_tau, log_b, data_.hours[at], data_.hours[at + 1]);
    }
    const double last = data_.hours.back();
    nodes.k0(node) = data_.log_last - log_increment(shape_, log_tau, log_b, 0, last);
    for (Eigen::Index h = 0; h < targets; ++h) {
      nodes.ahead(h, node) = log_increment(shape_, log_tau, log_b, last, data_.targets[static_cast<std::size_t>(h)]);
    }
  }
  return nodes;
}

const CurvePosterior::BoxNodes& CurvePosterior::nodes_of(const Box& box) {
  const auto found = cache_.find(box);
  if (found != cache_.end()) return found->second;
  return cache_.emplace(box, make_nodes(box)).first->second;
}

CurvePosterior::Evaluated CurvePosterior::evaluate(const BoxNodes& nodes, const SigmaNode& node) const {
  const double level_precision = 1 / (prior_.log_level_sd * prior_.log_level_sd);
  const Eigen::MatrixXd y = node.white.triangularView<Eigen::Lower>() * nodes.z;
  Evaluated out{Eigen::VectorXd(nodes.k0.size()), {}};
  if (!surveying_) out.mean.resize(nodes.ahead.rows(), nodes.k0.size());
  for (Eigen::Index i = 0; i < nodes.k0.size(); ++i) {
    const double k = (node.ones.dot(y.col(i)) + nodes.k0(i) * level_precision) / node.a;
    const Eigen::VectorXd e = y.col(i) - k * node.ones;
    const double from_prior = k - nodes.k0(i);
    const double value = node.log_prior + nodes.log_prior(i) -
                         0.5 * (e.squaredNorm() + from_prior * from_prior * level_precision + node.constant);
    const bool possible = std::isfinite(value);
    out.log_posterior(i) = possible ? value : -infinity;
    if (surveying_) continue;
    if (possible) {
      out.mean.col(i) = node.cross.transpose() * e + nodes.ahead.col(i);
      out.mean.col(i).array() += k;
    } else {
      out.mean.col(i).setConstant(-infinity);
    }
  }
  return out;
}

/// The dimension along which a box varies too much for its nodes, or -1. The less it weighs, the more it may vary.
int CurvePosterior::dimension_to_split(const Box& box, const Evaluated& values, const SigmaNode& node) {
  const double top = values.log_posterior.maxCoeff();
  const double allowed = effort_.variation + 0.7 * (highest_ - top);
  bool means_count = false;
  if (!surveying_ && top > -infinity) {
    const Eigen::ArrayXd log_mass = (values.log_posterior + nodes_of(box).log_area).array() - log_total_;
    means_count = log_mass.exp().sum() > effort_.least_mass;
  }
  const double ignored = data_.log_last - 9;  // of a mean: less is no growth at all
  int split = -1;
  double excess = 1;
  for (std::size_t d = 0; d < normals_.size(); ++d) {
    if (box.depth[d] >= deepest) continue;
    const int dimension = static_cast<int>(d);
    double here = top > -infinity ? variation(values.log_posterior, dimension, highest_ - 60) / allowed : 2;
    for (Eigen::Index h = 0; means_count && h < values.mean.rows(); ++h) {
      const double steps = variation(values.mean.row(h).transpose(), dimension, ignored) / node.sd(h);
      here = std::max(here, steps / effort_.mean_steps);
    }
    if (here > excess) {
      excess = here;
      split = dimension;
    }
  }
  return split;
}

/// Where the posterior leans on the edge of the first boxes, there is more outside: true when it was let in.
bool CurvePosterior::widen(const std::vector<Leaf>& leaves) {
  constexpr long long most = 4096;
  bool widened = false;
  for (std::size_t d = 0; d < normals_.size(); ++d) {
    bool low = false;
    bool high = false;
    for (const Leaf& leaf : leaves) {
      if (leaf.values.log_posterior.maxCoeff() < highest_ - effort_.tail) continue;
      low = low || leaf.box.index[d] == first_[d] * (1LL << leaf.box.depth[d]);
      high = high || leaf.box.index[d] + 1 == last_[d] * (1LL << leaf.box.depth[d]);
    }
    const long long more = (last_[d] - first_[d]) / 2;
    low = low && first_[d] > -most;
    high = high && last_[d] < most;
    if (low) first_[d] -= more;
    if (high) last_[d] += more;
    widened = widened || low || high;
  }
  return widened;
}

std::vector<CurvePosterior::Leaf> CurvePosterior::leaves(const SigmaNode& node) {
  std::vector<Leaf> out;
  do {
    out.clear();
    std::deque<Box> pending;
    for (const Box& box : roots()) pending.push_back(box);
    while (!pending.empty()) {
      const Box box = pending.front();
      pending.pop_front();
      Evaluated values = evaluate(nodes_of(box), node);
      const double top = values.log_posterior.maxCoeff();
      highest_ = std::max(highest_, top);
      // A box may hide a higher peak between its nodes: not higher than half of what the posterior varies over them.
      const double spread = top - values.log_posterior.minCoeff();
      const bool hopeless = top == -infinity ? box.depth[0] + box.depth[1] > 6  // below the range of doubles all over
                                             : top + 0.5 * spread < highest_ - effort_.tail;
      if (hopeless) continue;
      const int split = dimension_to_split(box, values, node);
      if (split < 0) {
        out.push_back({box, std::move(values)});
        continue;
      }
      const auto d = static_cast<std::size_t>(split);
      for (long long half = 0; half < 2; ++half) {
        Box child = box;
        ++child.depth[d];
        child.index[d] = 2 * box.index[d] + half;
        pending.push_back(child);
      }
    }
  } while (widen(out));
  return out;
}

Slice CurvePosterior::slice(int key) {
  const SigmaNode& node = grid_.at(key);
  const std::vector<Leaf> all = leaves(node);
  Slice out;
  out.key = key;
  out.components.resize(surveying_ ? 0 : data_.targets.size());
  double mass = 0;
  for (const Leaf& leaf : all) {
    const BoxNodes& nodes = nodes_of(leaf.box);
    for (Eigen::Index i = 0; i < nodes.k0.size(); ++i) {
      const double weight = std::exp(leaf.values.log_posterior(i) + nodes.log_area(i) - highest_);
      if (!(weight > 0)) continue;
      mass += weight;
      for (std::size_t h = 0; h < out.components.size(); ++h) {
        out.components[h].push_back({leaf.values.mean(static_cast<Eigen::Index>(h), i), weight});
      }
    }
  }
  out.log_mass = mass > 0 ? highest_ + std::log(mass) : -infinity;
  for (std::size_t h = 0; h < out.components.size(); ++h) {
    auto& target = out.components[h];
    std::erase_if(target, [&](const Component& c) { return c.weight < 1e-10 * mass; });
    for (Component& component : target) component.weight /= mass;
    merge(target, node.sd(static_cast<Eigen::Index>(h)));
  }
  return out;
}

double CurvePosterior::survey() {
  surveying_ = true;
  const Effort wanted = effort_;
  effort_.variation *= 2;
  // From a coarse grid of ln s over 6 standard deviations either side, widened while an end still matters, to a fine
  // one over the part that matters.
  std::map<int, double> log_mass;
  step_ = SigmaGrid::per_sd;
  low_ = -6 * step_;
  high_ = 6 * step_;
  double highest = -infinity;
  for (;;) {
    // From the middle outwards, so that the highest density is known early and the far nodes cost little.
    const int centre = (low_ + high_) / 2;
    std::vector<int> keys;
    for (int key = low_; key <= high_; key += step_) keys.push_back(key);
    std::stable_sort(keys.begin(), keys.end(),
                     [&](int a, int b) { return std::abs(a - centre) < std::abs(b - centre); });
    for (int key : keys) {
      if (log_mass.count(key) == 0) log_mass[key] = slice(key).log_mass;
      highest = std::max(highest, log_mass[key]);
    }
    if (highest == -infinity) break;
    int first = high_;
    int last = low_;
    for (int key : keys) {
      if (log_mass[key] < highest - effort_.tail) continue;
      first = std::min(first, key);
      last = std::max(last, key);
    }
    constexpr int most = 40 * SigmaGrid::per_sd;
    if ((first == low_ && low_ > -most) || (last == high_ && high_ < most)) {
      if (first == low_) low_ -= 2 * step_;
      if (last == high_) high_ += 2 * step_;
      continue;
    }
    low_ = std::max(low_, first - step_);
    high_ = std::min(high_, last + step_);
    if ((last - first) / step_ >= effort_.sigma_nodes || step_ == 1) break;
    step_ /= 2;
  }
  effort_ = wanted;
  if (highest == -infinity) return highest;
  double sum = 0;
  for (int key = low_; key <= high_; key += step_) sum += std::exp(log_mass[key] - highest);
  log_evidence_ = highest + std::log(sum * prior_.log_sigma.sd * step_ / SigmaGrid::per_sd);
  return log_evidence_;
}

std::vector<Slice> CurvePosterior::integrate(double handicap) {
  std::vector<Slice> out;
  if (highest_ == -infinity) return out;
  surveying_ = false;
  const double log_step = std::log(prior_.log_sigma.sd * step_ / SigmaGrid::per_sd);
  log_total_ = log_evidence_ + handicap - log_step;
  for (int key = low_; key <= high_; key += step_) {
    Slice part = slice(key);
    part.log_mass += log_step;
    if (part.log_mass > -infinity) out.push_back(std::move(part));
  }
  cache_.clear();
  return out;
}

}  // namespace swarmcast::oracle
