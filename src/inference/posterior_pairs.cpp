// The part of the posterior that takes nodes over from the integrator: pairs of a parameter node and a node of s.

#include <algorithm>
#include <array>
#include <cstdint>

#include "inference/posterior.hpp"

namespace swarmcast {
namespace {

/// What may be lost of the posterior, for each curve, by dropping its lightest nodes; and again of each node of s, by
/// dropping its lightest pairs.
constexpr double dropped_share = 1e-4;

/// The same as a share of the curve's own posterior, for curves that weigh next to nothing.
constexpr double most_dropped = 0.1;

}  // namespace

/// Forgets all pairs. Precondition: scale_count_ and coarse_count_ are set.
void Posterior::begin_pairs() {
  if (scales_.size() < scale_count_) scales_.resize(scale_count_);
  for (ScalePosterior& scale : scales_) scale.clear();
  if (coarse_.size() < coarse_count_) coarse_.resize(coarse_count_);
  for (std::size_t i = 0; i < coarse_count_; ++i) {
    coarse_[i].clear();
    coarse_[i].share.clear();
    coarse_[i].lower = 2 * i;
    coarse_[i].upper = std::min(2 * i + 1, scale_count_ - 1);
  }
  blocks_.clear();
  ends_.clear();
}

/// Remembers where the pairs of the curve just gathered end.
void Posterior::end_curve() {
  for (std::size_t s = 0; s < scale_count_; ++s) ends_.push_back(scales_[s].node.size());
  for (std::size_t i = 0; i < coarse_count_; ++i) ends_.push_back(coarse_[i].node.size());
}

/// Takes over what has weight of the curve just integrated, side by side: only that is predicted with. Weights are
/// shares of the curve until scale_weights().
void Posterior::gather(std::size_t curve) {
  const Nodes& nodes = integrator_.nodes();
  const double curve_weight = curves_[curve].weight;  // as surveyed
  const double smallest_node =
      std::min(dropped_share / curve_weight, most_dropped) / static_cast<double>(lanes * nodes.size());
  const double smallest = smallest_node / static_cast<double>(scale_count_);
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
      }
    }
    const auto columns = nodes.columns(b);
    for (std::size_t s = block.first_column; s < scale_count_; ++s) {
      const ScaleColumn& column = columns[s];
      ScalePosterior& scale = scales_[s];
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t lane = kept[i];
        const double weight = block.weight[lane] * column.share[lane];
        if (!(weight > smallest)) continue;
        scale.node.push_back(next + static_cast<std::uint32_t>(i));
        scale.weight.push_back(weight);
        scale.level.push_back(column.level[lane]);
        scale.state.push_back(column.state[lane]);
      }
    }
    if (coarse_count_ > 0) gather_coarse(columns, block, std::span(kept).first(count), next, smallest);
    next += static_cast<std::uint32_t>(count);
  }
}

void Posterior::gather_coarse(std::span<const ScaleColumn> columns, const Block& block,
                              std::span<const std::uint32_t> kept, std::uint32_t first_node, double smallest) {
  for (std::size_t c = block.first_column / 2; c < coarse_count_; ++c) {
    CoarseScale& coarse = coarse_[c];
    const bool has_lower = coarse.lower >= block.first_column, has_upper = coarse.upper != coarse.lower;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const std::size_t lane = kept[i];
      const ScaleColumn &below = columns[has_lower ? coarse.lower : coarse.upper],
                        &above = columns[has_upper ? coarse.upper : coarse.lower];
      const double lower = has_lower ? below.share[lane] : 0, upper = has_upper ? above.share[lane] : 0;
      const double both = lower + upper, weight = block.weight[lane] * both;
      if (!(weight > smallest)) continue;
      const double share = upper / both;
      coarse.node.push_back(first_node + static_cast<std::uint32_t>(i));
      coarse.weight.push_back(weight);
      coarse.level.push_back(below.level[lane] + share * (above.level[lane] - below.level[lane]));
      coarse.state.push_back(below.state[lane] + share * (above.state[lane] - below.state[lane]));
      coarse.share.push_back(share);
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
