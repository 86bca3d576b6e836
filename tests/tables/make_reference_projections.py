#!/usr/bin/env python3
"""Writes reference_projections.inc from the file of reference projections.

    make_reference_projections.py projections.json > reference_projections.inc

The numbers were computed twice by independent routes, fine quadrature and prior sampling with likelihood weights, which
agree. A count is written as make_reading() takes it: hours, count as typed, qualifier, stated error.
"""
import json
import re
import sys


def reading(hours, text):
    """One reading of a case as C++."""
    number = re.match(r"~?([0-9]+)(k?)", text)
    count = int(number[1]) * (1000 if number[2] else 1)
    qualifier, stated = "rounded", 0
    if text.startswith("~"):
        qualifier = "about"
    elif text.endswith("+"):
        qualifier = "at_least"
    elif text.endswith("-"):
        qualifier = "at_most"
    elif "±" in text:
        qualifier, stated = "stated", int(text.split("±")[1].rstrip("%")) / 100
    return f"{{{hours}, {count}, Qualifier::{qualifier}, {stated}}}"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)["cases"]
    print("// Written by make_reference_projections.py: computed twice by independent routes, fine quadrature and prior sampling.")
    print("// name, curve (empty: all), readings, log evidence of that curve, weights in the prior's order, projections")
    for case in cases:
        typed = case.get("typed") or [str(count) for count in case["counts"]]
        evidence = case.get("log_evidence", 0)
        weights = case.get("curve_weights", {}).values()
        print(f'{{"{case["name"]}", "{case.get("curve", "")}",')
        print(" {" + ",\n  ".join(reading(h, c) for h, c in zip(case["hours"], typed)) + "},")
        print(f" {evidence},")
        print(" {" + ", ".join(str(w) for w in list(weights)[:8]) + (",\n  " if weights else "") +
              ", ".join(str(w) for w in list(weights)[8:]) + "},")
        rows = [f"{{{p['hours']}, {{" + ", ".join(str(q) for q in p["quantiles"]) + "}}" for p in case["projections"]]
        print(" {" + ",\n  ".join(rows) + "}},")


main()
