"""The manual: a page for the program and one for each command, in roff's man macros.

Most of a page is what the program declares. What a page has beyond that stands in docs/manual: NAME.txt for the page of
the command NAME, swarmcast.txt for the program's, all.txt for every command. Such a file has parts, each below its heading:

    [SECTION]            text of that section; in DESCRIPTION it stands below what the program says
    [SECTION --option]   in all.txt: text of that section, on the pages of commands that have the option
    [--option VALUE]     text below the option

Text, and the description in the help, is paragraphs with empty lines between. Lines that are indented are printed as they
stand, or are a list where two or more blanks follow their first words:

      WORD   what it is, and further lines
             that begin below it

Where a section in all.txt and in another file are both a list, they are one, and the other file's words count. In any
other section the other file's text stands alone.

`Words in backquotes` and options are bold, what arguments are called is italic.
"""
import re
import textwrap

FIRST = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS"]
LAST = ["EXIT STATUS", "ENVIRONMENT", "FILES", "NOTES", "EXAMPLES", "SEE ALSO"]

ITEM = re.compile(r"  (\S+(?: \S+)*)  +(\S.*)")


def escaped(text):
    """As roff prints it, with a minus that can be copied."""
    if not text.isascii():
        raise ValueError(f"not ASCII: {text!r}")
    for plain, roff in (("\\", "\\e"), ("-", "\\-"), ("^", "\\(ha"), ("~", "\\(ti")):
        text = text.replace(plain, roff)
    return text


def literal(text):
    """The same, of what is typed."""
    return escaped(text).replace("'", "\\(aq").replace("`", "\\(ga")


def protected(line):
    """No request, however the line begins."""
    return re.sub(r"^(?=[.'])", r"\\&", line)


def bold(text):
    # Its words are kept whole (\%): an option that is broken cannot be copied.
    words = (f"\\%{literal(word)}" for word in text.split(" "))
    return f"\\fB{' '.join(words)}\\fR"


def italic(text):
    return f"\\fI{literal(text)}\\fR"


def prose(text, values):
    """Lines of filled text with its fonts; `values` are what arguments are called."""
    words = "|".join(sorted(map(re.escape, values), key=len, reverse=True)) or "(?!)"
    fonts = re.compile(rf"`([^`]+)`|(?<![\w-])(--?[a-z][\w-]*)|\b([a-z-]+)(\(\d\))|(?<![\w=-])({words})(?![\w-])")

    def font(match):
        code, option, page, section, value = match.groups()
        if page:
            return bold(page) + section
        return italic(value) if value else bold(code or option)

    parts = []
    end = 0
    for match in fonts.finditer(text):
        parts += [escaped(text[end : match.start()]), font(match)]
        end = match.end()
    text = re.sub(r"(?<!\S)\(?swarmcast", r"\\%\g<0>", "".join(parts) + escaped(text[end:]))
    return [protected(line) for line in textwrap.wrap(text, 79, break_long_words=False, break_on_hyphens=False)]


def kind(line, before):
    """What a line of a paragraph is: text, excerpt, item of a list, or more of one."""
    if not line.startswith("  "):
        return "text"
    if ITEM.match(line):
        return "item"
    in_list = any(ITEM.match(other) for other in before) and before[-1].startswith("  ")
    return "more" if in_list and line.startswith("   ") else "excerpt"


def verbatim(lines):
    return [".PP", ".RS 4", ".EX", *(protected(literal(line)) for line in lines), ".EE", ".RE"]


def items(text):
    """A list as texts by their first words, or None where the text is anything else."""
    found = {}
    for line in text.split("\n"):
        if match := ITEM.match(line):
            found[match.group(1)] = match.group(2)
        elif found and line.startswith("   "):
            found[list(found)[-1]] += f" {line.strip()}"
        else:
            return None
    return found


