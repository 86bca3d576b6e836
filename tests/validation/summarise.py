#!/usr/bin/env python3
"""Sums up forecasts, in the CSV of `swarmcast backtest`, from several files in one table.

usage: summarise.py CSV...

Balanced figures are computed within each family first, and then averaged over families.
"""
import collections
import csv
import statistics
import sys

RATIOS = [(1.75, "to 1.75x"), (2.5, "to 2.5x"), (4, "to 4x"), (7, "to 7x"), (float("inf"), "beyond 7x")]


def figures(rows):
    """Median |ln error|, coverage of the three bands (where there are any), mean WIS."""
    banded = [row for row in rows if row["in50"]]
    coverage = [statistics.fmean(row[level] == "1" for row in banded) if banded else float("nan")
                for level in ("in50", "in80", "in95")]
    return [statistics.median(abs(float(row["log_error"])) for row in rows), *coverage,
            statistics.fmean(float(row["wis"]) for row in rows)]


def line(name, count, values):
    error, *coverage, wis = values
    bands = " ".join("     -" if share != share else f"{100 * share:4.0f} %" for share in coverage)
    print(f"{name:22} {count:9,}   {error:.3f}  {bands}   {wis:.3f}")


def balanced(name, families):
    each = [figures(rows) for rows in families.values()]
    line(name, sum(map(len, families.values())), [statistics.fmean(column) for column in zip(*each)])


def by_family(rows):
    families = collections.defaultdict(list)
    for row in rows:
        families[row["family"]].append(row)
    return dict(sorted(families.items()))


def main(paths):
    methods = collections.defaultdict(list)
    for path in paths:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["median"]:
                    methods[row["method"]].append(row)
    print(f"{'':22} {'forecasts':>9}   error   50 %   80 %   95 %     WIS")
    for method, rows in methods.items():
        balanced(method, by_family(rows))
    own = methods["swarmcast"]
    for family, rows in by_family(own).items():
        line(family, len(rows), figures(rows))
    least = 0
    for most, name in RATIOS:
        some = [row for row in own if least < float(row["hours"]) / float(row["last_hours"]) <= most]
        balanced(name, by_family(some))
        least = most
    for readings in sorted({int(row["readings"]) for row in own}):
        balanced(f"{readings} readings", by_family(row for row in own if int(row["readings"]) == readings))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
