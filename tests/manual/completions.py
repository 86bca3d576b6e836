"""Completions for three shells, from what the program declares.

All do the same: commands where the first word may be one, and as the argument of help; options of the line's command that
may still be given; words where an option takes one of a few; names of files where it, or the command, takes a file.
"""

NOTE = "Made by tests/manual/make.py from what the program declares: do not edit."

BASH = r"""# shellcheck shell=bash
# Completion of swarmcast in bash. @NOTE@

_swarmcast_commands='@COMMANDS@'

# Sets the caller's `options` and `word`: what a command takes. An option is its names and its argument: FILE, one of a few
# (a|b), or something else; ... is behind the argument of those that may be given again.
_swarmcast_declared() {
  case $1 in
@DECLARED@
  esac
}

# Sets the caller's `argument` to that of an option, empty for a flag. 1: there is no such option.
_swarmcast_argument() {
  local option
  for option in "${options[@]}"; do
    [[ ,${option%% *}, == *,"$1",* ]] || continue
    argument=${option#"${option%% *}"}
    argument=${argument# }
    return 0
  done
  return 1
}

# Offers what the argument of an option, or a word, may be. `begun` is what is there of it, `before` what its word has
# before it.
_swarmcast_offer() {
  local argument=${1%...} before=$2 begun=$3
  case $argument in
    FILE)
      if [[ $before && $COMP_WORDBREAKS != *=* ]]; then
        local name
        while read -r name; do
          [[ ! -d $name ]] || { name+=/ && compopt -o nospace; }
          printf -v name '%s%q' "$before" "$name"
          COMPREPLY+=("$name")
        done < <(compgen -f -- "$begun")
      else
        compopt -o default # readline's own, which knows of quotes
      fi
      ;;
    COMMAND) mapfile -t COMPREPLY < <(compgen -W "$_swarmcast_commands" -- "$begun") ;;
    \(*\))
      argument=${argument#\(}
      argument=${argument%\)}
      mapfile -t COMPREPLY < <(compgen -P "$before" -W "${argument//|/ }" -- "$begun")
      ;;
  esac
}

_swarmcast() {
  local IFS=$' \t\n'
  COMPREPLY=()
  # The words as the program gets them: in COMP_WORDS they are split at = and :, which are in COMP_WORDBREAKS.
  local line=${COMP_LINE:0:COMP_POINT} piece current
  local -a words=()
  for piece in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ ${#words[@]} -eq 0 || $line == [[:blank:]]* ]]; then
      line=${line#"${line%%[![:blank:]]*}"}
      words+=("")
    fi
    piece=${piece:0:${#line}}
    words[-1]+=$piece
    line=${line#"$piece"}
  done
  current=${words[-1]}
  unset 'words[-1]'
  words=("${words[@]:1}")

  local command=@DEFAULT@ word='' argument='' awaited='' given=' ' only_words='' seen=0 i
  local redirection='^([0-9]*|&)[<>]'
  local -a options=()
  if [[ ${words[0]-} && " $_swarmcast_commands " == *" ${words[0]} "* ]]; then
    command=${words[0]}
    words=("${words[@]:1}")
  elif [[ ${#words[@]} -eq 0 && $current != -* ]]; then
    _swarmcast_offer COMMAND '' "$current"
    return
  fi
  _swarmcast_declared "$command"
  for ((i = 0; i < ${#words[@]}; i++)); do
    if [[ $awaited ]]; then
      awaited=
    elif [[ ${words[i]} =~ $redirection ]]; then
      [[ ${words[i]} != *[\<\>] ]] || awaited=FILE
    elif [[ $only_words || ${words[i]} != -?* ]]; then
      ((++seen))
    elif [[ ${words[i]} == -- ]]; then
      only_words=yes
    else
      given+="${words[i]%%=*} "
      if [[ ${words[i]} != *=* ]] && _swarmcast_argument "${words[i]}"; then awaited=$argument; fi
    fi
  done

  if [[ $awaited ]]; then
    _swarmcast_offer "$awaited" '' "$current"
  elif [[ $current =~ $redirection ]]; then
    _swarmcast_offer FILE '' "$current"
  elif [[ ! $only_words && $current == --*=* ]]; then
    if _swarmcast_argument "${current%%=*}"; then _swarmcast_offer "$argument" "${current%%=*}=" "${current#*=}"; fi
  elif [[ ! $only_words && $current == -* ]]; then
    local option name
    for option in "${options[@]}"; do
      local names=${option%% *}
      for name in ${names//,/ }; do
        [[ $option == *... || $given != *" $name "* ]] || continue 2
      done
      for name in ${names//,/ }; do
        [[ $name != "$current"* ]] || COMPREPLY+=("$name")
      done
    done
  elif ((seen == 0)) || [[ $word == *... ]]; then
    _swarmcast_offer "$word" '' "$current"
  fi

  # What stands before the last of these is no part of what readline replaces.
  local breaks=${COMP_WORDBREAKS//[!=:]/}
  if [[ $breaks && ${#COMPREPLY[@]} -gt 0 ]]; then
    local before=${current%"${current##*["$breaks"]}"}
    COMPREPLY=("${COMPREPLY[@]#"$before"}")
  fi
}

complete -F _swarmcast swarmcast
"""

