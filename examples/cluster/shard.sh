#!/usr/bin/env bash
# One shard of a job that parallel.sh or slurm.sh has split: projected, tried again where it fails, and checked.
#
#   shard.sh WORK [NUMBER]   the number is that of the array task where Slurm starts it
#
# Every number of processors gives the same bytes. Slurm's own variables change what follows here, such as SBATCH_TIMELIMIT.
#SBATCH --job-name=swarmcast --ntasks=1 --cpus-per-task=1 --mem=256M --requeue
set -euo pipefail

work=$1
shard=$work/shards/$(printf %06d "$((10#${2:-${SLURM_ARRAY_TASK_ID:-}}))")
tries=3
[[ ! -e $shard.done ]] || exit 0

fail() {
  echo "shard.sh: $shard: $*" >&2
  echo "shard.sh: $*" >>"$shard.log" || true # the disk may be full
  exit 2
}

# Without the instructions that v3 stands for, the program would take the baseline, and the last digits would differ.
SWARMCAST_ISA=$(<"$work/isa")
export SWARMCAST_ISA
if [[ $SWARMCAST_ISA == v3 ]]; then
  for flag in avx2 fma bmi1 bmi2; do
    grep --quiet --word-regexp "$flag" /proc/cpuinfo || fail "$(hostname) lacks $flag: SWARMCAST_ISA=v3 is for nodes that have it"
  done
fi

# A retry goes on behind the results that are there, so that no series is lost and none is done twice.
project() {
  local options=() program first_line
  mapfile -d '' -t options <"$work/options"
  program=$(<"$work/program")
  first_line=$((10#${shard##*/} * $(<"$work/lines_per_shard") + 1))
  "$program" batch "$shard" --first-line "$first_line" --jobs "${SLURM_CPUS_PER_TASK:-1}" --resume "$shard.out" \
    ${options[@]+"${options[@]}"} 2>>"$shard.log"
}

# Blank lines and comments have no result, and a shard of nothing else is no error.
series=$(LC_ALL=C grep --text --count --invert-match $'^[ \t\r]*\\(#\\|$\\)' "$shard") || true
code=0
if [[ $series -eq 0 ]]; then
  : >"$shard.out"
else
  for ((try = 1; try <= tries; ++try)); do
    [[ $try -eq 1 ]] || sleep "$try" # a full disk or a file server may come back
    code=0
    project || code=$?
    [[ $code -ge 2 && $code -ne 130 ]] || break # 1: there are errors in their places; 130: someone wants it to end
    echo "shard.sh: exit code $code, try $try of $tries" >>"$shard.log" || true
  done
fi
[[ $code -le 1 ]] || fail "not finished: exit code $code"
results=$(wc -l <"$shard.out")
[[ $results -eq $series ]] || fail "$series series, and $results results"
echo "$code $results" >"$shard.done.part"
mv "$shard.done.part" "$shard.done"
