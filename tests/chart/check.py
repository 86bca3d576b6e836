#!/usr/bin/env python3
"""Charts as terminals get them: the program runs on a pseudo-terminal of a given width, and its text is compared.

    check.py PROGRAM              compares with expected/NAME.txt; a difference is shown, and the exit code is 1
    check.py PROGRAM --update     writes what the program says now; review the diff before keeping it
"""
import difflib
import fcntl
import os
import pathlib
import pty
import struct
import subprocess
import sys
import termios

PROGRAM = os.path.realpath(sys.argv[1])
HERE = pathlib.Path(__file__).resolve().parent
PRIOR = ["--prior", str(HERE.parent / "golden" / "reference-prior.json")]  # not the built-in one: it is learned anew at times
INTERVIEW = ["10h=200k", "20h=750k+", "--at", "24h,48h", "--title", "The Interview"]
LONG = ["10h=200k", "20h=750k+", "30h=1M-", "--at", "48h,7d", "--level", "50,80,95"]

UTF8 = {"TERM": "xterm", "LC_ALL": "C.UTF-8"}
# name: columns, environment, arguments
CASES = {
    "40": (40, UTF8, INTERVIEW),
    "80": (80, UTF8, INTERVIEW),
    "120": (120, UTF8, INTERVIEW),
    "300": (300, UTF8, INTERVIEW),
    "ascii-40": (40, {"TERM": "xterm", "LC_ALL": "C"}, INTERVIEW),
    "ascii-80": (80, UTF8, [*INTERVIEW, "--ascii"]),
    "ascii-120": (120, {"TERM": "linux", "LC_ALL": "C.UTF-8"}, INTERVIEW),
    "log-y-80": (80, UTF8, [*LONG, "--log", "y"]),
    "log-xy-120": (120, UTF8, [*LONG, "--log", "xy"]),
    "ascii-log-x-80": (80, UTF8, [*LONG, "--log", "x", "--ascii"]),
    "clock-80": (80, UTF8, [*INTERVIEW, "--release", "2014-12-24T18:00-05:00"]),
    "title-80": (80, UTF8, ["10h=200k", "--at", "48h", "--title", "日本の映画 cafe\u0301 \x1b[31m ❤\ufe0f " + "very " * 20]),
    "least-squares-80": (80, UTF8, ["5h=60k", "10h=200k", "20h=750k", "30h=1.1M", "48h=1.4M", "72h=1.55M", "--at", "7d",
                                    "--method", "least-squares"]),
    "no-chart-80": (80, UTF8, [*INTERVIEW, "--no-chart"]),
    "dumb-80": (80, {"TERM": "dumb", "LC_ALL": "C.UTF-8"}, INTERVIEW),
    "narrow-39": (39, UTF8, INTERVIEW),
}


def on_terminal(columns, environment, arguments):
    """What the program prints on a terminal without colour, as text."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST  # line ends as they are written
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    if "least-squares" not in arguments:
        arguments = [*arguments, *PRIOR]
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.STDOUT,
        env={**environment, "NO_COLOR": "1", "SWARMCAST_ISA": "baseline"},
    )
    os.close(theirs)
    output = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        output += piece
    os.close(ours)
    if process.wait() != 0:
        raise AssertionError(f"exit code {process.returncode}: {output.decode()}")
    return output.decode()


def main():
    update = sys.argv[2:] == ["--update"]
    failed = 0
    for name, case in CASES.items():
        path = HERE / "expected" / f"{name}.txt"
        text = on_terminal(*case)
        if update:
            path.write_text(text, newline="")
            continue
        expected = path.read_text() if path.exists() else ""
        if text != expected:
            failed += 1
            print(f"FAILED {name}")
            sys.stdout.writelines(difflib.unified_diff(expected.splitlines(True), text.splitlines(True), "expected", "actual"))
    known = {f"{name}.txt" for name in CASES}
    for path in (HERE / "expected").iterdir():
        if path.name not in known:
            failed += 1
            print(f"FAILED {path.name} belongs to no case")
    print(f"{len(CASES) - failed} of {len(CASES)} charts are as expected")
    return 1 if failed else 0


sys.exit(main())
