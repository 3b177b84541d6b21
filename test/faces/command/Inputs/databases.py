"""databases.py FLAGS FOLDER...: writes compile_commands.json in each folder from its in.json,
with the current directory for DIR and the flags for FLAGS."""
import os
import sys

for folder in sys.argv[2:]:
    with open(os.path.join(folder, "in.json"), encoding="utf-8") as file:
        text = file.read().replace("DIR", os.getcwd()).replace("FLAGS", sys.argv[1])
    with open(os.path.join(folder, "compile_commands.json"), "w", encoding="utf-8") as file:
        file.write(text)
