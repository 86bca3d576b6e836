#!/usr/bin/env bash
# Builds swarmcast and runs its tests, from any folder; installs what is missing for that (Debian, Ubuntu).
#
#   tests/run.sh         the release build and every hermetic test
#   tests/run.sh --all   besides: the same tests under clang with clang-tidy, in the development build (g++, assertions, shared
#                        library) and under the sanitizers; formatting, shell scripts, the quickstart on a clean tree; a minute
#                        of fuzzing for each parser; scraping a real tracker.
#                        Nothing there is skipped: what is missing is a failure. Made for Debian 12, whose clang-format 14
#                        and clang-tidy 14 say what is right.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/prepare.sh

step() { echo "==> $*"; }

# build_and_test PRESET
build_and_test() {
  step "$1: build"
  quietly "configuring $1" cmake --preset "$1"
  quietly "building $1" cmake --build --preset "$1"
  step "$1: test"
  ctest --preset "$1" --parallel "$(nproc)"
}

check_scripts() {
  step "shellcheck"
  shellcheck --external-sources .ci/run examples/*.sh tests/*.sh tests/*/*.sh
}

check_formatting() {
  step "clang-format"
  find include src examples tests \( -name '*.cpp' -o -name '*.hpp' \) -exec clang-format --dry-run -Werror {} +
}

check_quickstart() {
  step "examples/quickstart.sh on a clean tree"
  local tree output
  tree=$(mktemp -d)
  tar --create --exclude=./build --exclude=./.git . | tar --extract --directory "$tree"
  output=$(cd / && "$tree/examples/quickstart.sh")
  echo "$output"
  grep --quiet 'The Interview' <<<"$output"
  rm -rf "$tree"
}

check_scraping() {
  step "tests/scrape/opentracker.sh: against a real tracker"
  tests/scrape/opentracker.sh
}

check_fuzzing() {
  step "fuzz: 60 s a parser"
  tests/fuzz/run.sh 60
}

case "$*" in
  "")
    install_missing "${packages_to_build[@]}" "${packages_to_test[@]}"
    ;;
  --all)
    install_missing "${packages_to_build[@]}" "${packages_to_test[@]}" "${packages_to_check[@]}"
    check_scripts
    check_formatting
    check_quickstart
    build_and_test tidy
    build_and_test dev
    build_and_test sanitize
    check_fuzzing
    ;;
  *)
    echo "usage: tests/run.sh [--all]" >&2
    exit 2
    ;;
esac
build_and_test release
if [[ "$*" == --all ]]; then check_scraping; fi
