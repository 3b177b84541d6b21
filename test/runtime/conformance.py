#!/usr/bin/env python3
"""Runs libstdc++'s own tests of the eight containers against maprace's.

The tests come with Debian's package gcc-12-source. Each is copied with `std::map` and the other
names replaced by `maprace::map`, compiled as its directives say, and run. What cannot pass is in
conformance-known.txt with its reason; anything else that fails is an error, and so is a listed
test that passes. Exit status: 0, 1 for unexpected results, 77 when the package is not there.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tarfile

NAMES = ["unordered_map", "unordered_multimap", "unordered_set", "unordered_multiset", "map", "multimap", "set", "multiset"]
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ALTERNATIVES = "|".join(NAMES)


def unpack(archive, into):
    """The folders of the testsuite that are needed; takes a minute, once."""
    done = into / "unpacked"
    if not done.exists():
        wanted = re.compile(r"[^/]+/libstdc\+\+-v3/testsuite/(23_containers/(%s)/|util/)" % ALTERNATIVES)
        with tarfile.open(archive) as tar:
            for member in tar:
                match = wanted.match(member.name)
                if match and member.isfile():
                    member.name = member.name.split("/testsuite/", 1)[1]
                    tar.extract(member, into)
        done.touch()
    # The testsuite's own tables name the containers, too.
    ours = into / "util-maprace"
    if not ours.exists():
        for path in sorted((into / "util").rglob("*.h")):
            target = ours / path.relative_to(into / "util")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(translated(path.read_text(errors="replace")))
    return into


def translated(text):
    """The test with our containers in place of the standard's."""
    if re.search(r"using\s+namespace\s+std\s*;", text):
        text = re.sub(r"(?<![\w:<\"/])(%s)(?=\s*<)(?!\s*<[a-z_]+>\s*$)" % ALTERNATIVES, r"maprace::\1", text)
    text = re.sub(r"(?<![\w:])(?:::)?std::pmr::(%s)\b" % ALTERNATIVES, r"maprace::pmr::\1", text)
    text = re.sub(r"(?<![\w:])(?:::)?std::(%s)\b" % ALTERNATIVES, r"maprace::\1", text)
    return re.sub(r"\bstd::erase_if\b", "maprace::erase_if", text)


class Test:
    def __init__(self, path, suite):
        self.path, self.name = path, str(path.relative_to(suite / "23_containers"))
        self.text = path.read_text(errors="replace")
        directives = re.findall(r"\{ (dg-[a-z-]+)(.*?)\}\s*(?:\*/)?$", self.text, re.M)
        self.action = "compile"
        self.options = []
        self.skip = None
        self.run_fails = False
        self.must_fail = "dg-error" in self.text or "dg-prune-output" in self.text
        for key, value in directives:
            if key == "dg-do":
                self.action = value.split()[0]
                self.run_fails = "xfail *-*-*" in value
                if re.search(r"target .*c\+\+(20|2a)", value):
                    self.options.append("-std=gnu++20")
                elif re.search(r"target .*c\+\+2[3b]", value):
                    self.skip = "needs C++23"
            elif key in ("dg-options", "dg-additional-options"):
                quoted = re.search(r'"(.*?)"', value)
                if quoted and "target" not in value:
                    self.options += quoted.group(1).split()
            elif key in ("dg-require-debug-mode",):
                self.skip = "of libstdc++'s debug mode, a container of its own"
            elif key in ("dg-require-sharedlib",):
                self.skip = "needs a shared object of the testsuite"
        if any("_GLIBCXX_DEBUG" in option for option in self.options) or "/debug/" in "/" + self.name:
            self.skip = "of libstdc++'s debug mode, a container of its own"
        if "/profile/" in "/" + self.name:
            self.skip = "of libstdc++'s profile mode"
        if any(option.startswith(("-std=c++11", "-std=gnu++11", "-std=c++14", "-std=gnu++14")) for option in self.options):
            self.skip = "needs C++11 or C++14; maprace begins with C++17"


