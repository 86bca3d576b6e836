#!/usr/bin/env bash
# How fast a batch is, as whole processes, and what it costs more of: every ratio from runs that alternate on one machine.
# Needs hyperfine. Run: tests/benchmark/batch.sh [PROGRAM]; results in docs/benchmarks.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=$(realpath "${1:-build/release/swarmcast}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# series NAME COUNT READINGS HORIZONS
series() {
  tests/batch/series.py "$2" --readings "$3" --horizons "$4" >"$work/$1"
}

# measure NAME=COMMAND...: their median seconds, each run as often, one after the other.
measure() {
  local command names=() commands=()
  for command in "$@"; do
    names+=(--command-name "${command%%=*}")
    commands+=("${command#*=}")
  done
  hyperfine --style none --warmup 1 --runs 7 --export-json "$work/times" "${names[@]}" "${commands[@]}" >/dev/null
  python3 - "$work/times" <<'PYTHON'
import json, sys
for result in json.load(open(sys.argv[1]))["results"]:
    print(result["command"], result["median"], result["min"])
PYTHON
}

# rates COUNT: series a second, of lines NAME MEDIAN MINIMUM
rates() {
  awk -v count="$1" '{printf "  %-28s %9.0f series/s at the median, %9.0f at best\n", $1, count / $2, count / $3}'
}

echo "swarmcast: $("$program" --version); $(nproc) cores: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
count=4000
series six $count 6 3
head -n $((count / 2)) "$work/six" >"$work/first"
tail -n $((count / 2)) "$work/six" >"$work/second"

echo "6 readings, 3 horizons, all curves, bands of 80 and 95 %, in and out as JSON; one job:"
measure "v3=SWARMCAST_ISA=v3 $program batch $work/six -j1" "baseline=SWARMCAST_ISA=baseline $program batch $work/six -j1" \
  "v3-csv=SWARMCAST_ISA=v3 $program batch $work/six -j1 --format csv" | tee "$work/one" | rates $count

echo "two jobs, and two processes of one job with half the series each:"
measure "two-jobs=$program batch $work/six -j2" \
  "two-processes=sh -c '$program batch $work/first -j1 >/dev/null & $program batch $work/second -j1 >/dev/null; wait'" |
  tee "$work/two" | rates $count
awk '{time[$1] = $2; best[$1] = $3} END {printf "  two jobs reach %.1f %% of the rate of two processes (%.1f %% at best)\n",
  100 * time["two-processes"] / time["two-jobs"], 100 * best["two-processes"] / best["two-jobs"]}' "$work/two"

echo "cost by readings, 3 horizons:"
for readings in 2 6 20 100 500 1000; do
  series some $((readings > 50 ? 400 : 2000)) $readings 3
  printf '  %5d readings: %8.1f us a series\n' $readings \
    "$(measure "x=$program batch $work/some -j1" | awk -v n="$(wc -l <"$work/some")" '{print 1e6 * $2 / n}')"
done

echo "cost by horizons, 6 readings:"
for horizons in 1 3 10 30 100; do
  series some 1000 6 $horizons
  printf '  %5d horizons: %8.1f us a series\n' $horizons \
    "$(measure "x=$program batch $work/some -j1" | awk '{print 1e6 * $2 / 1000}')"
done

echo "cost by series, 6 readings, 3 horizons:"
for some in 1000 2000 4000 8000; do
  series some $some 6 3
  printf '  %5d series: %8.1f us a series\n' $some \
    "$(measure "x=$program batch $work/some -j1" | awk -v n=$some '{print 1e6 * $2 / n}')"
done
