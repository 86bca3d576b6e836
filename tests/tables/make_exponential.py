#!/usr/bin/python3
"""Coefficients of the exponential in src/numeric/elementary.hpp.

(e^r - 1 - r) / r^2 for |r| <= ln(2) / 2 as a polynomial in r: Chebyshev interpolation at 40 nodes, 60 digits, cut at the
degree below and rewritten in powers of r. Run by hand with python3-mpmath; prints the initialiser, lowest power first, and the
worst error that it leaves in e^r - 1, relative.
"""
from mpmath import chebyt, cos, expm1, fsum, log, mp, mpf, nstr, pi, polyval, taylor

mp.dps = 60
NODES, DEGREE = 40, 9
HALF = log(2) / 2


def target(r):
    if abs(r) < mpf(10) ** -20:
        return mpf(1) / 2 + r / 6
    return (expm1(r) - r) / r ** 2


points = [cos(pi * (j + mpf(1) / 2) / NODES) for j in range(NODES)]
values = [target(HALF * q) for q in points]
chebyshev = [2 / mpf(NODES) * fsum(v * cos(pi * i * (j + mpf(1) / 2) / NODES) for j, v in enumerate(values))
             for i in range(DEGREE + 1)]
chebyshev[0] /= 2
powers = [mpf(0)] * (DEGREE + 1)
for i, c in enumerate(chebyshev):
    for k, t in enumerate(taylor(lambda q, i=i: chebyt(i, q), 0, i)):
        powers[k] += c * mp.nint(t) / HALF ** k
for c in powers:
    print(f"    {float(c)!r},")
rounded = [mpf(float(c)) for c in powers]
worst = max(abs((r + r ** 2 * polyval(rounded[::-1], r)) / expm1(r) - 1)
            for r in [HALF * (2 * mpf(i) + 1) / 4001 for i in range(-2000, 2000)])
print("// worst relative error", nstr(worst, 3))
