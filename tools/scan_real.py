#!/usr/bin/env python3
"""Scans a real program: fetches a Debian source package and its build dependencies,
configures it to get compile_commands.json, and runs `maprace scan` over it.

The programs are rows of real_programs.json. Each step is skipped when its result is
there, so that a second run starts with the scan. Everything is kept outside the
repository, by default in ~/.cache/maprace/real.

The source packages come through an apt directory of our own with deb-src enabled; the
system's lists are neither changed nor read. Build dependencies are installed into the
system, as its compilers look for headers there; apt is told to remove nothing.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import shlex
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def say(text):
    print(f"== {text}", file=sys.stderr, flush=True)


def die(text):
    print(f"scan-real: error: {text}", file=sys.stderr)
    sys.exit(2)


def run(command, **options):
    """Runs a command whose output matters only when it fails."""
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if result.returncode != 0:
        sys.stderr.write(result.stdout[-4000:])
        die(f"failed with status {result.returncode}: {shlex.join(map(str, command))}")
    return result.stdout


def codename():
    release = pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    match = re.search(r"^VERSION_CODENAME=(\w+)$", release, re.MULTILINE)
    if not match or not os.path.exists(KEYRING):
        die("source packages are fetched with apt, which needs a Debian system")
    return match.group(1)


class Apt:
    """apt with lists, caches and sources of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.config = folder / "apt.conf"
        self.environment = dict(os.environ, APT_CONFIG=str(self.config), DEBIAN_FRONTEND="noninteractive")

    def as_root(self, command):
        if os.getuid() == 0:
            return command
        if not shutil.which("sudo"):
            die(f"not root and no sudo; run as root: {shlex.join(command)}")
        return ["sudo", "env", f"APT_CONFIG={self.config}", "DEBIAN_FRONTEND=noninteractive"] + command

    def prepare(self):
        """Writes the configuration; downloads the lists when there are none or they are a week old."""
        lists = self.folder / "lists"
        for sub in (lists / "partial", self.folder / "archives" / "partial"):
            sub.mkdir(parents=True, exist_ok=True)
        name = codename()
        mirror = os.environ.get("MAPRACE_DEBIAN_MIRROR", "http://deb.debian.org")
        # Sources of the release itself only: a program that changes with each security
        # update could not be compared with an earlier scan of it.
        rows = [
            f"deb-src [signed-by={KEYRING}] {mirror}/debian {name} main",
            f"deb [signed-by={KEYRING}] {mirror}/debian {name} main",
            f"deb [signed-by={KEYRING}] {mirror}/debian {name}-updates main",
            f"deb [signed-by={KEYRING}] {mirror}/debian-security {name}-security main",
        ]
        (self.folder / "sources.list").write_text("\n".join(rows) + "\n", encoding="utf-8")
        settings = {
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            "Dir::State::lists": lists,
            "Dir::Cache::archives": self.folder / "archives",
            "Dir::Cache::pkgcache": self.folder / "pkgcache.bin",
            "Dir::Cache::srcpkgcache": self.folder / "srcpkgcache.bin",
            # The folder may be in a home directory that apt's own user cannot enter.
            "APT::Sandbox::User": "root",
        }
        self.config.write_text("".join(f'{key} "{value}";\n' for key, value in settings.items()), encoding="utf-8")
        stamp = self.folder / "updated"
        if not stamp.exists() or time.time() - stamp.stat().st_mtime > 7 * 24 * 3600:
            say(f"fetching package lists into {self.folder}")
            run(["apt-get", "update", "-q"], env=self.environment)
            stamp.touch()

    def fetch_source(self, package, into):
        into.mkdir(parents=True, exist_ok=True)
        run(["apt-get", "source", "-q", "--only-source", package], env=self.environment, cwd=into)

    def install_build_dependencies(self, package):
        command = ["apt-get", "build-dep", "-q", "-y", "--no-install-recommends", "--no-remove", "--arch-only", package]
        plan = subprocess.run(command + ["--simulate"], env=self.environment, capture_output=True, text=True, check=False)
        missing = re.findall(r"^Inst (\S+)", plan.stdout, re.MULTILINE)
        if plan.returncode == 0 and not missing:
            return
        say(f"installing {len(missing)} build dependencies of {package}")
        run(self.as_root(command), env=self.environment)

    def install(self, package):
        run(self.as_root(["apt-get", "install", "-q", "-y", "--no-install-recommends", "--no-remove", package]),
            env=self.environment)


def unpacked(folder):
    """The source tree that `apt-get source` left in a folder, or None."""
    trees = [entry for entry in folder.iterdir() if (entry / "debian").is_dir()] if folder.is_dir() else []
    return trees[0] if trees else None


