#!/usr/bin/env bash
# One shard of a job that parallel.sh or slurm.sh has split: projected, tried again where it fails, and checked.
#
#   shard.sh WORK [NUMBER]   the number is that of the array task where Slurm starts it
#
# Slurm's own variables, such as SBATCH_TIMELIMIT or SBATCH_MEM_PER_NODE, change what is asked for here.
#SBATCH --job-name=swarmcast --ntasks=1 --mem=256M --requeue
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

SWARMCAST_ISA=$(<"$work/isa")
export SWARMCAST_ISA
program=$(<"$work/program")
options=()
mapfile -d '' -t options <"$work/options"

# The last digits depend on the processor and on the C library. The first shard that gets here says what those of a sample are;
# a node on which they are others is not to take part.
check_digits() {
  local code=0
  "$program" batch "$work/sample" --jobs 1 ${options[@]+"${options[@]}"} >"$shard.sample" 2>>"$shard.log" || code=$?
  [[ $code -le 1 ]] || fail "the sample, $work/sample: exit code $code"
  ln "$shard.sample" "$work/digits" 2>/dev/null || true # one of many can do that
  cmp --quiet "$shard.sample" "$work/digits" ||
    fail "$(uname -n) gives other last digits than the node that began: take nodes of one kind (docs/scaling.md)"
  rm "$shard.sample"
}

# A retry goes on behind the results that are there, so that no series is lost and none is done twice.
project() {
  local first_line
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
  check_digits
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
