// Quantiles of uniform pieces, against distributions whose quantiles are known in closed form.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "numeric/pieces.hpp"

namespace swarmcast {
namespace {

constexpr std::array tenths{0.1, 0.5, 0.9};

// Of a few sums and products.
constexpr double rounding = 1e-13;

TEST_CASE("one piece is the uniform distribution, whatever it weighs") {
  const std::vector<Piece> pieces{{2.385, 12.385, 0.0617}};
  const std::vector<double> got = quantiles_of(pieces, tenths);
  CHECK(got[0] == doctest::Approx(3.385).epsilon(rounding));
  CHECK(got[1] == doctest::Approx(7.385).epsilon(rounding));
  CHECK(got[2] == doctest::Approx(11.385).epsilon(rounding));
}

TEST_CASE("pieces may overlap, leave gaps, stand in any order, and weigh nothing") {
  // The density is 1/4 on [0, 1], 3/4 on [1, 2], 1/4 on [2, 3], nothing up to 5, and 3/4 on [5, 6]; of 2 in all.
  const std::vector<Piece> pieces{{5, 6, 0.75}, {1, 2, 0.5}, {0, 3, 0.75}, {7, 9, 0}};
  const std::vector<double> got = quantiles_of(pieces, std::array{0.0625, 0.125, 0.3125, 0.5, 0.625, 0.8125});
  const double expected[] = {0.5, 1, 1.5, 2, 5, 5.5};
  for (std::size_t i = 0; i < got.size(); ++i) CHECK(got[i] == doctest::Approx(expected[i]).epsilon(rounding));
}

TEST_CASE("a piece without width is a point") {
  const std::vector<Piece> pieces{{-1, 1, 0.5}, {2.385, 2.385, 0.5}};
  const std::vector<double> got = quantiles_of(pieces, std::array{0.25, 0.75});
  CHECK(std::abs(got[0]) < rounding);
  CHECK(got[1] == doctest::Approx(2.385).epsilon(1e-12));
}

TEST_CASE("a fine Gaussian has the Gaussian's quantiles") {
  // Pieces of width h at its ordinates add h^2 / 12 to the variance, and nothing else that shows.
  constexpr double h = 0.5, z = 1.2815515655446004;
  std::vector<Piece> pieces;
  for (int i = -20; i <= 20; ++i) {
    const double x = h * (i + 0.17);
    pieces.push_back({x - h / 2, x + h / 2, std::exp(-0.5 * x * x)});
  }
  const std::vector<double> got = quantiles_of(pieces, tenths);
  // Between ordinates the distribution function is linear: off by h^2 / 8 times the density's slope, at most 0.242,
  // and its slope is 0.175 at the outer quantiles and 0.399 at the median.
  CHECK(std::abs(got[0] + z) < h * h / 8 * 0.242 / 0.175);
  CHECK(std::abs(got[1]) < h * h / 8 * 0.242 / 0.399);
  CHECK(std::abs(got[2] - z) < h * h / 8 * 0.242 / 0.175);
}

}  // namespace
}  // namespace swarmcast