ZSH = r"""#compdef swarmcast
# Completion of swarmcast in zsh. @NOTE@

_swarmcast_commands() {
  local -a commands=(
@COMMANDS@
  )
  _describe -t commands command commands
}

_swarmcast() {
  local curcontext=$curcontext command=@DEFAULT@
  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
    _swarmcast_commands
    return
  fi
  case $words[2] in
    (@NAMES@)
      command=$words[2]
      shift words
      (( CURRENT-- ))
      ;;
  esac
  curcontext="${curcontext%:*}-$command:"
  case $command in
@DECLARED@
  esac
}

_swarmcast "$@"
"""

FISH = r"""# Completion of swarmcast in fish. @NOTE@

function __swarmcast_first -d 'Whether no word is before the present one'
    test (count (commandline -opc)) -eq 1
end

function __swarmcast_in -a wanted -d 'Whether the line is one of this command'
    set -l words (commandline -opc)
    contains -- "$words[2]" @NAMES@; or set words[2] @DEFAULT@
    test $words[2] = $wanted
end

function __swarmcast_lacks -d 'Whether none of these options has been given: COMMAND NAME...'
    __swarmcast_in $argv[1]; or return
    for word in (commandline -opc)
        contains -- (string replace -r '=.*' '' -- $word) $argv[2..]; and return 1
    end
    return 0
end

function __swarmcast_awaits -d 'The same of options with an argument, which may be what is being typed'
    __swarmcast_lacks $argv; and return
    __swarmcast_in $argv[1]; or return
    set -l words (commandline -opc)
    contains -- $words[-1] $argv[2..]; or return
    for word in $words[1..-2]
        contains -- (string replace -r '=.*' '' -- $word) $argv[2..]; and return 1
    end
    return 0
end

function __swarmcast_wants_word -d 'Whether it has no word yet: COMMAND OPTION_WITH_ARGUMENT...'
    __swarmcast_in $argv[1]; or return
    set -l is_argument
    set -l only_words
    for word in (commandline -opc)[3..]
        if test -n "$is_argument"
            set is_argument
        else if test -z "$only_words"; and test "$word" = --
            set only_words yes
        else if test -n "$only_words"; or not string match -q -- '-?*' $word
            return 1
        else if contains -- $word $argv[2..]
            set is_argument yes
        end
    end
    return 0
end

complete -c swarmcast -f
@DECLARED@
"""


def filled(template, **values):
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template.replace("@NOTE@", NOTE)


def quoted(text):
    """For bash and zsh."""
    return "'" + text.replace("'", "'\\''") + "'"


