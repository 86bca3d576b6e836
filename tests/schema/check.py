#!/usr/bin/env python3
"""Validates what the program prints as JSON against docs/projection.schema.json, docs/fit.schema.json,
docs/backtest.schema.json, docs/failure.schema.json and docs/alert.schema.json, and prior files against docs/prior.schema.json, with an independent validator (python3-jsonschema).

    check.py PROGRAM ROOT
"""
import copy
import json
import pathlib
import subprocess
import sys

import jsonschema

# Command lines that between them fill every field, and leave each one null or empty that may be.
COMMANDS = [
    ["10h=200k", "20h=750k+"],
    ["10h=200k", "20h=750k+", "--at", "24h,48h,7d", "--title", "The Interview", "--reach", "1.5M"],
    ["10h=200k", "20h=750k+", "--against", "152000:ratings", "--against", "0.25:quarters \x1b[31m é"],
    ["10h=200k", "20h=750k+", "--at", "48h,1000d", "--compare"],
    ["10h=1000-", "20h=950", "--at", "30d", "--compare"],
    ["10h=200k", "--compare"],
    ["1h=10", "2h=19", "3h=31", "--method", "least-squares", "--curve", "power", "--against", "7:x"],  # ends below 0
    ["52.967h=66844", "--reach", "100B"],
    ["36=1234±0", "--level", "50", "--curve", "hill,power"],
    ["1h=~1k", "2h=1.5k-", "3h=2200±10%", "4h=2,500", "5h=2,500", "6h=2.7k+", "--title", 'a "quoted"\ttitle \x1b[31m é'],
    ["3h=3k", "1h=1k", "2h=2k", "--level", "80,95,50", "--at", "+1h,1000d"],
    ["--release", "2014-12-24T18:00-05:00", "--since", "3h", "2014-12-25T04:00-05:00=200k", "--at", "2014-12-27T00:00Z"],
    ["-i", "tests/golden/swarms-joined/input"],
    ["10h=200k", "20h=750k+", "--explain"],
    ["--release", "2014-12-24T18:00-05:00", "2014-12-25T04:00-05:00=200k", "--at", "48h,7d", "--explain"],
]

# The same for fits.
FITS = [
    ["fit", "10h=200k"],
    ["fit", "10h=200k", "20h=750k+"],
    ["fit", "10h=200k", "20h=750k", "30h=1.1M", "--title", "The Interview"],
    ["fit", "5h=60k", "10h=200k", "20h=750k", "30h=1.1M", "48h=1.4M", "72h=1.55M", "--interval", "profile"],
    ["fit", "5h=60k", "10h=200k", "20h=750k", "30h=1.1M", "48h=1.4M", "72h=1.55M", "--on", "increments", "--since", "1h"],
    ["fit", "3h=-5", "0=1.5e-3", "3h=2", "7h=-40", "9h=-60", "12h=-71", "--any", "--level", "90"],
    ["fit", "1h=5", "2h=5", "3h=5", "4h=5"],
]

