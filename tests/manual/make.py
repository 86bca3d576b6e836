#!/usr/bin/env python3
"""Keeps the manual (docs/swarmcast*.1) and the completions (src/completions) as the program declares them.

    make.py DECLARATIONS ROOT              prints a diff for every file that is behind; exit code 1 if there is one
    make.py DECLARATIONS ROOT --update     writes them anew, and deletes pages of commands that are no more
    make.py DECLARATIONS --self-test       shows that what is behind is noticed

DECLARATIONS is the executable of declarations.cpp. What pages say beyond what is declared stands in docs/manual (pages.py).
"""
import copy
import dataclasses
import difflib
import pathlib
import sys
import tempfile

import completions
import pages
from declared import Option, declared

COMPLETIONS = {"swarmcast.bash": completions.bash, "_swarmcast": completions.zsh, "swarmcast.fish": completions.fish}


def wanted(program, root):
    """Texts by path from the root."""
    extras = {path.name: path.read_text(encoding="utf-8") for path in (root / "docs/manual").glob("*.txt")}
    changelog = (root / "docs/changelog.md").read_text(encoding="utf-8")
    made = {f"docs/{name}": text for name, text in pages.make(program, extras, changelog).items()}
    return made | {f"src/completions/{name}": write(program) for name, write in COMPLETIONS.items()}


def present(root):
    found = [*(root / "docs").glob("*.1"), *(root / "src/completions").glob("*")]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def check(program, root, update):
    """A diff for every file that was behind."""
    new = wanted(program, root)
    old = present(root)
    diffs = []
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) == new.get(name):
            continue
        was, is_ = (texts.get(name, "").splitlines(keepends=True) for texts in (old, new))
        diffs.append("".join(difflib.unified_diff(was, is_, name, "what the program declares")))
        if update and name in new:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(new[name], encoding="utf-8")
        elif update:
            (root / name).unlink()
    return diffs


def behind(program, root):
    return {diff.split()[1] for diff in check(program, root, update=False)}


def self_test(program):
    """Files that are right, and a change on either side that makes them wrong."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "docs/manual").mkdir(parents=True)
        (root / "docs/changelog.md").write_text(f"## {program.version} (2026-12-24)\n", encoding="utf-8")
        check(program, root, update=True)
        assert behind(program, root) == set(), "what has just been written is behind"
        assert '1 "2026-12-24"' in (root / "docs/swarmcast.1").read_text(encoding="utf-8"), "no date"

        batch = "docs/swarmcast-batch.1"
        everywhere = {f"src/completions/{name}" for name in COMPLETIONS}
        more = copy.deepcopy(program)
        more.command("batch").options.append(Option("Output", "--planted", "", "", "is new", [], False, False))
        assert behind(more, root) == {batch, *everywhere}, "an option more goes unnoticed"
        fewer = copy.deepcopy(program)
        fewer.command("batch").options.pop(0)
        assert behind(fewer, root) == {batch, *everywhere}, "an option less goes unnoticed"
        another = copy.deepcopy(program)
        another.commands.insert(1, dataclasses.replace(program.command("batch"), name="planted"))
        assert behind(another, root) >= {"docs/swarmcast-planted.1", "docs/swarmcast.1", batch, *everywhere}, "a command more goes unnoticed"
        without = copy.deepcopy(program)
        without.commands.remove(without.command("scrape"))
        assert "docs/swarmcast-scrape.1" in behind(without, root), "a page of no command goes unnoticed"
        (root / batch).write_text((root / batch).read_text(encoding="utf-8") + ".PP\nmore\n", encoding="utf-8")
        assert behind(program, root) == {batch}, "a page that was edited goes unnoticed"

        for text in ("[--planted]\nis new\n", "[--planted NAME]\nis new\n"):
            (root / "docs/manual/batch.txt").write_text(text, encoding="utf-8")
            try:
                check(program, root, update=False)
            except ValueError as error:
                assert "--planted" in str(error)
            else:
                raise AssertionError("words about an option that is not declared go unnoticed")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program = declared(sys.argv[1])
    if sys.argv[2] == "--self-test":
        self_test(program)
        return
    update = sys.argv[3:] == ["--update"]
    root = pathlib.Path(sys.argv[2]).resolve()
    try:
        diffs = check(program, root, update)
    except ValueError as error:
        sys.exit(f"make.py: {error}")
    print("\n".join(diffs), end="")
    print(f"{len(diffs)} files {'written' if update else 'differ: make.py --update writes them anew'}")
    sys.exit(0 if update or not diffs else 1)


main()