def obtain(name, row, work):
    """Returns the build folder of a program, with a compile_commands.json in it."""
    home = work / name
    build = home / "build"
    apt = Apt(work / ".apt")
    apt.prepare()
    source = unpacked(home / "source")
    if not source:
        say(f"fetching the source of {row['source']}")
        apt.fetch_source(row["source"], home / "source")
        source = unpacked(home / "source")
        if not source:
            die(f"no source tree in {home / 'source'}")
    apt.install_build_dependencies(row["source"])

    database = build / "compile_commands.json"
    if not database.exists():
        say(f"configuring {name}")
        build.mkdir(parents=True, exist_ok=True)
        fill = lambda command: [part.format(source=source, build=build) for part in command]
        if "configure" in row:
            run(fill(row["configure"]) + (["-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"] if row["configure"][0] == "cmake" else []),
                cwd=source)
        for command in row.get("prepare", []):  # headers that the build generates
            run(fill(command), cwd=source)
        if "build" in row:  # no CMake: watch a build
            if not shutil.which("bear"):
                apt.install("bear")
            run(["bear", "--output", str(database), "--"] + fill(row["build"]), cwd=source)
        if not database.exists():
            die(f"configuring {name} left no {database}")
    return build


# --- CPU time against the compiler ------------------------------------------------------


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu_of(action):
    before = children_cpu()
    action()
    return children_cpu() - before


def syntax_only(entry):
    """clang's command for a unit: the same flags, without the output."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    clang = "clang-22" if entry["file"].endswith(".c") else "clang++-22"
    flags, skip = [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word not in ("-c", "-MD", "-MMD"):
            flags.append(word)
    return [clang, "-fsyntax-only", "-w"] + flags


def drop_unknown(entry):
    """The command without the flags that only GCC knows; asks clang's driver, parses nothing."""
    command = syntax_only(entry)
    probe = subprocess.run(command + ["-###"], cwd=entry["directory"], capture_output=True, text=True, check=False)
    unknown = set(re.findall(r"unknown argument:? '([^']+)'", probe.stderr))
    return [word for word in command if word not in unknown], entry["directory"]


def cpu_ratio(maprace_command, build, rounds, jobs):
    with open(build / "compile_commands.json", encoding="utf-8") as file:
        commands = [drop_unknown(entry) for entry in json.load(file)]

    def compile_all():
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(lambda c: subprocess.run(c[0], cwd=c[1], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                                   check=False), commands))

    def scan_all():
        subprocess.run(maprace_command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    # Alternating, so that a change of the machine's speed meets both.
    clang, maprace = [], []
    for number in range(rounds):
        say(f"measuring CPU time, round {number + 1} of {rounds}")
        clang.append(cpu_of(compile_all))
        maprace.append(cpu_of(scan_all))
    print(f"CPU time, user and system, minimum of {rounds}, {len(commands)} units:")
    print(f"  clang++-22 -fsyntax-only  {min(clang):8.1f} s")
    print(f"  maprace scan              {min(maprace):8.1f} s")
    print(f"  ratio                     {min(maprace) / min(clang):8.2f}")


def report_units(name, summary):
    counts = json.loads(summary.read_text(encoding="utf-8"))["summary"]
    ok = counts["units"] - counts["degraded"] - counts["failed"]
    print(f"{name}: {counts['units']} units: {ok} ok, {counts['degraded']} degraded, {counts['failed']} failed; "
          f"{counts['findings']} findings, also in {summary}")


# --- the scan ------------------------------------------------------------------------------


def main():
    programs = json.loads((HERE / "real_programs.json").read_text(encoding="utf-8"))
    default_work = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "maprace" / "real"
    parser = argparse.ArgumentParser(prog="./dev scan-real", description=__doc__.split("\n\n")[0],
                                     epilog="other arguments are handed to maprace scan")
    parser.add_argument("name", nargs="?", help="one of: " + ", ".join(programs))
    parser.add_argument("--list", action="store_true", help="show the programs and end")
    parser.add_argument("--fetch-only", action="store_true", help="stop before the scan; prints the build folder")
    parser.add_argument("--cpu-ratio", action="store_true",
                        help="also measure CPU time against clang++-22 -fsyntax-only over the same units")
    parser.add_argument("--rounds", type=int, default=1, help="measure so often and take the minimum (default: 1)")
    parser.add_argument("--work", type=pathlib.Path, default=default_work, help="where all is kept (default: %(default)s)")
    parser.add_argument("--maprace", default="maprace", help=argparse.SUPPRESS)
    options, scan_arguments = parser.parse_known_args()

    if options.list:
        for name, row in programs.items():
            print(f"{name:10} {row['about']}")
        return 0
    if options.name not in programs:
        die(f"unknown program '{options.name or ''}'; known: {', '.join(programs)}")

    build = obtain(options.name, programs[options.name], options.work.resolve())
    if options.fetch_only:
        print(build)
        return 0

    command = [options.maprace, "scan", "-p", str(build)] + scan_arguments
    say(shlex.join(command))
    summary = build.parent / "findings.json"
    outputs = [f"--output=json={summary}"] + ([] if any(a.startswith("--output") for a in scan_arguments) else ["--output=text"])
    status = subprocess.run(command + outputs, check=False).returncode
    if status in (0, 1, 3):
        report_units(options.name, summary)
    if options.cpu_ratio:
        cpu_ratio(command, build, options.rounds, os.cpu_count() or 1)
    # Findings are what a scan is for; only a scan that did not work is a failure.
    return 0 if status in (0, 1) else status


if __name__ == "__main__":
    sys.exit(main())