def block(lines, values, first):
    """A paragraph, or one with an excerpt or a list in it."""
    kinds = [kind(line, lines[:number]) for number, line in enumerate(lines)]
    result = []
    start = 0
    while start < len(lines):
        end = next((n for n in range(start + 1, len(lines)) if kinds[n] not in (kinds[start], "more")), len(lines))
        if kinds[start] == "text":
            result += [] if first and start == 0 else [".PP"]
            result += prose(" ".join(lines[start:end]), values)
        elif kinds[start] == "excerpt":
            result += verbatim(line[2:] for line in lines[start:end])
        else:
            for term, text in items("\n".join(lines[start:end])).items():
                result += [".TP", italic(term) if term in values else bold(term), *prose(text, values)]
        start = end
    return result


def blocks(text, values):
    """Text in the notation above."""
    result = []
    for paragraph in filter(None, re.split(r"\n{2,}", text.strip("\n"))):
        result += block(paragraph.split("\n"), values, not result)
    return result


def synopsis(line):
    """`swarmcast batch FILE|- [options]`, with its fonts."""
    line = re.sub(r"\boptions\b", "OPTIONS", line)
    line = re.sub(r"[A-Z]+|[a-z-]+", lambda match: (italic if match.group().isupper() else bold)(match.group()), line)
    return re.sub(r"(?<=\\fR)=", r"\\fB=\\fR", line)


def option_entry(option, extra, values):
    names = ", ".join(map(bold, option.names))
    own = {option.value} - {""}
    lines = [".TP", f"{names} {italic(option.value)}" if option.value else names]
    lines += prose(option.summary, own)
    for text in filter(None, extra):
        lines += [".RS", ".PP", *blocks(text, values), ".RE"]
    return lines


def examples(text):
    """The examples of a help page."""
    lines = []
    sample = []

    def flush():
        if sample:
            lines.extend(verbatim(sample))
            sample.clear()

    for line in text.splitlines()[1:]:  # the first is the heading
        if line.startswith("    "):
            sample.append(line.strip())
        else:
            flush()
            lines.extend([".PP", *prose(line.strip(), set())])
    flush()
    return lines[1:]  # no .PP below the heading


class Extra:
    """The parts of a file in docs/manual, and which of them have been used."""

    def __init__(self, text):
        self.parts = {}
        for part in re.split(r"(?m)^(?=\[)", text):
            if not part.strip():
                continue
            heading, _, body = part.partition("]\n")
            if heading[1:] in self.parts:
                raise ValueError(f"[{heading[1:]}] stands there twice")
            self.parts[heading[1:]] = body.strip("\n")
        self.used = set()

    def take(self, heading):
        if heading not in self.parts:
            return ""
        self.used.add(heading)
        return self.parts[heading]

    def sections(self):
        """Headings of sections, with the options they depend on."""
        return [heading for heading in self.parts if not heading.startswith("--")]

    def unused(self):
        return [heading for heading in self.parts if heading not in self.used]


def merged(shared, own):
    """What a section says on a page."""
    if not shared:
        return own
    shared_items = items(shared)
    own_items = items(own) if own else {}
    if shared_items is None or own_items is None:
        return own or shared
    both = {**shared_items, **own_items}
    terms = sorted(both, key=lambda term: (len(term) if term.isdigit() else 0, term))
    return "\n".join(f"  {term}  {both[term]}" for term in terms)


def shared_section(everywhere, heading, names):
    """What all.txt says in a section, on the page of a command with options of these names."""
    texts = []
    for full in everywhere.sections():
        name, _, option = full.partition(" --")
        if name == heading and (not option or f"--{option}" in names):
            texts.append(everywhere.take(full))
    return "\n".join(texts)


def add_sections(named, everywhere, own, options, values):
    """Those of the files in docs/manual that the page has not used yet."""
    names = {option.name for option in options}
    headings = [full.partition(" --")[0] for full in everywhere.sections()] + own.sections()
    for heading in dict.fromkeys(headings):
        if heading not in named:
            named[heading] = blocks(merged(shared_section(everywhere, heading, names), own.take(heading)), values)


