# shellcheck shell=bash
# A `swarmcast batch` in shards: what parallel.sh and slurm.sh have in common. A shard is a range of whole lines of the input,
# so that the shards' outputs one behind the other are the output of a single run, byte for byte.
#
# Beside OUTPUT stands the folder OUTPUT.work until the job is done, and then a small rest of it:
#   job, options, program  what the job is: a second run must ask the same, and goes on where the first stopped
#   sample, digits         some series, and what the nodes make of them: all must make the same
#   shards/000000          the lines of a shard; .out its results, .done its exit code and how many results, .log its talk
#   result                 after the end: exit code, results, bytes

# A command that fails, as on a full disk, must not end the script with its 1: that is a job which is done.
set -o errtrace
trap 'refuse "stopped by an error: the same command goes on from there"' ERR

usage() {
  echo "usage: $(basename "$0") INPUT OUTPUT [-- OPTION...]   the options are those of swarmcast batch" >&2
  exit 2
}

# refuse SENTENCE...: the job cannot be done.
refuse() {
  echo "$(basename "$0"): $*" >&2
  exit 2
}

# read_command_line ARGUMENT...: leaves $input, $output, $work, ${options[@]}, $program, $shards.
read_command_line() {
  [[ $# -ge 2 ]] || usage
  input=$1
  output=$2
  shift 2
  if [[ $# -gt 0 ]]; then
    [[ $1 == -- ]] || usage
    shift
  fi
  options=("$@")
  work=$output.work
  shards=${SHARDS:-64}
  [[ $shards =~ ^[1-9][0-9]{0,5}$ ]] || refuse "SHARDS=$shards is not a number of shards: write 1 to 999999"
  # The last digits depend on the kind of processor, unless it is pinned. Every processor has the baseline.
  export SWARMCAST_ISA=${SWARMCAST_ISA:-baseline}
  [[ $SWARMCAST_ISA == baseline || $SWARMCAST_ISA == v3 ]] ||
    refuse "SWARMCAST_ISA=$SWARMCAST_ISA is not known: write baseline, or v3 where every node has AVX2"
  program=$(command -v "${SWARMCAST:-swarmcast}") || refuse "${SWARMCAST:-swarmcast} is not there: set SWARMCAST to the program"
  program=$(realpath "$program")
  check_options
  [[ -f $input && -r $input ]] || refuse "$input is no file that can be read: a job is split, so it takes no pipe"
}

check_options() {
  local option before=
  for option in ${options[@]+"${options[@]}"}; do
    case $option in
      --resume* | --first-line* | --jobs* | -j*) refuse "$option is set for each shard by this script: leave it out" ;;
      --strict) refuse "--strict stops a single run at the first error, and shards do not wait for each other: leave it out" ;;
      --gather | --format=csv) refuse "$option: only NDJSON is split into shards, and joined; leave it out" ;;
      csv) [[ $before != --format ]] || refuse "--format csv: only NDJSON is split into shards, and joined; leave it out" ;;
      --help | -h | --version) usage ;;
    esac
    before=$option
  done
  # What is wrong with the options shows now, and not on a hundred nodes.
  local said code=0
  said=$("$program" batch - ${options[@]+"${options[@]}"} 2>&1 >/dev/null <<<'{"id": "x", "readings": [[10, 200000]]}') || code=$?
  if [[ $code -ge 2 ]]; then
    echo "$said" >&2
    exit 2
  fi
}

# What the results depend on, a line each. The input may be too large to be read for this.
describe_job() {
  echo "input: $(realpath "$input"), $(stat --format='%s bytes, of %Y' "$input")"
  echo "shards: $shards"
  echo "program: SHA-256 $(sha256sum <"$program" | cut -d' ' -f1)"
  echo "SWARMCAST_ISA: $SWARMCAST_ISA"
  echo "options:$(printf ' %q' ${options[@]+"${options[@]}"})"
}

