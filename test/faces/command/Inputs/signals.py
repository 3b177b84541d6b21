"""signals.py SIGNAL COMMAND...: starts the command, waits until it has two workers, sends
it the signal, and prints its status and how many workers outlive it."""
import os
import signal
import subprocess
import sys
import time


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
workers = []
deadline = time.monotonic() + 60
while len(workers) < 2 and time.monotonic() < deadline:
    workers = children(process.pid)
    time.sleep(0.01)
os.kill(process.pid, getattr(signal, sys.argv[1]))
errors = process.communicate()[1]
# The kernel needs a moment to end the workers of a killed process.
while any(map(alive, workers)) and time.monotonic() < deadline:
    time.sleep(0.01)
# A shell says 128 + the signal for a process that a signal ended.
print("status", process.returncode)
print("children", sum(map(alive, workers)))
print(errors, end="")
