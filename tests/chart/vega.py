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
document["layer"][0]["mark"]["type"] = "fan"
assert list(validator.iter_errors(document)), "a mark that does not exist goes unnoticed"
print(f"Vega-Lite's schema ({schemas[-1].parts[-3]}) accepts what --format vega prints")