def run(test, settings):
    work = settings.work / "run" / test.name.replace("/", "-")
    work.mkdir(parents=True, exist_ok=True)
    source = work / test.path.name
    source.write_text(test.text if settings.std else translated(test.text))
    options = [option for option in test.options if not option.startswith("./")]
    if not any(option.startswith("-std=") for option in options):
        options.insert(0, "-std=gnu++17")
    includes = ["-I", str(settings.suite / ("util" if settings.std else "util-maprace")), "-I", str(test.path.parent)]
    if not settings.std:
        includes += ["-I", str(ROOT / "include"), "-include", str(HERE / "conformance.h")]
    command = [settings.cxx, *options, *includes, "-w"]
    if test.action == "run":
        program = work / "test"
        command += [str(source), *settings.objects, "-o", str(program), "-L" + str(settings.library), "-lmaprace-runtime",
                    "-Wl,-rpath," + str(settings.library), "-pthread"]
    else:
        command += ["-fsyntax-only", str(source)]
    compiled = subprocess.run(command, capture_output=True, text=True, cwd=work)
    if test.must_fail:
        return None if compiled.returncode else "compiles, and must not"
    if compiled.returncode:
        errors = [line for line in compiled.stderr.splitlines() if "error" in line or "undefined" in line]
        return "does not compile: " + (errors[0] if errors else compiled.stderr[-300:])
    if test.action == "run":
        try:
            ran = subprocess.run([str(program)], capture_output=True, text=True, cwd=work, timeout=120)
        except subprocess.TimeoutExpired:
            return "runs longer than 120 s"
        if test.run_fails:
            return None if ran.returncode else "runs to its end, and must not"
        if ran.returncode:
            return "exit status %d: %s" % (ran.returncode, (ran.stderr or ran.stdout).strip()[:300])
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--archive", default="/usr/src/gcc-12/gcc-12.2.0-dfsg.tar.xz")
    parser.add_argument("--library", type=pathlib.Path, default=ROOT / "build/release/lib", help="folder of libmaprace-runtime.so")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/conformance")
    parser.add_argument("--cxx", default="g++")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--std", action="store_true", help="run on the standard's own containers")
    parser.add_argument("filter", nargs="*", help="only tests whose names contain one of these")
    settings = parser.parse_args()
    if not os.path.exists(settings.archive):
        print("skipped: %s is not there (package gcc-12-source)" % settings.archive)
        return 77
    settings.library = settings.library.resolve()
    settings.work.mkdir(parents=True, exist_ok=True)
    settings.suite = unpack(settings.archive, settings.work)

    known = {}
    for line in (HERE / "conformance-known.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, reason = line.split(None, 1)
            known[name] = reason
    settings.objects = []
    for util in ("testsuite_hooks", "testsuite_allocator"):
        out = settings.work / (util + ".o")
        subprocess.run([settings.cxx, "-std=gnu++17", "-w", "-I", str(settings.suite / "util"), "-c", str(settings.suite / "util" / (util + ".cc")), "-o", str(out)], check=True)
        settings.objects.append(str(out))

    tests = []
    for name in NAMES:
        tests += [Test(path, settings.suite) for path in sorted((settings.suite / "23_containers" / name).rglob("*.cc"))]
    if settings.filter:
        tests = [test for test in tests if any(word in test.name for word in settings.filter)]
    skipped = [test for test in tests if test.skip]
    tests = [test for test in tests if not test.skip]
    failed, expected, wrong = {}, 0, 0
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        for test, problem in zip(tests, pool.map(lambda test: run(test, settings), tests)):
            if problem and test.name in known and not settings.std:
                expected += 1
            elif problem:
                failed[test.name] = problem
                print("FAILED %s: %s" % (test.name, problem), flush=True)
            elif test.name in known and not settings.std:
                wrong += 1
                print("PASSED, but listed: %s" % test.name)
    reasons = {}
    for test in skipped:
        reasons[test.skip] = reasons.get(test.skip, 0) + 1
    print("%d tests: %d passed, %d failed, %d cannot pass (conformance-known.txt)" % (len(tests), len(tests) - len(failed) - expected, len(failed), expected))
    for reason, count in sorted(reasons.items()):
        print("not run: %d %s" % (count, reason))
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
