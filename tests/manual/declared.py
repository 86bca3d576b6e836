"""What the program declares: its commands and their options, as declarations.cpp prints them."""
import dataclasses
import json
import subprocess


@dataclasses.dataclass
class Option:
    group: str
    name: str  # "--input"
    letter: str  # "-i", or empty
    value: str  # empty: a flag
    help: str
    choices: list
    repeats: bool
    takes_file: bool

    @property
    def names(self):
        return [self.letter, self.name] if self.letter else [self.name]

    @property
    def summary(self):
        """The help on one line."""
        return " ".join(self.help.split())


@dataclasses.dataclass
class Command:
    name: str
    summary: str
    usage: str
    examples: str
    options: list

    @property
    def synopsis(self):
        """How to call it, a way a line."""
        lines = self.usage.split("\n\n")[0].removeprefix("Usage:").splitlines()
        return [line.strip() for line in lines]

    @property
    def description(self):
        return self.usage.split("\n\n", 1)[1].rstrip("\n")

    @property
    def word(self):
        """What an argument that is no option is: "FILE", "COMMAND", "TIME=COUNT..." (any number), or "": there is none."""
        for line in self.synopsis:
            parts = [part.strip("[]") for part in line.split()]
            for before, part in zip(parts, parts[1:]):
                if part.removesuffix("|-") in ("FILE", "COMMAND", "TIME=COUNT...") and not before.startswith("-"):
                    return part.removesuffix("|-")
        return ""


@dataclasses.dataclass
class Program:
    version: str
    commands: list

    def command(self, name):
        return next(command for command in self.commands if command.name == name)


def declared(program):
    """Of the executable `declarations`."""
    told = json.loads(subprocess.run([program], check=True, capture_output=True).stdout)
    commands = [
        Command(**{**command, "options": [Option(**option) for option in command["options"]]})
        for command in told["commands"]
    ]
    return Program(told["version"], commands)