# ---- bash -------------------------------------------------------------------------------------------------------------
def bash_option(option):
    if not option.value:
        argument = ""
    elif option.takes_file:
        argument = " FILE"
    elif option.choices:
        argument = f" ({'|'.join(option.choices)})"
    else:
        argument = f" {option.value}"
    return ",".join(option.names) + argument + ("..." if option.repeats else "")


def bash(program):
    lines = []
    for command in program.commands:
        lines += [f"    {command.name})", "      options=("]
        lines += [f"        {quoted(bash_option(option))}" for option in command.options]
        lines += ["      )", *([f"      word={command.word}"] if command.word else []), "      ;;"]
    return filled(
        BASH,
        COMMANDS=" ".join(command.name for command in program.commands),
        DEFAULT=program.commands[0].name,
        DECLARED="\n".join(lines),
    )


# ---- zsh --------------------------------------------------------------------------------------------------------------
def zsh_escaped(text):
    for special in ("\\", ":", "[", "]"):
        text = text.replace(special, "\\" + special)
    return text


def zsh_option(option):
    """Specifications for _arguments."""
    if not option.value:
        argument = ""
    elif option.takes_file:
        argument = f":{option.value}:_files"
    elif option.choices:
        argument = f":{option.value}:({' '.join(option.choices)})"
    else:
        argument = f":{zsh_escaped(option.value)}: "
    others = "*" if option.repeats else f"({' '.join(option.names)})" if option.letter else ""
    return [
        quoted(f"{others}{name}{'=' if option.value and name.startswith('--') else ''}[{zsh_escaped(option.summary)}]{argument}")
        for name in option.names
    ]


def zsh(program):
    names = [command.name for command in program.commands]
    lines = []
    for command in program.commands:
        specifications = [line for option in command.options for line in zsh_option(option)]
        if command.word:
            number = "*" if command.word.endswith("...") else "1"
            action = {"FILE": "_files", "COMMAND": "_swarmcast_commands"}.get(command.word, " ")
            specifications.append(quoted(f"{number}:{zsh_escaped(command.word)}:{action}"))
        lines += [f"    ({command.name})", "      _arguments -S \\"]
        lines += [f"        {specification} \\" for specification in specifications[:-1]]
        lines += [f"        {specifications[-1]}", "      ;;"]
    return filled(
        ZSH,
        COMMANDS="\n".join(f"    {quoted(command.name + ':' + zsh_escaped(command.summary))}" for command in program.commands),
        DEFAULT=names[0],
        NAMES="|".join(names),
        DECLARED="\n".join(lines),
    )


# ---- fish -------------------------------------------------------------------------------------------------------------
def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_option(command, option):
    test = "__swarmcast_in" if option.repeats else "__swarmcast_awaits" if option.value else "__swarmcast_lacks"
    names = [] if option.repeats else option.names
    parts = ["complete -c swarmcast -n", fish_quoted(" ".join([test, command.name, *names])), "-l", option.name[2:]]
    if option.letter:
        parts += ["-s", option.letter[1:]]
    if option.takes_file:
        parts.append("-r -F")
    elif option.value:
        parts.append("-x")
    if option.choices:
        parts += ["-a", fish_quoted(" ".join(option.choices))]
    return " ".join([*parts, "-d", fish_quoted(option.summary)])


def fish(program):
    names = [command.name for command in program.commands]
    words = {name: f"-a {name} -d {fish_quoted(program.command(name).summary)}" for name in names}
    lines = [f"complete -c swarmcast -n __swarmcast_first {word}" for word in words.values()]
    for command in program.commands:
        with_argument = [name for option in command.options if option.value for name in option.names]
        wants_word = fish_quoted(" ".join(["__swarmcast_wants_word", command.name, *with_argument]))
        lines += ["", *(fish_option(command, option) for option in command.options)]
        if command.word == "FILE":
            lines.append(f"complete -c swarmcast -n {wants_word} -F")
        elif command.word == "COMMAND":
            lines += [f"complete -c swarmcast -n {wants_word} {word}" for word in words.values()]
    return filled(FISH, NAMES=" ".join(names), DEFAULT=names[0], DECLARED="\n".join(lines))
