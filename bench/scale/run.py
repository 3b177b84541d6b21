#!/usr/bin/env python3
"""CPU time and peak memory of `maprace link` (link and rules) over synthetic programs.

    bench/scale/run.py                                   # 1k, 10k and 100k functions
    bench/scale/run.py --sizes 1000 10000 --seed 2 --check
    bench/scale/run.py -- --depth=12 --entries=32        # any option of maprace-synthesize

The growth is that of the CPU time against the size before. Racy maps are those that the
generator made to race and that the link finds; a few of them no two threads reach.
Exit status: 0; with --check 1 when ten times the functions take more than --limit times
the CPU time, from 10,000 functions on.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def measure(command, output):
    """CPU seconds and peak memory in MB of one run; exit status 1 says that races were found."""
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{' '.join(command)}: failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release", help="build folder")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000, 100000], help="numbers of functions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="runs of a size, the least counts")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--limit", type=float, default=12, help="what --check allows for ten times the functions")
    parser.add_argument("shape", nargs="*", help="options of maprace-synthesize, behind --")
    args = parser.parse_args()
    bin_dir = args.build / "bin"

    print("| functions | facts, MB | CPU, s | growth | memory, MB | growth | racy maps found |")
    print("|---|---|---|---|---|---|---|")
    before, failed = None, False
    with tempfile.TemporaryDirectory() as folder:
        facts, report = f"{folder}/program.facts", f"{folder}/report.json"
        for size in args.sizes:
            shape = [f"--functions={size}", f"--seed={args.seed}", *args.shape]
            made = subprocess.run([bin_dir / "maprace-synthesize", *shape, f"--facts={facts}", "--racy"],
                                  check=True, capture_output=True, text=True)
            runs = [measure([str(bin_dir / "maprace"), "link", facts, "--output", "json"], report)
                    for _ in range(args.repeat)]
            cpu, memory = min(r[0] for r in runs), min(r[1] for r in runs)
            found = {f["map"]["name"] for f in json.loads(pathlib.Path(report).read_text(encoding="utf-8"))["findings"]}
            racy = set(made.stdout.split())
            growth = [f"{cpu / before[1]:.1f}", f"{memory / before[2]:.1f}"] if before else ["", ""]
            print(f"| {size:,} | {os.path.getsize(facts) / 1e6:.1f} | {cpu:.2f} | {growth[0]} | {memory:.0f} | "
                  f"{growth[1]} | {len(racy & found)} of {len(racy)} |", flush=True)
            if before and before[0] >= 10000:
                allowed = args.limit * size / before[0] / 10
                if cpu / before[1] > allowed:
                    failed = True
                    print(f"the growth from {before[0]:,} to {size:,} functions is more than {allowed:.1f}")
            before = (size, cpu, memory)
    return 1 if args.check and failed else 0


if __name__ == "__main__":
    sys.exit(main())
