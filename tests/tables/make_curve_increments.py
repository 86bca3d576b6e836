#!/usr/bin/python3
"""ln(G(to) - G(from)) of every curve to 40 digits: the table of tests/unit/curves_test.cpp.

Run by hand with python3-mpmath, 20 s: tests/tables/make_curve_increments.py > tests/tables/curve_increments.inc
Inputs are taken as the exact doubles that are printed, so the table has no input rounding. Each value is worked out at
120 digits in a form without exponential cancellation (`stable`), and again from the definition (`plain`), at 120 digits
more than cancel in it, wherever that takes at most 5,000; the two must agree to 45 digits. Values below -1e300 are left
out; those within 1e-60 of zero, where G has saturated to 60 digits, are written as zero.
"""
import sys

from mpmath import erfc, exp, expm1, ln, log1p, mp, mpf, nstr, sqrt

DIGITS, MOST_DIGITS = 120, 5000
mp.dps = DIGITS
NOTHING = mpf(10) ** -60


def plain(curve, x, t, b):
    """G from its definition, with x = t / tau."""
    return {
        "power": lambda: t ** b,
        "logarithmic": lambda: ln(1 + x),
        "log-power": lambda: ln(1 + x) ** b,
        "log-ramp": lambda: ln(1 + x ** b),
        "omori": lambda: ln(1 + x) if b == 1 else ((1 + x) ** (1 - b) - 1) / (1 - b),
        "exponential-decay": lambda: 1 - exp(-x),
        "hyperbolic": lambda: x / (x + 1),
        "hill": lambda: x ** b / (x ** b + 1),
        "weibull": lambda: 1 - exp(-x ** b),
        "lognormal": lambda: erfc(-ln(x) / b / sqrt(mpf(2))) / 2 if x > 0 else mpf(0),
        "gompertz": lambda: exp(-b * exp(-x)) - exp(-b),
        "bass": lambda: (1 - exp(-x)) / (1 + b * exp(-x)),
        "logistic": lambda: 1 / (1 + exp(b - x)) - 1 / (1 + exp(b)),
    }[curve]()


def softplus(x):
    return x + log1p(exp(-x)) if x > 0 else log1p(exp(x))


def stable(curve, x1, x2, t1, t2, b):
    """ln(G2 - G1) by differences of powers and by expm1 and log1p: only a few tens of digits can cancel."""
    p1, p2 = x1 ** b, x2 ** b
    if curve == "power":
        return ln(t2 ** b - t1 ** b)
    if curve == "logarithmic":
        return ln(log1p((x2 - x1) / (1 + x1)))
    if curve == "log-power":
        return ln(log1p(x2) ** b - log1p(x1) ** b)
    if curve == "log-ramp":
        return ln(log1p((p2 - p1) / (1 + p1)))
    if curve == "omori":
        g, span = 1 - b, log1p((x2 - x1) / (1 + x1))
        return ln(span) if g == 0 else g * log1p(x1) + ln(expm1(g * span) / g)
    if curve == "exponential-decay":
        return ln(-expm1(x1 - x2)) - x1
    if curve == "hyperbolic":
        return ln((x2 - x1) / ((1 + x1) * (1 + x2)))
    if curve == "hill":
        return ln((p2 - p1) / ((1 + p1) * (1 + p2)))
    if curve == "weibull":
        return ln(-expm1(p1 - p2)) - p1
    if curve == "lognormal":
        upper = ln(x2) / b / sqrt(mpf(2))
        if x1 == 0:
            return ln(erfc(-upper) / 2)
        lower = ln(x1) / b / sqrt(mpf(2))
        if lower + upper < 0:
            lower, upper = -upper, -lower
        return ln((erfc(lower) - erfc(upper)) / 2)
    lost = -expm1(x1 - x2)
    if curve == "gompertz":
        return ln(-expm1(-b * exp(-x1) * lost)) - b * exp(-x2)
    if curve == "bass":
        return ln((1 + b) * lost / ((1 + b * exp(-x1)) * (1 + b * exp(-x2)))) - x1
    if curve == "logistic":
        return ln(lost) - softplus(b - x2) - softplus(x1 - b)
    raise ValueError(curve)


def value(curve, tau, b, t1, t2):
    t1, t2, tau, b = mpf(t1), mpf(t2), mpf(tau), mpf(b)
    answer = stable(curve, t1 / tau, t2 / tau, t1, t2, b)
    # What cancels: the increment is this far below the terms it comes from, none of them above max(1, G2).
    with mp.workdps(30):
        large = max(mpf(0), ln(plain(curve, t2 / tau, t2, b))) if curve in ("power", "log-power", "omori") else 10
        lost_digits = int((large - min(answer, 0)) / ln(mpf(10))) + 20
    if lost_digits + DIGITS <= MOST_DIGITS:
        with mp.workdps(DIGITS + lost_digits):
            first = plain(curve, t1 / tau, t1, b) if t1 > 0 else mpf(0)
            error = abs(ln(plain(curve, t2 / tau, t2, b) - first) - answer)
        assert error <= mpf(10) ** -45 * max(abs(answer), NOTHING), (curve, tau, b, t1, t2, nstr(error))
        checked[0] += 1
    return answer if abs(answer) > NOTHING else mpf(0)


