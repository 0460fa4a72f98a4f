"""Whom to be for programs that refuse to be root."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

from deploy.local import StackFault
from deploy.local.process import Account, Namespace, reaches

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from deploy.local.process import Identity

_UNPRIVILEGED = ("postgres", "nobody")


class NoAccount(StackFault):
    """We are root, and nobody else can be found to run a program on these folders."""


def unprivileged(data: Path, *others: Path) -> Identity:
    """Return who, other than root, can work in `data` and read `others`.

    When we are not root: ourselves. Else an account that exists, else the one to whom a
    folder above `data` belongs; no account is made and no folder above ours is opened.
    Folders that root keeps to itself (mode 0700) leave only a user namespace.

    Raises:
        NoAccount: there is nobody.
    """
    if os.geteuid() != 0:
        return None
    for identity in _candidates(data):
        if reaches(identity, data, *others):
            return identity
    folders = ", ".join(map(str, (data, *others)))
    raise NoAccount(
        "PostgreSQL refuses to run as root; neither an account (postgres, nobody) nor a user"
        f" namespace can reach {folders}: use folders that others may enter (chmod a+x), or"
        " run the stack as another user"
    )


def own(folder: Path, identity: Identity) -> None:
    """Give `folder`, with all in it, to `identity`, if it belongs to someone else.

    Raises:
        NoAccount: we are not root and the folder is not ours.
    """
    uid, gid = _ids(identity)
    if folder.stat().st_uid == uid:
        return
    if os.geteuid() != 0:
        owner = folder.stat().st_uid
        raise NoAccount(f"{folder} belongs to user {owner}: run the stack as that user or as root")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid, follow_symlinks=False)


def _candidates(data: Path) -> Generator[Identity]:
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        yield Account(entry.pw_uid, entry.pw_gid)
    for folder in (data, *data.parents):
        status = folder.stat()
        if status.st_uid != 0:
            yield Account(status.st_uid, status.st_gid)
            break
    yield Namespace()


def _ids(identity: Identity) -> tuple[int, int]:
    if isinstance(identity, Account):
        return identity.uid, identity.gid
    return os.geteuid(), os.getegid()  # In our namespace the kernel still knows our user.
