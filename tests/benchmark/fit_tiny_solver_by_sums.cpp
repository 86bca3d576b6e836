// TinySolver again, as fast as it gets. From 14 rows of 3 on, Eigen hands J'J to its product of large matrices, which
// first copies them into panels; told not to, it takes sums along the columns. The namespaces have other names here, so
// that the linker does not take the one for the other.

#define EIGEN_GEMM_TO_COEFFBASED_THRESHOLD 1000
#define Eigen EigenBySums
#define ceres ceres_by_sums
#define TINY_SOLVERS tiny_solvers_by_sums
#define TINY_SOLVER "TinySolver"

#include "fit_tiny_solver.cpp"
