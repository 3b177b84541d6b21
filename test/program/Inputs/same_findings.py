"""Says whether two JSON reports name the same maps, by the same rules: same_findings.py A B"""
import json
import pathlib
import sys


def findings(name):
    found = set()
    for f in json.loads(pathlib.Path(name).read_text(encoding="utf-8"))["findings"]:
        at = f["map"]["at"]
        found.add((f["rule"], f["map"]["name"], pathlib.Path(at["file"]).name, at["line"]))
    return found


a, b = (findings(name) for name in sys.argv[1:3])
for one in sorted(a | b):
    print(*one, "" if one in a and one in b else "only in " + (sys.argv[1] if one in a else sys.argv[2]))
if a != b:
    sys.exit("the reports differ")
print("the same")
