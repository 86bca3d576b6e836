#!/usr/bin/env python3
"""Sums up forecasts, in the CSV of `swarmcast backtest`, from several files in one table.

usage: summarise.py [--svg FOLDER] CSV...

Balanced figures are computed within each family first, and then averaged over families. Of families of less than 50 series the
coverage of the 80 % band has a 95 % interval: 2,000 times as many series are drawn from the family's, with replacement.
--svg draws coverage and error by horizon into FOLDER (Debian: python3-matplotlib).
"""
import argparse
import collections
import csv
import pathlib
import random
import statistics

RATIOS = [(1.75, "to 1.75x"), (2.5, "to 2.5x"), (4, "to 4x"), (7, "to 7x"), (float("inf"), "beyond 7x")]
LEVELS = ("in50", "in80", "in95")
FEW_SERIES = 50
DRAWS = 2000


def figures(rows):
    """Median |ln error|, coverage of the three bands (where there are any), mean WIS."""
    banded = [row for row in rows if row["in50"]]
    coverage = [statistics.fmean(row[level] == "1" for row in banded) if banded else float("nan") for level in LEVELS]
    return [statistics.median(abs(float(row["log_error"])) for row in rows), *coverage,
            statistics.fmean(float(row["wis"]) for row in rows)]


def balanced(families):
    return [statistics.fmean(column) for column in zip(*(figures(rows) for rows in families.values()))]


def line(name, count, values, remark=""):
    error, *coverage, wis = values
    bands = " ".join("     -" if share != share else f"{100 * share:4.0f} %" for share in coverage)
    print(f"{name:22} {count:9,}   {error:.3f}  {bands}   {wis:.3f}{remark}")


def by_family(rows):
    families = collections.defaultdict(list)
    for row in rows:
        families[row["family"]].append(row)
    return dict(sorted(families.items()))


def of_ratio(rows, least, most):
    return [row for row in rows if least < float(row["hours"]) / float(row["last_hours"]) <= most]


def by_ratio(rows):
    return [(name, of_ratio(rows, least, most)) for (least, _), (most, name) in zip([(0, ""), *RATIOS], RATIOS)]


def interval(rows):
    """Of the 80 % band's coverage, where there are few series. The cuts of one series are drawn together."""
    series = collections.defaultdict(list)
    for row in rows:
        series[row["id"].rsplit("#", 1)[0]].append(row["in80"] == "1")
    if len(series) >= FEW_SERIES:
        return ""
    draw = random.Random(1)
    each = list(series.values())
    shares = sorted(statistics.fmean(sum(draw.choices(each, k=len(each)), [])) for _ in range(DRAWS))
    low, high = shares[DRAWS // 40], shares[-1 - DRAWS // 40]
    return f"   {len(each)} series: 80 % band {100 * low:.0f} to {100 * high:.0f} %"


def pictures(methods, folder):
    import matplotlib
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "swarmcast", "font.size": 11, "axes.spines.top": False,
                                "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.3})
    from matplotlib import pyplot
    names = [name for _, name in RATIOS]

    def draw(name, label, lines, finish):
        figure, axes = pyplot.subplots(figsize=(7, 4), facecolor="white")
        for title, values, style in lines:
            axes.plot(names, values, label=title, **style)
        axes.set_xlabel("horizon, in times of the last reading's age")
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0)
        finish(axes)
        axes.legend(frameon=False)
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None}, bbox_inches="tight")
        pyplot.close(figure)

    columns = {method: [balanced(by_family(rows)) for _, rows in by_ratio(all_rows)]
               for method, all_rows in methods.items()}
    colors = ["#1b6ca8", "#d1495b", "#66a182"]

    def promised(axes):
        for level, color in zip((50, 80, 95), colors):
            axes.axhline(level, color=color, linestyle="dotted")
        axes.set_ylim(top=100)

    draw("coverage", "% of counts in the band (dotted: promised)",
         [(f"{level} % band", [100 * values[1 + i] for values in columns["swarmcast"]], {"color": colors[i], "marker": "o"})
          for i, level in enumerate((50, 80, 95))], promised)
    draw("error", "median |ln(estimate / truth)|",
         [(method, [values[0] for values in each], {"marker": "o", "linewidth": 2.5 if method == "swarmcast" else 1})
          for method, each in columns.items()], lambda axes: None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--svg", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("csv", nargs="+")
    arguments = parser.parse_args()
    methods = collections.defaultdict(list)
    for path in arguments.csv:
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["median"]:
                    methods[row["method"]].append(row)
    print(f"{'':22} {'forecasts':>9}   error   50 %   80 %   95 %     WIS")
    for method, rows in methods.items():
        line(method, len(rows), balanced(by_family(rows)))
    own = methods["swarmcast"]
    for family, rows in by_family(own).items():
        line(family, len(rows), figures(rows), interval(rows))
    for name, rows in by_ratio(own):
        line(name, len(rows), balanced(by_family(rows)))
    for readings in sorted({int(row["readings"]) for row in own}):
        rows = [row for row in own if int(row["readings"]) == readings]
        line(f"{readings} readings", len(rows), balanced(by_family(rows)))
    if arguments.svg:
        pictures(methods, arguments.svg)


if __name__ == "__main__":
    main()
