#!/usr/bin/env python3
"""Shows that the sessions in README.md and docs/*.md are what the program prints.

    check.py PROGRAM ROOT            prints a diff for every block that differs; exit code 1 if there is one
    check.py PROGRAM ROOT --update   writes what the program prints now into the blocks
    check.py --self-test             shows that a difference is noticed

A session is a block fenced by ```console whose first line is `$ swarmcast ...`, perhaps behind variables of the environment, or
feeds a pipe that ends in swarmcast. Each of its lines that starts with `$ ` is run by sh (a line that ends in a backslash goes on);
what follows it is what it prints. The sessions of one document share a folder of their own, in which `examples` is that of ROOT.
In the tutorial every block is a session.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OURS = re.compile(r"\$ (?:[^\n]*\| *|(?:[A-Z_]+=\S+ )+)?swarmcast\b")
FENCE = re.compile(r"^```(\w*)\n", re.MULTILINE)
TUTORIAL = "tutorial.md"


def rerun(block, program, folder):
    """The block with every output replaced by the present one."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environment.update(PATH=f"{pathlib.Path(program).parent}:{os.environ['PATH']}", LC_ALL="C", TERM="xterm", SWARMCAST_ISA="baseline")
    lines = block.splitlines(keepends=True)
    result = ""
    for number, line in enumerate(lines):
        if not line.startswith("$ "):
            continue
        command = line
        while command.endswith("\\\n"):
            number += 1
            command += lines[number]
        run = subprocess.run(
            ["sh", "-c", command[2:]],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        result += command + run.stdout.decode("utf-8")
    return result


def check_document(path, program, folder, update, diffs):
    """Adds diffs of its blocks that differ; gives the number of blocks."""
    text = path.read_text(encoding="utf-8")
    blocks = 0

    def replace(match):
        nonlocal blocks
        block = match.group(1)
        if not OURS.match(block):
            return match.group(0)
        blocks += 1
        now = rerun(block, program, folder)
        if now != block:
            old, new = block.splitlines(keepends=True), now.splitlines(keepends=True)
            diffs.append("".join(difflib.unified_diff(old, new, path.name, "what the program prints")))
        return f"```console\n{now}```"

    new_text = BLOCK.sub(replace, text)
    if update and new_text != text:
        path.write_text(new_text, encoding="utf-8")
    if path.name == TUTORIAL and blocks != len(FENCE.findall(text)) // 2:
        diffs.append(f"{path.name}: {len(FENCE.findall(text)) // 2 - blocks} blocks are no sessions\n")
    return blocks


def check(program, root, update):
    """Diffs of the blocks that differ, and the number of blocks."""
    diffs = []
    blocks = 0
    for path in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        with tempfile.TemporaryDirectory() as folder:
            if (root / "examples").exists():
                os.symlink(root / "examples", pathlib.Path(folder) / "examples")
            blocks += check_document(path, program, folder, update, diffs)
    return diffs, blocks


def self_test():
    """A block that is right, one that is not, and the update that mends it."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        program = root / "swarmcast"
        program.write_text('#!/bin/sh\necho "$# arguments"\n', encoding="utf-8")
        program.chmod(0o755)
        (root / "docs").mkdir()
        readme = root / "README.md"
        right = "```console\n$ swarmcast a \\\n    b\n2 arguments\n$ swarmcast\n0 arguments\n```\n\n```console\n$ other\n```\n"
        readme.write_text(right.replace("2 arg", "3 arg"), encoding="utf-8")
        assert len(check(program, root, update=False)[0]) == 1, "a difference goes unnoticed"
        check(program, root, update=True)
        assert readme.read_text(encoding="utf-8") == right, "the update writes something else"
        assert check(program, root, update=False) == ([], 1), "a block that is right is refused"
        (root / "docs" / TUTORIAL).write_text("```console\n$ swarmcast\n0 arguments\n```\n\n```sh\nother\n```\n", encoding="utf-8")
        assert len(check(program, root, update=False)[0]) == 1, "a block of the tutorial that is not run goes unnoticed"
        (root / "docs" / TUTORIAL).write_text("```console\n$ X=1 swarmcast > x; cat x\n0 arguments\n```\n", encoding="utf-8")
        assert check(program, root, update=False) == ([], 2), "a session with a variable and a file is refused"


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    update = sys.argv[3:] == ["--update"]
    diffs, blocks = check(os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), update)
    print("\n".join(diffs), end="")
    print(f"{blocks} sessions, {len(diffs)} {'rewritten' if update else 'differ'}")
    sys.exit(0 if blocks > 0 and (update or not diffs) else 1)


main()