# And for backtests.
BACKTESTS = [
    ["backtest", "examples/backtest.ndjson"],
    ["backtest", "tests/golden/backtest-left-out/input"],
    ["backtest", "tests/golden/backtest-family-column/input", "--family-column", "kind", "--origins", "1"],
    ["backtest", "tests/golden/backtest-csv/input"],
]


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def broken(document):
    """Copies of a right document with one thing wrong in each, and what that is."""

    def change(what, edit):
        wrong = copy.deepcopy(document)
        edit(wrong)
        return what, wrong

    yield change("another schema", lambda d: d.update(schema="swarmcast/projection/2.385"))
    for key in ("schema", "readings", "projections", "curves", "against", "comparison", "verdicts", "warnings"):
        yield change(f"no {key}", lambda d, key=key: d.pop(key))
    yield change("a count as text", lambda d: d["readings"][0].update(count="200k"))
    yield change("an unknown qualifier", lambda d: d["readings"][0].update(qualifier="perhaps"))
    yield change("no median", lambda d: d["projections"][0].pop("median"))
    yield change("bands that are not a list", lambda d: d["projections"][0].update(bands=2.385))
    for yardstick in document["against"][:1]:
        yield change("a yardstick of zero", lambda d: d["against"][0].update(number=0))
        for key in yardstick:
            yield change(f"a yardstick without {key}", lambda d, key=key: d["against"][0].pop(key))
    for method in document["comparison"][:1]:
        yield change("an estimate as text", lambda d: d["comparison"][0]["horizons"][0].update(estimate="30M"))
        for key in method:
            yield change(f"a comparison without {key}", lambda d, key=key: d["comparison"][0].pop(key))
    if explanation := document.get("explanation"):
        for key in explanation:
            yield change(f"an explanation without {key}", lambda d, key=key: d["explanation"].pop(key))
        for key in explanation["curves"][0]:
            yield change(f"a curve explained without {key}", lambda d, key=key: d["explanation"]["curves"][0].pop(key))
        for key in explanation["deviations"]:
            yield change(f"deviations without {key}", lambda d, key=key: d["explanation"]["deviations"].pop(key))
        for key in explanation["next_reading"]:
            yield change(f"a next reading without {key}", lambda d, key=key: d["explanation"]["next_reading"].pop(key))
        yield change("a posterior as text", lambda d: d["explanation"]["deviations"].update(posterior="1.88"))
        yield change("a parameter without a band", lambda d: d["explanation"]["deviations"]["prior"].update(bands=[]))
        if explanation["next_reading"]["candidates"]:
            yield change("a candidate as text", lambda d: d["explanation"]["next_reading"]["candidates"].append("26h"))
        if explanation["curves"][0]["projections"]:
            yield change("a projection without hours", lambda d: d["explanation"]["curves"][0]["projections"][0].pop("hours"))
    yield change("a weight above one", lambda d: d["curves"][0].update(weight=2.385))
    yield change("a verdict without text", lambda d: d["verdicts"].append({"code": "one-reading"}))


def broken_fit(document):
    """The same for a fit."""

    def change(what, edit):
        wrong = copy.deepcopy(document)
        edit(wrong)
        return what, wrong

    yield change("another schema", lambda d: d.update(schema="swarmcast/fit/2.385"))
    for key in document:
        yield change(f"no {key}", lambda d, key=key: d.pop(key))
    for key in document["curves"][0]:
        yield change(f"a curve without {key}", lambda d, key=key: d["curves"][0].pop(key))
    yield change("an unknown status", lambda d: d["curves"][0].update(status="perhaps"))
    for at, curve in enumerate(document["curves"]):
        if not curve["parameters"]:
            continue
        for key in curve["parameters"][0]:
            yield change(f"a parameter without {key}", lambda d, at=at, key=key: d["curves"][at]["parameters"][0].pop(key))
        yield change("a standard error of 0", lambda d, at=at: d["curves"][at]["parameters"][0].update(standard_error=0))
        break


def broken_backtest(document):
    """The same for a backtest."""

    def change(what, edit):
        wrong = copy.deepcopy(document)
        edit(wrong)
        return what, wrong

    yield change("another schema", lambda d: d.update(schema="swarmcast/backtest/2.385"))
    for key in document:
        yield change(f"no {key}", lambda d, key=key: d.pop(key))
    for key in document["all"]:
        yield change(f"a row without {key}", lambda d, key=key: d["by_ratio"][0].pop(key))
    for method in document["all"]["pooled"]:
        yield change(f"a row without {method}", lambda d, method=method: d["all"]["pooled"].pop(method))
    for key in document["all"]["balanced"]["swarmcast"]:
        yield change(f"a summary without {key}", lambda d, key=key: d["all"]["balanced"]["swarmcast"].pop(key))
    yield change("a coverage above 1", lambda d: d["all"]["balanced"]["swarmcast"].update(coverage=[0.5, 0.8, 2.385]))
    yield change("an error below 0", lambda d: d["all"]["balanced"]["over-9000"].update(median_error=-2.385))
    yield change("no forecasts", lambda d: d["all"].update(forecasts=0))


def validator_of(path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)


