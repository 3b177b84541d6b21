"""Prints the C++ example of a page that has the given word in it: example.py PAGE WORD"""
import pathlib
import re
import sys

page = pathlib.Path(sys.argv[1]).read_text()
found = [text for text in re.findall(r"^```cpp\n(.*?)^```", page, re.M | re.S) if sys.argv[2] in text]
if len(found) != 1:
    sys.exit("%s: %d examples with '%s'" % (sys.argv[1], len(found), sys.argv[2]))
print(found[0], end="")
