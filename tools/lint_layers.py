#!/usr/bin/env python3
"""Refuses Clang in the layers behind the extraction.

LLVM and Clang share one include folder, so the compiler cannot enforce the border
between `extract`, which sees Clang, and everything after it, which must not.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLANG_FREE = ["facts", "vocabulary", "link", "rules", "report", "index"]
FORBIDDEN = re.compile(r'^\s*#\s*include\s*[<"](clang(-tidy|-c)?/|checker/extract/)')


def sources():
    yield from (ROOT / "include").rglob("*.h")
    yield from (ROOT / "checker").glob("pipeline.*")
    for folder in CLANG_FREE:
        for suffix in ("*.h", "*.cpp", "*.def"):
            yield from (ROOT / "checker" / folder).rglob(suffix)


def main():
    bad = 0
    for path in sorted(sources()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN.match(line):
                print(f"{path.relative_to(ROOT)}:{number}: error: this layer must not see Clang: {line.strip()}")
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
