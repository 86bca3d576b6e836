#!/usr/bin/python3
"""ln(G(to) - G(from)) of every curve, at 40 digits: tests/tables/curve_increments.inc.

The plain formulas of docs/curves.md, at 1,200 digits so that no cancellation reaches the 40 that are printed; times and parameters are
exact doubles. Run by hand with python3-mpmath: tests/tables/make_curve_increments.py > tests/tables/curve_increments.inc
"""
from mpmath import erfc, exp, isinf, log, mp, mpf, nstr, sqrt

mp.dps = 1200


def phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def s(x):
    return 1 / (1 + exp(-x))


def lift(g):
    return lambda t, tau, b: mpf(0) if t == 0 else g(t / tau, b)


curves = {
    "power": lambda t, tau, b: mpf(0) if t == 0 else t**b,
    "logarithmic": lift(lambda x, b: log(1 + x)),
    "log-power": lift(lambda x, b: log(1 + x) ** b),
    "log-ramp": lift(lambda x, b: log(1 + x**b)),
    "omori": lift(lambda x, b: log(1 + x) if b == 1 else ((1 + x) ** (1 - b) - 1) / (1 - b)),
    "exponential-decay": lift(lambda x, b: 1 - exp(-x)),
    "hyperbolic": lift(lambda x, b: x / (1 + x)),
    "hill": lift(lambda x, b: x**b / (1 + x**b)),
    "weibull": lift(lambda x, b: 1 - exp(-(x**b))),
    "lognormal": lift(lambda x, b: phi(log(x) / b)),
    "gompertz": lift(lambda x, b: exp(-b * exp(-x)) - exp(-b)),
    "bass": lift(lambda x, b: (1 - exp(-x)) / (1 + b * exp(-x))),
    "logistic": lift(lambda x, b: s(x - b) - s(-b)),
}
far = {"exponential-decay", "weibull", "gompertz", "bass", "logistic"}  # e^-10^6 takes more digits than are reasonable
pairs = [(0.0, 2.0**-20), (0.0, 0.75), (0.0, 3.375), (0.0, 1048576.0), (2.0**-20, 2.0**-19), (0.375, 0.40625), (0.75, 6.5),
         (1.5, 1.5 + 2.0**-10), (1.5, 1.5 + 2.0**-20), (1.5, 1.5 + 2.0**-30), (12.25, 13.5), (100.5, 103.0), (900.0, 1000.0),
         (65536.0, 1048576.0), (1000000.0, 1000000.0625)]
for name, g in curves.items():
    shapes = [1.0] if name in ("logarithmic", "exponential-decay", "hyperbolic") else [0.0625, 0.8125, 2.375, 12.5]
    if name == "omori":
        shapes += [1.0, 1 + 2.0**-10, 1 - 2.0**-24, 1 + 2.0**-40]
    for tau in (1.0, 2.625):
        for b in shapes:
            for begin, end in pairs:
                # beyond this the digits would run out
                if name in far and (begin / tau) ** (b if name == "weibull" else 1) > 2000:
                    continue
                rise = g(mpf(end), mpf(tau), mpf(b)) - g(mpf(begin), mpf(tau), mpf(b))
                if rise <= 0:
                    continue
                value = log(rise)
                if isinf(value) or value < -2000:
                    continue
                print(f'{{"{name}", {tau!r}, {b!r}, {begin!r}, {end!r}, {nstr(value, 40)}}},')
