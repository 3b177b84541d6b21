#!/usr/bin/env python3
"""A rule is complete when it has a source, a page, and a test with bad and good cases.

Reads checker/rules/rules.def; prints what is missing.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROW = re.compile(r'^MAPRACE_RULE\((MR\d\d), (\w+), "([a-z0-9-]+)", (\w+), "(.+)"\)$', re.MULTILINE)


def problems():
    rows = ROW.findall((ROOT / "checker/rules/rules.def").read_text(encoding="utf-8"))
    if not rows:
        yield "checker/rules/rules.def: no rows found"
    for number, _, slug, _, summary in rows:
        for path in (f"checker/rules/{slug}.cpp", f"docs/rules/{slug}.md", f"test/rules/{slug}.cpp"):
            if not (ROOT / path).exists():
                yield f"{number} {slug}: {path} is missing"
        test = ROOT / f"test/rules/{slug}.cpp"
        if test.exists():
            text = test.read_text(encoding="utf-8")
            for ending in ("Bad", "Ok"):
                if not re.search(rf"\w+{ending}\b", text):
                    yield f"{number} {slug}: test/rules/{slug}.cpp has no case whose name ends in {ending}"
        if not summary[0].islower() or summary.endswith("."):
            yield f"{number} {slug}: the summary is not in lower case without a full stop"


def main():
    found = list(problems())
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
