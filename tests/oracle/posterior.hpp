#pragma once
/// The oracle's posterior of one curve: method sections 1 to 5, up to the mixture of normals.

#include <Eigen/Dense>
#include <array>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "oracle/increments.hpp"
#include "oracle/oracle.hpp"

namespace swarmcast::oracle {

/// What the model sees of the readings, and the times to predict.
struct Data {
  std::vector<double> hours;      ///< t_0 = 0, t_1, ..., t_n
  std::vector<double> targets;    ///< T, each after t_n
  Eigen::VectorXd log_increment;  ///< ln d_i
  Eigen::VectorXd log_midpoint;   ///< m_i
  Eigen::VectorXd variance;       ///< v_i
  double log_last = 0;            ///< ln y_n
};

[[nodiscard]] Data make_data(std::span<const Reading> readings, std::vector<double> targets);

/// Everything that depends on s alone. With C = F F', W = F^-1 turns z into independent unit normals.
struct SigmaNode {
  double log_prior = 0;   ///< ln of the density of ln s
  Eigen::MatrixXd white;  ///< W
  Eigen::VectorXd ones;   ///< W 1
  Eigen::MatrixXd cross;  ///< W c, a column for each target
  double constant = 0;    ///< ln det C + ln a + ln L^2 + n ln 2 pi
  double a = 0;
  Eigen::VectorXd sd;  ///< predictive standard deviation of ln(N(T) - y_n), one for each target
};

[[nodiscard]] SigmaNode make_sigma_node(const Data& data, const Prior& prior, double log_sigma);

/// The nodes of ln s, on a dyadic grid that all curves share: key k stands for mean + sd k / 64.
class SigmaGrid {
 public:
  static constexpr int per_sd = 64;

  SigmaGrid(const Data& data, const Prior& prior) : data_(data), prior_(prior) {}
  const SigmaNode& at(int key);

 private:
  const Data& data_;
  const Prior& prior_;
  std::map<int, SigmaNode> nodes_;
};

/// One component of the mixture, before the normal of its s is laid over it.
struct Component {
  double mean = 0;  ///< of ln(N(T) - y_n)
  double weight = 0;
};

/// Merges components in bins a sixteenth of their normal's standard deviation wide, each at its members' mean, sorted:
/// the mixture's variance loses at most 1/1024 of the normal's, its mean nothing.
void merge(std::vector<Component>& components, double sd);

/// The part of one curve's posterior that lies at one node of s.
struct Slice {
  int key = 0;          ///< in the grid of s
  double log_mass = 0;  ///< ln of the integral of likelihood times prior over u and this step of s
  std::vector<std::vector<Component>> components;  ///< for each target; the weights add up to 1
};

/// The posterior of one curve. First survey(), which finds where the mass is, then integrate().
class CurvePosterior {
 public:
  CurvePosterior(const Data& data, const Prior& prior, const CurvePrior& curve, SigmaGrid& grid, const Effort& effort);

  /// Rough ln of the evidence, from few nodes. -inf where the curve rules the readings out.
  double survey();

  /// The posterior, slice by slice. `handicap` is how far ln(weight times evidence) lies below the best curve's: the
  /// predictive means of a curve that hardly counts need no resolution.
  [[nodiscard]] std::vector<Slice> integrate(double handicap);

 private:
  /// A box in u: interval `index` of width root / 2^depth in each dimension, around the prior's mean.
  struct Box {
    std::array<int, 2> depth{};
    std::array<long long, 2> index{};

    friend bool operator<(const Box& a, const Box& b) {
      return std::tie(a.depth, a.index) < std::tie(b.depth, b.index);
    }
  };
  /// What does not depend on s at the nodes of a box.
  struct BoxNodes {
    Eigen::MatrixXd z;          ///< a column for each node
    Eigen::VectorXd k0;         ///< ln y_n - ln G(t_n)
    Eigen::MatrixXd ahead;      ///< ln(G(T) - G(t_n)), a row for each target
    Eigen::VectorXd log_prior;  ///< ln of the prior density
    Eigen::VectorXd log_area;   ///< ln of the cubature weight times the area
  };
  /// What does.
  struct Evaluated {
    Eigen::VectorXd log_posterior;  ///< unnormalised density of u and ln s
    Eigen::MatrixXd mean;           ///< of ln(N(T) - y_n), a row for each target
  };
  struct Leaf {
    Box box;
    Evaluated values;
  };

  void add_dimension(const Normal& normal, double shift);
  [[nodiscard]] std::vector<Box> roots() const;
  [[nodiscard]] BoxNodes make_nodes(const Box& box) const;
  const BoxNodes& nodes_of(const Box& box);
  [[nodiscard]] Evaluated evaluate(const BoxNodes& nodes, const SigmaNode& node) const;
  [[nodiscard]] int dimension_to_split(const Box& box, const Evaluated& values, const SigmaNode& node);
  bool widen(const std::vector<Leaf>& leaves);
  [[nodiscard]] std::vector<Leaf> leaves(const SigmaNode& node);
  Slice slice(int key);

  const Data& data_;
  const Prior& prior_;
  const CurvePrior& curve_;
  SigmaGrid& grid_;
  Effort effort_;
  Shape shape_;
  std::vector<Normal> normals_;          ///< of each dimension of u, absolute
  std::vector<double> root_width_;       ///< of the first boxes
  std::vector<long long> first_, last_;  ///< the first boxes are [first, last) in each dimension
  std::map<Box, BoxNodes> cache_;
  double highest_;           ///< log posterior density met so far, over u and s
  double log_evidence_ = 0;  ///< as survey() found it
  double log_total_ = 0;     ///< ln of the mass, at one node of s, that would be the whole posterior of all curves
  bool surveying_ = true;    ///< masses alone, roughly
  int low_ = 0, high_ = 0, step_ = 1;  ///< keys of the nodes of ln s that integrate() uses
};

}  // namespace swarmcast::oracle
