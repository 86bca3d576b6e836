#!/usr/bin/env python3
"""What swarmcast batch promises, seen from outside: nothing lost, nothing out of order, the same bytes by every way.

    check.py PROGRAM [NAME...]     all checks, or those named
"""
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import pty
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import series as generator

PROGRAM = os.path.realpath(sys.argv[1])
GENERATOR = str(pathlib.Path(__file__).parent / "series.py")


def demand(holds, what):
    if not holds:
        raise AssertionError(what)


def batch(*arguments, code=0, **options):
    """What it prints; its exit code must be `code`."""
    done = subprocess.run([PROGRAM, "batch", *arguments], capture_output=True, **options)
    demand(done.returncode == code, f"exit code {done.returncode} where {code} is due: {arguments}: {done.stderr.decode()}")
    return done.stdout


def lines_of_releases(count, readings=6, start=0):
    return [json.dumps({"id": name, "readings": rows}) for name, rows in generator.releases(count, readings, start)]


def mixed(count, every):
    """Lines of which every so manieth is wrong."""
    made = subprocess.run(
        [sys.executable, GENERATOR, str(count), "--bad", str(every)], capture_output=True, check=True
    )
    return made.stdout


def as_table(count, interleaved=False):
    rows = [f"{name},{hours},{downloads}" for name, rows in generator.releases(count, 4) for hours, downloads in rows]
    if interleaved:
        rows = [row for offset in range(4) for row in rows[offset::4]]
    return "series,time,count\n" + "\n".join(rows) + "\n"


# ---- one engine -------------------------------------------------------------------------------------------------------
def check_same_as_project(folder):
    """1,000 series: project and batch say the same, but for what only project works out."""
    lines = lines_of_releases(1000)
    batched = [json.loads(line) for line in batch("-", input="\n".join(lines).encode()).splitlines()]

    def alone(line):
        done = subprocess.run([PROGRAM, "-i", "-", "--format", "json"], input=line.encode(), capture_output=True, check=True)
        return json.loads(done.stdout)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        projected = list(pool.map(alone, lines))
    demand(len(batched) == len(projected) == 1000, "1,000 results each")
    for one, other in zip(batched, projected):
        demand(one.pop("narrowing") is None and other.pop("narrowing") is not None, "narrowing is project's")
        demand(one == other, f"{one['id']}: batch and project differ")


def check_options(folder):
    """What all are asked is what each may ask, and least squares is the same method."""
    plain, asking = [], []
    for name, rows in generator.releases(20, 6):
        plain.append(json.dumps({"id": name, "readings": rows}))
        asking.append(json.dumps({"id": name, "readings": rows, "at": ["+30h", 1e4], "level": ["50"], "reach": ["1B"],
                                  "against": ["7:x"]}))
    asked = ["--at", "+30h,10000h", "--level", "50", "--reach", "1B", "--against", "7:x"]
    demand(batch("-", *asked, input="\n".join(plain).encode()) == batch("-", input="\n".join(asking).encode()),
           "a line's own question is not that of the options")
    other = ["--at", "+1h", "--level", "20", "--reach", "2B", "--against", "8:y"]
    demand(batch("-", *other, input="\n".join(asking).encode()) == batch("-", input="\n".join(asking).encode()),
           "a line's own question must win")
    fitted = [json.loads(line) for line in batch("-", "--method", "least-squares", input="\n".join(plain).encode()).splitlines()]
    demand(all(result["method"] == "least-squares" for result in fitted), "least squares")


