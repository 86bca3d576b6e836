#!/usr/bin/env python3
"""What swarmcast watch promises, seen from outside: in a pipe, on a pseudo-terminal, and in a real one (tmux).

    check.py PROGRAM [NAME...]     all checks, or those named

Nothing here is a matter of time: what is to happen is waited for, generously, and what is not to happen would show in what
comes after it.
"""
import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

PROGRAM = os.path.realpath(sys.argv[1])
PATIENCE = 120  # seconds, on a machine that is busy
READINGS = ["time,count", "2h,20k", "5h,80k", "10h,200k"]
ENTER, LEAVE = b"\x1b[?1049h\x1b[?7l\x1b[?25l", b"\x1b[?7h\x1b[?1049l\x1b[?25h"
OFTEN = ["--interval", "0.1s"]
STARTED = []  # processes; those that a check leaves running where it fails are ended


def demand(holds, what):
    if not holds:
        raise AssertionError(what)


def patiently(happens, what):
    """Waits until it does, and gives what it gives."""
    end = time.monotonic() + PATIENCE
    while not (seen := happens()):
        demand(time.monotonic() < end, what() if callable(what) else what)
        time.sleep(0.02)
    return seen


def new_log(folder, lines=READINGS, name="log.csv"):
    path = folder / name
    path.write_text("".join(line + "\n" for line in lines))
    return path


def append(path, text):
    with open(path, "a", encoding="utf-8") as log:
        log.write(text)


def projected(path, *arguments):
    """What project says of it as JSON."""
    done = subprocess.run([PROGRAM, "-i", str(path), "--format", "json", *arguments], capture_output=True, check=True)
    return done.stdout


class Piped:
    """The program with its streams in pipes, which are read line by line."""

    def __init__(self, *arguments):
        command = [PROGRAM, "watch", *map(str, arguments), *OFTEN]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        STARTED.append(self.process.pid)
        self.rest = {self.process.stdout: b"", self.process.stderr: b""}

    def line(self, stream):
        end = time.monotonic() + PATIENCE
        while b"\n" not in self.rest[stream]:
            demand(select.select([stream], [], [], max(0, end - time.monotonic()))[0], f"no line comes: {self.rest}")
            more = os.read(stream.fileno(), 65536)
            demand(more, f"it has ended: {self.rest}")
            self.rest[stream] += more
        line, _, self.rest[stream] = self.rest[stream].partition(b"\n")
        return line + b"\n"

    def answer(self):
        return self.line(self.process.stdout)

    def word(self):
        return self.line(self.process.stderr).decode()

    def expect_end(self, code):
        """What is left on both streams."""
        out, err = self.process.communicate(timeout=PATIENCE)
        demand(self.process.returncode == code, f"exit code {self.process.returncode}, not {code}: {err.decode()}")
        return self.rest[self.process.stdout] + out, (self.rest[self.process.stderr] + err).decode()


class OnTerminal:
    """The program on a pseudo-terminal that it controls, as a shell would start it."""

    def __init__(self, *arguments, rows=60, columns=80, term="xterm"):
        self.process, self.leader = pty.fork()
        if self.process == 0:
            os.environ["TERM"] = term
            os.environ.pop("NO_COLOR", None)
            while struct.unpack("HHHH", fcntl.ioctl(1, termios.TIOCGWINSZ, b"\0" * 8))[0] != rows:
                time.sleep(0.001)  # until the other side has set it
            os.execv(PROGRAM, [PROGRAM, "watch", *map(str, arguments), *OFTEN])
        STARTED.append(self.process)
        self.modes = termios.tcgetattr(self.leader)
        self.resize(rows, columns)
        self.shown = b""

    def resize(self, rows, columns):
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """False at the end."""
        if not select.select([self.leader], [], [], seconds)[0]:
            return True
        try:
            more = os.read(self.leader, 65536)
        except OSError:  # how Linux tells that nobody is there any more
            return False
        self.shown += more
        return bool(more)

    def until(self, text, since=0):
        """Waits for it; gives where it ends."""
        end = time.monotonic() + PATIENCE
        while (found := self.shown.find(text, since)) < 0:
            demand(time.monotonic() < end, f"no {text!r} in {self.shown[since:]!r}")
            demand(self.read(1) or self.shown.find(text, since) >= 0, f"it ended without {text!r}: {self.shown!r}")
        return found + len(text)

    def type(self, keys):
        os.write(self.leader, keys)

    def expect_end(self, code):
        """What it left on the first screen. The terminal must be as it was."""
        while self.read(PATIENCE):
            pass
        _, status = os.waitpid(self.process, 0)
        demand(os.waitstatus_to_exitcode(status) == code, f"{os.waitstatus_to_exitcode(status)}, not {code}: {self.shown!r}")
        demand(self.shown.count(ENTER) == self.shown.count(LEAVE) == 1, f"the second screen: {self.shown!r}")
        after = self.shown[self.shown.index(LEAVE) + len(LEAVE):]
        demand(b"\x1b[?" not in after, f"codes behind the end: {after!r}")
        demand(termios.tcgetattr(self.leader) == self.modes, "the modes of the terminal are others")
        os.close(self.leader)
        return after.replace(b"\r\n", b"\n").decode()


