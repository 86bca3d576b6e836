#!/usr/bin/env python3
"""What the shells themselves offer on a line of swarmcast, held against what the program declares: all of it, and no more.

    check.py DECLARATIONS COMPLETIONS SHELL     COMPLETIONS is the folder of the files, SHELL is bash, zsh or fish
    check.py DECLARATIONS --self-test SHELL     shows that an option more is noticed, and one less, and a wrong description

bash and zsh run interactively on a pseudo-terminal and get keys; fish is asked by its own `complete -C`.
"""
import copy
import dataclasses
import fcntl
import os
import pathlib
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "manual"))
import completions
from declared import declared

FILES = {"alpha.csv": None, "a b.csv": None, "folder/": None}


# ---- what is to be offered -------------------------------------------------------------------------------------------
def argument_of(option):
    if option.takes_file:
        return FILES
    return dict.fromkeys(option.choices)  # none of them is described


def sample_of(option):
    return option.choices[0] if option.choices else "1:x"


def options_of(command, begin, given=None):
    return {
        name: option.summary
        for option in command.options
        if option.repeats or option is not given
        for name in option.names
        if name.startswith(begin)
    }


def questions_of_options(command, line):
    yield line + "--", options_of(command, "--")
    yield line + "-", options_of(command, "-")
    yield line + "-- --", {}
    for option in command.options:
        for name in option.names:
            yield f"{line}{name} {sample_of(option) + ' ' if option.value else ''}--", options_of(command, "--", option)
            if option.value:
                yield f"{line}{name} ", argument_of(option)
        begin = option.name[:-1]
        yield line + begin, options_of(command, begin)
        if option.value:
            yield f"{line}{option.name}=", argument_of(option)
            yield f"{line}{option.name}={sample_of(option)} --", options_of(command, "--", option)
        for choice in option.choices:
            chosen = {other: None for other in option.choices if other.startswith(choice[:1])}
            yield f"{line}{option.name} {choice[:1]}", chosen
            yield f"{line}{option.name}={choice[:1]}", chosen


def questions(program, options_on_empty):
    """Lines, and what is offered at the end of each: descriptions by name. `options_on_empty`: where no word is due, a shell
    may offer options though no - is there."""

    def nothing(command):
        return options_of(command, "-") if options_on_empty and not command.word.endswith("...") else {}

    commands = {command.name: command.summary for command in program.commands}
    default = program.commands[0]
    yield "swarmcast ", commands
    yield "swarmcast b", {name: summary for name, summary in commands.items() if name.startswith("b")}
    yield "swarmcast x", {}
    for before in ("NO_COLOR=1 ", "true && ", "(", "true; A=b  "):
        yield f"{before}swarmcast batch --from=csv --", options_of(program.command("batch"), "--", program.command("batch").options[0])
    yield from questions_of_options(default, "swarmcast ")
    for word in ("10h=200k", "2014-12-25T04:00Z=750k+", "'10h = 200k'", "10h=200k batch"):
        yield f"swarmcast {word} ", nothing(default)
        yield f"swarmcast {word} --", options_of(default, "--")
    for command in program.commands:
        line = f"swarmcast {command.name} "
        yield from questions_of_options(command, line)
        word = {"FILE": FILES, "COMMAND": commands}.get(command.word, {})
        yield line, word or nothing(command)
        if word:
            begin = min(word)[0]
            yield line + begin, {name: summary for name, summary in word.items() if name.startswith(begin)}
            yield line + "'a b.csv' ", nothing(command)
            yield line + "a\\ b.csv --", options_of(command, "--")
            flag, valued = ([o for o in command.options if bool(o.value) == with_value] for with_value in (False, True))
            yield f"{line}{flag[0].name} ", word
            if valued:
                yield f"{line}{valued[0].name} 1 ", word
                yield f"{line}{valued[0].name}=1 ", word
        yield line + "x < a", {name: None for name in FILES if name.startswith("a")}


