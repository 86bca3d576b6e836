#!/usr/bin/env python3
"""Charts on a real terminal emulator, tmux: colour on, off by NO_COLOR, off in a pipe; frames that hold whatever the title.

    tmux.py PROGRAM
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.realpath(sys.argv[1])
READINGS = "10h=200k 20h=750k+ --at 48h"
COLOR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")  # a foreground


def demand(holds, what):
    if not holds:
        raise AssertionError(what)


class Tmux:
    def __init__(self, folder, width, height=60):
        self.runs = 0
        self.server = ["tmux", "-f", "/dev/null", "-S", f"{folder}/socket-{width}"]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        subprocess.run(
            [*self.server, "-u", "new-session", "-d", "-x", str(width), "-y", str(height), "env PS1='$ ' sh"],
            env=environment, check=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run([*self.server, "kill-server"], check=False)

    def run(self, command):
        """The screen, with escape sequences, once the command has ended."""
        self.runs += 1
        end = f"ended-{self.runs}-"  # not in the line that is typed
        subprocess.run([*self.server, "send-keys", "-l", f"clear; {command}; echo en''ded-{self.runs}-$?"], check=True)
        subprocess.run([*self.server, "send-keys", "Enter"], check=True)
        for _ in range(600):
            screen = subprocess.run([*self.server, "capture-pane", "-p", "-e"], capture_output=True, check=True).stdout.decode()
            if end in screen:
                demand(end + "0" in screen, f"the command failed: {screen}")
                return screen
            time.sleep(0.1)
        raise AssertionError(f"no end: {screen}")


def without_colour(screen):
    return re.sub(r"\x1b\[[0-9;]*m", "", screen)


def check_colour(folder):
    with Tmux(folder, 100) as tmux:
        colored = tmux.run(f"{PROGRAM} {READINGS}")
        demand("38;5;32m" in colored, f"256 colours on a terminal that has them: {colored!r}")
        demand("⣀" in colored and "┌" in colored, "a chart in braille by default")
        sixteen = tmux.run(f"TERM=screen {PROGRAM} {READINGS}")
        demand(COLOR.search(sixteen) and "38;5" not in sixteen, "16 colours where TERM knows no more")
        none = tmux.run(f"NO_COLOR=1 {PROGRAM} {READINGS}")
        demand(not COLOR.search(none), "NO_COLOR turns colour off")
        demand("┌" in none, "NO_COLOR leaves the chart")
        demand(without_colour(none).split("ended")[0] == without_colour(colored).split("ended")[0], "colour changes nothing else")
        piped = tmux.run(f"{PROGRAM} {READINGS} | cat")
        demand("┌" not in piped and "\x1b[1m" not in piped and not COLOR.search(piped), "no chart and no colour in a pipe")
        demand("1.61M" in piped or "estimate" in piped, "the table in a pipe")
        plain = tmux.run(f"LC_ALL=C {PROGRAM} {READINGS}")
        demand("⣀" not in plain and "+---" in without_colour(plain), "ASCII outside UTF-8")


def check_frames(folder):
    titles = ["The Interview", "日本の映画 — 完全版", "cafe\u0301 a\u0300\u0301", "movie 🎬 🍿", "x" * 500]
    for width in (40, 57, 80, 133):
        with Tmux(folder, width, 90) as tmux:
            for title in titles:
                screen = without_colour(tmux.run(f"{PROGRAM} {READINGS} --title {shlex.quote(title)}"))
                lines = screen.splitlines()
                top = next(i for i, line in enumerate(lines) if line.lstrip().startswith("┌"))
                demand(lines[top].endswith("┐"), f"the frame's top at width {width}: {lines[top]!r}")
                rows = 0
                for line in lines[top + 1:]:
                    if line.lstrip().startswith("└"):
                        demand(line.endswith("┘"), f"the frame's bottom at width {width}: {line!r}")
                        break
                    # A row too wide for the emulator would go on in the next line.
                    demand(line.endswith("│") and line[:8].count("│") + line[:8].count("┤") >= 1, f"width {width}: {line!r}")
                    demand(len(line) == width, f"a row of {len(line)} at width {width}")
                    rows += 1
                demand(rows >= 10, f"{rows} rows at width {width}")


with tempfile.TemporaryDirectory() as scratch:
    check_colour(scratch)
    check_frames(scratch)
print("charts in tmux: colour, no colour, pipes and frames are right")