def check_watch(program, root, failures):
    """A projection and an alert, each by its schema."""
    run = subprocess.run([program, "watch", "examples/the-interview.csv", "--format", "json", "--alert", "count > 1"],
                         cwd=root, capture_output=True, check=False)
    documents = [json.loads(line, parse_constant=refuse_constant) for line in run.stdout.splitlines()]
    kinds = [document["schema"].split("/")[1] for document in documents]
    if run.returncode != 10 or kinds != ["projection", "alert"]:
        failures.append(f"watch: {run.returncode} and {kinds}")
        return
    for kind, document in zip(kinds, documents):
        errors = validator_of(root / f"docs/{kind}.schema.json").iter_errors(document)
        failures += [f"watch: {error.json_path}: {error.message}" for error in errors]
    validator = validator_of(root / "docs/alert.schema.json")
    for key in documents[1]:
        wrong = {other: value for other, value in documents[1].items() if other != key}
        failures += [f"watch: an alert without {key} is accepted"] if validator.is_valid(wrong) else []


def check_batch(program, root, failures):
    """Every line of a batch follows the schema it names."""
    validators = {name: validator_of(root / f"docs/{name}.schema.json") for name in ("projection", "failure")}
    run = subprocess.run([program, "batch", "tests/golden/batch-errors/input"], cwd=root, capture_output=True, check=False)
    kinds = set()
    for line in run.stdout.splitlines():
        document = json.loads(line, parse_constant=refuse_constant)
        kind = document["schema"].split("/")[1]
        kinds.add(kind)
        failures += [f"batch: {line}: {error.json_path}: {error.message}" for error in validators[kind].iter_errors(document)]
        if kind != "failure":
            continue
        for key in document:
            wrong = {other: value for other, value in document.items() if other != key}
            failures += [f"batch: no {key} is accepted"] if validators[kind].is_valid(wrong) else []
        for key in document["error"]:
            error = {other: value for other, value in document["error"].items() if other != key}
            failures += [f"batch: an error without {key} is accepted"] if validators[kind].is_valid({**document, "error": error}) else []
    if kinds != set(validators):
        failures.append(f"batch: only lines of {kinds}")


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    failures = []
    prior_file = str(root / "tests/golden/reference-prior.json")
    projections = [[*line, *([] if "--method" in line else ["--prior", prior_file])] for line in COMMANDS]
    for schema, lines, wrongs in (("projection", projections, broken), ("fit", FITS, broken_fit),
                                  ("backtest", BACKTESTS, broken_backtest)):
        validator = validator_of(root / f"docs/{schema}.schema.json")
        for arguments in lines:
            command = [program, *arguments, "--format", "json"]
            run = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if run.returncode > 1 or not run.stdout:  # 1: no curve could be used, and the statuses say why
                failures.append(f"{arguments}: exit code {run.returncode}: {run.stderr.decode(errors='replace')}")
                continue
            if not run.stdout.isascii() or run.stdout.count(b"\n") != 1:
                failures.append(f"{arguments}: not one line of ASCII")
            document = json.loads(run.stdout, parse_constant=refuse_constant)
            failures += [f"{arguments}: {error.json_path}: {error.message}" for error in validator.iter_errors(document)]
            failures += [f"{arguments}: {what} is accepted" for what, wrong in wrongs(document) if validator.is_valid(wrong)]

    check_batch(program, root, failures)
    check_watch(program, root, failures)
    prior = validator_of(root / "docs/prior.schema.json")
    document = json.loads((root / "tests/golden/reference-prior.json").read_text(encoding="utf-8"))
    failures += [f"the reference prior: {error.json_path}: {error.message}" for error in prior.iter_errors(document)]
    learn = [program, "learn", "examples/backtest.ndjson", "--curve", "power,hyperbolic", "--absolute", "--date", "today"]
    run = subprocess.run(learn, cwd=root, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    failures += [f"a learned prior: {error.json_path}: {error.message}" for error in prior.iter_errors(json.loads(run.stdout))]
    if prior.is_valid({**document, "swarm": 2.385}):
        failures.append("a prior with an unknown key is accepted")

    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


main()