# ---- shells ----------------------------------------------------------------------------------------------------------
class Terminal:
    """A program on a pseudo-terminal, high and wide enough for every list."""

    def __init__(self, arguments, folder):
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        self.unread = b""
        self.process, self.descriptor = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(arguments[0], arguments, environment)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 300, 300, 0, 0))

    def send(self, text):
        os.write(self.descriptor, text.encode())

    def read_to(self, mark):
        """What it prints, up to the mark."""
        end = time.monotonic() + 60
        while mark.encode() not in self.unread:
            if not select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"no {mark!r} in {self.unread!r}")
            self.unread += os.read(self.descriptor, 65536)
        read, _, self.unread = self.unread.partition(mark.encode())
        return read.decode() + mark

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.close(self.descriptor)
        os.waitpid(self.process, 0)


class Bash:
    described = False
    options_on_empty = False
    setting = [
        "PS1='> '",
        "bind 'set enable-bracketed-paste off'",
        "bind 'set completion-query-items 0'",
        "bind 'set page-completions off'",
        "bind 'set completion-display-width 0'",
        "bind '\"\\C-t\": possible-completions'",
        'bind -x \'"\\C-g": printf "<%s>\\n" "$READLINE_LINE"; READLINE_LINE=\'',
    ]

    def __init__(self, source, folder, *more):
        self.terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], folder)
        lines = [*self.setting, f"source '{source}/swarmcast.bash'", *more]
        self.terminal.send("\n".join([*lines, "echo REA''DY", ""]))
        self.terminal.read_to("READY\r\n")

    def keys(self, text):
        self.terminal.send(text + "\x07")
        return self.terminal.read_to(">\r\n")

    def offered(self, line):
        self.keys("swarmcast scrap\t")  # after a failure readline would insert the next match instead of listing it
        shown = self.keys(line + "\x14").split("\r\n")
        rest = [number for number, text in enumerate(shown) if text.startswith("> ")]
        return {name.replace("\\ ", " "): None for name in (shown[1 : rest[-1]] if rest else [])}

    def after_tab(self, line):
        return re.search(r"<(.*)>\r\n", self.keys(line + "\t")).group(1)

    def ask(self, lines):
        return [self.offered(line) for line in lines]


class Zsh:
    described = True
    options_on_empty = True
    setting = [
        "PS1='> '",
        "unsetopt prompt_sp prompt_cr",
        "unset zle_bracketed_paste",
        "LISTMAX=100000",
        "probe() { zle list-choices; zle -R; print -r -- \"<$BUFFER>\"; BUFFER= }; zle -N probe; bindkey '^T' probe",
        "dump() { print -r -- \"<$BUFFER>\"; BUFFER= }; zle -N dump; bindkey '^G' dump",
    ]

    def __init__(self, source, folder):
        self.terminal = Terminal(["zsh", "-f", "-i"], folder)
        find = [f"fpath=('{source}' $fpath)", "autoload -Uz compinit", "compinit -u -D"]
        self.terminal.send("\n".join([*self.setting, *find, "echo REA''DY", ""]))
        self.terminal.read_to("READY\r\n")

    def offered(self, line):
        self.terminal.send(line + "\x14")
        shown = self.terminal.read_to(">\r\n")
        # Below the line, up to where the cursor goes back to it.
        match = re.search(r"\r\r\n(.*?)(?:\x1b\[\d*A)+", shown, re.DOTALL)
        if not match:
            return {}
        rows = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", match.group(1)).split("\r\n")
        found = {}
        for row in filter(str.strip, rows):
            names, _, description = row.partition(" -- ")
            for name in re.split(r" {2,}", names.strip()):
                found[name.replace("\\ ", " ")] = description.strip() or None
        return found

    def after_tab(self, line):
        self.terminal.send(line + "\t\x07")
        return re.search(r"<(swarmcast.*)>\r\n", self.terminal.read_to(">\r\n")).group(1)

    def ask(self, lines):
        return [self.offered(line) for line in lines]


class Fish:
    described = True
    options_on_empty = False

    def __init__(self, source, folder):
        self.script = f"source '{source}/swarmcast.fish'; for line in $argv; complete -C $line; echo '<END>'; end"
        self.folder = folder

    def ask(self, lines):
        environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8"}
        command = ["fish", "--no-config", "-c", self.script, *lines]
        done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, check=True)
        if done.stderr:
            raise RuntimeError(done.stderr.decode())
        answers = done.stdout.decode().split("<END>\n")[:-1]
        return [dict((row + "\t").split("\t")[:2] for row in answer.splitlines()) for answer in answers]


