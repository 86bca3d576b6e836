#pragma once
/// Parameter nodes in blocks, each with what the kernel made of it.

#include <cstddef>
#include <span>
#include <vector>

#include "inference/kernel.hpp"

namespace swarmcast {

/// A block of nodes of one curve.
struct Block {
  ParameterBlock parameters;
  Lanes log_density;         ///< ln of likelihood (summed over s) times prior of the parameters
  Lanes weight;              ///< share of the curve's posterior
  std::size_t first_column;  ///< columns below are unset, and have no share
};

/// Blocks, and a column of each for every node of s. Memory once grown is kept.
class Nodes {
 public:
  /// Forgets all blocks.
  void reset(std::size_t filters) {
    filters_ = filters;
    count_ = 0;
  }

  /// Adds blocks with unset contents, or forgets the last ones.
  void resize(std::size_t blocks) {
    count_ = blocks;
    if (blocks_.size() < blocks) blocks_.resize(2 * blocks);
    if (columns_.size() < blocks * filters_) columns_.resize(2 * blocks * filters_);
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] Block& block(std::size_t i) { return blocks_[i]; }
  [[nodiscard]] const Block& block(std::size_t i) const { return blocks_[i]; }

  /// What the kernel made of block i: one column per node of s, the first of them unset (Block::first_column).
  [[nodiscard]] std::span<ScaleColumn> columns(std::size_t i) { return {columns_.data() + i * filters_, filters_}; }
  [[nodiscard]] std::span<const ScaleColumn> columns(std::size_t i) const {
    return {columns_.data() + i * filters_, filters_};
  }

 private:
  std::size_t filters_ = 0;
  std::size_t count_ = 0;
  std::vector<Block> blocks_;
  std::vector<ScaleColumn> columns_;
};

}  // namespace swarmcast
