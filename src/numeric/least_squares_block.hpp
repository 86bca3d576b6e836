#pragma once
/// The linear algebra of least squares: residuals beside the columns of their Jacobian, products of those columns, and
/// their orthogonalisation. Sizes are known when compiling, but for the number of rows.

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include <xsimd/xsimd.hpp>

namespace swarmcast {

/// Rows are taken in groups of this many, the last of them filled up with zeros: the width of the widest vectors here,
/// or a multiple of narrower ones.
inline constexpr std::size_t row_group = 4;

[[nodiscard]] constexpr std::size_t padded_rows(std::size_t rows) {
  return (rows + row_group - 1) / row_group * row_group;
}

/// Residuals, then the columns of their Jacobian: 1 + p columns of `rows` doubles each, a multiple of row_group.
struct LeastSquaresBlock {
  double* data = nullptr;
  std::size_t rows = 0;

  [[nodiscard]] double* residuals() const { return data; }
  [[nodiscard]] double* column(std::size_t j) const { return data + (1 + j) * rows; }
};

/// The upper triangle of a p x p matrix, row by row: element (i, j) of i <= j.
template <std::size_t p>
struct Triangle {
  std::array<double, p*(p + 1) / 2> elements{};

  [[nodiscard]] static constexpr std::size_t at(std::size_t i, std::size_t j) { return i * (2 * p - i - 1) / 2 + j; }
  [[nodiscard]] constexpr double& operator()(std::size_t i, std::size_t j) { return elements[at(i, j)]; }
  [[nodiscard]] constexpr double operator()(std::size_t i, std::size_t j) const { return elements[at(i, j)]; }
};

/// J'J, J'r and r'r.
template <std::size_t p>
struct NormalEquations {
  Triangle<p> matrix;
  std::array<double, p> gradient{};
  double sum_of_squares = 0;
};

namespace vector_rows {

using Vector = xsimd::batch<double>;
static_assert(row_group % Vector::size == 0);

/// Of a vector's elements (xsimd has named this hadd and reduce_add, by its version).
inline double sum_of(const Vector& vector) {
  std::array<double, Vector::size> each;
  vector.store_unaligned(each.data());
  double sum = 0;
  for (const double element : each) sum += element;
  return sum;
}

inline double dot(const double* x, const double* y, std::size_t rows) {
  Vector sum(0.0);
  for (std::size_t i = 0; i < rows; i += Vector::size) {
    sum += Vector::load_unaligned(x + i) * Vector::load_unaligned(y + i);
  }
  return vector_rows::sum_of(sum);
}

/// y -= factor x
inline void subtract(double factor, const double* x, double* y, std::size_t rows) {
  const Vector times(factor);
  for (std::size_t i = 0; i < rows; i += Vector::size) {
    (Vector::load_unaligned(y + i) - times * Vector::load_unaligned(x + i)).store_unaligned(y + i);
  }
}

}  // namespace vector_rows

template <std::size_t p>
NormalEquations<p> normal_equations(const LeastSquaresBlock& block) {
  using vector_rows::Vector;
  std::array<Vector, p*(p + 1) / 2> products{};
  std::array<Vector, p> gradient{};
  Vector square(0.0);
  products.fill(Vector(0.0));
  gradient.fill(Vector(0.0));
  for (std::size_t row = 0; row < block.rows; row += Vector::size) {
    std::array<Vector, p> slopes;
    const Vector residual = Vector::load_unaligned(block.residuals() + row);
    square += residual * residual;
    for (std::size_t j = 0; j < p; ++j) {
      slopes[j] = Vector::load_unaligned(block.column(j) + row);
      gradient[j] += slopes[j] * residual;
      for (std::size_t i = 0; i <= j; ++i) products[Triangle<p>::at(i, j)] += slopes[i] * slopes[j];
    }
  }
  NormalEquations<p> equations;
  for (std::size_t k = 0; k < products.size(); ++k) equations.matrix.elements[k] = vector_rows::sum_of(products[k]);
  for (std::size_t j = 0; j < p; ++j) equations.gradient[j] = vector_rows::sum_of(gradient[j]);
  equations.sum_of_squares = vector_rows::sum_of(square);
  return equations;
}

/// R of J = Q R, and Q'r.
template <std::size_t p>
struct Orthogonalised {
  Triangle<p> upper;
  std::array<double, p> projected{};

  /// ||Q'r||: the length of what a linear step can still take off the residuals.
  [[nodiscard]] double offset() const {
    double sum = 0;
    for (const double value : projected) sum += value * value;
    return std::sqrt(sum);
  }
};

/// Orthogonalises the columns of the block in place, the residuals with them. Modified Gram-Schmidt on [J r] solves
/// least squares as stably as Householder's reflections do (Bjorck, BIT 7, 1967), and takes whole columns.
template <std::size_t p>
Orthogonalised<p> orthogonalise(const LeastSquaresBlock& block) {
  Orthogonalised<p> result;
  for (std::size_t k = 0; k < p; ++k) {
    const double* const column = block.column(k);
    const double square = vector_rows::dot(column, column, block.rows);
    result.upper(k, k) = std::sqrt(square);
    if (!(square > 0)) continue;  // no share in anything: R has a zero there
    for (std::size_t j = k + 1; j < p; ++j) {
      const double share = vector_rows::dot(column, block.column(j), block.rows) / square;
      vector_rows::subtract(share, column, block.column(j), block.rows);
      result.upper(k, j) = share * result.upper(k, k);
    }
    const double share = vector_rows::dot(column, block.residuals(), block.rows) / square;
    vector_rows::subtract(share, column, block.residuals(), block.rows);
    result.projected[k] = share * result.upper(k, k);
  }
  return result;
}

/// R^-1. False where R has a zero, or less than rounding leaves, on its diagonal.
template <std::size_t p>
bool invert(const Triangle<p>& upper, Triangle<p>& inverse) {
  for (std::size_t j = p; j-- > 0;) {
    if (!(upper(j, j) > 0) || !std::isfinite(1 / upper(j, j))) return false;
    inverse(j, j) = 1 / upper(j, j);
  }
  for (std::size_t j = 0; j < p; ++j) {
    for (std::size_t i = j; i-- > 0;) {
      double sum = 0;
      for (std::size_t k = i + 1; k <= j; ++k) sum += upper(i, k) * inverse(k, j);
      inverse(i, j) = -sum * inverse(i, i);
    }
  }
  return true;
}

/// The memory of one fit after another: grows to the largest, and is then used again.
class LeastSquaresWorkspace {
 public:
  /// Makes room for three blocks of p columns and so many rows.
  void reserve(std::size_t rows, std::size_t columns) {
    const std::size_t size = padded_rows(rows) * (1 + columns);
    if (memory_.size() < 3 * size) memory_.resize(3 * size);
    size_ = size;
    rows_ = padded_rows(rows);
  }

  /// Block 0, 1 or 2.
  [[nodiscard]] LeastSquaresBlock block(std::size_t which) { return {memory_.data() + which * size_, rows_}; }

 private:
  std::vector<double> memory_;
  std::size_t size_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace swarmcast
