#!/usr/bin/env python3
"""Series for tests and benchmarks of a batch, as NDJSON or as a table: the same bytes every time.

    series.py COUNT [--csv] [--readings N] [--horizons N] [--bad EVERY] [--start N]

Releases that saturate slowly, with the counts' own noise. With --bad every so manieth line is wrong, in ever another way.
"""
import argparse
import json
import math
import random
import sys

# What can be wrong with a line, %s standing for its id.
BAD = [
    '{"id": "%s", "readings": [[10, 200000], [20, 750000]',
    '{"id": "%s", "readings": [[10, 200000], [20, "750m"]]}',
    '{"id": "%s", "readings": [[10, 200000], [10, 750000]]}',
    '{"id": "%s", "readings": [[10, 750000], [20, 200000]]}',
    '{"id": "%s", "readings": [[10, -5]]}',
    '{"id": "%s", "readings": [["yesterday", 200000]]}',
    '{"id": "%s", "readings": [["2014-12-25T14:00Z", 200000]]}',
    '{"id": "%s", "readings": []}',
    '{"id": "%s"}',
    '{"id": "%s", "readings": "none"}',
    '{"id": "%s", "reading": [[10, 200000]]}',
    '{"id": "%s", "readings": [[10, 200000]], "at": [5]}',
    '{"id": "%s", "readings": [[10, 200000]], "at": ["soon"]}',
    '{"id": "%s", "readings": [[10, 200000]], "at": {"hours": 48}}',
    '{"id": "%s", "readings": [[10, 200000]], "level": [100]}',
    '{"id": "%s", "readings": [[10, 200000]], "reach": [100000]}',
    '{"id": "%s", "readings": [[10, 200000]], "against": ["0:none"]}',
    '{"id": "%s", "readings": [[10, 200000, 3]]}',
    '{"id": "%s", "readings": [[10]]}',
    '{"id": "%s", "readings": [[1e99, 200000]]}',
    '{"id": "%s", "readings": [[10, 1e400]]}',
    '{"id": "%s", "id": "again", "readings": [[10, 200000]]}',
    '{"id": "%s", "schema": "swarmcast/fit/1", "readings": [[10, 200000]]}',
    '{"id": "%s", "readings": [[10, 200000]]} {"id": "two", "readings": [[10, 200000]]}',
    '{"id": "%s", "readings": [{"hours": 10}]}',
    '{"id": "%s", "readings": [{"hours": 10, "count": 200000, "source": "a"}, {"hours": 20, "count": 300000, "source": "b"}]}',
    '{"id": "%s", "title": 5, "readings": [[10, 200000]]}',
    '{"id": "%s", "readings": [[10, 200000]], "x": [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}',
    '{"id": "%s", "readings": [[10, 200000]], "title": "\x01"}',
    '{"id": "%s", "readings": [[10, 200000]], "title": "\\q"}',
    "%s 10 200000",
    "[[10, 200000]]",
    '{"hours": 10, "count": 200000}',
    "null",
]


def releases(count, readings, start=0):
    """Pairs of an id and its readings, in hours and downloads."""
    for number in range(start, start + count):
        rng = random.Random(number)
        ceiling = math.exp(rng.gauss(13, 2))
        half = math.exp(rng.gauss(3.2, 0.6))
        last = math.exp(rng.uniform(2, 4.5))
        shape = math.exp(rng.gauss(0.1, 0.2))
        before, level, rows = 0.0, 0.0, []
        for i in range(1, readings + 1):
            hours = round(last * (i / readings) ** 1.6, 4)
            share = hours**shape / (hours**shape + half**shape)
            level += max((share - before) * ceiling * math.exp(rng.gauss(0, 0.15)), 1)
            before = share
            rows.append((hours, math.ceil(level) + i))
        yield f"s{number}", rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--csv", action="store_true")
    parser.add_argument("--readings", type=int, default=6)
    parser.add_argument("--horizons", type=int, default=3)
    parser.add_argument("--bad", type=int, default=0)
    parser.add_argument("--start", type=int, default=0)
    options = parser.parse_args()
    write = sys.stdout.write
    if options.csv:
        write("series,time,count\n")
    for number, (name, rows) in enumerate(releases(options.count, options.readings, options.start)):
        if options.csv:
            for hours, downloads in rows:
                write(f"{name},{hours},{downloads}\n")
            continue
        if options.bad and number % options.bad == options.bad - 1:
            write(BAD[number // options.bad % len(BAD)].replace("%s", name) + "\n")
            continue
        at = [round(rows[-1][0] * (1.5 + 0.5 * i), 3) for i in range(options.horizons)]
        write(json.dumps({"id": name, "readings": rows, "at": at}) + "\n")


if __name__ == "__main__":
    main()
