"""Runs a command with '@' replaced by what a file holds: with_words_of.py FILE COMMAND..."""
import pathlib
import subprocess
import sys

word = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
sys.exit(subprocess.run([word if a == "@" else a for a in sys.argv[2:]], check=False).returncode)
