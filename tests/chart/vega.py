#!/usr/bin/env python3
"""--format vega against the schema of Vega-Lite, as the package altair has it.

    vega.py PROGRAM
"""
import importlib.util
import json
import pathlib
import subprocess
import sys

import jsonschema

altair = pathlib.Path(importlib.util.find_spec("altair").origin).parent
schemas = sorted(altair.glob("vegalite/v*/schema/vega-lite-schema.json"))  # of versions, the last one newest
schema = json.loads(schemas[-1].read_text())
validator = jsonschema.Draft7Validator(schema)
readings = ["10h=200k", "20h=750k+", "30h=1M-"]
wild = ["12h=9", "22h=50031", "35h=62236", "40h=28350280", "51h=57106893", "56h=663358101"]  # bands of least squares go below 0
for options in ([], ["--log", "xy"], ["--level", "97.5"], ["--level", "50,80,95", "--title", "\"<>\x01"],
                ["--method", "least-squares", "--curve", "linear"]):
    done = subprocess.run([sys.argv[1], *readings, "--format", "vega", "-q", *options], capture_output=True, check=True)
    document = json.loads(done.stdout)
    errors = sorted(validator.iter_errors(document), key=str)
    assert not errors, f"{options}: {errors[0].message[:500]}"
    assert document["$schema"].endswith("/vega-lite/v5.json")
    # What a mark draws is in its data.
    for layer in document["layer"]:
        rows = document["datasets"][layer["data"]["name"]]
        for channel in layer["encoding"].values():
            assert all(channel["field"].replace("\\", "") in row for row in rows), channel
done = subprocess.run([sys.argv[1], *wild, "--at", "100h", "--format", "vega", "-q", "--method", "least-squares", "--log", "y"],
                      capture_output=True, check=True)
document = json.loads(done.stdout)
assert not list(validator.iter_errors(document))
assert any(value < 0 for row in document["datasets"]["fan"] for value in row.values()), "the case is tame"
for layer in document["layer"]:
    scale = layer["encoding"]["y"]["scale"]
    assert scale["clamp"] and 0 < scale["domain"][0] < scale["domain"][1], scale
document["layer"][0]["mark"]["type"] = "fan"
assert list(validator.iter_errors(document)), "a mark that does not exist goes unnoticed"
print(f"Vega-Lite's schema ({schemas[-1].parts[-3]}) accepts what --format vega prints")
