#!/usr/bin/env python3
"""What share of the racy programs in seeded.cpp is caught, by mode, and whether anything is
reported on those without a race. Prints the table of docs/runtime.md.

    detection.py --bin build/release/bench/runtime [--runs 5] [--seeds 3]

A *program* is a name with a seed. "In one run" counts the first run of each; "in five" asks
whether any of five runs caught it; for delay, run 2 and later read the trap file of run 1.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import tempfile

MODES = ["trap", "delay", "delay+plan", "order", "tsan"]


def caught(binaries, mode, name, seed, files):
    env = dict(os.environ)
    program = binaries / ("maprace-seeded-tsan" if mode == "tsan" else "maprace-seeded")
    log = files / "log"
    log.unlink(missing_ok=True)
    if mode == "tsan":
        env["TSAN_OPTIONS"] = "exitcode=66"
    else:
        options = ["mode=" + mode.split("+")[0], "abort=1", "quiet=1", "log=%s" % log]
        if mode == "delay":
            options.append("trapfile=%s" % (files / "traps"))
        if mode == "delay+plan":
            options.append("plan=%s" % (files / "plan"))
        env["MAPRACE_OPTIONS"] = ":".join(options)
    try:
        status = subprocess.run([str(program), name, str(seed)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60).returncode
    except subprocess.TimeoutExpired:
        return None
    if mode == "tsan":
        return status == 66
    lines = log.read_text().splitlines() if log.exists() else []
    races = [json.loads(line) for line in lines if '"type":"race"' in line]
    if status not in (0, 66, -6):
        return bool(races) or None
    return bool(races)


def plan_for(binaries, name, into):
    """A plan as the static side would write it: the pairs that order mode sees in a few runs."""
    pairs = set()
    for seed in range(100, 104):
        log = into / "order"
        log.unlink(missing_ok=True)
        env = dict(os.environ, MAPRACE_OPTIONS="mode=order:abort=0:quiet=1:log=%s" % log)
        try:
            subprocess.run([str(binaries / "maprace-seeded"), name, str(seed)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
        except subprocess.TimeoutExpired:
            pass
        for line in log.read_text().splitlines() if log.exists() else []:
            if '"type":"race"' in line:
                sides = json.loads(line)["sides"]
                pairs.add(tuple(sorted(side["site"] for side in sides)))
    (into / "plan").write_text("".join("pair %s %s\n" % pair for pair in sorted(pairs)))
    return len(pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--modes", default=",".join(MODES))
    parser.add_argument("--details", action="store_true")
    settings = parser.parse_args()
    modes = settings.modes.split(",")
    listed = subprocess.run([str(settings.bin / "maprace-seeded"), "--list"], capture_output=True, text=True, check=True).stdout
    programs = [line.split() for line in listed.splitlines()]

    def one(job):
        mode, name, seed = job
        with tempfile.TemporaryDirectory() as folder:
            files = pathlib.Path(folder)
            if mode == "delay+plan" and not plan_for(settings.bin, name, files):
                (files / "plan").write_text("pair nothing.cpp:1 nothing.cpp:2\n")
            return [caught(settings.bin, mode, name, seed, files) for _ in range(settings.runs)]

    jobs = [(mode, name, seed) for mode in modes for name, _ in programs for seed in range(settings.seeds)]
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        results = dict(zip(jobs, pool.map(one, jobs)))
    racy = [name for name, kind in programs if kind == "racy"]
    fine = [name for name, kind in programs if kind == "ok"]
    print("| | %s |\n|---|%s" % (" | ".join(modes), "---|" * len(modes)))
    rows = [("in one run", 1), ("in two", 2), ("in %d" % settings.runs, settings.runs)]
    for label, upto in rows:
        cells = []
        for mode in modes:
            each = [any(results[mode, name, seed][:upto]) for name in racy for seed in range(settings.seeds)]
            cells.append("%d of %d (%.0f %%)" % (sum(each), len(each), 100 * sum(each) / len(each)))
        print("| %s | %s |" % (label, " | ".join(cells)))
    unordered = [name for name, kind in programs if kind == "unordered"]
    cells = []
    for mode in modes:
        each = [any(results[mode, name, seed]) for name in unordered for seed in range(settings.seeds)]
        cells.append("%d of %d" % (sum(each), len(each)))
    print("| unordered, but never at the same time | %s |" % " | ".join(cells))
    cells = []
    for mode in modes:
        each = [run for name in fine for seed in range(settings.seeds) for run in results[mode, name, seed]]
        cells.append("%d of %d" % (sum(bool(run) for run in each), len(each)))
    print("| reported on runs without a race | %s |" % " | ".join(cells))
    for (mode, name, seed), runs in results.items():
        if name in fine and any(runs):
            print("FALSE: %s %s seed %d: %s" % (mode, name, seed, runs))
        if None in runs:
            print("BROKEN: %s %s seed %d: %s" % (mode, name, seed, runs))
        elif settings.details and name in racy and not runs[0]:
            print("missed in one run: %s %s seed %d: %s" % (mode, name, seed, runs))


main()
