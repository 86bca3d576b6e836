#!/usr/bin/env bash
# `swarmcast scrape` against opentracker, a real tracker: peers announce themselves, the tracker is scraped over HTTP every hour
# (by --at), and the log that comes of it is projected. Everything runs on the loopback interface, with its state in a temporary
# folder that goes away with the test.
#
#   tests/scrape/opentracker.sh
#
# The program is $SWARMCAST, or build/release/swarmcast. Needs opentracker and curl (tests/prepare.sh).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
swarmcast=$(realpath "${SWARMCAST:-$root/build/release/swarmcast}")
work=$(mktemp -d)
tracker= # its process
end() {
  if [[ -n $tracker ]]; then
    kill "$tracker" 2>/dev/null || true
    wait "$tracker" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap end EXIT

fail() {
  echo "tests/scrape/opentracker.sh: $*" >&2
  exit 1
}

film=00112233445566778899aabbccddeeff00112233
copy=a1b2c3d4e5f60718293a4b5c6d7e8f9012345678
unknown=ffffffffffffffffffffffffffffffffffffffff

# Starts the tracker on a port that is free: it gives up at once on one that is taken.
start_tracker() {
  local as=() port
  # As root it would change its user and lock itself into its folder, for which it lacks a library.
  [[ $EUID -ne 0 ]] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chmod 755 "$work"
  printf '%s\n' "$film" "$copy" >"$work/whitelist.txt" # Debian's build serves no others
  chmod 644 "$work/whitelist.txt"
  for _ in {1..20}; do
    port=$((20000 + RANDOM % 12000))
    "${as[@]}" opentracker -i 127.0.0.1 -p $port -P $port -d "$work" -w whitelist.txt >"$work/tracker.log" 2>&1 &
    tracker=$!
    for _ in {1..50}; do
      kill -0 "$tracker" 2>/dev/null || break
      # Another's server on that port would not know this answer.
      if [[ $(curl --silent --max-time 2 "http://127.0.0.1:$port/scrape?info_hash=$(escaped "$unknown")") == d5:filesdee ]] &&
        kill -0 "$tracker" 2>/dev/null; then
        url=http://127.0.0.1:$port
        return
      fi
      sleep 0.1
    done
    kill "$tracker" 2>/dev/null || true
    wait "$tracker" 2>/dev/null || true
    tracker=
  done
  cat "$work/tracker.log" >&2
  fail "opentracker does not start"
}

# escaped HASH: as in an address, %00%11...
escaped() {
  local i
  for ((i = 0; i < ${#1}; i += 2)); do printf '%%%s' "${1:i:2}"; done
}

# announce HASH PORT LEFT EVENT: a peer, which the tracker knows by its address and port.
announce() {
  local answer
  answer=$(curl --silent --show-error --max-time 5 \
    "$url/announce?info_hash=$(escaped "$1")&peer_id=-TS0001-0000000$2&port=$2&uploaded=0&downloaded=0&left=$3&event=$4&compact=1" |
    tr -d '\0')
  [[ $answer == d*interval* ]] || fail "an announce was answered by $answer"
}

# scrape TIME HASH...: one row each in the log; what swarmcast says is left in $work/said.
scrape() {
  local at=$1 hash query=
  shift
  for hash in "$@"; do query+="${query:+&}info_hash=$(escaped "$hash")"; done
  curl --silent --show-error --fail --max-time 5 "$url/scrape?$query" |
    "$swarmcast" scrape -o "$work/log.csv" --at "$at" >"$work/said" 2>&1 ||
    fail "the scrape at $at is refused: $(cat "$work/said")"
}

# expect ROW...: the log, below its header.
expect() {
  diff -u --label expected --label log.csv <(printf '%s\n' time,info_hash,count,seeders,leechers "$@") "$work/log.csv" >&2 ||
    fail "the log differs"
}

says_nothing() { [[ ! -s $work/said ]] || fail "it says: $(cat "$work/said")"; }

start_tracker

# Nobody has announced anything: no data, which is not a count of zero.
scrape 2014-12-24T19:00Z "$film"
grep --quiet '(unknown-swarm)$' "$work/said" || fail "an unknown swarm is passed over in silence"
expect

for port in 40001 40002 40003; do announce $film $port 1000 started; done
announce $film 40001 0 completed
announce $film 40002 0 completed
announce $film 40002 0 completed # again: the same peer
scrape 2014-12-24T20:00Z "$film"
grep --quiet '(seeders-as-count)$' "$work/said" || fail "2 downloads, 2 seeders: the warning is missing"
first=2014-12-24T20:00:00Z,$film,2,2,1
expect "$first"

announce $film 40001 0 stopped # a seeder less, not a download less
announce $copy 41001 0 started # has it all from the start: a seeder, not a download
announce $copy 41002 1000 started
scrape 2014-12-24T22:00Z "$copy" "$unknown" "$film"
says_nothing
second=2014-12-24T22:00:00Z,$film,2,1,1
other=2014-12-24T22:00:00Z,$copy,0,1,1
expect "$first" "$second" "$other"

for port in {42001..42040}; do announce $film "$port" 0 completed; done
scrape 2014-12-25T02:00Z "$film"
says_nothing
third=2014-12-25T02:00:00Z,$film,42,41,1
expect "$first" "$second" "$other" "$third"

# The log of the film alone is a series.
grep -e time -e "$film" "$work/log.csv" >"$work/film.csv"
answer=$("$swarmcast" -i "$work/film.csv" --release 2014-12-24T18:00Z --at 24h --format csv --quiet)
[[ $(wc -l <<<"$answer") -eq 2 ]] || fail "the log is not projected: $answer"
grep --quiet --extended-regexp '^,24,[0-9.]+,[0-9.]+,' <<<"$answer" || fail "the log is not projected: $answer"

# And so is the log as it is: two swarms of one title.
scrape 2014-12-25T04:00Z "$film" "$copy"
answer=$("$swarmcast" -i "$work/log.csv" --release 2014-12-24T18:00Z --at 24h --format csv 2>"$work/said") ||
  fail "the log of two swarms is not projected: $(cat "$work/said")"
grep --quiet --extended-regexp '^,24,[0-9.]+,[0-9.]+,' <<<"$answer" || fail "the log of two swarms is not projected: $answer"

# What the tracker answers to a hash that it does not serve is a refusal, and the log stays as it is.
cp "$work/log.csv" "$work/before.csv"
curl --silent --max-time 5 "$url/announce?info_hash=$(escaped $unknown)&peer_id=-TS0001-000000050000&port=50000&left=0&compact=1" |
  "$swarmcast" scrape -o "$work/log.csv" 2>"$work/said" && fail "a refusal passes for a scrape"
grep --quiet 'the tracker refused to answer: "Requested download is not authorized' "$work/said" ||
  fail "the tracker's reason is missing: $(cat "$work/said")"
cmp "$work/before.csv" "$work/log.csv" || fail "a refusal changes the log"

echo "opentracker: counted as announced, and projected"