# ---- nothing lost -----------------------------------------------------------------------------------------------------
def check_bad_lines(folder):
    """10,000 lines with 1,000 bad ones of every kind: 10,000 results in order, 1,000 of them errors, for any jobs."""
    text = mixed(10000, 10)
    lines = text.splitlines()
    outputs = []
    for jobs in ("1", "2", "5"):
        done = subprocess.run([PROGRAM, "batch", "-", "--jobs", jobs], input=text, capture_output=True)
        demand(done.returncode == 1, f"exit code {done.returncode}")
        demand(b"10,000 series: 1,000 could not be projected, the first on line 10 (bad-file)" in done.stderr, done.stderr.decode())
        outputs.append(done.stdout)
    demand(outputs[0] == outputs[1] == outputs[2], "the number of jobs shows in the output")
    results = [json.loads(line) for line in outputs[0].splitlines()]
    demand(len(results) == len(lines) == 10000, f"{len(results)} results")
    codes = set()
    for number, result in enumerate(results, 1):
        is_bad = number % 10 == 0
        demand(("error" in result) == is_bad, f"line {number}: {result}")
        if is_bad:
            demand(result["error"]["line"] == number, f"line {number}: {result}")
            demand(result["error"]["text"] and result["id"] in (None, f"s{number - 1}"), f"line {number}: {result}")
            codes.add(result["error"]["code"])
        else:
            demand(result["id"] == f"s{number - 1}", f"line {number}: {result['id']}")
    demand(len(codes) >= 10, f"bad lines of few kinds: {codes}")
    rows = list(csv.DictReader(io.StringIO(batch("-", "--format", "csv", input=text, code=1).decode())))
    demand(sum(row["error"] != "" for row in rows) == 1000, "errors in CSV")
    demand([row["line"] for row in rows if row["error"]] == [str(10 * i) for i in range(1, 1001)], "their lines in CSV")


def check_tables(folder):
    """A table is the same series; rows that do not stand together are noticed, and gathered when asked to."""
    apart = as_table(200, interleaved=True).encode()
    together = as_table(200).encode()
    lines = "\n".join(lines_of_releases(200, 4)).encode()
    from_table, from_lines = batch("-", input=together), batch("-", input=lines)
    demand(from_table == from_lines, "a table and NDJSON of the same series differ")
    demand(batch("-", "--gather", input=apart) == from_table, "gathered rows differ")
    demand(batch("-", "--gather", input=together) == from_table, "gathering what stands together changes it")
    done = subprocess.run([PROGRAM, "batch", "-"], input=apart, capture_output=True)
    demand(done.returncode == 2 and b"--gather" in done.stderr, "rows apart go unnoticed")
    bad = b'series,time,count\na,10,100\na,20,200\nb,10,1m\n# note\nb,20,2\nc,10\nc,20,30\nd,10,"5\ne,10,100\n'
    results = [json.loads(line) for line in batch("-", input=bad, code=1).splitlines()]
    demand([result["id"] for result in results] == ["a", "b", "c", "d", "e"], "a bad row takes another series with it")
    demand([result.get("error", {}).get("line") for result in results] == [None, 4, 7, 9, None], "lines of a table")
    gathered = b"series,time,count\na,10,100\nb,10,5\na,20,200\nb,20,x\n"
    results = [json.loads(line) for line in batch("-", "--gather", input=gathered, code=1).splitlines()]
    demand(results[1]["error"]["line"] == 5, "the line of a gathered row")


def check_parts(folder):
    """Parts of a file, each told where it begins, make the results of the whole, whatever line a part begins with."""
    lines = mixed(400, 3).splitlines(keepends=True)
    lines[10:10] = [b"# a comment\n", b" \t\r\n", b"[[10, 200000]]\n", b"\xff\xfe\n", b"null\n"]
    whole = batch("-", input=b"".join(lines), code=1)
    for size in (1, 7, 100):
        parts = b""
        for begin in range(0, min(len(lines), 40 * size), size):
            done = subprocess.run([PROGRAM, "batch", "-", "--first-line", str(begin + 1)],
                                  input=b"".join(lines[begin:begin + size]), capture_output=True)
            only_comments = size == 1 and begin in (10, 11)
            demand(done.returncode == 2 if only_comments else done.returncode in (0, 1), f"a part: {done.stderr.decode()}")
            parts += done.stdout
        demand(whole.startswith(parts), f"parts of {size} lines differ from the whole")
        demand(size * 40 < len(lines) or parts == whole, f"parts of {size} lines: something is missing")
    for arguments, say in ((["0"], b"is not the number of a line"), (["2", "--from", "csv"], b"lacks the header"),
                           (["2", "--gather"], b"lacks the header")):
        done = subprocess.run([PROGRAM, "batch", "-", "--first-line", *arguments], input=lines[0], capture_output=True)
        demand(done.returncode == 2 and say in done.stderr, f"{arguments}: {done.returncode} {done.stderr.decode()}")


