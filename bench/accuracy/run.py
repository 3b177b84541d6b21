#!/usr/bin/env python3
"""Runs `maprace scan` over the accuracy cases and says which verdicts are right.

    bench/accuracy/run.py --maprace build/release/bin/maprace
    bench/accuracy/run.py --maprace BIN --suite some/other/folder --case 'locks-*' --check
    bench/accuracy/run.py --tsan                   # runs the cases under ThreadSanitizer instead

A case is NAME.cpp or a folder NAME/ with case.txt and several .cpp; README.md tells the header lines.
Verdicts of a case: PASS, or one word for each map that deviates:
  MISS   a RACE map that no rule reports          FALSE  an OK map that some rule reports
  RULE   a RACE map that is reported, but not by the rule that the case names
  ERROR  the scan failed or was incomplete        SKIP   a Debian package of NEEDS is absent
known.txt lists the deviations that are accepted for now, one `NAME reason` a line.
Exit status: 0; with --check 1 if a case that is not listed deviates, or a listed one passes.
"""
import argparse
import concurrent.futures
import dataclasses
import fnmatch
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HEADER = re.compile(r"^\s*(?://\s*)?([A-Z]+):\s*(.*?)\s*$")
EXPECT = re.compile(r"^(?P<map>.+?)\s+(?P<verdict>RACE|OK)(?:\s+(?P<rule>[a-z-]+))?$")


@dataclasses.dataclass
class Expectation:
    map: str
    racy: bool
    rule: str


@dataclasses.dataclass
class Case:
    name: str
    sources: list
    std: str = "c++17"
    needs: str = ""
    tsan: str = ""
    flags: list = dataclasses.field(default_factory=list)
    expected: list = dataclasses.field(default_factory=list)

    def arguments(self, source):
        return ["clang++", f"-std={self.std}", "-pthread", f"-I{source.parent}", *self.flags, "-c", str(source)]


@dataclasses.dataclass
class Verdict:
    case: Case
    # (MISS | FALSE | RULE | ERROR | SKIP, what)
    deviations: list
    found: int = 0
    false_alarms: int = 0
    rule_hits: int = 0


def read_case(header, name, sources):
    """Reads the header: case.txt as a whole, a source file up to its first line of code."""
    case = Case(name, sources)
    for line in header.read_text(errors="replace").splitlines():
        if header.suffix == ".cpp" and line.strip() and not line.lstrip().startswith("//"):
            break
        match = HEADER.match(line)
        if not match:
            continue
        key, value = match.groups()
        if key == "STD":
            case.std = value
        elif key == "FLAGS":
            case.flags = value.split()
        elif key == "NEEDS":
            case.needs = value
        elif key == "TSAN":
            case.tsan = value
        elif key == "EXPECT":
            parts = EXPECT.match(value)
            if not parts:
                raise SystemExit(f"{header}: bad EXPECT line: {value}")
            case.expected.append(Expectation(parts["map"], parts["verdict"] == "RACE", parts["rule"] or ""))
    if not case.expected:
        raise SystemExit(f"{header}: no EXPECT line")
    return case


def read_suite(folder):
    for entry in sorted(folder.iterdir()):
        if (entry / "case.txt").is_file():
            yield read_case(entry / "case.txt", entry.name, sorted(entry.glob("*.cpp")))
        elif entry.suffix == ".cpp":
            yield read_case(entry, entry.stem, [entry])


def plain(name):
    """Anonymous namespaces and blanks do not tell two maps of a case apart."""
    return name.replace("(anonymous namespace)::", "").replace(" ", "")


def same_map(reported, expected):
    reported, expected = "::" + plain(reported), "::" + plain(expected)
    return reported.endswith(expected) or expected.endswith(reported)


def read_findings(sarif):
    """(rule, names of the map) of each finding that is not suppressed."""
    for run in json.loads(sarif.read_text()).get("runs", []):
        for result in run.get("results", []):
            if result.get("suppressions"):
                continue
            where = [result] + result.get("locations", [])
            names = {l["fullyQualifiedName"] for w in where for l in w.get("logicalLocations", []) if "fullyQualifiedName" in l}
            yield result.get("ruleId", "").removeprefix("maprace-"), names


