"""Is all that the runtime writes into its log described in docs/runtime.md? schema.py ROOT"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
page = (root / "docs/runtime.md").read_text()
described = page[page.index("\n## The log"):]
described = described[:described.index("\n## ", 1)]
missing = []
for source in sorted((root / "runtime").glob("*.cpp")):
    text = source.read_text().replace('\\"', '"')
    for member in re.findall(r'[{,]"([a-z_]+)":', text):
        if "`%s`" % member not in described and not re.search(r'[`"{]%s["`} ]' % member, described):
            missing.append("%s: member '%s'" % (source.name, member))
    for kind in re.findall(r'"type":"([a-z-]+)"', text):
        if '`"type":"%s"`' % kind not in described:
            missing.append("%s: type '%s'" % (source.name, kind))
print("\n".join(missing))
sys.exit(bool(missing))
