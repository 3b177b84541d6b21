"""status.py N COMMAND...: runs the command and fails unless it ends with status N."""
import subprocess
import sys

status = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL).returncode
if status != int(sys.argv[1]):
    sys.exit(f"expected exit status {sys.argv[1]}, got {status}: {' '.join(sys.argv[2:])}")