def scan(maprace, case, timeout):
    """Returns the findings and, when the scan was not complete, why."""
    with tempfile.TemporaryDirectory(prefix="accuracy-") as scratch:
        database = [{"directory": scratch, "file": str(s), "arguments": case.arguments(s)} for s in case.sources]
        pathlib.Path(scratch, "compile_commands.json").write_text(json.dumps(database))
        sarif = pathlib.Path(scratch, "found.sarif")
        command = [maprace, "scan", "-p", scratch, "--index", "none", "--output", f"sarif={sarif}"]
        try:
            done = subprocess.run(command + [str(s) for s in case.sources], cwd=scratch, timeout=timeout,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        except subprocess.TimeoutExpired:
            return [], f"no answer in {timeout} s"
        complaint = f"exit status {done.returncode}: {done.stdout.strip()[-300:]}"
        try:
            findings = list(read_findings(sarif))
        except (OSError, ValueError):
            return [], complaint
        return findings, None if done.returncode in (0, 1) else complaint


def judge(maprace, case, timeout):
    verdict = Verdict(case, [])
    if case.needs and not installed(case.needs):
        verdict.deviations.append(("SKIP", case.needs))
        return verdict
    findings, failure = scan(maprace, case, timeout)
    if failure:
        verdict.deviations.append(("ERROR", failure))
    for want in case.expected:
        rules = sorted({rule for rule, names in findings if any(same_map(n, want.map) for n in names)})
        if not want.racy:
            verdict.false_alarms += bool(rules)
            if rules:
                verdict.deviations.append(("FALSE", f"{want.map} ({', '.join(rules)})"))
            continue
        verdict.found += bool(rules)
        verdict.rule_hits += bool(want.rule) and want.rule in rules
        if not rules:
            verdict.deviations.append(("MISS", f"{want.map} {want.rule}".strip()))
        elif want.rule and want.rule not in rules:
            verdict.deviations.append(("RULE", f"{want.map}: wanted {want.rule}, got {', '.join(rules)}"))
    return verdict


def installed(packages):
    if not shutil.which("dpkg-query"):
        return True
    query = ["dpkg-query", "-W", "-f=${db:Status-Status}\n", *packages.replace(",", " ").split()]
    done = subprocess.run(query, capture_output=True, text=True)
    return done.returncode == 0 and set(done.stdout.split()) == {"installed"}


def run_under_tsan(compiler, case, runs, timeout):
    """Returns 'race', 'quiet', or 'skip: reason' or 'ERROR: reason'."""
    if case.tsan:
        return "skip: " + case.tsan.removeprefix("blind ")
    if case.needs or not any(re.search(r"^int main\(", s.read_text(), re.M) for s in case.sources):
        return "skip: not a program of its own"
    with tempfile.TemporaryDirectory(prefix="accuracy-") as scratch:
        program = os.path.join(scratch, "program")
        # TSan does not watch the fields of stack objects when it optimises (google/sanitizers#1181); without
        # optimisation its history is too short to show an older access, and then it says nothing. So both.
        for level in ("-O0", "-O1"):
            command = [compiler, f"-std={case.std}", "-g", level, "-w", "-pthread", "-fsanitize=thread", *case.flags, "-o", program]
            built = subprocess.run(command + [str(s) for s in case.sources], capture_output=True, text=True)
            if built.returncode:
                return "ERROR: does not link: " + built.stderr.strip()[:200]
            for _ in range(runs):
                try:
                    done = subprocess.run([program], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout,
                                          env={**os.environ, "TSAN_OPTIONS": "exitcode=66 halt_on_error=1 history_size=7"})
                except subprocess.TimeoutExpired:
                    return f"ERROR: still running after {timeout} s"
                if done.returncode == 66:
                    return "race"
    return "quiet"


def compare_with_tsan(options, cases):
    """A silent case must give TSan nothing. A race that TSan does not meet in a few runs is no mistake."""
    wrong = 0
    tally = {"race": 0, "quiet": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda c: run_under_tsan(options.compiler, c, options.runs, options.timeout), cases)
        for case, outcome in zip(cases, outcomes):
            racy = any(e.racy for e in case.expected)
            if outcome not in tally:
                kind, _, why = outcome.partition(": ")
                print(f"  {kind:6} {case.name}: {why}")
                wrong += kind != "skip"
                continue
            if racy:
                tally[outcome] += 1
            if outcome == "race" and not racy:
                wrong += 1
                print(f"  WRONG  {case.name}: expected to be silent, ThreadSanitizer reports a race")
            elif outcome == "quiet" and racy:
                print(f"  unseen {case.name}: the race did not show")
    print(f"tsan: seen {tally['race']} of {sum(tally.values())} racy programs, wrong {wrong}, cases {len(cases)}")
    return wrong


def read_known(path):
    known = {}
    for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _, reason = line.partition(" ")
        if not reason.strip():
            raise SystemExit(f"{path}:{number}: '{name}' has no reason")
        known[name] = reason.strip()
    return known


def report(options, suite, verdicts, known):
    """Prints the verdicts of a suite; returns its numbers and the surprises that --check counts."""
    surprises = []
    for v in verdicts:
        skipped = any(kind == "SKIP" for kind, _ in v.deviations)
        listed = v.case.name in known
        if skipped:
            print(f"  SKIP   {v.case.name}: needs {v.case.needs}")
            continue
        if not v.deviations:
            if listed:
                surprises.append(f"{v.case.name}: passes, but known.txt lists it")
            if options.verbose:
                print(f"  PASS   {v.case.name}")
        for kind, what in v.deviations:
            print(f"  {kind:6} {v.case.name}: {what}" + (" [known]" if listed else ""))
        if v.deviations and not listed:
            surprises.append(f"{v.case.name}: " + ", ".join(sorted({kind for kind, _ in v.deviations})))
    done = [v for v in verdicts if ("SKIP", v.case.needs) not in v.deviations]
    numbers = {
        "cases": len(done),
        "race": sum(e.racy for v in done for e in v.case.expected),
        "found": sum(v.found for v in done),
        "ok": sum(not e.racy for v in done for e in v.case.expected),
        "false": sum(v.false_alarms for v in done),
        "named": sum(bool(e.rule) for v in done for e in v.case.expected),
        "rule": sum(v.rule_hits for v in done),
        "errors": sum(any(k == "ERROR" for k, _ in v.deviations) for v in done),
    }
    print(f"{suite.name}: " + summary(numbers))
    return numbers, surprises


def summary(n):
    recall = n["found"] / n["race"] if n["race"] else 1.0
    return (f"cases {n['cases']}, recall {n['found']}/{n['race']} ({recall:.1%}), false alarms {n['false']}/{n['ok']}, "
            f"right rule {n['rule']}/{n['named']}, errors {n['errors']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maprace", help="the maprace command")
    parser.add_argument("--suite", type=pathlib.Path, action="append", help="folder of cases (repeatable; default: cases/ beside this file)")
    parser.add_argument("--case", default="*", help="glob over the names of cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--timeout", type=int, default=60, help="seconds for one scan or run")
    parser.add_argument("--known", type=pathlib.Path, default=HERE / "known.txt")
    parser.add_argument("--check", action="store_true", help="exit with 1 on a deviation that known.txt does not list")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the cases that pass too")
    parser.add_argument("--tsan", action="store_true", help="run the cases that are programs under ThreadSanitizer")
    parser.add_argument("--compiler", default="clang++-22", help="for --tsan")
    parser.add_argument("--runs", type=int, default=3, help="of a program at each level, for --tsan")
    options = parser.parse_args()
    if not options.tsan and not (options.maprace and shutil.which(options.maprace)):
        parser.error("--maprace must name an executable")

    known = read_known(options.known)
    total, surprises, seen, all_names = {}, [], 0, set()
    for suite in options.suite or [HERE / "cases"]:
        if not suite.is_dir():
            parser.error(f"no such folder: {suite}")
        every = list(read_suite(suite.resolve()))
        all_names |= {c.name for c in every}
        cases = [c for c in every if fnmatch.fnmatch(c.name, options.case)]
        seen += len(cases)
        if options.tsan:
            if compare_with_tsan(options, cases):
                surprises.append("ThreadSanitizer disagrees")
            continue
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            binary = os.path.abspath(shutil.which(options.maprace))
            verdicts = list(pool.map(lambda c: judge(binary, c, options.timeout), cases))
        numbers, more = report(options, suite, verdicts, known)
        total = {k: total.get(k, 0) + n for k, n in numbers.items()}
        surprises += more
    if not seen:
        parser.error("no case matches")
    if not options.suite:
        surprises += [f"{name}: known.txt lists it, but there is no such case" for name in known if name not in all_names]
    if total:
        print("total: " + summary(total))
    if options.check:
        for line in surprises:
            print("unexpected: " + line, file=sys.stderr)
        return 1 if surprises else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
