#!/usr/bin/env bash
# Runs the program's threads under ThreadSanitizer (clang), without suppressions, and shows that a race would be seen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/prepare.sh

quietly "configuring thread" cmake --preset thread
quietly "building thread" cmake --build --preset thread

echo "a planted race:"
report=$(build/thread/tests/planted_race 2>&1) && { echo "it went unnoticed: $report"; exit 1; }
grep 'WARNING: ThreadSanitizer: data race' <<<"$report" || { echo "it was not seen: $report"; exit 1; }

echo "the program:"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=build/thread/swarmcast
tests/batch/check.py "$program" stream threads closed_pipe
"$program" backtest examples/backtest.ndjson --jobs 4 --quiet >"$work/backtest" || [[ $? == 1 ]]
echo "no race was seen"