# ---- in a pipe --------------------------------------------------------------------------------------------------------
def check_growing(folder):
    """Each change gives what project gives, and what is no change gives nothing."""
    log = new_log(folder)
    watch = Piped(log, "--format", "json", "--at", "48h,7d")
    asked = ("--at", "48h,7d")
    demand(watch.answer() == projected(log, *asked), "the first answer")
    append(log, "20h,750k\n")
    demand(watch.answer() == projected(log, *asked), "a line more")
    os.utime(log)
    append(log, "# a remark\n")
    append(log, "30h,1.")
    demand("no line end yet" in watch.word(), "a torn line is told of")
    append(log, "1M\n")
    demand(watch.answer() == projected(log, *asked), "the line is whole")
    other = new_log(folder, [*READINGS, "20h,700k"], "other.csv")
    os.replace(other, log)
    demand(watch.answer() == projected(log, *asked), "another file under the same name")
    log.write_text("")
    demand("(no-readings)" in (word := watch.word()) or "(bad-file)" in word, f"cut: {word}")
    new_log(folder, [*READINGS, "21h,710k"])
    demand(watch.answer() == projected(log, *asked), "written anew")
    log.unlink()
    demand("cannot be opened" in watch.word(), "away")
    watch.process.send_signal(signal.SIGINT)
    watch.expect_end(130)


def check_json_log(folder):
    """JSON needs no line end, and is not said to lack one."""
    log = folder / "log.json"
    log.write_text('{"readings": [[10, 200000], [20, 750000]]}')
    watch = Piped(log, "--format", "json")
    demand(watch.answer() == projected(log), "whole without a line end")
    log.write_text('{"readings": [[10, 200000], [20, 750000], [30')
    demand("(bad-file)" in watch.word(), "torn: and nothing was said before")
    watch.process.send_signal(signal.SIGINT)
    watch.expect_end(130)


def check_trouble(folder):
    """A log that cannot be projected is told of once, and not the end, but under --strict."""
    log = new_log(folder, [*READINGS, "20h,7x0k"])
    watch = Piped(log, "--format", "json")
    demand(watch.word().startswith(f"swarmcast: {log}:5:5: ") and "7x0k" in watch.word() and "^" in watch.word(), "where")
    append(log, "30h,1.1M\n")
    log.write_text(log.read_text().replace("7x0k", "750k"))
    demand(watch.answer() == projected(log), "mended")
    watch.process.send_signal(signal.SIGTERM)
    demand(watch.expect_end(130) == (b"", ""), "said once")
    strict = Piped(new_log(folder, [*READINGS, "20h,7x0k"]), "--strict")
    demand("(bad-count)" in strict.expect_end(2)[1], "--strict")
    warned = Piped(new_log(folder, [*READINGS, "20h,750k", "20h,750k"]), "--strict")
    out, err = warned.expect_end(2)
    demand(out == b"" and "an error by --strict" in err, "--strict and a warning")


def check_passed(folder):
    """Times that have passed are left out, with a warning, and alerts whose times all have are the end: 1."""
    log = new_log(folder)
    watch = Piped(log, "--format", "json", "--at", "12h,48h", "--reach", "500k", "--alert", "p80(25h) > 1B")
    first = json.loads(watch.answer())
    demand([row["hours"] for row in first["projections"]] == [12, 48] and len(first["reach"]) == 1, "all is ahead")
    append(log, "20h,750k\n")
    second = json.loads(watch.answer())
    demand([row["hours"] for row in second["projections"]] == [48] and second["reach"] == [], "12h and 500k have passed")
    demand([warning["code"] for warning in second["warnings"]] == ["question-passed"] * 2, f"{second['warnings']}")
    append(log, "50h,1.5M\n")
    third = json.loads(watch.answer())
    demand(third["projections"] == json.loads(projected(log))["projections"], "the usual horizons")
    out, err = watch.expect_end(1)
    demand(out == b"" and "nothing is left to wait for" in err, err)
    again = Piped(new_log(folder), "--format", "json", "--at", "12h,48h")
    again.answer()
    for line in ("20h,750k", "21h,760k", "22h,770k"):
        append(folder / "log.csv", line + "\n")
        again.answer()
    again.process.send_signal(signal.SIGINT)
    demand(again.expect_end(130)[1].count("question-passed") == 1, "a time that has passed is told of once")