# Times in timescales: from the release, close together, far apart.
INTERVALS = (
    [(0.0, x) for x in (1e-6, 1e-3, 1.7, 37.0, 1e3, 1e6)]
    + [(x, x * (1 + d)) for x in (1e-6, 0.37, 25.3, 1e6) for d in (1e-3, 1e-6, 1e-9)]
    + [(1e-6, 1e6), (1e-6, 1e-5), (1e-3, 2.385), (0.8, 1.9), (1.0, 30.0), (5.1, 12.7), (1e3, 1e6)])
FAR = [(0.0, 745.5), (590.0, 610.0), (700.0, 700.5), (740.0, 1e3), (1e4, 1e4 + 1), (1e5, 1e6), (999999.0, 1e6)]
TAUS = (24.0, 0.7, 1e-3, 8765.8, 3.1e5)
POWERS = (0.05, 2.385, 0.37, 20.0, 1.0, 6.3)
SHIFTS = (2.385, 20.0, 0.05, 300.0)
NEAR_ONE = (1.0, 1 + 1e-3, 1 - 1e-7, 1 + 1e-12, 1 - 1e-3, 1 + 1e-7, 1 - 1e-12, 0.05, 2.385, 20.0)
# Either side of where log_normal_interval changes its form: half-widths about 0.6, and about 1 / z.
Z_INTERVALS = [(m - h, m + h) for m, h in ((0.0, 0.599), (0.0, 0.601), (-1.6, 0.599), (1.6, 0.601), (10.0, 0.0999),
                                           (-10.0, 0.1001), (100.0, 0.00999), (-100.0, 0.01001), (36.0, 3.0))]
Z_INTERVALS += [(-100.0, 100.0), (-100.0, -99.0), (99.0, 100.0), (-38.0, -7.0), (-0.3, 8.0), (-12.0, 0.2)]

CURVES = {  # shapes, further intervals
    "power": (POWERS, []),
    "logarithmic": ((), []),
    "log-power": (POWERS, []),
    "log-ramp": (POWERS, []),
    "omori": (NEAR_ONE, []),
    "exponential-decay": ((), FAR),
    "hyperbolic": ((), []),
    "hill": (POWERS, []),
    "weibull": (POWERS, []),
    "lognormal": (POWERS, []),
    "gompertz": (SHIFTS, FAR),
    "bass": (SHIFTS, FAR),
    "logistic": (SHIFTS, FAR),
}


def rows():
    for curve, (shapes, further) in CURVES.items():
        intervals = INTERVALS + further
        for turn in range(2 if shapes else 1):  # each interval at two shapes
            for i, (x1, x2) in enumerate(intervals):
                tau = 1.0 if curve == "power" else TAUS[(i + 2 * turn) % len(TAUS)]
                b = shapes[(i + turn * (len(shapes) // 2) + i // len(shapes)) % len(shapes)] if shapes else 1.0
                yield curve, tau, b, x1 * tau, x2 * tau
    for i, (z1, z2) in enumerate(Z_INTERVALS):
        tau, b = TAUS[i % len(TAUS)], (0.138, 0.05)[i % 2]
        yield "lognormal", tau, b, tau * float(exp(b * z1)), tau * float(exp(b * z2))
    # One end small and the other enormous in (t/tau)^b, b e^-x or b: where G(to) - G(from) as written would cancel.
    for curve in ("log-ramp", "hill", "weibull"):
        for b, x1, x2 in ((20.0, 1.0, 10.0), (20.0, 1.5, 30.0), (6.3, 0.9, 1e3), (2.385, 1.3, 1e6), (20.0, 0.9, 2.0)):
            yield curve, 24.0, b, 24.0 * x1, 24.0 * x2
    for curve in ("gompertz", "bass", "logistic"):
        for b, x1, x2 in ((1e6, 0.0, 20.0), (1e6, 0.01, 45.0), (1e4, 3.0, 9.0), (1e-6, 0.0, 5.0)):
            yield curve, 24.0, b, 24.0 * x1, 24.0 * x2


checked, printed = [0], 0
print("// Written by make_curve_increments.py: 40 digits, two forms compared.")
print("// curve, timescale, shape, from, to, ln(G(to) - G(from))")
for row in dict.fromkeys(rows()):
    answer = value(*row)
    if answer < -mpf(10) ** 300:
        continue
    numbers = ", ".join(repr(v) for v in row[1:])
    print(f'{{"{row[0]}", {numbers}, {nstr(answer, 40)}}},')
    printed += 1
print(f"{printed} rows, {checked[0]} of them checked from the definition", file=sys.stderr)
