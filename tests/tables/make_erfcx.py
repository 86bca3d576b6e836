#!/usr/bin/python3
"""Coefficients of the scaled complementary error function in src/numeric/normal.hpp.

(1 + 2 x) erfcx(x) as a polynomial in q = (x - 4) / (x + 4), which maps [0, inf) to [-1, 1): the form of Shepherd and
Laframboise, Math. Comp. 36 (1981). Chebyshev interpolation at 60 nodes, 60 digits, cut where the coefficients fall under 1e-16,
rewritten in powers of q. Run by hand with python3-mpmath; prints the initialiser, lowest power first, and the worst error.
"""
from mpmath import chebyt, cos, erfc, exp, fsum, mp, mpf, pi, polyval, sqrt, taylor

mp.dps = 60
NODES, DEGREE = 60, 22


def target(q):
    x = 4 * (1 + q) / (1 - q)
    if x < 1000:
        return (1 + 2 * x) * exp(x * x) * erfc(x)
    term, total = mpf(1), mpf(1)
    for k in range(1, 12):  # asymptotic: the next term is below 1e-60
        term *= -mpf(2 * k - 1) / (2 * x * x)
        total += term
    return (1 + 2 * x) / (x * sqrt(pi)) * total


points = [cos(pi * (j + mpf(1) / 2) / NODES) for j in range(NODES)]
values = [target(q) for q in points]
chebyshev = [2 / mpf(NODES) * fsum(v * cos(pi * i * (j + mpf(1) / 2) / NODES) for j, v in enumerate(values))
             for i in range(DEGREE + 1)]
chebyshev[0] /= 2
powers = [mpf(0)] * (DEGREE + 1)
for i, c in enumerate(chebyshev):
    for k, t in enumerate(taylor(lambda q, i=i: chebyt(i, q), 0, i)):
        powers[k] += c * mp.nint(t)
for c in powers:
    print(f"    {float(c)!r},")
worst = max(abs(polyval(powers[::-1], q) / target(q) - 1) for q in [mpf(i) / 2000 for i in range(-2000, 2000)])
print("// worst relative error", mp.nstr(worst, 3))