def check_alert(folder):
    """A line and 10, when it first holds."""
    log = new_log(folder)
    watch = Piped(log, "--format", "none", "--alert", "count > 1M", "--alert", "p80(48h) > 2M", "--at", "48h")
    append(log, "20h,700")
    demand("no line end yet" in watch.word(), "seven hundred is not the count")
    append(log, "k\n22h,1M\n")
    out, err = watch.expect_end(10)
    band = json.loads(projected(log, "--at", "48h", "--level", "60"))["projections"][0]["bands"][0]
    demand(band["high"] > 2e6 and out.startswith(b"alert: p80(48h) > 2M: "), out)
    demand(out.endswith(b", by the readings until 1M at 22h\n") and out.count(b"\n") == 1 and err == "", out)
    as_json = Piped(log, "--format", "json", "--alert", "p80(48h) > 2M", "--at", "48h")
    out, _ = as_json.expect_end(10)
    answer, alert = map(json.loads, out.splitlines())
    demand(answer["schema"] == "swarmcast/projection/1" and alert["schema"] == "swarmcast/alert/1", out)
    demand(alert["value"] == band["high"] and alert["limit"] == 2e6 and alert["hours"] == 22, out)
    tables, _ = Piped(log, "--alert", "count >= 1M").expect_end(10)
    demand(b"How the estimate for " in tables and tables.endswith(b"by the readings until 1M at 22h\n"), tables.decode())
    demand(b"\x1b" not in tables, "no code of a terminal")


def check_closed_pipe(folder):
    """Quietly 0, without anything new to write."""
    watch = Piped(new_log(folder), "--format", "json")
    watch.answer()
    watch.process.stdout.close()
    demand(watch.process.wait(timeout=PATIENCE) == 0, f"{watch.process.returncode}")
    demand(watch.process.stderr.read() == b"", "a word")


def check_started_to_ignore(folder):
    """Signals that were ignored when it began stay so: as of a job in the background."""
    log = new_log(folder)
    watch = subprocess.Popen(["sh", "-c", 'trap "" INT; exec "$0" "$@"', PROGRAM, "watch", str(log), "--format", "json", *OFTEN],
                             stdout=subprocess.PIPE)
    STARTED.append(watch.pid)
    watch.stdout.readline()
    watch.send_signal(signal.SIGINT)
    append(log, "20h,750k\n")
    demand(watch.stdout.readline() == projected(log), "it goes on")
    watch.send_signal(signal.SIGTERM)
    demand(watch.wait(timeout=PATIENCE) == 130, f"{watch.returncode}")


# ---- on a terminal ----------------------------------------------------------------------------------------------------
def check_terminal(folder):
    """Drawn in place; Ctrl-C gives everything back, and leaves the last picture."""
    log = new_log(folder)
    watch = OnTerminal(log, "--at", "48h,7d", "--alert", "count > 1B")
    drawn = watch.until(b"10h")
    demand(watch.shown.startswith(ENTER + b"\x1b[H"), f"{watch.shown[:60]!r}")
    watch.until(b"\x1b[J", drawn)
    watch.type(b"typed")
    append(log, "20h,750k\n")
    drawn = watch.until(b"750k at 20h", drawn)
    drawn = watch.until(b"\x1b[J", drawn)
    append(log, "30h,1.1x\n")
    drawn = watch.until(b"(bad-count)", drawn)
    watch.until(b"The projection below is the one before", drawn)
    log.write_text(log.read_text().replace("1.1x", "1.1M"))
    drawn = watch.until(b"1.1M at 30h", drawn)
    log.unlink()
    drawn = watch.until(b"cannot be opened", drawn)
    watch.type(b"\x03")
    after = watch.expect_end(130)
    demand(b"typed" not in watch.shown, "typed keys are hidden")
    demand("1.1M at 30h" in after and "How the estimate for 7d moved" in after and "cannot be opened" not in after, after)


