"""Writes compile_commands.json for all .cpp files of a folder: compile_db.py DIR [FLAG...]"""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1]).resolve()
flags = sys.argv[2:] or ["-std=c++17"]
entries = [
    {"directory": str(folder), "file": str(f), "arguments": ["clang++", *flags, "-pthread", "-c", str(f)]}
    for f in sorted(folder.glob("*.cpp"))
]
(folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
