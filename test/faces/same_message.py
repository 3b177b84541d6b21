"""Compares what three faces print: one finding must have one place and one text.

    same_message.py FILE...     each holds one face's output

The first file is the reference. Only maprace's diagnostics count. An editor gets each
message with a capital letter and "(fix available)" behind it, as clangd writes all its
diagnostics: that is ignored.
"""
import os
import re
import sys

LINE = re.compile(r"^(?P<file>[^:\n]+):(?P<place>\d+:\d+): warning: (?P<text>.*?)(?: \(fix available\))? (?P<check>\[maprace-[a-z-]+\])$")


def findings(path):
    with open(path, encoding="utf-8") as file:
        matches = filter(None, map(LINE.match, file.read().splitlines()))
    return sorted("%s:%s: %s %s" % (os.path.basename(m["file"]), m["place"], m["text"][:1].lower() + m["text"][1:],
                                    m["check"]) for m in matches)


reference = findings(sys.argv[1])
if not reference:
    sys.exit("no finding in " + sys.argv[1])
for other in sys.argv[2:]:
    if findings(other) != reference:
        sys.exit("%s and %s differ:\n%s\n---\n%s" % (sys.argv[1], other, "\n".join(reference), "\n".join(findings(other))))
print("%d findings, the same in %d faces" % (len(reference), len(sys.argv) - 1))