def check_terminal_alert(folder):
    """The last picture stays, and the line stands beneath it."""
    log = new_log(folder)
    watch = OnTerminal(log, "--at", "48h", "--alert", "p80(48h) > 2M")
    watch.until(b"\x1b[J", watch.until(b"waiting for"))
    append(log, "20h,700k\n22h,1M\n")
    after = watch.expect_end(10)
    demand(after.splitlines()[-1].startswith("alert: p80(48h) > 2M: ") and "1M at 22h" in after.splitlines()[-1], after)
    demand("waiting for" in after, after)


def check_terminal_clipped(folder):
    """A small window shows the top, and says what is missing; a larger one shows it."""
    watch = OnTerminal(new_log(folder), "--at", "48h,7d", rows=12, columns=60)
    drawn = watch.until(b"more lines, in a taller window")
    picture = watch.shown[:drawn]
    demand(picture.count(b"\r\n") == 11 and b"estimate" in picture, f"{picture!r}")
    watch.resize(70, 100)
    drawn = watch.until(b"What this rests on", drawn)
    watch.until(b"\x1b[J", drawn)
    watch.type(b"\x03")
    watch.expect_end(130)


def check_terminal_killed(folder):
    """Whatever ends it gives the terminal back: hangup, Ctrl-\\, SIGTERM, and two signals at a time."""
    for numbers, code in (([signal.SIGHUP], -signal.SIGHUP), ([signal.SIGTERM], 130),
                          ([signal.SIGQUIT], -signal.SIGQUIT), ([signal.SIGABRT], -signal.SIGABRT),
                          ([signal.SIGUSR1], -signal.SIGUSR1), ([signal.SIGALRM], -signal.SIGALRM)):
        watch = OnTerminal(new_log(folder))
        watch.until(b"\x1b[J", watch.until(b"10h"))
        for number in numbers:
            os.kill(watch.process, number)
        watch.expect_end(code)
    watch = OnTerminal(new_log(folder))
    watch.until(b"\x1b[J", watch.until(b"10h"))
    for number in (signal.SIGSTOP, signal.SIGINT, signal.SIGTERM, signal.SIGCONT):  # both before it can do anything
        os.kill(watch.process, number)
    while watch.read(PATIENCE):
        pass
    _, status = os.waitpid(watch.process, 0)
    demand(os.waitstatus_to_exitcode(status) in (-signal.SIGINT, -signal.SIGTERM), f"{status}")
    demand(watch.shown.endswith(LEAVE) and termios.tcgetattr(watch.leader) == watch.modes, f"{watch.shown[-80:]!r}")


def check_terminal_gone(folder):
    """The window is closed: it ends."""
    watch = OnTerminal(new_log(folder))
    watch.until(b"\x1b[J", watch.until(b"10h"))
    os.close(watch.leader)
    _, status = os.waitpid(watch.process, 0)
    demand(os.waitstatus_to_exitcode(status) in (-signal.SIGHUP, 0, 2), f"{status}")


def check_terminal_plain(folder):
    """What cannot be drawn over is not; nor is JSON; and colour is as everywhere."""
    for arguments, term in (([], "dumb"), (["--format", "json"], "xterm")):
        watch = OnTerminal(new_log(folder), *arguments, term=term)
        watch.until(b"10")
        watch.type(b"\x03")
        while watch.read(PATIENCE):
            pass
        demand(os.waitstatus_to_exitcode(os.waitpid(watch.process, 0)[1]) == 130, "130")
        demand(b"\x1b" not in watch.shown, f"{watch.shown!r}")
        os.close(watch.leader)
    for when, colored in (("auto", True), ("never", False)):
        watch = OnTerminal(new_log(folder), "--color", when)
        watch.until(b"\x1b[J", watch.until(b"10h"))
        watch.type(b"\x03")
        demand(("\x1b[1m" in watch.expect_end(130)) == colored, when)


