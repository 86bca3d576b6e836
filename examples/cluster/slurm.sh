#!/usr/bin/env bash
# `swarmcast batch` in shards by a job array of Slurm: the same bytes as a single run, and its exit code.
#
#   SHARDS=1000 examples/cluster/slurm.sh INPUT OUTPUT [-- OPTION...]
#
# INPUT is a file of NDJSON. All nodes see INPUT, OUTPUT and the program by the same paths. It waits for the array; a run that
# was stopped goes on with the same command, which submits only what is not finished. In the environment:
#   SWARMCAST       the program (swarmcast in the PATH)
#   SWARMCAST_ISA   baseline (the default), or v3, which is faster, where every node has AVX2
#   SHARDS          into how many ranges of lines the input is split (64); Slurm takes up to MaxArraySize
#   CPUS            how many processors a task has (1)
#   SBATCH_...      Slurm's own: SBATCH_PARTITION, SBATCH_ACCOUNT, SBATCH_TIMELIMIT
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
# shellcheck source=examples/cluster/job.sh
source "$here/job.sh"

running=
# shellcheck disable=SC2317 # a trap calls it
interrupted() {
  trap '' INT TERM
  local id
  if [[ $running ]]; then
    id=$(cut -d';' -f1 "$work/array")
    [[ ! $id ]] || scancel "$id" || true
    kill -TERM "$running" 2>/dev/null || true
    wait "$running" || true
  fi
  echo "slurm.sh: interrupted: the same command goes on from there" >&2
  exit 130
}

read_command_line "$@"
most=$(scontrol show config | awk '$1 == "MaxArraySize" { print $3 }') || refuse "Slurm does not answer"
[[ $shards -le $most ]] || refuse "SHARDS=$shards: the array may have $most tasks here (MaxArraySize)"
begin_job
if [[ -s $work/array ]]; then
  earlier=$(cut -d';' -f1 "$work/array")
  [[ ! $(squeue --noheader --jobs="$earlier" 2>/dev/null) ]] ||
    refuse "the array $earlier of an earlier run is still at work: wait for it, or scancel $earlier"
fi
mapfile -t unfinished < <(unfinished_shards)
if [[ ${#unfinished[@]} -gt 0 ]]; then
  tasks=$(printf '%s\n' "${unfinished[@]}" | sed 's/^0*\(.\)/\1/' | paste --serial --delimiters=,)
  trap interrupted INT TERM
  : >"$work/array"
  sbatch --wait --parsable --export=ALL --cpus-per-task="${CPUS:-1}" --array="$tasks" --output="$(realpath "$work")/shards/%a.slurm" \
    "$here/shard.sh" "$(realpath "$work")" >"$work/array" &
  running=$!
  wait "$running" || true # the worst exit code, and end_job sees which
  trap - INT TERM
fi
end_job
exit "$worst"
