"""Run a program and kill it in the middle of its writing.

    killed.py FILE BYTES COMMAND...

The child started here is killed (SIGKILL) as soon as FILE, which it writes,
has BYTES bytes; no clock decides. Leaves with 0 when it was killed, with 3 when
it had ended before, whatever with."""

import os
import signal
import subprocess
import sys


def size_of(path):
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0


def main(path, size, *command):
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        while child.poll() is None and size_of(path) < int(size):
            pass
        if child.poll() is not None:
            return 3
        child.send_signal(signal.SIGKILL)
        return 0 if child.wait() == -signal.SIGKILL else 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
