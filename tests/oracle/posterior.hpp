#pragma once
/// The oracle's posterior of one curve: method sections 1 to 5, up to the mixture of normals.

#include <Eigen/Dense>
#include <map>
#include <span>
#include <vector>

#include "oracle/increments.hpp"
#include "oracle/oracle.hpp"

namespace swarmcast::oracle {

/// What the model sees of the readings, and the times to predict.
struct Data {
  std::vector<double> hours;      ///< t_0, t_1, ..., t_n
  std::vector<double> targets;    ///< T, each after t_n
  Eigen::VectorXd log_increment;  ///< ln d_i
  Eigen::VectorXd log_midpoint;   ///< m_i
  Eigen::VectorXd variance;       ///< v_i
  double log_last = 0;            ///< ln y_n
};

[[nodiscard]] Data make_data(std::span<const Reading> readings, double since_hours, std::vector<double> targets);

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

/// The nodes of ln s, on one grid that all curves share: key k stands for the prior's mean + k step.
class SigmaGrid {
 public:
  /// The step is 1 / `per_sd` of the narrowest that the posterior of ln s can be: each increment tells it with variance
  /// 1/2 at best.
  SigmaGrid(const Data& data, const Prior& prior, double per_sd);
  const SigmaNode& at(int key);

  [[nodiscard]] double step() const { return step_; }
  /// Below this key s is drowned in the known variances, so that the likelihood no longer depends on it.
  [[nodiscard]] int drowned() const { return drowned_; }

 private:
  const Data& data_;
  const Prior& prior_;
  double step_;
  int drowned_;
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

/// The posterior of one curve, found by annealing. At the largest s the likelihood is flat, and the posterior of u is
/// the prior's normal; as s falls, step by step, the posterior at one s lies inside the region of the one before. So
/// no part of it is ever searched for, and none is missed, however small it gets.
class CurvePosterior {
 public:
  CurvePosterior(const Data& data, const Prior& prior, const CurvePrior& curve, SigmaGrid& grid, const Effort& effort);

  /// The posterior at all nodes of s where it is not nothing.
  [[nodiscard]] std::vector<Slice> integrate();

 private:
  /// Rows of constant u_1 = x, each with its own range of u_2 = y. With one parameter, that is y, and there is one row.
  struct Row {
    double x = 0;
    double low = 0;
    double high = 0;
  };
  /// A grid of equidistant rows, ascending, with equidistant nodes in each; both are trapezoid rules.
  struct Grid {
    std::vector<Row> rows;
    int columns = 0;
  };
  /// The grid's nodes, row after row.
  struct Values {
    Eigen::MatrixXd z;              ///< a column for each node
    Eigen::VectorXd k0;             ///< ln y_n - ln G(t_n)
    Eigen::VectorXd log_posterior;  ///< unnormalised density of u and ln s
    Eigen::VectorXd log_part;       ///< the same times the node's area
  };

  [[nodiscard]] double log_tau(double x, double y) const;
  [[nodiscard]] double log_b(double y) const;
  [[nodiscard]] static double top_of_row(const Values& values, Eigen::Index row, int columns);
  [[nodiscard]] static double node_y(const Grid& grid, std::size_t row, int column);
  [[nodiscard]] Values evaluate(const Grid& grid, const SigmaNode& node) const;
  /// What was found at one node of s.
  struct Step {
    int key;
    double log_mass;
    Grid grid;
  };
  Values follow(Grid& grid, const SigmaNode& node) const;
  [[nodiscard]] std::vector<Step> descend(const Step& from, int to, int stride) const;
  [[nodiscard]] bool smooth(const std::vector<Step>& steps, double highest) const;
  [[nodiscard]] Slice predict(const Grid& grid, const Values& values, const SigmaNode& node) const;
  /// Each returns whether it changed the grid.
  bool extend(Grid& grid, const Values& values) const;
  bool shrink(Grid& grid, const Values& values) const;
  bool refine(Grid& grid, const Values& values) const;
  /// The same region with so many rows.
  [[nodiscard]] static std::vector<Row> laid_again(const std::vector<Row>& rows, double low, double high, int count);

  const Data& data_;
  const Prior& prior_;
  const CurvePrior& curve_;
  SigmaGrid& grid_;
  Effort effort_;
  Shape shape_;
  bool two_parameters_;
  Normal outer_;  ///< of u_1
  Normal inner_;  ///< of u_2
};

}  // namespace swarmcast::oracle