def see_also(program, own):
    names = sorted({"swarmcast", *(f"swarmcast-{command.name}" for command in program.commands)} - {own})
    return [f"{bold(name)}(1){',' if name != names[-1] else ''}" for name in names]


def calls(lines):
    """A synopsis, a call a line."""
    return [part for line in lines for part in (".br", synopsis(line))][1:]


def page(title, program, date, named):
    """Sections in the order that readers know, those of the page's own between options and exit status."""
    own = [name for name in named if name not in FIRST + LAST]
    lines = [
        '.\\" Made by tests/manual/make.py from what the program declares and from docs/manual: do not edit.',
        f'.TH {literal(title.upper())} 1 "{date}" "swarmcast {program.version}" "User Commands"',
        ".ad l",
    ]
    for name in FIRST + own + LAST:
        if named.get(name):
            lines += [f".SH {name}", *named[name]]
    return "\n".join(lines) + "\n"


def command_page(program, command, everywhere, own, date):
    values = {option.value for option in command.options if option.value}
    values.update(re.findall(r"\b[A-Z]{2,}\b", "\n".join(command.synopsis)))
    title = f"swarmcast-{command.name}"
    options = []
    for number, option in enumerate(command.options):
        if number == 0 or option.group != command.options[number - 1].group:
            options.append(f".SS {option.group}")
        heading = f"{option.name} {option.value}".strip()
        options += option_entry(option, [everywhere.take(heading), own.take(heading)], values)
    named = {
        "NAME": [f"{literal(title)} \\- {escaped(command.summary)}"],
        "SYNOPSIS": calls(command.synopsis),
        "DESCRIPTION": blocks(f"{command.description}\n\n{own.take('DESCRIPTION')}", values),
        "OPTIONS": options,
        "EXAMPLES": examples(command.examples),
        "SEE ALSO": see_also(program, title),
    }
    add_sections(named, everywhere, own, command.options, values)
    return page(title, program, date, named)


def program_page(program, everywhere, own, date):
    default = program.commands[0]
    values = {"COMMAND"}
    common = [option for option in default.options if all(option in command.options for command in program.commands)]
    commands = []
    for command in program.commands:
        commands += [".TP", f"{bold('swarmcast-' + command.name)}(1)", escaped(command.summary)]
    named = {
        "NAME": ["swarmcast \\- project download counts, with honest bands"],
        "SYNOPSIS": calls([*default.synopsis, "swarmcast COMMAND [options]"]),
        "DESCRIPTION": blocks(own.take("DESCRIPTION"), values),
        "COMMANDS": commands,
        "OPTIONS": blocks(own.take("OPTIONS"), values) + [line for option in common for line in option_entry(option, [], values)],
        "EXAMPLES": examples(default.examples),
        "SEE ALSO": see_also(program, "swarmcast"),
    }
    add_sections(named, everywhere, own, [option for command in program.commands for option in command.options], values)
    return page("swarmcast", program, date, named)


def release_date(changelog, version):
    """2026-12-24 of `## 0.1.0 (2026-12-24)`; "unreleased" where no date stands there."""
    match = re.search(rf"(?m)^## {re.escape(version)} \((\d{{4}}-\d\d-\d\d)\)", changelog)
    return match.group(1) if match else "unreleased"


def make(program, extras, changelog):
    """Texts by file name. `extras`: texts of docs/manual by file name.
    ValueError: one of them is about something that is not there."""
    extras = {name: Extra(text) for name, text in extras.items()}
    everywhere = extras.get("all.txt", Extra(""))
    date = release_date(changelog, program.version)
    made = {"swarmcast.1": program_page(program, everywhere, extras.get("swarmcast.txt", Extra("")), date)}
    for command in program.commands:
        own = extras.get(f"{command.name}.txt", Extra(""))
        made[f"swarmcast-{command.name}.1"] = command_page(program, command, everywhere, own, date)
    for name, extra in extras.items():
        if extra.unused():
            raise ValueError(f"docs/manual/{name}: [{extra.unused()[0]}] is about nothing that the program declares")
    return made
