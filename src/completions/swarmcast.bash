# shellcheck shell=bash
# Completion of swarmcast in bash. Made by tests/manual/make.py from what the program declares: do not edit.

_swarmcast_commands='project fit batch backtest learn scrape watch curves help'

# Sets the caller's `options` and `word`: what a command takes. An option is its names and its argument: FILE, one of a few
# (a|b), or something else; ... is behind the argument of those that may be given again.
_swarmcast_declared() {
  case $1 in
    project)
      options=(
        '-i,--input FILE'
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--series NAME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--at LIST'
        '--level LIST'
        '--reach COUNT...'
        '--against NUMBER:LABEL...'
        '--compare'
        '--explain'
        '--curve LIST'
        '--prior FILE'
        '--method (posterior|least-squares)'
        '--band (prediction|confidence)'
        '--chart'
        '--no-chart'
        '--log (x|y|xy)'
        '--ascii'
        '--svg FILE'
        '--title TEXT'
        '--format (table|json|csv|vega)'
        '--strict'
        '-q,--quiet'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      word=TIME=COUNT...
      ;;
    fit)
      options=(
        '-i,--input FILE'
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--series NAME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--any'
        '--curve LIST'
        '--on (cumulative|increments)'
        '--interval (wald|profile)'
        '--level PERCENT'
        '--title TEXT'
        '--format (table|json|csv)'
        '--strict'
        '-q,--quiet'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      word=TIME=COUNT...
      ;;
    batch)
      options=(
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--gather'
        '--first-line N'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--at LIST'
        '--level LIST'
        '--reach COUNT...'
        '--against NUMBER:LABEL...'
        '--compare'
        '--explain'
        '--curve LIST'
        '--prior FILE'
        '--method (posterior|least-squares)'
        '--band (prediction|confidence)'
        '-j,--jobs N'
        '--format (json|csv)'
        '--resume FILE'
        '--progress (auto|on|off)'
        '--strict'
        '-q,--quiet'
        '-h,--help'
        '--version'
      )
      word=FILE
      ;;
    backtest)
      options=(
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--family-column NAME'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--origins LIST'
        '--curve LIST'
        '--prior FILE'
        '-j,--jobs N'
        '--svg FILE'
        '--format (table|json|csv)'
        '--strict'
        '-q,--quiet'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      word=FILE
      ;;
    learn)
      options=(
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--family-column NAME'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--origins LIST'
        '--prior FILE'
        '--curve LIST'
        '--absolute'
        '--name TEXT'
        '--date TEXT'
        '-j,--jobs N'
        '-o,--output FILE'
        '--strict'
        '-q,--quiet'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      word=FILE
      ;;
    scrape)
      options=(
        '--at TIME'
        '-o,--output FILE'
        '--strict'
        '-q,--quiet'
        '-h,--help'
        '--version'
      )
      word=FILE
      ;;
    watch)
      options=(
        '--alert CONDITION...'
        '--interval TIME'
        '--keep N'
        '--from (csv|tsv|lines|json)'
        '--release TIME'
        '--since TIME'
        '--series NAME'
        '--source NAME'
        '--time-column NAME'
        '--count-column NAME'
        '--series-column NAME'
        '--increments'
        '--hold'
        '--on-fall (refuse|correct|reset)'
        '--at LIST'
        '--level LIST'
        '--reach COUNT...'
        '--against NUMBER:LABEL...'
        '--compare'
        '--explain'
        '--curve LIST'
        '--prior FILE'
        '--method (posterior|least-squares)'
        '--band (prediction|confidence)'
        '--chart'
        '--no-chart'
        '--log (x|y|xy)'
        '--ascii'
        '--title TEXT'
        '--format (table|json|none)'
        '--strict'
        '-q,--quiet'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      word=FILE
      ;;
    curves)
      options=(
        '--format (table|json)'
        '--color (auto|always|never)'
        '-h,--help'
        '--version'
      )
      ;;
    help)
      options=(
        '-h,--help'
        '--version'
      )
      word=COMMAND
      ;;
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

  local command=project word='' argument='' awaited='' given=' ' only_words='' seen=0 i
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
