"""Outlive the supervisor just long enough to end what it started. A script, standard library only.

Reads lines, first its arguments and then standard input: `+ GROUP SIGNAL GRACE` for each
process group started and `- GROUP` for each that ended. At the end of input, which is also
what a supervisor killed with SIGKILL leaves, signals the groups that are left, waits up to
the longest GRACE seconds for them and then kills them. The death signal of leash.py reaches
a program itself; this reaches its children too, and those who ignore that signal.

It inherits the lock of the data folder, so a new stack cannot start there before the old
one is gone.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time

_LOOK_AGAIN = 0.02


def _send(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group of zombies
        return False
    return True


def main() -> None:
    """Follow the groups, first those of the arguments, until the end of input; then end them."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, tuple[int, float]] = {}
    for line in itertools.chain(sys.argv[1:], sys.stdin):
        mark, group, *terms = line.split()
        if mark == "+":
            groups[int(group)] = (int(terms[0]), float(terms[1]))
        else:
            groups.pop(int(group), None)
    left = {group for group, (number, _) in groups.items() if _send(group, number)}
    deadline = time.monotonic() + max((grace for _, grace in groups.values()), default=0)
    while left and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN)
        left = {group for group in left if _send(group, 0)}
    for group in left:
        _send(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
