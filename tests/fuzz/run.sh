#!/usr/bin/env bash
# Searches for inputs that crash a parser, hang it, make it hoard memory, or break a promise it makes.
#
#   tests/fuzz/run.sh [SECONDS]   every target for so long (60), from a copy of the kept corpus; needs clang with libFuzzer
#                                 (Debian: clang, libclang-rt-dev)
#
# A crash ends with the path of the input that set it off. Replay it, under a debugger if need be:
#
#   build/sanitize/tests/fuzz_NAME PATH      as it was found
#   build/dev/tests/fuzz_replay_NAME PATH    any other build
#
# then mend the parser, and keep the input as tests/fuzz/corpus/NAME/WHAT-IT-IS: the tests fuzz-replay/NAME replay every file
# kept there in every build.
#
# A new target: its name in the list fuzz_targets of tests/CMakeLists.txt, a file tests/fuzz/NAME.cpp with its
# LLVMFuzzerTestOneInput(), some seeds in tests/fuzz/corpus/NAME/ and, where the input has words, a dictionary
# tests/fuzz/NAME.dict.
#
# What a long run finds is kept like this (the smallest files that reach all that has been reached):
#
#   build/sanitize/tests/fuzz_NAME -max_total_time=600 -max_len=4096 -dict=tests/fuzz/NAME.dict /tmp/found tests/fuzz/corpus/NAME
#   build/sanitize/tests/fuzz_NAME -merge=1 tests/fuzz/corpus/NAME /tmp/found
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/prepare.sh

seconds=${1:-60}
if [[ $# -gt 1 || ! "$seconds" =~ ^[1-9][0-9]*$ ]]; then
  echo "usage: tests/fuzz/run.sh [SECONDS]" >&2
  exit 2
fi

quietly "configuring the fuzzers" cmake --preset sanitize
quietly "building the fuzzers" cmake --build --preset fuzzers

work=$(mktemp -d)

# fuzz NAME: runs one target; what it said is in $work/NAME.log, what it found in $work/NAME.
fuzz() {
  local name=$1 options=()
  mkdir "$work/$name"
  cp tests/fuzz/corpus/"$name"/* "$work/$name"
  [[ ! -f tests/fuzz/$name.dict ]] || options+=("-dict=tests/fuzz/$name.dict")
  build/sanitize/tests/fuzz_"$name" "$work/$name" "${options[@]}" "-max_total_time=$seconds" -timeout=10 -rss_limit_mb=512 \
    -malloc_limit_mb=256 -max_len=65536 -detect_leaks=1 -print_final_stats=0 "-artifact_prefix=$work/$name-" \
    >"$work/$name.log" 2>&1
}

# report NAME: one line about a run that went well: what it ran, the edges of the program it reached, the files that reach them.
report() {
  local ran edges
  ran=$(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\) second.*/\1 \2/p' "$work/$1.log")
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$1.log" | tail -n 1)
  [[ -n "$ran" && -n "$edges" ]] || return 1
  awk -v name="$1" -v edges="$edges" -v files="$(find "$work/$1" -type f | wc -l)" '{
    printf "%-12s %9d runs, %6d a second, %5d edges reached, %5d files\n", name, $1, $1 / $2, edges, files }' <<<"$ran"
}

failed=()
# finish NAME PROCESS
finish() {
  if wait "$2" && report "$1"; then return; fi
  failed+=("$1")
  echo "$1 FAILED:" >&2
  tail -n 40 "$work/$1.log" >&2
  find "$work" -maxdepth 1 -name "$1-*" -printf 'the input that sets it off: %p\n' >&2
}

most_at_once=$(nproc)
[[ "$most_at_once" -le 2 ]] || most_at_once=2
names=()
processes=()
for file in tests/fuzz/corpus/*/; do
  name=$(basename "$file")
  fuzz "$name" &
  names+=("$name")
  processes+=($!)
  if [[ ${#names[@]} -eq $most_at_once ]]; then
    for i in "${!names[@]}"; do finish "${names[$i]}" "${processes[$i]}"; done
    names=()
    processes=()
  fi
done
for i in "${!names[@]}"; do finish "${names[$i]}" "${processes[$i]}"; done

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "Failed: ${failed[*]}. Everything is kept in $work" >&2
  exit 1
fi
rm -rf "$work"
