#!/usr/bin/env python3
"""The examples on the rules' pages are tests: scans them and compares with what the page prints.

    tools/page_examples.py --maprace BIN             every page of docs/rules; prints what deviates
    tools/page_examples.py --maprace BIN --update    writes the real output into the pages
    tools/page_examples.py --maprace BIN PAGE...     these pages only

In a page each ```cpp block is a whole program. One that a ```text block follows (the next block of
the page) is bad.cpp: scanning it prints that text, in which the page's rule has a finding. Any other
one is good.cpp: no rule that is on by default, and not the page's own, finds anything. Fragments are
written as ```c++ and are not run.

Programs are scanned as C++20 with the mock headers of test/rules/mocks and maprace's own in view.
Exit status: 0 all pages are right, 1 some are not, 2 wrong usage.
"""
import argparse
import dataclasses
import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(?P<language>\S*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclasses.dataclass
class Example:
    source: str
    line: int
    # The block of output that follows the program; None for a good program.
    output: re.Match = None

    @property
    def file(self):
        return "bad.cpp" if self.output else "good.cpp"


def examples(page):
    blocks = list(BLOCK.finditer(page))
    for block, after in zip(blocks, blocks[1:] + [None]):
        if block["language"] == "cpp":
            line = page.count("\n", 0, block.start()) + 1
            yield Example(block["text"], line, after if after and after["language"] == "text" else None)


def scan(maprace, slug, example):
    """What the scan prints, and its own complaint when it could not be made."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, example.file).write_text(example.source, encoding="utf-8")
        # A list that begins by removing keeps the other rules that are on by default.
        command = [maprace, "scan", f"--rules=-{slug},{slug}", example.file, "--", "-std=c++20", "-pthread",
                   "-isystem", str(ROOT / "test/rules/mocks"), "-I", str(ROOT / "include")]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout, done.stderr if done.returncode > 1 else ""


def check(maprace, path, update):
    """Yields what deviates; with update, writes the output into the page instead."""
    page, slug = path.read_text(encoding="utf-8"), path.stem
    found = list(examples(page))
    for wanted, kind in ((True, "bad"), (False, "good")):
        if not any((e.output is not None) == wanted for e in found):
            yield f"{path}: no {kind} example"
    new = []
    for example in found:
        where = f"{path}:{example.line}"
        printed, error = scan(maprace, slug, example)
        if error:
            yield f"{where}: the scan failed: {error.strip()}"
        elif example.output is None:
            if printed:
                yield f"{where}: the good example has a finding\n{printed}"
        elif f"[maprace-{slug}]" not in printed:
            yield f"{where}: the bad example has no finding of {slug}\n{printed}"
        elif printed != example.output["text"]:
            new.append((example.output.span("text"), printed))
            if not update:
                diff = difflib.unified_diff(example.output["text"].splitlines(), printed.splitlines(),
                                            "on the page", "printed by the scan", lineterm="")
                yield f"{where}: the output has changed (tools/page_examples.py --update)\n" + "\n".join(diff)
    if update and new:
        for (begin, end), text in reversed(new):
            page = page[:begin] + text + page[end:]
        path.write_text(page, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--maprace", required=True, help="the program to run")
    parser.add_argument("--update", action="store_true", help="write the real output into the pages")
    parser.add_argument("pages", nargs="*", type=pathlib.Path, help="default: all of docs/rules")
    arguments = parser.parse_args()
    maprace = str(pathlib.Path(arguments.maprace).resolve())
    bad = False
    for path in arguments.pages or sorted((ROOT / "docs/rules").glob("*.md")):
        if not path.is_file():
            parser.error(f"no page {path}")
        for line in check(maprace, path, arguments.update):
            print(line)
            bad = True
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
