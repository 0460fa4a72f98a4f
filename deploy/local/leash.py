"""Become another program that dies with its parent. A script, of the standard library only.

    leash.py run PARENT SIGNAL WHO COMMAND...    take the identity WHO and become COMMAND,
                                                 which gets SIGNAL when PARENT dies
    leash.py reach WHO PATH...                   exit 0 if WHO can enter or execute every PATH

WHO is `self`, `UID:GID`, or `namespace`: a user namespace in which this process's user is
called 65534. A program such as postgres that refuses to be root accepts that name, and the
kernel still lets it at our own files, but at nothing that takes root's powers.

Why a script and not `preexec_fn`: that would run Python between fork and exec in a parent
with threads (gRPC's), and the kernel forgets the death signal when the identity changes, so
the order (identity, signal, exec) has to be ours. It costs 20 ms a start and no memory.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000  # linux/sched.h
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_NOBODY = 65534


def _checked(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _enter_namespace(libc: ctypes.CDLL) -> None:
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0:
        os.setgroups([])
    _checked(libc.unshare(_CLONE_NEWUSER))
    # user_namespaces(7): a single-line map of oneself needs no power outside, once
    # setgroups is denied.
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{_NOBODY} {uid} 1"),
        ("gid_map", f"{_NOBODY} {gid} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(line)


def become(who: str, libc: ctypes.CDLL) -> None:
    """Take the identity `who`.

    Raises:
        OSError: this process may not.
    """
    if who == "namespace":
        _enter_namespace(libc)
    elif who != "self":
        uid, gid = map(int, who.split(":"))
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)


def main(job: str, *rest: str) -> int:
    """Do `job`; return the exit status, if still here."""
    libc = ctypes.CDLL(None, use_errno=True)
    if job == "reach":
        who, *paths = rest
        become(who, libc)
        return 0 if all(os.access(path, os.X_OK) for path in paths) else 1
    parent, signal, who, *command = rest
    become(who, libc)
    os.umask(0o077)
    if sys.platform == "linux":
        _checked(libc.prctl(_PR_SET_PDEATHSIG, int(signal), 0, 0, 0))
    if os.getppid() == int(parent):  # Else it died before the signal was arranged.
        os.execv(command[0], command)  # noqa: S606  # becoming a command is the whole job
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
