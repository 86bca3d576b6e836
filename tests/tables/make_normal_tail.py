#!/usr/bin/python3
"""Coefficients of the normal tail in src/numeric/vector_loops.hpp.

exp(z^2 / 2) (1 - Phi(z)) for 0 <= z <= 6 as a polynomial in t = 1 / (1 + p z), the form of Hastings (Abramowitz and Stegun
26.2.17): Chebyshev interpolation over the range of t, cut at the degree below and rewritten in powers of t. Run by hand with
python3-mpmath; prints the initialiser, lowest power first, and the worst error that it leaves in Phi.
"""
from mpmath import chebyt, cos, erfc, exp, fsum, mp, mpf, nstr, pi, polyval, sqrt, taylor

mp.dps = 60
NODES, DEGREE, P, HIGHEST = 40, 9, mpf("0.3"), 6
LOW, HIGH = 1 / (1 + P * HIGHEST), mpf(1)


def target(t):
    z = (1 / t - 1) / P
    return exp(z * z / 2) * erfc(z / sqrt(2)) / 2


def mapped(q):
    return (LOW + HIGH) / 2 + (HIGH - LOW) / 2 * q


points = [cos(pi * (j + mpf(1) / 2) / NODES) for j in range(NODES)]
values = [target(mapped(q)) for q in points]
chebyshev = [2 / mpf(NODES) * fsum(v * cos(pi * i * (j + mpf(1) / 2) / NODES) for j, v in enumerate(values))
             for i in range(DEGREE + 1)]
chebyshev[0] /= 2
scale, shift = 2 / (HIGH - LOW), -(HIGH + LOW) / (HIGH - LOW)
powers = [mpf(0)] * (DEGREE + 1)
for i, c in enumerate(chebyshev):
    for k, t in enumerate(taylor(lambda t, i=i: chebyt(i, scale * t + shift), 0, i)):
        powers[k] += c * t
for c in powers:
    print(f"    {float(c)!r},")
rounded = [mpf(float(c)) for c in powers][::-1]
worst = max(abs(exp(-z * z / 2) * polyval(rounded, 1 / (1 + P * z)) - erfc(z / sqrt(2)) / 2)
            for z in [HIGHEST * mpf(i) / 2000 for i in range(2001)])
print("// worst error", nstr(worst, 3))
