#!/usr/bin/env bash
# Builds swarmcast and runs its tests, from any folder; installs what is missing for that (Debian, Ubuntu).
#
#   tests/run.sh         the release build and every hermetic test
#   tests/run.sh --all   besides, each step with the seconds it took: clang-tidy; the same tests under clang with assertions and
#                        sanitizers; the threads under the thread sanitizer; in the development build (g++, assertions, shared
#                        library) those that need the program alone; formatting, shell scripts; a minute of fuzzing for each
#                        parser; the quickstart on a clean tree, in which the release is then built and tested; the Debian
#                        packages in a clean root (as root); scraping a real tracker; a batch in shards by GNU parallel and
#                        by a real Slurm; charts in tmux and in chromium; the tables of docs/validation.md, where
#                        ../shared/corpus is.
#                        Nothing there is skipped: what is missing is a failure. Made for Debian 12, whose clang-format 14
#                        and clang-tidy 14 say what is right.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/prepare.sh

durations=() # of the steps that are over, a line each
current=
started=0
# step NAME: the one before is over. Without a name: so is the last one.
step() {
  [[ ! $current ]] || durations+=("$(printf '%5d s  %s' $((SECONDS - started)) "$current")")
  current=$*
  started=$SECONDS
  [[ ! $current ]] || echo "==> $current"
}

# build_and_test PRESET
build_and_test() {
  step "$1: build"
  quietly "configuring $1" cmake --preset "$1"
  quietly "building $1" cmake --build --preset "$1"
  step "$1: test"
  ctest --preset "$1" --parallel "$(nproc)"
}

# The program with the shared library, as its users would have it. The unit tests are built twice without this.
check_shared() {
  step "dev: build"
  quietly "configuring dev" cmake --preset dev
  quietly "building dev" cmake --build --preset dev --target swarmcast_program swarmcast_other declarations
  step "dev: test"
  ctest --preset dev --label-regex '^(golden|structure|package)$' --parallel "$(nproc)"
}

check_tidy() {
  step "clang-tidy"
  quietly "configuring tidy" cmake --preset tidy
  quietly "clang-tidy" cmake --build --preset tidy
  # One check looks into no file that another includes, as all of a floor are here: so these have to be seen one by one.
  local using
  mapfile -t using < <(grep --recursive --files-with-matches --include='*.cpp' --extended-regexp '^ *using [A-Za-z_:]+::[A-Za-z_]+;' src)
  [[ ${#using[@]} -gt 0 ]] || return 0
  quietly "configuring sanitize" cmake --preset sanitize
  quietly "clang-tidy" clang-tidy --quiet -p build/sanitize --checks='-*,misc-unused-using-decls' "${using[@]}"
}

check_scripts() {
  step "shellcheck"
  shellcheck --external-sources .ci/run examples/*.sh examples/*/*.sh src/completions/*.bash tests/*.sh tests/*/*.sh
}

check_threads() {
  step "tests/threads/run.sh: thread sanitizer"
  tests/threads/run.sh
}

check_formatting() {
  step "clang-format"
  find include src examples tests \( -name '*.cpp' -o -name '*.hpp' \) -exec clang-format --dry-run -Werror {} +
}

# Leaves $tree, where the program is built.
check_quickstart() {
  step "examples/quickstart.sh on a clean tree"
  local output
  tree=$(mktemp -d)
  tar --create --exclude=./build --exclude=./.git . | tar --extract --directory "$tree"
  output=$(cd / && "$tree/examples/quickstart.sh")
  echo "$output"
  grep --quiet 'The Interview' <<<"$output"
}

check_packages() {
  step "tests/package/run.sh: the Debian packages in a clean root"
  tests/package/run.sh
}

check_scraping() {
  step "tests/scrape/opentracker.sh: against a real tracker"
  tests/scrape/opentracker.sh
}

check_clusters() {
  step "tests/cluster/parallel.sh: in shards by GNU parallel"
  tests/cluster/parallel.sh
  step "tests/cluster/slurm.sh: in shards by a real Slurm"
  tests/cluster/slurm.sh
}

check_charts() {
  step "tests/chart: in a terminal emulator, in a browser, by the schema of Vega-Lite"
  /usr/bin/python3 tests/chart/tmux.py build/release/swarmcast
  /usr/bin/python3 tests/chart/svg.py build/release/swarmcast examples --browser
  /usr/bin/python3 tests/chart/vega.py build/release/swarmcast
}

check_fuzzing() {
  step "fuzz: 60 s a parser"
  tests/fuzz/run.sh 60
}

check_validation() {
  step "tests/validate: what the bands are worth"
  local corpus=$1/../shared/corpus
  if [[ ! -f $corpus/dev_tasks.ndjson.gz ]]; then
    echo "not run: the series are not part of swarmcast, and not in ../shared/corpus"
    return 0
  fi
  tests/validate "$corpus"
}

case "$*" in
  "")
    install_missing "${packages_to_build[@]}" "${packages_to_test[@]}"
    build_and_test release
    ;;
  --all)
    install_missing "${packages_to_build[@]}" "${packages_to_test[@]}" "${packages_to_check[@]}"
    check_scripts
    check_formatting
    check_tidy
    check_shared
    build_and_test sanitize
    check_threads
    check_fuzzing
    check_quickstart
    root=$PWD
    cd "$tree" # the library is not compiled again
    check_validation "$root"
    check_packages
    check_scraping
    check_clusters
    check_charts
    build_and_test release # last, so that the end shows what ran
    step
    echo "What took how long:"
    printf '%s\n' "${durations[@]}"
    cd /
    rm -rf "$tree"
    ;;
  *)
    echo "usage: tests/run.sh [--all]" >&2
    exit 2
    ;;
esac