def check_strict(folder):
    done = subprocess.run([PROGRAM, "batch", "-", "--strict"], input=mixed(100, 10), capture_output=True)
    demand(done.returncode == 2, f"--strict: exit code {done.returncode}")
    demand(done.stdout.count(b"\n") == 9 and b'"error":' not in done.stdout, "what came before the first error")
    demand(b"standard input:10:" in done.stderr, done.stderr.decode())


def check_stream(folder):
    """A result comes when its line has come, not when the input ends."""
    process = subprocess.Popen([PROGRAM, "batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for line in lines_of_releases(5):
        process.stdin.write(line.encode() + b"\n")
        process.stdin.flush()
        demand(json.loads(process.stdout.readline())["id"] == json.loads(line)["id"], "in order")
    process.stdin.close()
    demand(process.wait() == 0 and process.stdout.read() == b"", "nothing else")


# ---- ends that come early ---------------------------------------------------------------------------------------------
def check_full_disk(folder):
    lines = "\n".join(lines_of_releases(100)).encode()
    with open("/dev/full", "wb") as full:
        done = subprocess.run([PROGRAM, "batch", "-"], input=lines, stdout=full, stderr=subprocess.PIPE)
    demand(done.returncode == 2, f"a full disk: exit code {done.returncode}")
    demand(b"No space left" in done.stderr, done.stderr.decode())
    # A file that may not grow: what --resume writes.
    out = folder / "limited.ndjson"
    limited = f'ulimit -f 64; exec "{PROGRAM}" batch - --resume "{out}"'
    done = subprocess.run(["bash", "-c", limited], input=lines, capture_output=True)
    demand(done.returncode == 2 and b"cannot be written" in done.stderr, f"{done.returncode} {done.stderr.decode()}")
    demand(batch("-", "--resume", str(out), input=lines) == b"", "goes on when there is room")
    demand(out.read_bytes() == batch("-", input=lines), "the same bytes after a full disk")


def check_closed_pipe(folder):
    process = subprocess.Popen([PROGRAM, "batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    try:
        process.stdin.write("\n".join(lines_of_releases(300)).encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    demand(process.wait() == 0, "a closed pipe is no error")
    demand(process.stderr.read() == b"", "and needs no words")


def check_live(folder):
    """An early end does not wait for the next line of a pipe that stays open."""
    lines = [line.encode() + b"\n" for line in lines_of_releases(3)]
    for jobs in ("1", "2", "4"):
        process = subprocess.Popen([PROGRAM, "batch", "-", "--strict", "--jobs", jobs], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(lines[0])
        process.stdin.flush()
        demand(process.stdout.readline() != b"", "the first")
        process.stdin.write(b'{"id": "bad"}\n')
        process.stdin.flush()
        demand(process.wait(timeout=60) == 2, "--strict ends")
        process = subprocess.Popen([PROGRAM, "batch", "-", "--jobs", jobs], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(lines[0])
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(lines[1])
        process.stdin.flush()
        demand(process.wait(timeout=60) == 0, "a closed pipe ends")
    # Each result as soon as its line is there, though half of the next has come.
    process = subprocess.Popen([PROGRAM, "batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(lines[0] + b'{"id": "half", "x": "' + 6000 * b"x")
    process.stdin.flush()
    demand(json.loads(process.stdout.readline())["id"] == "s0", "it waits for the next line")
    process.stdin.write(b'", "readings": [[10, 200]]}\n')
    process.stdin.close()
    demand(json.loads(process.stdout.readline())["id"] == "half" and process.wait() == 0, "the second")
    # Without standard input there is an error, not a wait.
    done = subprocess.run(["bash", "-c", f'exec "{PROGRAM}" batch - <&-'], capture_output=True, timeout=60)
    demand(done.returncode == 2, f"without standard input: {done.returncode}")


def check_interrupt(folder):
    """Ctrl-C: whole lines, a word of how far it came, 130; also while it waits for input."""
    whole = "\n".join(lines_of_releases(4000)).encode() + b"\n"
    source = folder / "interrupt.ndjson"
    source.write_bytes(whole)
    expected = batch(str(source))
    out = folder / "interrupt.out"
    for number in (signal.SIGINT, signal.SIGTERM):
        with open(out, "wb") as sink:
            process = subprocess.Popen([PROGRAM, "batch", str(source)], stdout=sink, stderr=subprocess.PIPE)
            while out.stat().st_size == 0:
                time.sleep(0.001)
            process.send_signal(number)
            words = process.stderr.read()
        demand(process.wait() == 130, f"exit code {process.returncode}")
        got = out.read_bytes()
        demand(b"interrupted: " in words, words.decode())
        demand(got.endswith(b"\n") and expected.startswith(got), "whole lines, in order")
        done = f"{got.count(10):,} series"
        demand(done in words.decode(), f"{done}: {words.decode()}")
    process = subprocess.Popen([PROGRAM, "batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(whole.splitlines()[0] + b'\n{"id": "torn", "readings": [[10, 20')
    process.stdin.flush()
    demand(json.loads(process.stdout.readline())["id"] == "s0", "the first")
    process.send_signal(signal.SIGINT)
    demand(process.wait(timeout=60) == 130 and process.stdout.read() == b"", "a torn line is no series")
    # While what is kept is passed over, too: the output stays as it was.
    kept = folder / "kept.out"
    three = b"\n".join(whole.splitlines()[:3]) + b"\n"
    batch("-", "--resume", str(kept), input=three)
    before = kept.read_bytes()
    process = subprocess.Popen([PROGRAM, "batch", "-", "--resume", str(kept)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdin.write(three[:-20])
    process.stdin.flush()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    demand(process.wait(timeout=60) == 130 and kept.read_bytes() == before, "interrupted while passing over what is kept")
    # A second signal, of either kind, ends it at once.
    blocked = subprocess.Popen([PROGRAM, "batch", str(source), "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.3)  # the pipe is full, and nobody reads it
    blocked.send_signal(signal.SIGINT)
    time.sleep(0.1)
    blocked.send_signal(signal.SIGTERM)
    demand(blocked.wait(timeout=60) == -signal.SIGTERM, f"a second signal: {blocked.returncode}")


# ---- going on ---------------------------------------------------------------------------------------------------------
def check_resume(folder):
    """Killed at 50 random points, in both formats, and from both kinds of input: the same bytes in the end."""
    rng = random.Random(50)
    lines = mixed(600, 7)
    table = as_table(600).encode()
    for name, text, arguments in (("ndjson", lines, []), ("csv", lines, ["--format", "csv"]), ("table", table, ["--format", "csv"])):
        source, out = folder / f"{name}.in", folder / f"{name}.out"
        source.write_bytes(text)
        code = 0 if name == "table" else 1
        begin = time.monotonic()
        expected = batch(str(source), *arguments, code=code)
        whole = time.monotonic() - begin
        kills = 0
        while kills < 50:
            process = subprocess.Popen([PROGRAM, "batch", str(source), *arguments, "--resume", str(out)],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0, whole / 4))
            process.send_signal(signal.SIGKILL)
            if process.wait() != -signal.SIGKILL:
                out.unlink()  # it came to its end: begin again
                continue
            kills += 1
            got = out.read_bytes() if out.exists() else b""
            demand(expected.startswith(got), f"{name}: what is written is not the beginning of the whole")
            if rng.random() < 0.3 and got:  # torn in the middle of a line, as a crashed machine leaves it
                with open(out, "r+b") as file:
                    file.truncate(rng.randrange(len(got)))
        batch(str(source), *arguments, "--resume", str(out), code=code)
        demand(out.read_bytes() == expected, f"{name}: resumed and uninterrupted differ")
        batch(str(source), *arguments, "--resume", str(out), code=code)  # nothing is left to do, and the code stays
        demand(out.read_bytes() == expected, f"{name}: a job that is done changes its output")


def check_refused_resumes(folder):
    source, out = folder / "refused.in", folder / "refused.out"
    source.write_bytes("\n".join(lines_of_releases(20)).encode())

    def refused(*arguments, say, path=source):
        before = out.read_bytes()
        done = subprocess.run([PROGRAM, "batch", str(path), "--resume", str(out), *arguments], capture_output=True)
        demand(done.returncode == 2 and say in done.stderr and b"not-resumable" in done.stderr,
               f"{arguments}: {done.returncode} {done.stderr.decode()}")
        demand(out.read_bytes() == before, f"{arguments}: a refused job changed the output")

    out.write_bytes(b"mine\n")
    refused(say=b"nothing that says of what job")
    out.unlink()
    batch(str(source), "--resume", str(out), "--at", "+5h")
    refused(say=b"--at")
    refused("--at", "+6h", say=b"--at +5h")
    refused("--at", "+5h", "--level", "50", say=b"--level 50")
    refused("--at", "+5h", "--curve", "hill", say=b"prior")
    batch(str(source), "--resume", str(out), "--at", "+5h", "--jobs", "1", "--progress", "off")
    other = folder / "other.in"
    other.write_bytes("\n".join(lines_of_releases(20, start=1)).encode())
    refused("--at", "+5h", say=b"result 1", path=other)
    other.write_bytes("\n".join(lines_of_releases(10)).encode())
    refused("--at", "+5h", say=b"result 11", path=other)
    whole = out.read_bytes()
    newer = folder / "newer.in"  # the same releases with a count more, as they stand the next night
    for at in (7, 19):
        lines = lines_of_releases(20)
        lines[at] = lines[at].replace("]]", "], [9999, 1e12]]")
        newer.write_bytes("\n".join(lines).encode())
        if at < 19:
            refused("--at", "+5h", say=b"result 8", path=newer)
    batch(str(newer), "--resume", str(out), "--at", "+5h")  # the last one may have been growing
    demand(out.read_bytes() == batch(str(newer), "--at", "+5h"), "the last result is made again")
    batch(str(source), "--resume", str(out), "--at", "+5h")
    demand(out.read_bytes() == whole, "and again")
    (folder / "notes.state").write_bytes(b"mine")
    done = subprocess.run([PROGRAM, "batch", str(source), "--resume", str(folder / "notes")], capture_output=True)
    demand(done.returncode == 2 and (folder / "notes.state").read_bytes() == b"mine", "another's file is overwritten")
    for own in (source, folder / "refused.in"):
        done = subprocess.run([PROGRAM, "batch", str(source), "--resume", str(own)], capture_output=True)
        demand(done.returncode == 2 and b"this is the input" in done.stderr, done.stderr.decode())
    longer = folder / "longer.in"
    longer.write_bytes("\n".join(lines_of_releases(25)).encode())
    batch(str(longer), "--resume", str(out), "--at", "+5h")
    demand(out.read_bytes().startswith(whole) and out.read_bytes().count(b"\n") == 25, "input that has grown")


def check_threads(folder):
    """Few series and many threads, with every way to end: for ThreadSanitizer too."""
    text = mixed(200, 9)
    expected = batch("-", "--jobs", "1", input=text, code=1)
    demand(batch("-", "--jobs", "7", input=text, code=1) == expected, "the number of jobs shows in the output")
    out = folder / "threads.out"
    source = folder / "threads.in"
    source.write_bytes(text)
    process = subprocess.Popen([PROGRAM, "batch", str(source), "--jobs", "7", "--resume", str(out)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while process.poll() is None and (not out.exists() or out.stat().st_size == 0):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate()
    demand(process.returncode in (130, 1), f"{process.returncode} {words.decode()}")  # 1: it was done before
    batch(str(source), "--jobs", "7", "--resume", str(out), code=1)
    demand(out.read_bytes() == expected, "resumed and uninterrupted differ")
    strict = subprocess.run([PROGRAM, "batch", "-", "--jobs", "7", "--strict"], input=text, capture_output=True)
    demand(strict.returncode == 2 and expected.startswith(strict.stdout), "--strict")


def check_one_job_at_a_time(folder):
    """Two jobs never write one output."""
    out = folder / "busy.out"
    first = subprocess.Popen([PROGRAM, "batch", "-", "--resume", str(out)], stdin=subprocess.PIPE)
    line = lines_of_releases(1)[0].encode() + b"\n"
    first.stdin.write(line)
    first.stdin.flush()
    while not out.exists() or out.stat().st_size == 0:
        time.sleep(0.001)
    second = subprocess.run([PROGRAM, "batch", "-", "--resume", str(out)], input=line, capture_output=True)
    demand(second.returncode == 2 and b"another job" in second.stderr, f"{second.returncode} {second.stderr.decode()}")
    first.stdin.close()
    demand(first.wait() == 0, "the first job")


def check_progress(folder):
    source = folder / "progress.ndjson"
    source.write_bytes("\n".join(lines_of_releases(3000)).encode())
    leader, follower = pty.openpty()
    process = subprocess.Popen([PROGRAM, "batch", str(source)], stdout=subprocess.DEVNULL, stderr=follower,
                               env={**os.environ, "TERM": "xterm"})
    os.close(follower)
    shown = b""
    while True:
        try:
            more = os.read(leader, 4096)
        except OSError:
            break
        if not more:
            break
        shown += more
    os.close(leader)
    demand(process.wait() == 0, "progress")
    demand(b" series, " in shown and b" of the input, " in shown and b" left" in shown, repr(shown))
    demand(shown.endswith(b"\r\x1b[K"), "the line is wiped")
    quiet = subprocess.run([PROGRAM, "batch", str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    demand(quiet.stderr == b"", "no progress where there is no terminal")


def peak_of(count, readings=2):
    """Peak memory in KiB of a batch of so many series, made while it runs."""
    made = subprocess.Popen([sys.executable, GENERATOR, str(count), "--readings", str(readings), "--horizons", "1"],
                            stdout=subprocess.PIPE)
    process = subprocess.Popen([PROGRAM, "batch", "-", "--curve", "exponential-decay"], stdin=made.stdout,
                               stdout=subprocess.DEVNULL)
    made.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    demand(os.waitstatus_to_exitcode(status) == 0 and made.wait() == 0, "a long batch")
    return usage.ru_maxrss


def check_memory(folder):
    """Flat: ten times the series take the same memory."""
    short, long = peak_of(2000), peak_of(20000)
    demand(long < 64 * 1024, f"{long} KiB")
    demand(abs(long - short) <= 0.1 * short, f"{short} KiB for 2,000 series, {long} KiB for 20,000")


def main():
    checks = {name[len("check_"):]: check for name, check in globals().items() if name.startswith("check_")}
    for name in sys.argv[2:] or checks:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            checks[name](pathlib.Path(folder))
            print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main()
