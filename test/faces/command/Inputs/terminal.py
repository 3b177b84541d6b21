"""terminal.py COMMAND...: runs the command on a terminal of 100 columns and prints what
it wrote there, with the control sequences spelled out."""
import fcntl
import os
import pty
import struct
import sys
import termios

pid, master = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 100, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
output = b""
while True:
    try:
        chunk = os.read(master, 65536)
    except OSError:
        break
    if not chunk:
        break
    output += chunk
os.waitpid(pid, 0)
print(output.decode().replace("\r\n", "\n").replace("\r", "<CR>").replace("\x1b", "<ESC>"))
