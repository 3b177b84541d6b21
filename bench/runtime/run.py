#!/usr/bin/env python3
"""Runs maprace-bench in each mode and prints the tables of docs/runtime.md.

    run.py --bin build/release/bench/runtime [--repetitions 5] [--tsan]

Each figure is the least CPU time of the repetitions, which are interleaved at random, so that a
busy machine disturbs both containers alike.
"""
import argparse
import json
import os
import pathlib
import subprocess


def measure(program, options, settings):
    command = [str(program), "--benchmark_format=json", "--benchmark_repetitions=%d" % settings.repetitions,
               "--benchmark_min_time=%s" % settings.min_time, "--benchmark_enable_random_interleaving=true"]
    if settings.filter:
        command.append("--benchmark_filter=" + settings.filter)
    env = dict(os.environ, MAPRACE_OPTIONS=options, TSAN_OPTIONS="report_bugs=0")
    out = subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout
    best, wall = {}, {}
    for row in json.loads(out[out.index("{"):])["benchmarks"]:
        if row.get("run_type") == "aggregate":
            continue
        name = row["run_name"].replace("/1024", "").replace("/1000000", "")
        best[name] = min(best.get(name, 1e99), row["cpu_time"])
        wall[name] = min(wall.get(name, 1e99), row["real_time"])
    return best, wall


def table(columns, unit="ns"):
    """A row a benchmark; each column against the standard container of its own run."""
    names = [name for name in columns[0][1] if "/std" in name]
    print("| | std | %s |" % " | ".join(title for title, _ in columns))
    print("|---|---|%s" % ("---|" * len(columns)))
    for name in names:
        label = name.replace("/std", "").replace("/threads:", ", threads ")
        per = {"iterate/int/hot": 1024, "iterate/int/1M": 1000000}.get(label, 1)
        std = min(measured[name] for _, measured in columns) / per
        cells = ["%.2f %s" % (std, unit)]
        for _, measured in columns:
            # Beside the standard's of the same run.
            own, base = measured[name.replace("/std", "/maprace")] / per, measured[name] / per
            cells.append("%+.2f %s, %.2fx" % (own - base, unit, own / base))
        print("| %s | %s |" % (label, " | ".join(cells)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--min-time", default="0.05")
    parser.add_argument("--filter", default="")
    parser.add_argument("--tsan", action="store_true", help="the same under ThreadSanitizer")
    settings = parser.parse_args()
    if settings.tsan:
        program, modes = "maprace-bench-tsan", ["trap", "count"]
    else:
        program, modes = "maprace-bench", ["trap", "count", "order"]
    columns = []
    if not settings.tsan:
        columns.append(("off", measure(settings.bin / "maprace-bench-off", "", settings)))
    for mode in modes:
        columns.append((mode, measure(settings.bin / program, "mode=" + mode, settings)))
    table([(title, cpu) for title, (cpu, wall) in columns])


main()
