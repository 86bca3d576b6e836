#!/usr/bin/env bash
# examples/cluster/slurm.sh with a real Slurm of one node: a program that is killed is run again, a run goes on where a task has
# failed, and in the end there is what a single run prints. Slurm and munge run on the loopback interface, as this user, with
# their state in a temporary folder that goes away with the test.
#
#   tests/cluster/slurm.sh
#
# The program is $SWARMCAST, or build/release/swarmcast. Needs slurm-wlm and munge (tests/prepare.sh).
set -euo pipefail
if [[ -z ${SWARMCAST_TEST_HOSTNAME:-} && $(getent ahostsv4 "$(hostname -s)" | awk 'NR == 1 { print $1 }') != 127.0.0.1 ]]; then
  # slurmctld listens where its host's name leads, and that is to be the loopback interface alone: in here it is called so.
  if [[ $EUID -ne 0 ]]; then
    echo "tests/cluster/slurm.sh: $(hostname -s) is not 127.0.0.1 here, and only root may run this under another name" >&2
    exit 1
  fi
  # shellcheck disable=SC2016 # expanded in there
  exec env SWARMCAST_TEST_HOSTNAME=1 unshare --uts bash -c 'hostname localhost; exec "$0"' "$(realpath "$0")"
fi
# shellcheck source=tests/cluster/job.sh
source "$(dirname "${BASH_SOURCE[0]}")/job.sh"
export PATH=$PATH:/usr/sbin:/sbin # where the daemons are, which a plain user's PATH may lack
for needed in munged slurmctld slurmd sbatch; do
  command -v "$needed" >/dev/null || fail "$needed is not there (tests/prepare.sh)"
done

slurm=$work/slurm
munged=
slurmctld=
slurmd=
stop_all() {
  local daemon
  if [[ $slurmd ]]; then # its tasks would outlive it
    scancel --quiet --user="$(id -un)" 2>/dev/null || true
    for _ in {1..100}; do
      ! nothing_runs || break
      sleep 0.1
    done
  fi
  for daemon in "$slurmd" "$slurmctld" "$munged"; do
    [[ $daemon ]] || continue
    kill -TERM "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  done
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local seconds=$1 what=$2 until=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    [[ $SECONDS -lt $until ]] || fail "$what: not within $seconds s"
    sleep 0.1
  done
}
munge_answers() { munge -S "$slurm/munge/sock" -n | unmunge -S "$slurm/munge/sock"; }
node_is_idle() { [[ $(timeout 3 sinfo --noheader --format=%T) == idle ]]; }
nothing_runs() { [[ ! $(timeout 3 squeue --noheader 2>/dev/null) ]]; }

start_slurm() {
  local port name
  chmod 755 "$work"
  mkdir -p "$slurm"/{munge,state,spool,log,run}
  dd if=/dev/urandom of="$slurm/munge/key" bs=128 count=1 status=none
  chmod 400 "$slurm/munge/key"
  chmod 711 "$slurm/munge"
  munged -F --key-file="$slurm/munge/key" --socket="$slurm/munge/sock" --pid-file="$slurm/munge/pid" \
    --log-file="$slurm/munge/munged.log" --seed-file="$slurm/munge/seed" --num-threads=2 >"$slurm/log/munged.log" 2>&1 &
  munged=$!
  wait_for 20 "munge" munge_answers

  name=$(hostname -s)
  port=$((20000 + RANDOM % 12000))
  while ss --listening --tcp --numeric | grep --quiet --extended-regexp ":($port|$((port + 1)))\b"; do port=$((port + 2)); done
  export SLURM_CONF=$slurm/slurm.conf
  # MinJobAge: sbatch --wait asks ever more rarely, up to half of it. The memory is what tasks may ask for, not what there is.
  cat >"$SLURM_CONF" <<END
ClusterName=loopback
SlurmctldHost=$name(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=$slurm/munge/sock
CredType=cred/munge
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/run/slurmctld.pid
SlurmdPidFile=$slurm/run/slurmd.pid
SlurmctldLogFile=$slurm/log/slurmctld.log
SlurmdLogFile=$slurm/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
MinJobAge=4
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
InactiveLimit=0
KillWait=5
NodeName=$name NodeAddr=127.0.0.1 CPUs=2 RealMemory=1024 State=UNKNOWN
PartitionName=main Nodes=$name Default=YES MaxTime=INFINITE State=UP
END
  slurmctld -D -c -f "$SLURM_CONF" >"$slurm/log/slurmctld.said" 2>&1 &
  slurmctld=$!
  slurmd -D -f "$SLURM_CONF" >"$slurm/log/slurmd.said" 2>&1 &
  slurmd=$!
  wait_for 30 "the node" node_is_idle
}

make_input
make_killed_program
start_slurm
cd "$work"
run() {
  code=0
  timeout 120 "$root/examples/cluster/slurm.sh" input.ndjson output.ndjson -- --at 48h,7d >run.said 2>&1 || code=$?
}

refused 'MaxArraySize' env SHARDS=2000 "$root/examples/cluster/slurm.sh" input.ndjson other.ndjson

# Stopped when the program has been killed in the second task and is running again; the third task is one that fails for good:
# a folder stands where its results are to go.
mkdir block
cat >block/split <<'END'
#!/usr/bin/env bash
/usr/bin/split "$@" && mkdir output.ndjson.work/shards.part/000002.out
END
chmod +x block/split
PATH=$work/block:$PATH "$root/examples/cluster/slurm.sh" input.ndjson output.ndjson -- --at 48h,7d >stopped.said 2>&1 &
running=$!
wait_for 60 "the kill" grep --quiet 'exit code 137, try 1 of 3' output.ndjson.work/shards/000001.log
kill -TERM "$running" || fail "it had ended before it was stopped"
code=0
wait "$running" || code=$?
running=
[[ $code -eq 130 ]] || fail "exit code $code of a run that was stopped"
[[ ! -e output.ndjson ]] || fail "a run that was stopped has an output"
wait_for 30 "the end of the tasks" nothing_runs

run
[[ $code -eq 2 ]] || fail "exit code $code where a shard cannot be written"
grep --quiet 'shards that are not finished: 1; the first is .*/000002' run.said || fail "the shard is not named"
rmdir output.ndjson.work/shards/000002.out

run
expect_joined "$code"
run # there is nothing left to do
expect_joined "$code"

echo "slurm: 8 shards, one killed, all stopped and one failed, are the single run"
