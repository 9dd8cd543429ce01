"""Runs a command in a pseudo-terminal: terminal.py COLUMNS ROWS COMMAND [ARGUMENT...]

What is read from stdin are its keys, what it draws goes to stdout, and a line "COLUMNS ROWS" on descriptor 3 is a
resized window: RESIZED in stdout is the place before which everything was drawn for the window as it was. Ends as the command ends: with its exit code, or 128 and the number of the signal.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios


RESIZED = "\033]resized;%s;%s\a"


def resize(descriptor, columns, rows):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


def main(columns, rows, *command):
    child, master = pty.fork()
    if child == 0:
        os.close(3)
        resize(0, columns, rows)
        os.execvp(command[0], command)
    sources = [master, 0, 3]
    while True:
        ready, _, _ = select.select(sources, [], [])
        for source in ready:
            try:
                data = os.read(source, 65536)
            except OSError:
                # Linux: the last process has closed the terminal.
                data = b""
            if source == master:
                if not data:
                    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                os.write(1, data)
            elif not data:
                sources.remove(source)
            elif source == 0:
                os.write(master, data)
            else:
                for line in data.decode().split("\n"):
                    if line:
                        while select.select([master], [], [], 0)[0]:
                            os.write(1, os.read(master, 65536))
                        resize(master, *line.split())
                        os.write(1, (RESIZED % tuple(line.split())).encode())


end = main(*sys.argv[1:])
sys.exit(end if end >= 0 else 128 - end)