# ---- in a real one ----------------------------------------------------------------------------------------------------
def check_tmux(folder):
    """Under a shell: resized both ways, stopped and continued, left in the background, ended."""
    log = new_log(folder, [*READINGS, "20h,750k"])
    server = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]

    def tmux(*arguments):
        return subprocess.run([*server, *arguments], capture_output=True, check=True, text=True).stdout

    def screen():
        return tmux("capture-pane", "-p", "-t", "it")

    def type_line(text):
        tmux("send-keys", "-t", "it", "-l", text)
        tmux("send-keys", "-t", "it", "Enter")

    def wait_for(happens, what):
        patiently(lambda: happens(screen()), lambda: f"{what}:\n{screen()}")

    def flags():
        return tmux("display-message", "-p", "-t", "it", "#{alternate_on} #{cursor_flag} #{wrap_flag}").strip()

    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "PS1": "shell> "}
    shell = f"env -i {' '.join(f'{name}={value!r}' for name, value in environment.items())} TERM=screen bash --norc --noprofile -i"
    tmux("new-session", "-d", "-s", "it", "-x", "100", "-y", "50", shell)
    try:
        wait_for(lambda text: "shell>" in text, "a shell")
        type_line(f"{PROGRAM} watch {log} --at 48h,7d {' '.join(OFTEN)}")
        wait_for(lambda text: "What this rests on" in text and text.startswith("swarmcast watch"), "the picture")
        demand(flags() == "1 0 0", f"drawn on the second screen: {flags()}")
        tmux("resize-window", "-t", "it", "-x", "60", "-y", "20")

        def has_chart(lines, columns):
            frame = [line for line in lines if line.endswith("│")]
            return len(frame) >= 6 and all(len(line) == columns for line in frame)

        def is_right_at(columns, rows):
            def right(text):
                lines = text.rstrip("\n").split("\n")
                return (text.startswith("swarmcast watch") and len(lines) <= rows and max(map(len, lines)) <= columns
                        and "million downloads" in text and sum("estimate" in line for line in lines) >= 2
                        and has_chart(lines, columns) == (rows > 22))
            return right

        wait_for(lambda text: is_right_at(60, 20)(text) and "more lines" in text.split("\n")[19], "60 by 20")
        narrow = screen()
        tmux("resize-window", "-t", "it", "-x", "120", "-y", "60")
        wait_for(lambda text: is_right_at(120, 60)(text) and "What this rests on" in text and "more lines" not in text, "120 by 60")
        demand(screen() != narrow and max(map(len, screen().split("\n"))) > 60, "wider lines")
        append(log, "30h,1.1M\n")
        wait_for(lambda text: "1.1M at 30h" in text, "another reading")
        tmux("send-keys", "-t", "it", "C-z")
        wait_for(lambda text: "Stopped" in text and text.rstrip().endswith("shell>"), "stopped")
        demand(flags() == "0 1 1", f"while it is stopped: {flags()}")
        type_line("bg; echo here")
        wait_for(lambda text: "\nhere" in text, "in the background")
        append(log, "31h,1.12M\n")
        type_line("echo still here")
        wait_for(lambda text: "\nstill here" in text, "the terminal is the shell's")
        demand(flags() == "0 1 1", f"in the background: {flags()}")
        time.sleep(0.5)  # most likely it has looked meanwhile, and drawn nothing; either way it has to draw now
        type_line("fg")
        wait_for(lambda text: text.startswith("swarmcast watch") and "1.12M at 31h" in text, "continued")
        tmux("send-keys", "-t", "it", "C-c")
        wait_for(lambda text: text.rstrip().endswith("shell>") and "What this rests on" in text, "ended")
        type_line("echo code $?")
        wait_for(lambda text: "\ncode 130" in text, "the exit code")
        demand(flags() == "0 1 1", f"at the end: {flags()}")
        # Stopped by what cannot be caught, ended in the background: it must end, and leave the shell's screen alone.
        type_line(f"{PROGRAM} watch {log} --at 48h,7d {' '.join(OFTEN)}")
        wait_for(lambda text: text.startswith("swarmcast watch"), "once more")
        subprocess.run(["pkill", "-STOP", "-f", f"watch {log}"], check=True)
        wait_for(lambda text: "Stopped" in text, "stopped hard")
        type_line("clear; bg; kill -TERM %1; wait %1; echo over $?")
        wait_for(lambda text: "\nover 130" in text, "ended in the background")
        demand("What this rests on" not in screen(), f"drawn in the background: {screen()}")
        type_line("stty echo; tput rmcup; clear")
        wait_for(lambda text: text.strip() == "shell>", "a clear screen")
        type_line("stty -a | grep -o ' echo '")
        wait_for(lambda text: "\n echo" in text, "keys are shown")
    finally:
        subprocess.run([*server, "kill-server"], check=False)


def is_child(process):
    """Not one that has ended and whose number is another's by now."""
    return f"\nPPid:\t{os.getpid()}\n" in pathlib.Path(f"/proc/{process}/status").read_text()


def main():
    demand(shutil.which("tmux"), "tmux is missing (Debian and Ubuntu: tmux)")
    checks = {name[len("check_"):]: check for name, check in globals().items() if name.startswith("check_")}
    for name in sys.argv[2:] or checks:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            try:
                checks[name](pathlib.Path(folder))
            except BaseException:
                for process in STARTED:
                    if pathlib.Path(f"/proc/{process}/exe").is_symlink() and is_child(process):
                        os.kill(process, signal.SIGKILL)
                raise
            print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main()
