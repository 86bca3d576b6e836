// The part of the posterior that takes nodes over from the integrator: pairs of a parameter node and a node of s.

#include <algorithm>
#include <array>
#include <cstdint>

#include "inference/posterior.hpp"

namespace swarmcast {
namespace {

/// What may be lost of the posterior, for each curve, by dropping its lightest nodes; and so many times that by
/// dropping the lightest pairs. Far less is lost in fact: there are few nodes at the limit.
constexpr double dropped_share = 4e-4;
constexpr double dropped_pairs = 3;

/// The same as a share of the curve's own posterior, for curves that weigh next to nothing.
constexpr double most_dropped = 0.1;

/// So many times as much of the pairs that stand for two nodes of s, which only growth that has ended is made of, the
/// smaller part of a prediction.
constexpr double dropped_coarse = 4;

}  // namespace

/// Forgets all pairs. Precondition: scale_count_ and coarse_count_ are set.
void Posterior::begin_pairs() {
  if (scales_.size() < scale_count_) scales_.resize(scale_count_);
  if (coarse_.size() < coarse_count_) coarse_.resize(coarse_count_);
  for (std::size_t i = 0; i < coarse_count_; ++i) {
    coarse_[i].lower = 2 * i;
    coarse_[i].upper = std::min(2 * i + 1, scale_count_ - 1);
  }
  blocks_.clear();
  ends_.clear();
  pair_counts_.assign(scale_count_ + coarse_count_, 0);
}

/// Remembers where the pairs of the curve just gathered end.
void Posterior::end_curve() { ends_.insert(ends_.end(), pair_counts_.begin(), pair_counts_.end()); }

/// Takes over what has weight of the curve just integrated, side by side: only that is predicted with. Weights are
/// shares of the curve until scale_weights().
void Posterior::gather(std::size_t curve) {
  const Nodes& nodes = integrator_.nodes();
  const double important = std::max(curves_[curve].weight, tail_shares_[curve]);  // as surveyed
  const double smallest_node =
      std::min(dropped_share / important, most_dropped) / static_cast<double>(lanes * nodes.size());
  const double smallest = dropped_pairs * smallest_node / static_cast<double>(scale_count_);
  auto next = static_cast<std::uint32_t>(lanes * blocks_.size());
  for (std::size_t b = 0; b < nodes.size(); ++b) {
    const Block& block = nodes.block(b);
    std::array<std::uint32_t, lanes> kept;
    std::size_t count = 0;
    for (std::uint32_t lane = 0; lane < lanes; ++lane) {
      kept[count] = lane;
      count += static_cast<std::size_t>(block.weight[lane] > smallest_node);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t to = (next + i) % lanes, from = kept[i];
      if (to == 0) blocks_.emplace_back();
      ParameterBlock& target = blocks_.back();
      const ParameterBlock& source = block.parameters;
      // The lanes after it as well, lest they be unset in the last block.
      for (std::size_t lane = to; lane < lanes; ++lane) {
        target.log_tau[lane] = source.log_tau[from];
        target.log_b[lane] = source.log_b[from];
        target.rate[lane] = source.rate[from];
        target.b[lane] = source.b[from];
        target.whole[lane] = source.whole[from];
        target.at_last[lane] = source.at_last[from];
      }
    }
    const auto columns = nodes.columns(b);
    for (std::size_t s = block.first_column; s < scale_count_; ++s) {
      const ScaleColumn& column = columns[s];
      ScalePosterior& scale = scales_[s];
      // Light pairs are overwritten by the next.
      std::size_t& pairs = pair_counts_[s];
      if (scale.node.size() < pairs + count) scale.resize(2 * pairs + lanes);
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t lane = kept[i];
        scale.node[pairs] = next + static_cast<std::uint32_t>(i);
        scale.weight[pairs] = block.weight[lane] * column.share[lane];
        scale.level[pairs] = column.level[lane];
        scale.state[pairs] = column.state[lane];
        pairs += static_cast<std::size_t>(scale.weight[pairs] > smallest);
      }
    }
    if (coarse_count_ > 0) gather_coarse(columns, block, std::span(kept).first(count), next, dropped_coarse * smallest);
    next += static_cast<std::uint32_t>(count);
  }
}

void Posterior::gather_coarse(std::span<const ScaleColumn> columns, const Block& block,
                              std::span<const std::uint32_t> kept, std::uint32_t first_node, double smallest) {
  for (std::size_t c = block.first_column / 2; c < coarse_count_; ++c) {
    CoarseScale& coarse = coarse_[c];
    const bool has_lower = coarse.lower >= block.first_column, has_upper = coarse.upper != coarse.lower;
    const ScaleColumn& below = columns[has_lower ? coarse.lower : coarse.upper];
    const ScaleColumn& above = columns[has_upper ? coarse.upper : coarse.lower];
    std::size_t& pairs = pair_counts_[scale_count_ + c];
    if (coarse.node.size() < pairs + kept.size()) coarse.resize(2 * pairs + lanes);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const std::size_t lane = kept[i];
      const double lower = has_lower ? below.share[lane] : 0, upper = has_upper ? above.share[lane] : 0;
      const double both = lower + upper, share = both > 0 ? upper / both : 0;
      coarse.node[pairs] = first_node + static_cast<std::uint32_t>(i);
      coarse.weight[pairs] = block.weight[lane] * both;
      coarse.level[pairs] = below.level[lane] + share * (above.level[lane] - below.level[lane]);
      coarse.state[pairs] = below.state[lane] + share * (above.state[lane] - below.state[lane]);
      coarse.share[pairs] = share;
      pairs += static_cast<std::size_t>(coarse.weight[pairs] > smallest);
    }
  }
}

/// Makes the pairs' weights shares of the whole. False where there is nothing to share.
bool Posterior::scale_weights() {
  scale_totals_.assign(scale_count_, 0);
  const std::size_t lists = scale_count_ + coarse_count_;
  double whole = 0, coarse_whole = 0;
  for (std::size_t list = 0; list < lists; ++list) {
    const bool fine = list < scale_count_;
    if (fine) scales_[list].resize(pair_counts_[list]);
    if (!fine) coarse_[list - scale_count_].resize(pair_counts_[list]);
    std::vector<double>& weights = fine ? scales_[list].weight : coarse_[list - scale_count_].weight;
    double total = 0;
    std::size_t i = 0;
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      for (; i < ends_[c * lists + list]; ++i) {
        weights[i] *= curves_[c].weight;
        total += weights[i];
      }
    }
    if (fine) scale_totals_[list] = total;
    (fine ? whole : coarse_whole) += total;
  }
  if (!(whole > 0)) return false;
  for (std::size_t s = 0; s < scale_count_; ++s) {
    for (double& weight : scales_[s].weight) weight /= whole;
  }
  for (std::size_t i = 0; i < coarse_count_; ++i) {
    for (double& weight : coarse_[i].weight) weight /= coarse_whole;
  }
  return true;
}

}  // namespace swarmcast
