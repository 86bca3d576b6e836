#!/usr/bin/env bash
# Runs the golden cases: command lines whose every byte of output is known.
#
#   tests/golden/run.sh [NAME...]            all cases, or those named; a difference is shown as a diff, and the exit code is 1
#   tests/golden/run.sh --update [NAME...]   writes what the program says now into the cases; review the diff before keeping it
#   tests/golden/run.sh --self-test          shows that differences are noticed
#
# The program is $SWARMCAST, or build/release/swarmcast.
#
# A case is a folder tests/golden/NAME:
#   cmd     one line of shell, run in that folder with the program in the PATH: swarmcast 10h=200k 20h=750k+
#   input   standard input (optional)
#   out     standard output
#   err     standard error
#   code    the exit code
# To add one: make the folder, write cmd (and input), run `tests/golden/run.sh --update NAME`, and read what it wrote. A case
# names its prior (--prior ../reference-prior.json), so that it does not change when the built-in prior does, and runs on
# the baseline kernel, so that its last digits do not depend on the processor.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath --canonicalize-missing "${SWARMCAST:-$folder/../../build/release/swarmcast}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# run_case CASE_FOLDER: leaves what the program did in $work/{out,err,code}.
run_case() {
  local input=/dev/null code=0
  [[ -e $1/input ]] && input=$1/input
  (
    cd "$1"
    unset NO_COLOR COLUMNS
    PATH=$(dirname "$program"):$PATH LC_ALL=C TERM=dumb SWARMCAST_ISA=baseline sh ./cmd
  ) <"$input" >"$work/out" 2>"$work/err" || code=$?
  echo "$code" >"$work/code"
}

# check_case CASE_FOLDER: fails, with a diff, where the program did something else than the case says.
check_case() {
  local part failed=0
  run_case "$1"
  for part in code err out; do
    diff -u --label "expected $part" --label "actual $part" "$1/$part" "$work/$part" || failed=1
  done
  return $failed
}

self_test() {
  local case=$work/case part
  mkdir "$case"
  echo 'cat; echo careful >&2; exit 3' >"$case/cmd"
  echo 'as typed' >"$case/input"
  echo 'as typed' >"$case/out"
  echo 'careful' >"$case/err"
  echo 3 >"$case/code"
  check_case "$case" || { echo "a case that is right is refused"; return 1; }
  for part in out err code input; do
    cp "$case/$part" "$work/saved"
    echo 2.385 >"$case/$part"
    if check_case "$case" >/dev/null; then echo "a difference in '$part' goes unnoticed"; return 1; fi
    cp "$work/saved" "$case/$part"
  done
}

update=
case ${1-} in
  --self-test) self_test; exit ;;
  --update) update=yes; shift ;;
esac

[[ -x $program ]] || { echo "there is no program at $program: build it, or name it in \$SWARMCAST" >&2; exit 2; }
[[ $# -gt 0 ]] || { cd "$folder" && set -- */; }
failures=0
for name in "$@"; do
  name=${name%/}
  [[ -e $folder/$name/cmd ]] || { echo "there is no case '$name': $folder/$name/cmd does not exist" >&2; exit 2; }
  if [[ $update ]]; then
    run_case "$folder/$name"
    cp "$work"/{out,err,code} "$folder/$name/"
  elif ! check_case "$folder/$name"; then
    echo "FAILED golden/$name: $(<"$folder/$name/cmd")"
    failures=$((failures + 1))
  fi
done
[[ $update ]] || echo "$(($# - failures)) of $# golden cases pass"
[[ $failures -eq 0 ]]
