"""The folder of a PostgreSQL server: made once, in one step, and fit to be started on."""

from __future__ import annotations

import asyncio
import shutil
import stat
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil

from deploy.local import StackFault, account
from deploy.local.command import finished

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from deploy.local.process import Identity

_SYNCS_ALL = sys.platform == "linux"
_MAJOR = "18"
_LODGERS_LEAVE_WITHIN = 10.0
_LOOK_AGAIN = 0.05


class FolderUnfit(StackFault):
    """The server cannot be started on this folder; the message says what to do."""


async def made(
    home: Path,
    *,
    program: Path,
    identity: Identity,
    admin: str,
    password: str,
    scratch: Path,
    durable: bool,
) -> None:
    """Make `home` a cluster of `identity` with the superuser `admin`, unless it is one.

    It appears whole or not at all: what a killed initdb left is removed. `scratch` is a
    private folder of `identity`, for the password on its way.

    Raises:
        FolderUnfit: initdb failed, another version made it, or a server runs on it.
    """
    await _forget_stale_pid(home)
    if _is_cluster(home, identity):
        return
    draft = _empty(home.with_name(f"{home.name}.new"), identity)
    argv = (str(program), "-D", str(draft), "-U", admin, *_options(durable=durable))
    with _file_of(scratch / "initdb.password", password, identity) as secret:
        outcome = await finished((*argv, f"--pwfile={secret}"), identity=identity)
    if outcome.status != 0:
        raise FolderUnfit(f"initdb: {outcome.said}")
    draft.rename(home)


def _is_cluster(home: Path, identity: Identity) -> bool:
    """Return whether `home` is a cluster; it then belongs to `identity`, and is of our version."""
    if not home.exists():
        return False
    account.own(home, identity)
    mark = home / "PG_VERSION"
    version = mark.read_text().strip() if mark.exists() else "nothing"
    if version != _MAJOR:
        raise FolderUnfit(
            f"{home} holds {version}, not a cluster of PostgreSQL {_MAJOR}: dump it with its"
            " own version and restore it here, or move it away"
        )
    return True


def _empty(folder: Path, identity: Identity) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder, identity)
    return folder


@contextmanager
def _file_of(path: Path, content: str, identity: Identity) -> Generator[Path]:
    """Yield `path`, holding `content` for `identity` alone while the block lasts."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        path.write_text(content)
        account.own(path, identity)
        yield path
    finally:
        path.unlink()


def private_folder(folder: Path, identity: Identity) -> None:
    """Make `folder` if need be, of `identity` and closed to others.

    Raises:
        FolderUnfit: something else has that name, such as another user's link in /tmp.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise FolderUnfit(f"{folder} is not a folder: remove it")
    account.own(folder, identity)
    folder.chmod(0o700)


def _options(*, durable: bool) -> tuple[str, ...]:
    return (
        *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
        # PostgreSQL's own C.UTF-8: the same order of text on every machine and after
        # every update of the C library, so no index goes bad.
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        # One sync of the file system, not one for each of a thousand files.
        *(("--no-sync",) if not durable else ("--sync-method=syncfs",) if _SYNCS_ALL else ()),
    )


async def _forget_stale_pid(home: Path) -> None:
    """Remove a postmaster.pid whose server is gone, whoever has its pid now.

    PostgreSQL would judge by the pid alone. Its children count too: they work in the
    folder as well, and a server started beside them would destroy it.
    """
    mark = home / "postmaster.pid"
    if not mark.exists():
        return
    deadline = time.monotonic() + _LODGERS_LEAVE_WITHIN
    while lodgers := _working_in(home):
        if time.monotonic() > deadline:
            pids = ", ".join(map(str, lodgers))
            raise FolderUnfit(f"a PostgreSQL runs on {home} (pid {pids}): stop it")
        await asyncio.sleep(_LOOK_AGAIN)
    mark.unlink(missing_ok=True)


def _working_in(home: Path) -> list[int]:
    found: list[int] = []
    for process in psutil.process_iter(["name", "cwd"]):
        known = process.info
        if known["name"] == "postgres" and known["cwd"] == str(home):
            found.append(process.pid)
    return found