def without_prefix(offers, line):
    """Where `--from=csv` is offered for `--from=`, the argument alone."""
    prefix = line.split(" ")[-1].partition("=")[0] + "="
    return {name.removeprefix(prefix): description for name, description in offers.items()}


def differences(shell, program):
    """A sentence for every line on which something else is offered."""
    asked = list(questions(program, shell.options_on_empty))
    answers = shell.ask([line for line, _ in asked])
    wrong = []
    for (line, due), offers in zip(asked, answers, strict=True):
        offers = without_prefix(offers, line)
        if missing := due.keys() - offers.keys():
            wrong.append(f"{line!r}: not offered: {', '.join(sorted(missing))}")
        if surplus := offers.keys() - due.keys():
            wrong.append(f"{line!r}: offered, and not declared: {', '.join(sorted(surplus))}")
        for name in due.keys() & offers.keys() if shell.described else []:
            if due[name] and due[name] != offers[name]:
                wrong.append(f"{line!r}: {name} is described as {offers[name]!r}")
    return wrong, len(asked)


def tabs(shell, equals):
    """What one Tab makes of a line; `equals` is what stands behind an option with an argument."""
    due = {
        "swarmcast bat": "swarmcast batch ",
        "swarmcast batch --fro": f"swarmcast batch --from{equals}",
        "swarmcast batch --gath": "swarmcast batch --gather ",
        "swarmcast batch --from js": "swarmcast batch --from json ",
        "swarmcast batch --from=js": "swarmcast batch --from=json ",
        "swarmcast batch al": "swarmcast batch alpha.csv ",
        "swarmcast batch a\\ ": "swarmcast batch a\\ b.csv ",
        "swarmcast -i al": "swarmcast -i alpha.csv ",
        "swarmcast --prior=al": "swarmcast --prior=alpha.csv ",
        "swarmcast help sc": "swarmcast help scrape ",
    }
    made = {line: shell.after_tab(line) for line in due}
    return [f"Tab makes {made[line]!r} of {line!r}, not {due[line]!r}" for line in due if made[line] != due[line]]


def check(program, source, name):
    """Sentences about what is wrong in a shell."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            path = pathlib.Path(folder, file)
            path.mkdir() if file.endswith("/") else path.touch()
        if name == "bash":
            # As it comes, and where = and : are no ends of words.
            shells = [Bash(source, folder), Bash(source, folder, "COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]/}")]
        else:
            shells = [{"zsh": Zsh, "fish": Fish}[name](source, folder)]
        for shell in shells:
            found, count = differences(shell, program)
            wrong += found
            print(f"{count} lines asked of {name}, {len(found)} differences")
            if name != "fish":
                wrong += tabs(shell, "=" if name == "zsh" else " ")
                shell.terminal.close()
    return wrong


def self_test(program, name):
    """Completions of a program that is another in three places."""
    program.commands = [command for command in program.commands if command.name in ("project", "batch", "scrape", "help")]
    other = copy.deepcopy(program)
    scrape = other.command("scrape")
    scrape.options = [option for option in scrape.options if option.name != "--strict"]
    scrape.options.append(dataclasses.replace(scrape.options[-1], name="--planted", letter=""))
    scrape.options[0].help = "something else"
    file, write = {
        "bash": ("swarmcast.bash", completions.bash),
        "zsh": ("_swarmcast", completions.zsh),
        "fish": ("swarmcast.fish", completions.fish),
    }[name]
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, file).write_text(write(program), encoding="utf-8")
        assert check(program, folder, name) == [], "what is right is refused"
        pathlib.Path(folder, file).write_text(write(other), encoding="utf-8")
        wrong = check(program, folder, name)
    assert wrong and all(sentence[1:].startswith("swarmcast scrape ") for sentence in wrong), wrong
    assert "'swarmcast scrape --': not offered: --strict" in wrong, "an option less goes unnoticed"
    assert "'swarmcast scrape --': offered, and not declared: --planted" in wrong, "an option more goes unnoticed"
    described = any("--at is described as 'something else'" in sentence for sentence in wrong)
    assert described == (name != "bash"), "a wrong description goes unnoticed"


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program = declared(sys.argv[1])
    if sys.argv[2] == "--self-test":
        self_test(program, sys.argv[3])
        return
    wrong = check(program, pathlib.Path(sys.argv[2]).resolve(), sys.argv[3])
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


main()
