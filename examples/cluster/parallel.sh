#!/usr/bin/env bash
# `swarmcast batch` in shards by GNU parallel: the same bytes as a single run, and its exit code.
#
#   SHARDS=64 examples/cluster/parallel.sh INPUT OUTPUT [-- OPTION...]
#
# INPUT is a file of NDJSON. A run that was stopped goes on with the same command. In the environment:
#   SWARMCAST       the program (swarmcast in the PATH)
#   SWARMCAST_ISA   baseline (the default), or v3, which is faster, where every node has AVX2
#   SHARDS          into how many ranges of lines the input is split (64)
#   JOBS            how many at a time on each node (100%: one a processor)
#   PARALLEL        more options of GNU parallel, such as '--sshloginfile nodes --workdir .' for nodes with a common disk
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
# shellcheck source=examples/cluster/job.sh
source "$here/job.sh"

running=
# shellcheck disable=SC2317 # a trap calls it
interrupted() {
  trap '' INT TERM
  if [[ $running ]]; then
    kill -TERM "$running" 2>/dev/null || true # no more shards are begun
    kill -TERM "$running" 2>/dev/null || true # and those that were are ended
    wait "$running" || true
  fi
  echo "parallel.sh: interrupted: the same command goes on from there" >&2
  exit 130
}

read_command_line "$@"
begin_job
mapfile -t unfinished < <(unfinished_shards)
if [[ ${#unfinished[@]} -gt 0 ]]; then
  trap interrupted INT TERM
  parallel --quote --halt never --jobs "${JOBS:-100%}" "$here/shard.sh" "$(realpath "$work")" {} \
    < <(printf '%s\n' "${unfinished[@]}") &
  running=$!
  wait "$running" || true # how many failed, and end_job sees which
  trap - INT TERM
fi
end_job
exit "$worst"
