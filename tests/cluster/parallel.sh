#!/usr/bin/env bash
# examples/cluster/parallel.sh with the real GNU parallel: a program that is killed is run again, a run that is stopped goes on,
# and in the end there is what a single run prints.
#
#   tests/cluster/parallel.sh
#
# The program is $SWARMCAST, or build/release/swarmcast. Needs parallel (tests/prepare.sh).
set -euo pipefail
# shellcheck source=tests/cluster/job.sh
source "$(dirname "${BASH_SOURCE[0]}")/job.sh"
command -v parallel >/dev/null || fail "GNU parallel is not there (tests/prepare.sh)"

make_input
make_killed_program
parallel_sh=$root/examples/cluster/parallel.sh
cd "$work"
run() {
  code=0
  "$parallel_sh" input.ndjson output.ndjson -- --at 48h,7d >run.said 2>&1 || code=$?
}

# What cannot be done is said before anything is.
printf 'series,time,count\na,10,100\n' >table.csv
refused 'a table cannot be split' "$parallel_sh" table.csv other.ndjson
refused 'is set for each shard' "$parallel_sh" input.ndjson other.ndjson -- --jobs 2
refused 'only NDJSON is split' "$parallel_sh" input.ndjson other.ndjson -- --format csv
refused '--att' "$parallel_sh" input.ndjson other.ndjson -- --att 48h
refused 'SHARDS=none' env SHARDS=none "$parallel_sh" input.ndjson other.ndjson
refused 'SWARMCAST_ISA=v9' env SWARMCAST_ISA=v9 "$parallel_sh" input.ndjson other.ndjson

# Stopped in the middle, when the program has been killed in the second shard.
"$parallel_sh" input.ndjson output.ndjson -- --at 48h,7d >stopped.said 2>&1 &
running=$!
for _ in {1..300}; do
  [[ ! -s output.ndjson.work/shards/000004.out ]] || break
  sleep 0.1
done
kill -TERM "$running" || fail "it had ended before it was stopped"
code=0
wait "$running" || code=$?
running=
[[ $code -eq 130 ]] || fail "exit code $code of a run that was stopped"
[[ ! -e output.ndjson ]] || fail "a run that was stopped has an output"
finished=$(find output.ndjson.work/shards -name '*.done' | wc -l)
[[ $finished -gt 0 && $finished -lt 7 ]] || fail "when it was stopped, $finished shards were finished"
grep --quiet 'exit code 137, try 1 of 3' output.ndjson.work/shards/000001.log || fail "nothing was killed"
refused 'is that of another job' "$parallel_sh" input.ndjson output.ndjson -- --at 48h
refused 'is that of another job' env SWARMCAST_ISA=v3 "$parallel_sh" input.ndjson output.ndjson -- --at 48h,7d

# A node with another processor: what the others made of the sample is not what it makes of it.
mv output.ndjson.work/digits .
echo other >output.ndjson.work/digits
run
[[ $code -eq 2 ]] || fail "exit code $code where a node gives other digits"
grep --quiet 'gives other last digits' run.said || fail "other digits go unnoticed"
mv digits output.ndjson.work/

# A shard that fails for good: a folder stands where its results are to go.
rm -rf output.ndjson.work/shards/000006.out* output.ndjson.work/shards/000006.done
mkdir output.ndjson.work/shards/000006.out
run
[[ $code -eq 2 ]] || fail "exit code $code where a shard cannot be written"
grep --quiet 'shards that are not finished: 1; the first is .*/000006' run.said || fail "the shard is not named"
rmdir output.ndjson.work/shards/000006.out

# The disk is full when the shards are joined.
mkdir full
printf '#!/bin/sh\nexit 1\n' >full/cat
chmod +x full/cat
PATH=$work/full:$PATH run
[[ $code -eq 2 && ! -e output.ndjson ]] || fail "exit code $code where the shards cannot be joined"

run
expect_joined "$code"
run # there is nothing left to do
expect_joined "$code"
grep --quiet 'is done already: 2798 results' run.said || fail "what is done is not known"

# Where nothing is wrong, the exit code is 0.
printf '{"id": "x", "readings": [[10, 200000]]}\n' >one.ndjson
"$parallel_sh" one.ndjson one.out || fail "exit code $? where all can be projected"
cmp one.out <("$swarmcast" batch one.ndjson) || fail "one series"

echo "parallel: 8 shards, one killed and one stopped, are the single run"