# Makes the shards, or finds those that are there. Where all is done already, ends the script.
begin_job() {
  local job
  job=$(describe_job)
  if [[ -e $work/job ]]; then
    if ! cmp --quiet "$work/job" - <<<"$job"; then
      diff "$work/job" - <<<"$job" | grep '^[<>]' >&2 || true
      refuse "$work is that of another job: ask the same again (<), or remove it"
    fi
  elif [[ -e $output ]]; then
    refuse "$output is there already, and no $work that says of what job: move it away, or name another file"
  fi
  mkdir -p "$work"
  exec {lock}>"$work/lock"
  flock --nonblock "$lock" || refuse "another run is at work in $work: wait for it"
  if [[ -e $work/result ]]; then
    local code results bytes
    read -r code results bytes <"$work/result"
    if [[ -f $output && $(stat --format=%s "$output") == "$bytes" ]]; then
      echo "$(basename "$0"): $output is done already: $results results" >&2
      exit "$code"
    fi
    rm "$work/result" # the output has been taken away: once more
  fi
  [[ -e $work/shards ]] || split_input "$job"
}

no_series=$'^[ \t\r]*\\(#\\|$\\)' # a line that has no result

split_input() {
  # The first line with a series tells what the file is, as for a single run.
  local first lines per_shard
  first=$(LC_ALL=C sed -e '1s/^\xEF\xBB\xBF//' -e "/$no_series/d" -e 's/^[ \t\r]*//' "$input" | head -c 1 | tr -d '\0') || true
  [[ $first == '{' ]] ||
    refuse "$input is not NDJSON, a series a line in braces: a table cannot be split, so give it to swarmcast batch as it is"
  lines=$(wc -l <"$input")
  [[ $(tail -c 1 "$input" | wc -l) -eq 1 ]] || lines=$((lines + 1))
  per_shard=$(((lines + shards - 1) / shards))
  rm -rf "$work/digits" "$work/shards.part" "$work/shards.joined"
  mkdir "$work/shards.part"
  split --lines="$per_shard" --numeric-suffixes --suffix-length=6 "$input" "$work/shards.part/"
  LC_ALL=C grep --text --invert-match --max-count=64 "$no_series" "$input" >"$work/sample"
  echo "$per_shard" >"$work/lines_per_shard"
  echo "$program" >"$work/program"
  echo "$SWARMCAST_ISA" >"$work/isa"
  : >"$work/options"
  [[ ${#options[@]} -eq 0 ]] || printf '%s\0' "${options[@]}" >"$work/options"
  echo "$1" >"$work/job"
  mv "$work/shards.part" "$work/shards" # last: from here on the job is there
}

# The numbers of the shards, in order, and of those that are not finished.
all_shards() { find "$work/shards" -name '[0-9][0-9][0-9][0-9][0-9][0-9]' -printf '%f\n' | LC_ALL=C sort; }
unfinished_shards() {
  local shard
  while read -r shard; do [[ -e $work/shards/$shard.done ]] || echo "$shard"; done < <(all_shards)
}

# Joins what the shards made. Leaves $worst: 0, or 1 where there are errors in their places.
end_job() {
  local unfinished
  mapfile -t unfinished < <(unfinished_shards)
  if [[ ${#unfinished[@]} -gt 0 ]]; then
    tail --lines=3 "$work/shards/${unfinished[0]}.log" >&2 2>/dev/null || true
    refuse "shards that are not finished: ${#unfinished[@]}; the first is $work/shards/${unfinished[0]}, whose .log says why." \
      "The same command goes on from there"
  fi
  # Every output names its version and prior: a file may have been changed while the job ran.
  if [[ $(find "$work/shards" -name '*.out.state' -exec grep --no-filename -e '^swarmcast batch ' -e '^prior: ' {} + |
    sort --unique | cut -d' ' -f1 | uniq --repeated) ]]; then
    refuse "the program or the prior was changed while the job ran: remove $work, and begin again"
  fi
  worst=0
  local shard code results total=0 joined bytes
  : >"$output.part"
  while read -r shard; do
    read -r code results <"$work/shards/$shard.done"
    [[ $code -le $worst ]] || worst=$code
    total=$((total + results))
    cat "$work/shards/$shard.out" >>"$output.part"
  done < <(all_shards)
  joined=$(wc -l <"$output.part")
  [[ $joined -eq $total ]] || refuse "$output.part has $joined lines, and the shards have $total results: is the disk full?"
  sync "$output.part"
  bytes=$(stat --format=%s "$output.part")
  mv "$output.part" "$output"
  echo "$worst $total $bytes" >"$work/result.part"
  mv "$work/result.part" "$work/result"
  mv "$work/shards" "$work/shards.joined" # what is half removed must not pass for a job
  rm -rf "$work/shards.joined"
  [[ $worst -eq 0 ]] ||
    echo "$(basename "$0"): $total series, of which some could not be projected: each has its error in its place" >&2
}
