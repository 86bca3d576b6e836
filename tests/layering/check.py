#!/usr/bin/env python3
"""Checks the structure of the source that no compiler checks.

    check.py ROOT          prints every violation; exit code 1 if there is one
    check.py --self-test   plants one violation of every kind and shows that it is found

The floors, lowest first. A file includes only its own floor or lower ones; a public header stands on the floor that implements
it, and includes only public headers and the standard library.
"""
import pathlib
import re
import sys
import tempfile

FLOORS = ["base", "numeric", "curves", "inference", "projection", "learning", "io", "cli"]
PUBLIC = {
    "base": ["result", "series", "version"],
    "curves": ["curve"],
    "inference": ["prior", "fit"],
    "projection": ["explanation", "projection"],
    "learning": ["learn", "score"],
    "io": ["chart", "read", "write", "swarmcast"],
}
# First parts of the names of others' headers, and the only floors that may include them (docs/dependencies.md).
OTHERS = {
    "boost": FLOORS,
    "fmt": FLOORS,
    "xsimd": ["numeric", "curves", "inference"],
    "date": ["io"],
    "nlohmann": ["io"],
    "openssl": ["io"],
    "utf8proc.h": ["base"],
    "CLI": ["cli"],
    "fcntl.h": ["cli"],  # POSIX
    "poll.h": ["cli"],
    "sys": ["cli"],
    "termios.h": ["cli"],
    "unistd.h": ["cli"],
}
BANNED_NAMES = ["utils", "util", "helpers", "helper", "common", "manager"]
MOST_LINES = 400

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]*)[>"]')


def floor_of(path):
    """The floor of a file named from a root (src/ or include/), or None."""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "swarmcast" and len(parts) == 2:
        stem = pathlib.PurePosixPath(path).stem
        return next((floor for floor, stems in PUBLIC.items() if stem in stems), None)
    return parts[0] if len(parts) > 1 and parts[0] in FLOORS else None


def check_include(root, public, floor, quote, target):
    """What is wrong with one #include, or None."""
    if ".." in pathlib.PurePosixPath(target).parts:
        return f"includes {target} by '..'; name it from src/ or include/"
    if quote == "<":
        first = target.split("/")[0]
        if "/" not in target and "." not in target:
            return None  # the standard library
        if public:
            return f"is a public header and includes <{target}>, which is not the standard library"
        if first not in OTHERS:
            return f"includes <{target}>, which is not among the dependencies"
        if floor not in OTHERS[first]:
            return f"includes <{target}>, which only {' and '.join(OTHERS[first])} may"
        return None
    if not any((root / base / target).is_file() for base in ("include", "src")):
        return f'includes "{target}", which is neither in include/ nor in src/'
    if public and not target.startswith("swarmcast/"):
        return f'is a public header and includes "{target}", which is not one'
    target_floor = floor_of(target)
    if target_floor is None:
        return f'includes "{target}", which stands on no floor'
    if FLOORS.index(target_floor) > FLOORS.index(floor):
        return f'stands on floor {floor} and includes "{target}" of the higher floor {target_floor}'
    return None


def check_file(root, base, path, listed):
    """What is wrong with one file of src/ or include/: a list of sentences."""
    name = path.relative_to(root / base).as_posix()
    floor = floor_of(name)
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = []
    if floor is None:
        return ["stands on no floor"]
    if path.stem in BANNED_NAMES:
        wrong.append(f"is called {path.stem}, which says nothing")
    if len(lines) > MOST_LINES:
        wrong.append(f"has {len(lines)} lines: past {MOST_LINES} it is two things")
    if (path.suffix == ".cpp" or base == "include") and f"{base}/{name}" not in listed:
        wrong.append("is not listed in CMakeLists.txt")
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            if problem := check_include(root, base == "include", floor, *match.groups()):
                wrong.append(f"line {number} {problem}")
    return wrong


def check(root):
    """Every violation under a root: a list of sentences."""
    listed = set(re.findall(r"[\w./-]+", (root / "CMakeLists.txt").read_text(encoding="utf-8")))
    violations = []
    files = 0
    for base in ("include", "src"):
        for path in sorted((root / base).rglob("*")):
            if path.suffix in (".cpp", ".hpp", ".h"):
                files += 1
                violations += [f"{path.relative_to(root)} {wrong}" for wrong in check_file(root, base, path, listed)]
    listed_tests = (root / "tests/CMakeLists.txt").read_text(encoding="utf-8")
    for path in sorted((root / "tests").rglob("*.cpp")):
        if path.stem not in listed_tests and "consumer" not in path.parts:
            violations.append(f"{path.relative_to(root)} is not listed in tests/CMakeLists.txt")
    if files == 0:
        violations.append(f"there is no source under {root}")
    return violations


def self_test():
    """A small tree without violations, then one violation at a time."""
    clean = {
        "CMakeLists.txt": "include/swarmcast/series.hpp include/swarmcast/read.hpp src/base/text.cpp src/io/csv.cpp src/cli/run.cpp",
        "tests/CMakeLists.txt": "text_test",
        "tests/unit/text_test.cpp": "",
        "include/swarmcast/series.hpp": "#include <vector>\n",
        "include/swarmcast/read.hpp": '#include "swarmcast/series.hpp"\n',
        "src/base/text.hpp": "#include <string>\n",
        "src/base/text.cpp": '#include "base/text.hpp"\n#include <fmt/format.h>\n',
        "src/io/csv.cpp": '#include "swarmcast/read.hpp"\n#include "base/text.hpp"\n#include <nlohmann/json.hpp>\n',
        "src/cli/run.cpp": '#include <CLI/CLI.hpp>\n#include "swarmcast/read.hpp"\n',
    }
    planted = {
        "a higher floor": ("src/base/text.cpp", '#include "swarmcast/read.hpp"\n'),
        "a higher floor, between public headers": ("include/swarmcast/series.hpp", '#include "swarmcast/read.hpp"\n'),
        "CLI11 outside cli": ("src/io/csv.cpp", "#include <CLI/App.hpp>\n"),
        "JSON outside io": ("src/base/text.hpp", "#  include <nlohmann/json_fwd.hpp>\n"),
        "an internal header in a public one": ("include/swarmcast/read.hpp", '#include "base/text.hpp"\n'),
        "another project in a public header": ("include/swarmcast/read.hpp", "#include <fmt/core.h>\n"),
        "a dependency that is not declared": ("src/io/csv.cpp", "#include <absl/strings/str_cat.h>\n"),
        "a path upwards": ("src/io/csv.cpp", '#include "../base/text.hpp"\n'),
        "a path from the file": ("src/base/text.cpp", '#include "text.hpp"\n'),
        "a file outside the floors": ("src/attic/old.hpp", "\n"),
        "a public header without a floor": ("include/swarmcast/extra.hpp", "\n"),
        "a name that says nothing": ("src/base/utils.hpp", "\n"),
        "a file too long": ("src/base/text.hpp", "\n" * (MOST_LINES + 1)),
        "a source not listed": ("src/io/json.cpp", "\n"),
        "a test not listed": ("tests/unit/json_test.cpp", "\n"),
    }
    missed = []
    for what, (path, text) in {"nothing": ("src/io/csv.cpp", clean["src/io/csv.cpp"]), **planted}.items():
        with tempfile.TemporaryDirectory() as folder:
            for name, content in {**clean, path: text}.items():
                file = pathlib.Path(folder, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content, encoding="utf-8")
            violations = check(pathlib.Path(folder))
            if what == "nothing":
                missed += [f"clean, yet: {violation}" for violation in violations]
            elif not any(violation.startswith(path) for violation in violations):
                missed.append(f"planted and not found: {what}")
    return missed


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    problems = self_test() if sys.argv[1] == "--self-test" else check(pathlib.Path(sys.argv[1]).resolve())
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


main()
