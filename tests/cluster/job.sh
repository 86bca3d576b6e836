# shellcheck shell=bash
# What the tests of examples/cluster have in common: an input of 8 shards, a program that kills itself once, the single run.
# Leaves $root, $work, $swarmcast; runs stop_all at the end, if there is such a function.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
swarmcast=$(realpath "${SWARMCAST:-$root/build/release/swarmcast}")
export SWARMCAST_ISA=baseline
work=$(mktemp -d)
running= # the script that is tried, where it runs in the background
end() {
  if [[ $running ]]; then
    kill -TERM "$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
  fi
  if declare -F stop_all >/dev/null; then stop_all; fi
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# fail SENTENCE...: what the shards said is shown.
fail() {
  local log
  while read -r log; do
    echo "--- $log" >&2
    tail --lines=20 "$log" >&2
  done < <(find "$work" \( -name '*.log' -o -name '*.slurm' -o -name '*.said' \) -size +0)
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# 8 shards of 400 lines: bad lines of every kind, comments, blank lines, no line end at the end; a shard of comments alone.
make_input() {
  {
    echo '# watched titles'
    echo
    python3 "$root/tests/batch/series.py" 1198 --horizons 1 --bad 9
    for _ in {1..400}; do echo '# nothing here'; done
    python3 "$root/tests/batch/series.py" 1600 --horizons 1 --bad 9 --start 1598
  } | head -c -1 >"$work/input.ndjson"
  code=0
  "$swarmcast" batch "$work/input.ndjson" --at 48h,7d --quiet >"$work/expected.ndjson" || code=$?
  [[ $code -eq 1 && $(wc -l <"$work/expected.ndjson") -eq 2798 ]] || fail "the single run: exit code $code"
}

# A program that is killed once, in the middle of the shard which begins with line 401.
make_killed_program() {
  mkdir "$work/bin"
  cat >"$work/bin/swarmcast" <<END
#!/usr/bin/env bash
if [[ " \$* " == *" --first-line 401 "* ]] && mkdir "$work/killed" 2>/dev/null; then
  "$swarmcast" "\$@" &
  while [[ ! -s $work/output.ndjson.work/shards/000001.out ]] && kill -0 \$!; do sleep 0.01; done
  kill -KILL \$!
  wait \$!
  kill -KILL \$\$
fi
exec "$swarmcast" "\$@"
END
  chmod +x "$work/bin/swarmcast"
  export PATH=$work/bin:$PATH
  unset SWARMCAST
  export SHARDS=8
}

# expect_joined CODE: the single run's bytes, and its exit code.
expect_joined() {
  [[ $1 -eq 1 ]] || fail "exit code $1 where the single run's is 1"
  cmp "$work/expected.ndjson" "$work/output.ndjson" || fail "the joined output is not that of a single run"
}

# refused SAY COMMAND...: exit code 2, with these words.
refused() {
  local say=$1 code=0
  shift
  "$@" >"$work/refused.said" 2>&1 || code=$?
  [[ $code -eq 2 ]] || fail "exit code $code of $*"
  grep --quiet --fixed-strings -e "$say" "$work/refused.said" || fail "\"$say\" is missing in what $* says"
}
