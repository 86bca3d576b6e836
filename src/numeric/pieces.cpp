#include "numeric/pieces.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace swarmcast {
namespace {

/// Where a piece begins or ends, and what it does there to the density.
struct Edge {
  double x;
  double rise;
};

constexpr double narrowest = 1e-12;

}  // namespace

std::vector<double> quantiles_of(std::span<const Piece> pieces, std::span<const double> probabilities) {
  std::vector<Edge> edges;
  edges.reserve(2 * pieces.size());
  double whole = 0;
  for (const Piece& piece : pieces) {
    if (!(piece.weight > 0)) continue;
    assert(piece.low <= piece.high);
    const double width = std::max(piece.high - piece.low, narrowest);
    edges.push_back({piece.low, piece.weight / width});
    edges.push_back({piece.low + width, -piece.weight / width});
    whole += piece.weight;
  }
  assert(!edges.empty() && std::is_sorted(probabilities.begin(), probabilities.end()));
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.x < b.x; });

  std::vector<double> result;
  result.reserve(probabilities.size());
  double before = 0, density = 0;  // of what lies to the left of edges[i], and beyond it
  std::size_t i = 0;
  for (const double p : probabilities) {
    for (; i + 1 < edges.size(); ++i) {
      const double risen = std::max(density + edges[i].rise, 0.0);  // not below zero by rounding
      const double next = before + risen * (edges[i + 1].x - edges[i].x);
      if (next > p * whole) break;
      before = next;
      density += edges[i].rise;
    }
    const double risen = density + edges[i].rise;
    const double beyond = risen > 0 ? (p * whole - before) / risen : 0;
    result.push_back(i + 1 < edges.size() ? std::min(edges[i].x + beyond, edges[i + 1].x) : edges[i].x);
  }
  return result;
}

}  // namespace swarmcast
