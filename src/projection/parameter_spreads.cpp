#include "projection/parameter_spreads.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "inference/kernel.hpp"
#include "numeric/pieces.hpp"
#include "swarmcast/curve.hpp"

namespace swarmcast {
namespace {

constexpr double upper_tenth = 1.2815515655446004;  // of the standard normal

/// A node's parameters, the one that its row has in common first, and its weight over all s.
struct Node {
  double outer;
  double inner;
  double weight;
};

/// Nodes with the same outer parameter: [begin, end).
struct Row {
  std::size_t begin;
  std::size_t end;
  double weight = 0;
  double mean = 0;  ///< of the inner parameter
};

/// Rows have b in common where the kernel says so, else tau. A curve with one parameter is one row of the other.
bool shape_is_outer(const Curve& curve, std::size_t index) {
  return !curve.has_shape || (curve.has_timescale && kernel().common_shape[index]);
}

/// Row by row, ascending.
std::vector<Node> nodes_of(const Posterior& posterior, bool shape_outer) {
  std::vector<Node> nodes;
  for (const ParameterBlock& block : posterior.blocks()) {
    const Lanes &outer = shape_outer ? block.log_b : block.log_tau, &inner = shape_outer ? block.log_tau : block.log_b;
    for (std::size_t lane = 0; lane < lanes; ++lane) nodes.push_back({outer[lane], inner[lane], 0});
  }
  for (const ScalePosterior& scale : posterior.scales()) {
    const ScalePairs& pairs = scale.pairs;
    for (std::size_t i = 0; i < pairs.size(); ++i) nodes[pairs.node()[i]].weight += pairs.weight()[i];
  }
  std::sort(nodes.begin(), nodes.end(), [](const Node& a, const Node& b) {
    return a.outer < b.outer || (a.outer == b.outer && a.inner < b.inner);
  });
  return nodes;
}

std::vector<Row> rows_of(const std::vector<Node>& nodes) {
  std::vector<Row> rows;
  for (std::size_t begin = 0, end = 0; begin < nodes.size(); begin = end) {
    Row row{begin, begin};
    for (; end < nodes.size() && nodes[end].outer == nodes[begin].outer; ++end) {
      row.weight += nodes[end].weight;
      row.mean += nodes[end].weight * nodes[end].inner;
    }
    row.end = end;
    row.mean /= row.weight;
    if (row.weight > 0) rows.push_back(row);
  }
  return rows;
}

/// Half of the way from x(i) to each of its neighbours; at an end as far as to the only one there is, and none where it
/// is alone.
struct Reach {
  double below = 0;
  double above = 0;
};
template <class X>
Reach reach_of(std::size_t i, std::size_t size, X x) {
  if (size < 2) return {};
  const double below = i > 0 ? x(i) - x(i - 1) : x(i + 1) - x(i);
  const double above = i + 1 < size ? x(i + 1) - x(i) : below;
  return {below / 2, above / 2};
}

/// A node stands for the ground up to halfway to its neighbours in the row, and, where the peak moves from row to row,
/// for what lies between them: the two, each even, spread it like one as wide as the root of their squares' sum.
std::vector<Piece> inner_pieces(const std::vector<Node>& nodes, const std::vector<Row>& rows) {
  std::vector<Piece> pieces;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Row& row = rows[r];
    const std::size_t size = row.end - row.begin;
    const Reach shift = reach_of(r, rows.size(), [&](std::size_t i) { return rows[i].mean; });
    for (std::size_t i = 0; i < size; ++i) {
      const Node& node = nodes[row.begin + i];
      if (!(node.weight > 0)) continue;
      const Reach own = reach_of(i, size, [&](std::size_t k) { return nodes[row.begin + k].inner; });
      // Where the peak moves down from row to row, what is above in the row lies towards the row before.
      const bool falls = shift.below + shift.above < 0;
      pieces.push_back({node.inner - std::hypot(own.below, falls ? shift.above : shift.below),
                        node.inner + std::hypot(own.above, falls ? shift.below : shift.above), node.weight});
    }
  }
  return pieces;
}

/// A distribution known by weights at ascending points.
struct Point {
  double x;
  double weight;
};

/// Each point stands for the ground up to halfway to its neighbours, over which the logarithm of the density is the
/// parabola through its own and theirs, in steps.
std::vector<Piece> bent_pieces(const std::vector<Point>& points) {
  constexpr int steps = 16;
  const auto x = [&](std::size_t i) { return points[i].x; };
  std::vector<Piece> whole;
  std::vector<double> log_density;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Reach reach = reach_of(i, points.size(), x);
    whole.push_back({x(i) - reach.below, x(i) + reach.above, points[i].weight});
    log_density.push_back(std::log(points[i].weight / (reach.below + reach.above)));
  }
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!(points[i].weight > 0)) continue;
    if (i == 0 || i + 1 == points.size() || !std::isfinite(log_density[i - 1] + log_density[i + 1])) {
      pieces.push_back(whole[i]);
      continue;
    }
    const double below = x(i - 1) - x(i), above = x(i + 1) - x(i);
    const double slope_below = (log_density[i - 1] - log_density[i]) / below;
    const double slope_above = (log_density[i + 1] - log_density[i]) / above;
    const double bend = (slope_above - slope_below) / (above - below), slope = slope_below - bend * below;
    const double step = (whole[i].high - whole[i].low) / steps;
    const std::size_t first = pieces.size();
    double sum = 0;
    for (int k = 0; k < steps; ++k) {
      const double low = whole[i].low + k * step, away = low + step / 2 - x(i);
      pieces.push_back({low, low + step, std::exp(away * (slope + bend * away))});
      sum += pieces.back().weight;
    }
    for (std::size_t k = first; k < pieces.size(); ++k) pieces[k].weight *= points[i].weight / sum;
  }
  return pieces;
}

/// Of e^x for x of these pieces.
Spread log_spread(const std::vector<Piece>& pieces) {
  const std::vector<double> ends = quantiles_of(pieces, std::array{0.1, 0.5, 0.9});
  return {std::exp(ends[1]), std::exp(ends[0]), std::exp(ends[2])};
}

}  // namespace

Spread log_normal_spread(const Normal& normal) {
  return {std::exp(normal.mean), std::exp(normal.mean - upper_tenth * normal.sd),
          std::exp(normal.mean + upper_tenth * normal.sd)};
}

CurveSpreads curve_spreads(const Posterior& posterior) {
  assert(posterior.curves().size() == 1);
  const std::size_t index = posterior.curves().front().curve;
  const Curve& curve = curves()[index];
  const bool shape_outer = shape_is_outer(curve, index);
  const std::vector<Node> nodes = nodes_of(posterior, shape_outer);
  const std::vector<Row> rows = rows_of(nodes);
  CurveSpreads spreads;
  (shape_outer ? spreads.timescale : spreads.shape) = log_spread(inner_pieces(nodes, rows));
  if (curve.has_timescale && curve.has_shape) {
    std::vector<Point> points;
    points.reserve(rows.size());
    for (const Row& row : rows) points.push_back({nodes[row.begin].outer, row.weight});
    (shape_outer ? spreads.shape : spreads.timescale) = log_spread(bent_pieces(points));
  }
  return spreads;
}

Spread deviation_spread(const Posterior& posterior) {
  std::vector<Point> points;
  for (const ScalePosterior& scale : posterior.scales()) {
    const auto weights = scale.pairs.weight();
    points.push_back({std::log(scale.filter.sigma), std::accumulate(weights.begin(), weights.end(), 0.0)});
  }
  return log_spread(bent_pieces(points));
}

}  // namespace swarmcast
