#!/usr/bin/env python3
"""A rule is complete when it has a source, a page, and enough tests: positive, silent, across units.

The tests of a rule are test/rules/<slug>.cpp and test/rules/<slug>-*.{cpp,test}. In them
  a positive case is a CHECK line that names the rule: it ends in [maprace-<slug>];
  a silent case is a map, variable or namespace whose name ends in Ok or _ok, counted once for each
  namespace at the outermost level (a file has one case in each);
  a case across units is a .test file that takes its units apart with split-file.

Reads checker/rules/rules.def; prints what is missing.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROW = re.compile(r'^MAPRACE_RULE\((MR\d\d), (\w+), "([a-z0-9-]+)", (\w+), "(.+)"\)$', re.MULTILINE)
CHECK = re.compile(r"^(?:\s|//|#)*CHECK(?:-[A-Z]+)?:(.*)$", re.MULTILINE)
SILENT = re.compile(r"\b\w*(?:[a-z0-9]Ok|_ok)\b")
SPACE = re.compile(r"^namespace (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^\s*(?://|#(?!\s*define)).*$", re.MULTILINE)
WANTED = 6


def test_files(slug):
    folder = ROOT / "test/rules"
    own = folder / f"{slug}.cpp"
    return ([own] if own.exists() else []) + sorted(p for p in folder.glob(f"{slug}-*") if p.suffix in (".cpp", ".test"))


def count_cases(slug):
    """Positive, silent, and across units; then silent names that a CHECK line reports."""
    positive, across, silent, checked = 0, 0, set(), ""
    for path in test_files(slug):
        text = path.read_text(encoding="utf-8")
        lines = CHECK.findall(text)
        positive += sum(f"[maprace-{slug}]" in line for line in lines)
        checked += "\n".join(lines)
        across += path.suffix == ".test" and "split-file" in text
        # Text and namespace alternate; what comes before the first one is in none.
        parts = SPACE.split(COMMENT.sub("", text))
        for space, part in zip([""] + parts[1::2], [parts[0]] + parts[2::2]):
            silent |= {(path.name, space, name) for name in SILENT.findall(space + part)}
    loud = {n for _, _, n in silent if re.search(rf"\b{n}\b", checked)}
    return (positive, len(silent), across), sorted(loud)


def unordered():
    """A file that is to contain no other finding has to say in which order it expects them:
    --implicit-check-not looks between CHECK lines, and a file of CHECK-DAG lines has no between."""
    for path in sorted((ROOT / "test").rglob("*")):
        if path.suffix not in (".cpp", ".test") or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if "--implicit-check-not" in text and re.search(r"CHECK-DAG:.*warning:", text):
            yield f"{path.relative_to(ROOT)}: CHECK-DAG takes the effect from --implicit-check-not, use CHECK"


def problems():
    yield from unordered()
    rows = ROW.findall((ROOT / "checker/rules/rules.def").read_text(encoding="utf-8"))
    if not rows:
        yield "checker/rules/rules.def: no rows found"
    for number, _, slug, _, summary in rows:
        for path in (f"checker/rules/{slug}.cpp", f"docs/rules/{slug}.md", f"test/rules/{slug}.cpp"):
            if not (ROOT / path).exists():
                yield f"{number} {slug}: {path} is missing"
        counts, loud = count_cases(slug)
        for count, wanted, what in zip(counts, (WANTED, WANTED, 1),
                                       ("positive cases", "silent cases", "tests across units")):
            if count < wanted:
                yield f"{number} {slug}: {count} {what} in test/rules/{slug}*, {wanted} are wanted"
        for name in loud:
            yield f"{number} {slug}: '{name}' is named as silent, and a CHECK line expects a finding on it"
        if not summary[0].islower() or summary.endswith("."):
            yield f"{number} {slug}: the summary is not in lower case without a full stop"


def main():
    found = list(problems())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
