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

/// The pairs of one of scales_ in use, then of coarse_.
ScalePairs& Posterior::pairs(std::size_t list) {
  return list < scale_count_ ? scales_[list].pairs : coarse_[list - scale_count_].pairs;
}

/// Forgets all pairs. Precondition: scale_count_ and coarse_count_ are set.
void Posterior::begin_pairs() {
  if (scales_.size() < scale_count_) scales_.resize(scale_count_);
  if (coarse_.size() < coarse_count_) coarse_.resize(coarse_count_);
  for (std::size_t i = 0; i < coarse_count_; ++i) {
    coarse_[i].lower = 2 * i;
    coarse_[i].upper = std::min(2 * i + 1, scale_count_ - 1);
  }
  for (std::size_t list = 0; list < scale_count_ + coarse_count_; ++list) pairs(list).clear();
  blocks_.clear();
  ends_.clear();
}

/// Remembers where the pairs of the curve just gathered end.
void Posterior::end_curve() {
  for (std::size_t list = 0; list < scale_count_ + coarse_count_; ++list) ends_.push_back(pairs(list).size());
}

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
    Lanes weight = block.weight;
    std::array<std::uint32_t, lanes> node{};
    const std::uint32_t before = next;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (weight[lane] > smallest_node) {
        node[lane] = next++;
        keep_parameters(block.parameters, lane, node[lane]);
      } else {
        weight[lane] = 0;
      }
    }
    if (next == before) continue;
    const auto columns = nodes.columns(b);
    for (std::size_t s = block.first_column; s < scale_count_; ++s) {
      ScalePairs& heavy = scales_[s].pairs;
      heavy.add(kernel().keep(weight, node, columns[s], smallest, heavy.room()));
    }
    for (std::size_t c = block.first_column / 2; c < coarse_count_; ++c) {
      CoarseScale& coarse = coarse_[c];
      const ScaleColumn* const lower = coarse.lower >= block.first_column ? &columns[coarse.lower] : nullptr;
      const ScaleColumn* const upper = coarse.upper != coarse.lower ? &columns[coarse.upper] : nullptr;
      coarse.pairs.add(kernel().keep_both(weight, node, lower, upper, dropped_coarse * smallest, coarse.pairs.room()));
    }
  }
}

/// Takes over a node's parameters, into the lane of blocks_ of that number. The first one to a block fills it: no lane
/// of the last block is unset.
void Posterior::keep_parameters(const ParameterBlock& from, std::size_t lane, std::size_t number) {
  const std::size_t to = number % lanes;
  if (to == 0) blocks_.emplace_back();
  ParameterBlock& target = blocks_.back();
  for (const auto member : {&ParameterBlock::log_tau, &ParameterBlock::log_b, &ParameterBlock::rate, &ParameterBlock::b,
                            &ParameterBlock::whole, &ParameterBlock::at_last}) {
    const double value = (from.*member)[lane];
    if (to == 0) {
      (target.*member).fill(value);
    } else {
      (target.*member)[to] = value;
    }
  }
}

/// Makes the pairs' weights shares of the whole. False where there is nothing to share.
bool Posterior::scale_weights() {
  scale_totals_.assign(scale_count_, 0);
  const std::size_t lists = scale_count_ + coarse_count_;
  double whole = 0, coarse_whole = 0;
  for (std::size_t list = 0; list < lists; ++list) {
    const std::span<double> weights = pairs(list).weight();
    double total = 0;
    std::size_t i = 0;
    for (std::size_t c = 0; c < curves_.size(); ++c) {
      for (; i < ends_[c * lists + list]; ++i) {
        weights[i] *= curves_[c].weight;
        total += weights[i];
      }
    }
    const bool fine = list < scale_count_;
    if (fine) scale_totals_[list] = total;
    (fine ? whole : coarse_whole) += total;
  }
  if (!(whole > 0)) return false;
  for (std::size_t list = 0; list < lists; ++list) {
    const double of = list < scale_count_ ? whole : coarse_whole;
    for (double& weight : pairs(list).weight()) weight /= of;
  }
  return true;
}

}  // namespace swarmcast
